//! Whole visits of the blind bot, in both languages.

use super::bot::Bot;
use uketsuke::devices::speech::Route;
use uketsuke::devices::speech::earcon::Earcon;

/// What the patient listens for.
struct Words {
    code: &'static str,
    place: &'static str,
    method: &'static str,
    pin: &'static str,
    face: &'static str,
    enter: &'static str,
    enter_pin: &'static str,
    wrong: &'static str,
    consent: &'static str,
    agree_to_none: &'static str,
    review: &'static str,
    send: &'static str,
    not_shared: &'static str,
    done: &'static str,
    warning: &'static str,
    more_time: &'static str,
    pulled: &'static str,
    again: &'static str,
    staff: &'static str,
    staff_called: &'static str,
    right: &'static str,
    closer: &'static str,
}

const JAPANESE: Words = Words {
    code: "ja",
    place: "マイナンバーカードを ここに 置いてください",
    method: "ご本人の確認の 方法を 選んでください",
    pin: "暗証番号",
    face: "顔認証",
    enter: "決定",
    enter_pin: "暗証番号 4桁を 入れてください",
    wrong: "暗証番号が ちがいます",
    consent: "過去の 医療情報を この病院に 提供しますか",
    agree_to_none: "同意しない",
    review: "これで よければ 送ります",
    send: "これで送る",
    not_shared: "薬の情報、 提供していません",
    done: "受付が 終わりました",
    warning: "まだ 使っていますか",
    more_time: "もっと時間がほしい",
    pulled: "カードが 取られたので 止まりました",
    again: "もう一度 カードを置いて、 終わるまで そのままに しておきます",
    staff: "わからないとき、 係員を呼ぶ",
    staff_called: "受付の人に 声を かけてください",
    right: "少し 右へ 動いて ください",
    closer: "もう少し 近づいて ください",
};

const ENGLISH: Words = Words {
    code: "en",
    place: "Please place your My Number Card here",
    method: "How shall we check that it is you?",
    pin: "PIN",
    face: "Face check",
    enter: "OK",
    enter_pin: "Enter your 4-digit PIN",
    wrong: "That PIN is not right",
    consent: "Share past medical information?",
    agree_to_none: "Do not agree",
    review: "Is this right?",
    send: "Send this",
    not_shared: "medicine information, not shared",
    done: "You are checked in",
    warning: "Are you still there?",
    more_time: "I need more time",
    pulled: "Check-in stopped because the card was taken",
    again: "Place the card again and leave it until the end",
    staff: "Help: call staff",
    staff_called: "Please speak to reception",
    right: "Please move a little to the right",
    closer: "Please come a little closer",
};

/// With headphones, up to the choice of the method.
fn welcomed(words: &Words) -> Bot {
    let mut bot = Bot::new(words.code);
    // A camera that gets ready later would bring the screen anew, under the finger.
    bot.plug_in().hear(words.place).place_card("hanako").hear(words.method).hear_choice(words.face);
    bot
}

fn type_by_touch(bot: &mut Bot, words: &Words, pin: &str) {
    bot.hear(words.enter_pin).on_a_new_screen();
    for digit in pin.chars() {
        bot.find_and_choose(&digit.to_string());
    }
    bot.find_and_choose(words.enter);
}

fn agree_to_nothing_and_hear_it(bot: &mut Bot, words: &Words) {
    bot.hear(words.consent).on_a_new_screen().find_and_press_bar(words.agree_to_none);
    bot.hear(words.review).on_a_new_screen().find_and_choose(words.send);
    bot.hear(words.done).hear(words.not_shared).pull_card();
    assert!(bot.tones.contains(&Earcon::CardIn) && bot.tones.contains(&Earcon::Accepted));
    assert!(bot.routes.iter().all(|route| *route == Route::Headphones));
}

fn explores_and_types_the_pin(words: &Words) {
    let mut bot = welcomed(words);
    bot.find_and_choose(words.pin);
    type_by_touch(&mut bot, words, "1234");
    agree_to_nothing_and_hear_it(&mut bot, words);
    assert!(bot.kiosk.result().contains("練習　花子"));
}

fn uses_keys_alone(words: &Words) {
    let mut bot = welcomed(words);
    bot.go_and_choose(words.pin).hear(words.enter_pin);
    for digit in ["1", "2", "3", "4"] {
        bot.go_and_choose(digit);
    }
    bot.go_and_choose(words.enter).hear(words.consent).go_and_choose(words.agree_to_none);
    bot.hear(words.review).go_and_choose(words.send);
    bot.hear(words.done).hear(words.not_shared);
}

fn is_coached_before_the_camera(words: &Words) {
    let mut bot = Bot::new(words.code);
    bot.kiosk.step("camera shows hanako left");
    bot.plug_in().place_card("hanako").hear(words.method).hear_choice(words.face).find_and_choose(words.face);
    bot.hear(words.right).kiosk.step("camera shows hanako far");
    bot.hear(words.closer).kiosk.step("camera shows hanako");
    agree_to_nothing_and_hear_it(&mut bot, words);
}

fn types_a_wrong_pin_and_then_the_right_one(words: &Words) {
    let mut bot = welcomed(words);
    bot.find_and_choose(words.pin);
    type_by_touch(&mut bot, words, "9999");
    bot.hear(words.wrong);
    assert!(bot.tones.contains(&Earcon::Error));
    bot.on_a_new_screen();
    for digit in ["1", "2", "3", "4"] {
        bot.find_and_choose(digit);
    }
    bot.find_and_choose(words.enter);
    agree_to_nothing_and_hear_it(&mut bot, words);
    assert_eq!(bot.kiosk.pin_tries_left("hanako"), 3);
}

fn asks_for_more_time(words: &Words) {
    let mut bot = welcomed(words);
    bot.kiosk.wait_seconds(61);
    bot.hear(words.warning);
    assert!(bot.tones.contains(&Earcon::TimeOut));
    bot.on_a_new_screen().find_and_choose(words.more_time).hear(words.method).on_a_new_screen();
    bot.find_and_choose(words.pin).hear(words.enter_pin);
}

fn takes_the_card_too_early_and_puts_it_back(words: &Words) {
    let mut bot = welcomed(words);
    bot.find_and_choose(words.pin).hear(words.enter_pin).pull_card().hear(words.pulled).hear(words.again);
    assert!(bot.tones.contains(&Earcon::CardOut));
    bot.forget().place_card("hanako").hear(words.method);
}

fn calls_staff(words: &Words) {
    let mut bot = welcomed(words);
    bot.find_and_choose(words.staff).hear(words.staff_called);
    assert_eq!(bot.kiosk.staff_calls(), 1);
}

/// Each visit in Japanese and in English.
macro_rules! in_both_languages {
    ($($visit:ident),*) => {$(
        mod $visit {
            #[test]
            fn in_japanese() {
                super::$visit(&super::JAPANESE);
            }

            #[test]
            fn in_english() {
                super::$visit(&super::ENGLISH);
            }
        }
    )*};
}

in_both_languages!(
    explores_and_types_the_pin,
    uses_keys_alone,
    is_coached_before_the_camera,
    types_a_wrong_pin_and_then_the_right_one,
    asks_for_more_time,
    takes_the_card_too_early_and_puts_it_back,
    calls_staff
);
