//! ほかの方法: the ways that are left when the machine cannot, and the statement that is filled in here. One question a
//! screen, large keys, dates by choice.

use crate::fallback::kana::ROWS;
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer, Written};
use crate::fallback::{Era, EraDate, FieldTrouble, Kana, Statement, Way};
use crate::i18n::tr;
use crate::session::wizard::{
    DateEntry, DigitEntry, FormAt, FormPlace, KanaKeys, Mark, Wizard, WizardInput, WizardPart,
};
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen, Tone};

/// A screen of trouble that leads to the other ways.
pub fn offered(screen: Screen) -> Screen {
    screen.choice("wizard-open", Action::Wizard(WizardInput::Open), Look::Equal)
}

pub fn screen(wizard: &Wizard) -> Screen {
    match &wizard.part {
        WizardPart::Ways => ways(&wizard.ways),
        WizardPart::Way(chosen) => way(*chosen, wizard.form),
        WizardPart::Form { statement, at } => question(statement, at).with_back().with_cancel(),
        WizardPart::Printing => Screen::new(tr("statement-printing-title")).line(tr("delivering-line")),
        WizardPart::Printed(Ok(())) => {
            finish(Screen::new(tr("statement-printed-title")).line(tr("statement-printed-line")).tone(Tone::Success))
        }
        WizardPart::Printed(Err(_)) => finish(
            Screen::new(tr("statement-not-printed-title"))
                .line(tr("statement-at-reception"))
                .tone(Tone::Attention)
                .with_back(),
        ),
    }
}

fn ways(ways: &[Way]) -> Screen {
    let screen = Screen::new(tr("wizard-title")).line(tr("wizard-line"));
    let choose =
        |screen: Screen, way: &Way| screen.choice(way.key(), Action::Wizard(WizardInput::Way(*way)), Look::Equal);
    ways.iter().fold(screen, choose).with_cancel()
}

fn way(way: Way, form: FormPlace) -> Screen {
    let screen = Screen::new(tr(way.key())).line(tr(way.todo_key())).with_back();
    let screen = match (way, form) {
        (Way::Statement, FormPlace::Here) => {
            screen.choice("statement-fill-in", Action::Wizard(WizardInput::FillIn), Look::Primary)
        }
        (Way::Statement, FormPlace::AtReception) => screen.line(tr("statement-at-reception")),
        _ => screen,
    };
    finish(screen)
}

fn finish(screen: Screen) -> Screen {
    screen.choice("wizard-finish", Action::Wizard(WizardInput::Finish), Look::Equal)
}

fn question(statement: &Statement, at: &FormAt) -> Screen {
    match at {
        FormAt::Kana { kana, keys, trouble } => kana_keys(kana, *keys, *trouble),
        FormAt::Born { entry, trouble } => born(*entry, *trouble),
        FormAt::Phone { entry, trouble } => phone(entry, *trouble),
        FormAt::Sex => choices(
            "statement-sex-title",
            &[Sex::Male, Sex::Female, Sex::NotSaid].map(|sex| (of_sex(sex), WizardInput::Sex(sex))),
        ),
        FormAt::Card => choices(
            "statement-card-title",
            &[CardShown::Shown, CardShown::NotHere, CardShown::None]
                .map(|card| (of_card(card), WizardInput::Card(card))),
        ),
        FormAt::InsurerKind => choices(
            "statement-kind-title",
            &[InsurerKind::Employee, InsurerKind::National, InsurerKind::LateElderly, InsurerKind::Unknown]
                .map(|kind| (of_kind(kind), WizardInput::InsurerKind(kind))),
        ),
        FormAt::Share => choices(
            "statement-share-title",
            &[Share::One, Share::Two, Share::Three, Share::Unknown]
                .map(|share| (of_share(share), WizardInput::Share(share))),
        ),
        FormAt::Writer => choices(
            "statement-writer-title",
            &[Writer::Patient, Writer::Helper].map(|writer| (of_writer(writer), WizardInput::Writer(writer))),
        ),
        FormAt::Review => review(statement),
    }
}

