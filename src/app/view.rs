//! Keeps the drawn screen true to the session: a changed screen is built anew, dots are updated in place.

use super::announce;
use super::kiosk::Kiosk;
use super::voice::{PanelSign, Voice, VoiceSign};
use crate::a11y::reading::Pad;
use crate::i18n::{Catalogue, Language, tr};
use crate::practice::tray::{TrayHand, TraySign};
use crate::session::secret::PIN_DIGITS;
use crate::session::{ScreenNumber, StaffCall, State, StepName, Timer};
use crate::ui::action::Action;
use crate::ui::layout::{self, Caption, Frame, PRACTICE_MM, ScreenRoot, VOICE_BAR_MM, Warning};
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::Theme;
use crate::ui::widgets::{Control, Fonts, Look, PadOrder, PinDots, Pushed, Says, TELEPHONE, dots_text, keep_phrases};
use bevy::input_focus::{FocusCause, InputFocus};
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;
use bevy::window::{PrimaryWindow, RequestRedraw};
use std::sync::Arc;

/// What the patient chose about the look of the screens; goes back when the visit ends.
#[derive(Resource, Debug, Clone, Copy)]
pub struct Display {
    pub language: Language,
    pub at_start: Language,
}

/// The sentences.
#[derive(Resource, Clone)]
pub struct Sentences(pub Arc<Catalogue>);

/// Everything that the drawn tree depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    screen: ScreenNumber,
    language: Language,
    staff: StaffCall,
    warned: bool,
    size: UVec2,
    tray: Option<TraySign>,
    voice: VoiceSign,
    theme: Theme,
}

/// What is drawn now, and how many frames are still to be drawn for it: glyphs arrive a frame later.
#[derive(Resource, Default)]
pub struct Drawn {
    shown: Option<Shown>,
    frames_due: u8,
}

/// Frames after a change until everything of it is on the glass.
const FRAMES_FOR_A_CHANGE: u8 = 3;

/// Everything grows with the glass; the practice parts have a share of it that is not the kiosk's.
pub fn fit_to_glass(
    windows: Query<&Window, With<PrimaryWindow>>,
    hand: Option<Res<TrayHand>>,
    voice: Res<Voice>,
    mut theme: ResMut<Theme>,
) {
    let Ok(window) = windows.single() else { return };
    let practice = if hand.is_some_and(|hand| hand.is_drawn()) { PRACTICE_MM } else { 0.0 };
    let bar = if voice.is_on() { VOICE_BAR_MM } else { 0.0 };
    let fitted = theme.fitted(window.physical_size(), practice + bar);
    theme.set_if_neq(fitted);
}

/// Builds the tree anew when anything it depends on has changed.
pub fn rebuild(
    mut commands: Commands,
    kiosk: Res<Kiosk>,
    display: Res<Display>,
    (theme, fonts, sentences): (Res<Theme>, Res<Fonts>, Res<Sentences>),
    hand: Option<Res<TrayHand>>,
    windows: Query<&Window, With<PrimaryWindow>>,
    roots: Query<Entity, With<ScreenRoot>>,
    (mut drawn, mut order): (ResMut<Drawn>, ResMut<PadOrder>),
    focused: (Res<InputFocus>, Query<&Control>),
    (mut refocus, voice): (ResMut<Refocus>, Res<Voice>),
) {
    let session = kiosk.session();
    let Ok(window) = windows.single() else { return };
    let warned = matches!(session.timer(), Timer::Warned { .. });
    let tray = hand.as_deref().filter(|hand| hand.is_drawn());
    let shown = Shown {
        screen: session.screen(),
        language: display.language,
        staff: session.staff(),
        warned,
        size: window.physical_size(),
        tray: tray.map(TrayHand::sign),
        voice: voice.sign(),
        theme: *theme,
    };
    if drawn.shown.as_ref() == Some(&shown) {
        return;
    }
    let same_screen = drawn.shown.as_ref().is_some_and(|before| {
        (before.screen, before.warned, before.voice.panel()) == (shown.screen, warned, shown.voice.panel())
    });
    // A screen that is only redrawn (another language, staff called) keeps its focus where it was.
    refocus.0 = focused.0.get().filter(|_| same_screen).and_then(|entity| focused.1.get(entity).ok()).map(|c| c.action);
    for root in &roots {
        commands.entity(root).despawn();
    }
    let theme = &shown.theme;
    let look = Look { theme, fonts: &fonts, catalogue: &sentences.0, language: display.language };
    let fixed_pad = voice.pad() == Pad::Fixed;
    let frame = Frame {
        screen: &announce::shown(session.state(), &voice),
        digits: if fixed_pad { TELEPHONE } else { order.for_screen(session.screen()) },
        landscape: window.physical_width() > window.physical_height(),
        staff_called: session.staff() == StaffCall::Called,
        warning: warned.then(|| warning(session.state())),
        tray: tray.map(TrayHand::tray),
        voice: voice.frame(&announce::whole(&kiosk, &voice), &sentences.0, display.language),
        fixed_pad,
    };
    layout::spawn(&mut commands, look, &frame);
    *drawn = Drawn { shown: Some(shown), frames_due: FRAMES_FOR_A_CHANGE };
}

