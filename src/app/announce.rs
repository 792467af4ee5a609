//! Says what has changed: a new screen reads itself, then the voice follows focus and finger.

use super::clock::Clock;
use super::display::{Display, Looks, told};
use super::kiosk::Kiosk;
use super::link::{DeskLink, bell};
use super::view::{Sentences, offered_face, warning};
use super::voice::{Heard, PanelSign, Said, Voice};
use crate::a11y::privacy::is_digit;
use crate::a11y::reading::{self, Pad};
use crate::devices::speech::earcon::Earcon;
use crate::i18n::{Language, Text, tr};
use crate::session::face::{Advice, FaceReadiness};
use crate::session::secret::PIN_DIGITS;
use crate::session::{Event, Input, ScreenNumber, State, Timer};
use crate::ui::action::{Action, VoiceAction};
use crate::ui::screens;
use crate::ui::spec::{Bell, Body, Screen, Tone};
use crate::ui::widgets::{Control, Says, dots_text};
use bevy::input_focus::InputFocus;
use bevy::prelude::*;

/// What a finger has just come upon.
#[derive(Resource, Default)]
pub struct Felt(pub Option<Item>);

/// Something on the glass that can be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub text: Text,
    /// What choosing it does; `None` for a sentence.
    pub action: Option<Action>,
}

/// A control was taken: a tone goes before whatever is said next.
#[derive(Resource, Default)]
pub struct Accepted(pub bool);

/// What was said so far of what can be seen.
#[derive(Resource, Default)]
pub struct Announced(Option<Seen>);

#[derive(Debug, Clone, PartialEq)]
struct Seen {
    screen: ScreenNumber,
    warned: bool,
    looks: Looks,
    page: usize,
    panel: PanelSign,
    bell: Bell,
    advice: Option<Advice>,
    face: Option<FaceReadiness>,
    dots: Option<usize>,
    focus: Option<Item>,
    insertions: u64,
    card: bool,
}

impl Seen {
    /// Another thing stands on the glass as a whole.
    fn is_another_screen(&self, before: &Self) -> bool {
        (self.screen, self.warned, self.looks.language, self.page, self.panel, self.face)
            != (before.screen, before.warned, before.looks.language, before.page, before.panel, before.face)
    }
}

/// Takes in what the speech device reports.
pub fn hear_reports(
    mut kiosk: ResMut<Kiosk>,
    mut voice: ResMut<Voice>,
    (display, sentences, clock): (Res<Display>, Res<Sentences>, Res<Clock>),
) {
    if !kiosk.devices().speech().has_reports() {
        return;
    }
    let reports: Vec<_> = kiosk.devices().speech().reports().collect();
    for report in reports {
        let heard = voice.hear(report, kiosk.devices().speech(), clock.elapsed());
        if let Heard::End(waiting) = heard {
            voice.keep_awake(clock.elapsed());
            // Time counts from the end of the words.
            give_time(&mut kiosk, &clock);
            if let Some(said) = waiting {
                voice.say(said, kiosk.devices().speech(), &sentences.0, display.language());
            }
        }
    }
}

/// Listening and feeling one's way are doing something; a warning is answered by nothing but its own control.
pub fn give_time(kiosk: &mut Kiosk, clock: &Clock) {
    if matches!(kiosk.session().timer(), Timer::Running { warn_at: Some(_), .. }) {
        let screen = kiosk.session().screen();
        kiosk.handle(clock, Event::User { screen, input: Input::MoreTime });
    }
}

/// One look a frame.
pub fn announce(
    mut kiosk: ResMut<Kiosk>,
    mut voice: ResMut<Voice>,
    (display, sentences, clock): (Res<Display>, Res<Sentences>, Res<Clock>),
    (mut felt, mut accepted, mut announced): (ResMut<Felt>, ResMut<Accepted>, ResMut<Announced>),
    (focus, link): (Res<InputFocus>, Option<Res<DeskLink>>),
    things: Query<(&Says, Option<&Control>)>,
) {
    let felt = felt.0.take();
    let accepted = std::mem::take(&mut accepted.0);
    if !voice.is_on() {
        announced.0 = None;
        return;
    }
    let focused = focus.get().and_then(|entity| things.get(entity).ok());
    let focused = focused.map(|(says, control)| Item { text: says.0.clone(), action: control.map(|c| c.action) });
    let bell = bell(kiosk.session().staff(), link.as_deref());
    let now = look(&kiosk, &display, &voice, bell, focused);
    let before = announced.0.replace(now.clone());
    let screen = kiosk.session().screen();
    let mut said = Said { tones: accepted.then_some(Earcon::Accepted).into_iter().collect(), texts: Vec::new() };
    let mut polite = false;
    let retold = voice.retell.take();
    match before.filter(|_| retold.is_none()) {
        Some(before) if !now.is_another_screen(&before) => {
            if let Some(item) = felt.clone() {
                voice.choice = item.action.map(|action| (action, screen));
                add_item(&mut said, &item, &voice);
            } else if let Some(change) = told(before.looks, now.looks) {
                said.texts.push(change);
            } else if now.bell != before.bell
                && let Some(news) = of_bell(now.bell)
            {
                said.texts.push(news);
            } else if now.focus != before.focus
                && let Some(item) = &now.focus
            {
                voice.choice = item.action.map(|action| (action, screen));
                add_item(&mut said, item, &voice);
            } else if now.dots != before.dots {
                said.texts.extend(now.dots.map(dots).into_iter().flatten());
            } else if now.advice != before.advice {
                said.texts.extend(now.advice.map(screens::instruction));
                polite = true;
            }
        }
        before => {
            voice.choice = None;
            said.tones.extend(tones(before.as_ref(), &now, &kiosk));
            let comes_new = before.is_none() && retold.is_none();
            if comes_new {
                said.texts.extend(voice.introduction());
            }
            said.texts.extend(retold);
            said.texts.extend(whole(&kiosk, &voice, &display));
            if comes_new {
                said.texts.extend(voice.lesson());
            }
        }
    }
    if felt.is_some() {
        give_time(&mut kiosk, &clock);
    }
    if said.tones.is_empty() && said.texts.is_empty() {
        let idle = matches!(kiosk.session().state(), State::Idle);
        if voice.gone_at(idle).is_some_and(|at| clock.elapsed() >= at) {
            voice.stop(kiosk.devices().speech());
        }
        return;
    }
    voice.keep_awake(clock.elapsed());
    let device = kiosk.devices().speech();
    if polite {
        voice.say_politely(said, device, &sentences.0, display.language());
    } else {
        voice.say(said, device, &sentences.0, display.language());
    }
}