fn choices(title: &'static str, answers: &[(&'static str, WizardInput)]) -> Screen {
    let choose = |screen: Screen, (label, input): &(&'static str, WizardInput)| {
        screen.choice(label, Action::Wizard(*input), Look::Equal)
    };
    answers.iter().fold(Screen::new(tr(title)), choose)
}

/// With what was typed so far, in the letters of a list: it is looked at after every key.
fn with_typed(screen: Screen, text: &str) -> Screen {
    let typed =
        if text.is_empty() { tr("statement-nothing-typed") } else { tr("statement-typed").verbatim("text", text) };
    screen.body(Body::Items(vec![typed]))
}

fn with_trouble(screen: Screen, trouble: Option<FieldTrouble>) -> Screen {
    let line = match trouble {
        None => return screen,
        Some(FieldTrouble::Missing) => "statement-missing",
        Some(FieldTrouble::NotATelephoneNumber) => "statement-wrong-phone",
        Some(FieldTrouble::InTheFuture | FieldTrouble::TooLongAgo) => "statement-wrong-day",
    };
    screen.line(tr(line)).tone(Tone::Attention)
}

fn kana_keys(kana: &Kana, keys: KanaKeys, trouble: Option<FieldTrouble>) -> Screen {
    let screen = with_typed(Screen::new(tr("statement-kana-title")), &kana.katakana());
    let screen = with_trouble(screen, trouble);
    match keys {
        KanaKeys::Rows => {
            let screen = (0_u8..).zip(ROWS).fold(screen, |screen, (row, letters)| {
                letter_key(screen, "key-row", letters[0].unwrap_or_default(), WizardInput::Row(row))
            });
            let mark = |screen: Screen, mark: Mark| {
                screen.key(tr(of_mark(mark)), Action::Wizard(WizardInput::Mark(mark)), Look::Quiet)
            };
            let screen = Mark::ALL.into_iter().fold(screen, mark);
            entered(erasing(screen)).key(tr("statement-by-pen"), Action::Wizard(WizardInput::ByPen), Look::Quiet)
        }
        KanaKeys::Letters { row } => {
            let letters = ROWS.get(usize::from(row)).into_iter().flatten().flatten();
            letters
                .fold(screen, |screen, letter| letter_key(screen, "key-letter", *letter, WizardInput::Letter(*letter)))
        }
    }
}

fn letter_key(screen: Screen, label: &'static str, letter: char, input: WizardInput) -> Screen {
    screen.key(tr(label).verbatim("letter", letter.to_string()), Action::Wizard(input), Look::Equal)
}

fn of_mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Voiced => "key-voiced",
        Mark::HalfVoiced => "key-half-voiced",
        Mark::Small => "key-small",
        Mark::Long => "key-long",
        Mark::Space => "key-space",
    }
}

fn erasing(screen: Screen) -> Screen {
    screen.key(tr("control-erase"), Action::Wizard(WizardInput::Erase), Look::Quiet)
}

fn entered(screen: Screen) -> Screen {
    screen.key(tr("control-enter"), Action::Wizard(WizardInput::Enter), Look::Primary)
}

/// In the order of a telephone: nobody guesses a date from where a finger goes.
fn digits(screen: Screen) -> Screen {
    let digit = |screen: Screen, digit: u8| {
        screen.key(tr("control-digit").number("digit", digit), Action::Wizard(WizardInput::Digit(digit)), Look::Equal)
    };
    entered(erasing([1, 2, 3, 4, 5, 6, 7, 8, 9, 0].into_iter().fold(screen, digit)))
}

