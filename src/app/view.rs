//! Keeps the drawn screen true to the session: a changed screen is built anew, dots are updated in place.

use super::announce;
use super::clock::Clock;
use super::display::{Display, Looks};
use super::kiosk::Kiosk;
use super::link::{DeskLink, bell};
use super::voice::{PanelSign, Voice, VoiceSign};
use crate::a11y::reading::Pad;
use crate::i18n::{Catalogue, tr};
use crate::practice::tray::{TrayHand, TraySign};
use crate::session::face::{Advice, FaceReadiness};
use crate::session::secret::PIN_DIGITS;
use crate::session::{ScreenNumber, Session, State, StepName, Timer};
use crate::ui::action::Action;
use crate::ui::layout::{self, Frame, PRACTICE_MM, ScreenRoot, Warning};
use crate::ui::spec::{Bell, Choice, Look as Weight};
use crate::ui::theme::{GAP_MM, TARGET_MM, Theme};
use crate::ui::widgets::{
    Control, Fonts, Icons, Ink, Look, MovingCard, PadOrder, PinDots, Pushed, Says, TELEPHONE, dots_text,
};
use bevy::input_focus::{FocusCause, InputFocus};
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;
use bevy::window::{PrimaryWindow, RequestRedraw};
use std::sync::Arc;

/// The sentences.
#[derive(Resource, Clone)]
pub struct Sentences(pub Arc<Catalogue>);

/// Everything that the drawn tree depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    screen: ScreenNumber,
    looks: Looks,
    page: usize,
    /// What the face check asks for.
    advice: Option<Advice>,
    /// Whether the face is offered, where it can be chosen.
    face: Option<FaceReadiness>,
    bell: Bell,
    warned: bool,
    size: UVec2,
    tray: Option<TraySign>,
    voice: VoiceSign,
    theme: Theme,
}

/// Screen, page, warning, panel, look: what decides where a control stands.
pub type GlassSign = (ScreenNumber, usize, bool, PanelSign, Looks);

impl Shown {
    fn is_same_screen(&self, other: &Self) -> bool {
        (self.screen, self.warned, self.voice.panel()) == (other.screen, other.warned, other.voice.panel())
    }

    /// The same parts stand on the same pages.
    fn is_set_alike(&self, other: &Self) -> bool {
        (self.looks, self.size, self.theme) == (other.looks, other.size, other.theme)
    }
}

/// What is drawn now, and how many frames are still to be drawn for it: glyphs arrive a frame later.
#[derive(Resource, Default)]
pub struct Drawn {
    shown: Option<Shown>,
    frames_due: u8,
}

/// Frames after a change until everything of it is on the glass: what is drawn for the first time may be a frame late.
const FRAMES_FOR_A_CHANGE: u8 = 1;

/// Everything grows with the glass; the practice parts have a share of it that is not the kiosk's.
pub fn fit_to_glass(
    windows: Query<&Window, With<PrimaryWindow>>,
    hand: Option<Res<TrayHand>>,
    (voice, display): (Res<Voice>, Res<Display>),
    (mut theme, mut ground): (ResMut<Theme>, ResMut<ClearColor>),
    (mut icons, mut images): (ResMut<Icons>, ResMut<Assets<Image>>),
) {
    let Ok(window) = windows.single() else { return };
    let practice = if hand.is_some_and(|hand| hand.is_drawn()) { PRACTICE_MM } else { 0.0 };
    let bar = if voice.is_on() { TARGET_MM + GAP_MM } else { 0.0 };
    let Looks { letters, colours, low, .. } = display.looks;
    let fitted = Theme { letters, colours, ..*theme }.fitted(window.physical_size(), practice + bar, low);
    if theme.set_if_neq(fitted) {
        ground.0 = fitted.palette().ground;
    }
    icons.fit(&fitted, &mut images);
}

/// Whether the face is offered, on the screen on which it can be chosen.
pub fn offered_face(state: &State) -> Option<FaceReadiness> {
    if let State::Method { card } = state { Some(card.face) } else { None }
}