fn look(kiosk: &Kiosk, display: &Display, voice: &Voice, bell: Bell, focus: Option<Item>) -> Seen {
    let session = kiosk.session();
    let reader = kiosk.reader();
    Seen {
        screen: session.screen(),
        warned: matches!(session.timer(), Timer::Warned { .. }),
        looks: display.looks,
        page: display.page.at,
        panel: voice.panel(),
        bell,
        advice: match session.state() {
            State::Face { coaching, .. } => Some(coaching.advice),
            _ => None,
        },
        face: offered_face(session.state()),
        dots: session.state().typed(),
        focus,
        insertions: reader.insertions,
        card: reader.card,
    }
}

fn of_bell(bell: Bell) -> Option<Text> {
    match bell {
        Bell::Still => None,
        Bell::Rings => Some(tr("speech-staff-called")),
        Bell::Unheard => Some(tr("speech-staff-unheard")),
        Bell::Coming => Some(tr("speech-staff-coming")),
    }
}

/// What stands before the words of a new screen.
fn tones(before: Option<&Seen>, now: &Seen, kiosk: &Kiosk) -> Vec<Earcon> {
    let Some(before) = before else { return Vec::new() };
    let mut tones = Vec::new();
    if now.insertions != before.insertions {
        tones.push(Earcon::CardIn);
    } else if before.card && !now.card {
        tones.push(Earcon::CardOut);
    }
    if now.warned {
        tones.push(Earcon::TimeOut);
    } else if now.screen != before.screen && screens::of(kiosk.session().state()).tone == Tone::Attention {
        tones.push(Earcon::Error);
    }
    tones
}

/// Everything that the glass says now.
pub fn whole(kiosk: &Kiosk, voice: &Voice, display: &Display) -> Vec<Text> {
    // The first page tells of all the others.
    if display.page.at > 0 {
        return display.page.says.clone();
    }
    let state = kiosk.session().state();
    if let Some(warning) = warning(kiosk.session()) {
        let choice = warning.choice.map(|choice| choice.label);
        return [warning.title, warning.line].into_iter().chain(choice).collect();
    }
    if let Some(panel) = voice.open_panel(&display.looks) {
        return std::iter::once(panel.title).chain(panel.lines).collect();
    }
    let screen = shown(state, voice, display.language());
    let silent_pad = voice.silent_pad().filter(|_| screen.body == Body::PinPad);
    reading::screen(&screen, Some(voice.pad())).into_iter().chain(silent_pad).collect()
}

/// The screen of a state. Who hears the voice already is not offered it, and a pad that stays is not said to change.
pub fn shown(state: &State, voice: &Voice, language: Language) -> Screen {
    let mut screen = screens::of(state);
    let offered = language.has_voice() && !voice.is_on();
    screen.choices.retain(|choice| offered || choice.action != Action::Voice(VoiceAction::Start));
    screen.lines.retain(|line| voice.pad() == Pad::Shuffled || line.key != "pin-shuffled");
    screen
}

fn dots(count: usize) -> Vec<Text> {
    let (_, entered) = dots_text(count);
    let full = (count == PIN_DIGITS).then(|| tr("speech-pin-full"));
    std::iter::once(entered).chain(full).collect()
}

/// One thing under finger or focus. What must not be heard by all is a tone, or says so.
fn add_item(said: &mut Said, item: &Item, voice: &Voice) {
    said.tones.extend(landmark(item, voice));
    if voice.hearers().may_hear(&item.text) {
        said.texts.push(item.text.clone());
    } else if !is_digit(&item.text) {
        said.texts.push(tr("speech-private"));
    }
}

/// On the pad that lies as on a telephone the corners and the 5 are found by ear; a digit that nobody may hear is a tone.
fn landmark(item: &Item, voice: &Voice) -> Option<Earcon> {
    match (voice.pad(), item.action) {
        (Pad::Fixed, Some(Action::Digit(1 | 3) | Action::EraseDigit | Action::EnterPin)) => Some(Earcon::PadCorner),
        (Pad::Fixed, Some(Action::Digit(5))) => Some(Earcon::PadCentre),
        (_, Some(Action::Digit(_))) if !voice.hearers().may_hear(&item.text) => Some(Earcon::PadKey),
        _ => None,
    }
}