fn born(entry: DateEntry, trouble: Option<FieldTrouble>) -> Screen {
    let number = |number: u8| if number == 0 { String::new() } else { number.to_string() };
    match entry {
        DateEntry::Era => {
            let eras = [Era::Reiwa, Era::Heisei, Era::Showa, Era::Taisho];
            let eras = eras.map(|era| (of_era(era), WizardInput::Era(era)));
            with_trouble(choices("statement-era-title", &eras), trouble)
        }
        DateEntry::Year { era, year } => {
            let title = tr("statement-year-title").word("era", tr(of_era(era)));
            digits(with_typed(Screen::new(title), &number(year)))
        }
        DateEntry::Month { .. } => (1..=12).fold(Screen::new(tr("statement-month-title")), |screen, month: i8| {
            let label = tr("statement-month").number("month", month);
            screen.key(label, Action::Wizard(WizardInput::Month(month)), Look::Equal)
        }),
        DateEntry::Day { day, .. } => digits(with_typed(Screen::new(tr("statement-day-title")), &number(day))),
    }
}

fn phone(entry: &DigitEntry, trouble: Option<FieldTrouble>) -> Screen {
    let screen = with_typed(Screen::new(tr("statement-phone-title")), entry.text());
    digits(with_trouble(screen, trouble)).key(tr("statement-by-pen"), Action::Wizard(WizardInput::ByPen), Look::Quiet)
}

/// Everything that goes on the paper, and what is left to the pen.
fn review(statement: &Statement) -> Screen {
    let written = |written: &Written| match written {
        Written::Text(text) => tr("statement-typed").verbatim("text", text.expose()),
        Written::ByPen | Written::NotAsked | Written::NotKnown => tr("statement-pen"),
    };
    let born = statement.born.as_ref().and_then(|born| EraDate::of(born.expose()));
    // As short as forms have it, so that it stays on one line with its reading.
    let born = born.map(|born| format!("{}{}. {}. {}", born.era.name(), born.year, born.month, born.day));
    let born = born.map_or_else(|| tr("statement-pen"), |born| tr("statement-typed").verbatim("text", born));
    let answers = vec![
        (tr("statement-kana"), written(&statement.kana)),
        (tr("statement-born"), born),
        (tr("statement-sex"), tr(of_sex(statement.sex))),
        (tr("statement-phone"), written(&statement.phone)),
        (tr("statement-card"), tr(of_card(statement.card))),
        (tr("statement-kind"), tr(of_kind(statement.insurer_kind))),
        (tr("statement-share"), tr(of_share(statement.share))),
        (tr("statement-writer"), tr(of_writer(statement.writer))),
    ];
    Screen::new(tr("statement-review-title")).line(tr("statement-review-line")).body(Body::List(answers)).choice(
        "statement-print",
        Action::Wizard(WizardInput::Print),
        Look::Primary,
    )
}

fn of_era(era: Era) -> &'static str {
    match era {
        Era::Meiji => "era-meiji",
        Era::Taisho => "era-taisho",
        Era::Showa => "era-showa",
        Era::Heisei => "era-heisei",
        Era::Reiwa => "era-reiwa",
    }
}

fn of_sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "statement-sex-male",
        Sex::Female => "statement-sex-female",
        Sex::NotSaid | Sex::NotAsked => "statement-sex-not-said",
    }
}

fn of_card(card: CardShown) -> &'static str {
    match card {
        CardShown::Shown => "statement-card-shown",
        CardShown::NotHere => "statement-card-not-here",
        CardShown::None | CardShown::NotAsked => "statement-card-none",
    }
}

fn of_kind(kind: InsurerKind) -> &'static str {
    match kind {
        InsurerKind::Employee => "statement-kind-employee",
        InsurerKind::National => "statement-kind-national",
        InsurerKind::LateElderly => "statement-kind-late-elderly",
        InsurerKind::Unknown | InsurerKind::NotAsked => "statement-unknown",
    }
}

fn of_share(share: Share) -> &'static str {
    match share {
        Share::One => "statement-share-one",
        Share::Two => "statement-share-two",
        Share::Three => "statement-share-three",
        Share::Unknown | Share::NotAsked => "statement-unknown",
    }
}

fn of_writer(writer: Writer) -> &'static str {
    match writer {
        Writer::Patient | Writer::NotAsked => "statement-writer-patient",
        Writer::Helper => "statement-writer-helper",
    }
}