/// Builds the tree anew when anything it depends on has changed.
pub fn rebuild(
    mut commands: Commands,
    kiosk: Res<Kiosk>,
    mut display: ResMut<Display>,
    (theme, fonts, icons, sentences): (Res<Theme>, Res<Fonts>, Res<Icons>, Res<Sentences>),
    (hand, link): (Option<Res<TrayHand>>, Option<Res<DeskLink>>),
    windows: Query<&Window, With<PrimaryWindow>>,
    roots: Query<Entity, With<ScreenRoot>>,
    (mut drawn, mut order): (ResMut<Drawn>, ResMut<PadOrder>),
    focused: (Res<InputFocus>, Query<&Control>),
    (mut refocus, voice): (ResMut<Refocus>, Res<Voice>),
) {
    let session = kiosk.session();
    let Ok(window) = windows.single() else { return };
    let warned = matches!(session.timer(), Timer::Warned { .. });
    let bell = bell(session.staff(), link.as_deref());
    let tray = hand.as_deref().filter(|hand| hand.is_drawn());
    let mut shown = Shown {
        screen: session.screen(),
        looks: display.looks,
        page: display.page.at,
        advice: match session.state() {
            State::Face { coaching, .. } => Some(coaching.advice),
            _ => None,
        },
        face: offered_face(session.state()),
        bell,
        warned,
        size: window.physical_size(),
        tray: tray.map(TrayHand::sign),
        voice: voice.sign(),
        theme: *theme,
    };
    if drawn.shown.as_ref() == Some(&shown) {
        return;
    }
    let before = drawn.shown.take();
    let same_screen = before.as_ref().is_some_and(|before| before.is_same_screen(&shown));
    // Another screen, or the same in letters of another size, begins at its first page.
    if !before.is_some_and(|before| same_screen && before.is_set_alike(&shown)) {
        shown.page = 0;
    }
    // A screen that is only redrawn (another language, staff called) keeps its focus where it was.
    refocus.0 = focused.0.get().filter(|_| same_screen).and_then(|entity| focused.1.get(entity).ok()).map(|c| c.action);
    for root in &roots {
        commands.entity(root).despawn();
    }
    let Looks { language, readings, low, .. } = display.looks;
    let (theme, catalogue) = (&shown.theme, &*sentences.0);
    let look = Look { theme, fonts: &fonts, icons: &icons, catalogue, language, readings };
    let fixed_pad = voice.pad() == Pad::Fixed;
    let frame = Frame {
        screen: &announce::shown(session.state(), &voice, language),
        window: shown.size,
        page: shown.page,
        digits: if fixed_pad { TELEPHONE } else { order.for_screen(session.screen()) },
        bell,
        warning: warning(session),
        tray: tray.map(TrayHand::tray),
        voice: voice.frame(&announce::whole(&kiosk, &voice, &display), catalogue, language),
        panel: voice.open_panel(&display.looks),
        fixed_pad,
        low,
    };
    display.page = layout::spawn(&mut commands, look, &frame);
    *drawn = Drawn { shown: Some(shown), frames_due: FRAMES_FOR_A_CHANGE };
}

/// What the time-out warning says, while it stands.
pub fn warning(session: &Session) -> Option<Warning> {
    let Timer::Warned { lasts, .. } = session.timer() else { return None };
    Some(match session.state() {
        State::Done { .. } | State::Ended { .. } => {
            Warning { title: tr("warning-card-title"), line: tr("warning-card-line"), choice: None }
        }
        _ => Warning {
            title: tr("warning-title"),
            line: tr("warning-line").number("seconds", i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX)),
            choice: Some(Choice { label: tr("control-more-time"), action: Action::MoreTime, look: Weight::Primary }),
        },
    })
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
    let Some(typed) = kiosk.session().state().typed() else { return };
    let (shape, spoken) = dots_text(typed);
    for (entity, mut text) in &mut dots {
        if text.0 != shape {
            text.0 = shape.clone();
            let name = AccessibleLabel::new(sentences.0.text(display.language(), &spoken));
            commands.entity(entity).insert((name, Says(spoken.clone())));
            drawn.frames_due = FRAMES_FOR_A_CHANGE;
        }
    }
}