/// What the time-out warning says over this state.
pub fn warning(state: &State) -> Warning {
    match state {
        State::Done { .. } | State::Ended { .. } => {
            Warning { title: tr("warning-card-title"), line: tr("warning-card-line"), choice: None }
        }
        _ => Warning {
            title: tr("warning-title"),
            line: tr("warning-line"),
            choice: Some(Choice { label: tr("control-more-time"), action: Action::MoreTime, look: Weight::Primary }),
        },
    }
}

/// The control that had the focus before a redraw.
#[derive(Resource, Default)]
pub struct Refocus(Option<Action>);

/// Gives the focus back after a redraw.
pub fn refocus(
    mut wanted: ResMut<Refocus>,
    new: Query<(Entity, &Control), Added<Control>>,
    mut focus: ResMut<InputFocus>,
) {
    if wanted.0.is_none() || new.is_empty() {
        return;
    }
    let action = wanted.0.take();
    if let Some((entity, _)) = new.iter().find(|(_, control)| Some(control.action) == action) {
        focus.set(entity, FocusCause::Navigated);
    }
}

/// The dots follow the digits without a rebuild, so that the pad stays as it is.
pub fn update_dots(
    kiosk: Res<Kiosk>,
    display: Res<Display>,
    sentences: Res<Sentences>,
    mut drawn: ResMut<Drawn>,
    mut dots: Query<(Entity, &mut Text), With<PinDots>>,
    mut commands: Commands,
) {
    let State::Pin { entry, .. } = kiosk.session().state() else { return };
    let (shape, spoken) = dots_text(entry.len());
    for (entity, mut text) in &mut dots {
        if text.0 != shape {
            text.0 = shape.clone();
            let name = AccessibleLabel::new(sentences.0.text(display.language, &spoken));
            commands.entity(entity).insert((name, Says(spoken.clone())));
            drawn.frames_due = FRAMES_FOR_A_CHANGE;
        }
    }
}

/// The caption follows the voice without a rebuild.
pub fn update_caption(
    voice: Res<Voice>,
    (display, sentences): (Res<Display>, Res<Sentences>),
    mut drawn: ResMut<Drawn>,
    mut captions: Query<&mut Text, With<Caption>>,
) {
    for mut caption in &mut captions {
        let words = keep_phrases(&voice.caption(&sentences.0, display.language));
        if caption.0 != words {
            caption.0 = words;
            drawn.frames_due = FRAMES_FOR_A_CHANGE;
        }
    }
}

/// Draws controls pressed while a finger is on them.
pub fn show_pushed(
    kiosk: Res<Kiosk>,
    theme: Res<Theme>,
    mut drawn: ResMut<Drawn>,
    mut controls: Query<(&Control, Has<Pushed>, &mut BackgroundColor, &Children)>,
    mut inks: Query<&mut TextColor>,
) {
    let palette = theme.palette();
    // 決定 is pale until there is a whole PIN to decide about.
    let pin_missing = matches!(kiosk.session().state(), State::Pin { entry, .. } if entry.len() < PIN_DIGITS);
    for (control, pushed, mut ground, children) in &mut controls {
        let weight = if pin_missing && control.action == Action::EnterPin { Weight::Quiet } else { control.weight };
        let (colour, ink) = match (pushed, weight) {
            (true, _) => (palette.pressed, palette.on_pressed),
            (false, Weight::Primary) => (palette.primary, palette.on_primary),
            (false, Weight::Equal | Weight::Quiet) => (palette.control, palette.text),
        };
        if ground.0 != colour {
            ground.0 = colour;
            for child in children {
                if let Ok(mut text) = inks.get_mut(*child) {
                    text.0 = ink;
                }
            }
            drawn.frames_due = FRAMES_FOR_A_CHANGE;
        }
    }
}

/// The first screen is for the next person: the language goes back, and how the voice speaks.
pub fn reset_for_next_visit(
    kiosk: Res<Kiosk>,
    mut display: ResMut<Display>,
    mut voice: ResMut<Voice>,
    (mut before, mut shown): (Local<Option<StepName>>, Local<(ScreenNumber, bool)>),
) {
    let screen = (kiosk.session().screen(), matches!(kiosk.session().timer(), Timer::Warned { .. }));
    if std::mem::replace(&mut *shown, screen) != screen {
        voice.close_panel();
    }
    let step = kiosk.session().state().step_name();
    if *before != Some(step) {
        if step == StepName::Idle && before.is_some() {
            display.language = display.at_start;
            voice.reset(kiosk.devices().speech());
        }
        *before = Some(step);
    }
}

/// Asks for the frames that a change still needs.
pub fn request_frames(mut drawn: ResMut<Drawn>, mut redraw: MessageWriter<RequestRedraw>) {
    if drawn.frames_due > 0 {
        drawn.frames_due -= 1;
        redraw.write(RequestRedraw);
    }
}

impl Drawn {
    /// Nothing is waiting to be drawn.
    pub fn settled(&self) -> bool {
        self.shown.is_some() && self.frames_due == 0
    }

    /// The time-out warning stands over it.
    pub fn warned(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.warned)
    }

    /// The panel of the voice stands over it.
    pub fn panel(&self) -> Option<PanelSign> {
        self.shown.as_ref().map(|shown| shown.voice.panel())
    }

    /// Something was changed in place.
    pub fn draw_again(&mut self) {
        self.frames_due = self.frames_due.max(1);
    }

    /// The screen on the glass.
    pub fn screen(&self) -> Option<ScreenNumber> {
        self.shown.as_ref().map(|shown| shown.screen)
    }
}