/// The card of the first screen is put down and taken up again, where motion is wanted. The frame that it is moved in is
/// the one that shows it.
pub fn move_card(clock: Res<Clock>, display: Res<Display>, mut cards: Query<(&MovingCard, &mut Node)>) {
    for (card, mut node) in &mut cards {
        if display.motion && card.place(node.bypass_change_detection(), clock.elapsed()) {
            node.set_changed();
        }
    }
}

/// Draws controls pressed while a finger is on them.
pub fn show_pushed(
    kiosk: Res<Kiosk>,
    theme: Res<Theme>,
    mut controls: Query<(Entity, &Control, Has<Pushed>, &mut BackgroundColor)>,
    children: Query<&Children>,
    mut inks: Query<(Option<&mut TextColor>, Option<&mut ImageNode>), With<Ink>>,
) {
    let palette = theme.palette();
    // 決定 is pale until there is a whole PIN to decide about.
    let pin_missing = kiosk.session().state().typed().is_some_and(|typed| typed < PIN_DIGITS);
    for (entity, control, pushed, mut ground) in &mut controls {
        let weight = if pin_missing && control.action == Action::EnterPin { Weight::Quiet } else { control.weight };
        let (colour, ink) = match (pushed, weight) {
            (true, _) => (palette.pressed, palette.on_pressed),
            (false, Weight::Primary) => (palette.primary, palette.on_primary),
            (false, Weight::Equal | Weight::Quiet) => (palette.control, palette.text),
        };
        if ground.0 == colour {
            continue;
        }
        ground.0 = colour;
        for inside in children.iter_descendants(entity) {
            let Ok((letters, icon)) = inks.get_mut(inside) else { continue };
            if let Some(mut letters) = letters {
                letters.0 = ink;
            }
            if let Some(mut icon) = icon {
                icon.color = ink;
            }
        }
    }
}

/// The first screen is for the next person: the language goes back, and how the voice speaks.
pub fn reset_for_next_visit(
    kiosk: Res<Kiosk>,
    mut display: ResMut<Display>,
    mut voice: ResMut<Voice>,
    clock: Res<Clock>,
    (mut before, mut shown): (Local<Option<StepName>>, Local<(ScreenNumber, bool)>),
) {
    let screen = (kiosk.session().screen(), matches!(kiosk.session().timer(), Timer::Warned { .. }));
    if std::mem::replace(&mut *shown, screen) != screen {
        voice.close_panel();
    }
    if display.goes_back_at(kiosk.session().state(), &voice).is_some_and(|at| clock.elapsed() >= at) {
        display.go_back();
        voice.close_panel();
    }
    let step = kiosk.session().state().step_name();
    if *before != Some(step) {
        if step == StepName::Idle && before.is_some() {
            display.go_back();
            voice.reset(kiosk.devices().speech());
        }
        *before = Some(step);
    }
}

/// Whoever asked for this frame has got it. Bevy would count what was asked for in the frame before once more.
pub fn forget_requests(mut requests: ResMut<Messages<RequestRedraw>>) {
    requests.clear();
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

    /// What stands on the glass as a whole.
    pub fn glass(&self) -> Option<GlassSign> {
        self.shown.as_ref().map(|shown| (shown.screen, shown.page, shown.warned, shown.voice.panel(), shown.looks))
    }

    /// The time-out warning stands over it.
    pub fn warned(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.warned)
    }

    /// The panel of the voice stands over it.
    pub fn panel(&self) -> Option<PanelSign> {
        self.shown.as_ref().map(|shown| shown.voice.panel())
    }

    /// Letters or boxes were changed in place, and are laid out anew.
    pub fn draw_change(&mut self) {
        self.frames_due = FRAMES_FOR_A_CHANGE;
    }

    /// The screen on the glass.
    pub fn screen(&self) -> Option<ScreenNumber> {
        self.shown.as_ref().map(|shown| shown.screen)
    }
}
