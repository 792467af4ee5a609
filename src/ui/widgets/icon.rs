//! The icons: one stroke weight, drawn for this kiosk, from `assets/icons`. None stands without its word.

use crate::eligibility::SubsidyUse;
use crate::ui::action::{Action, SwitchAction, VoiceAction};
use crate::ui::theme::Theme;
use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use resvg::{tiny_skia, usvg};
use std::collections::HashMap;

/// A drawn icon.
#[derive(Component)]
pub struct Icon;

macro_rules! symbols {
    ($($name:ident $file:literal)*) => {
        /// What an icon shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Symbol { $($name,)* }

        impl Symbol {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            fn svg(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../../assets/icons/", $file, ".svg")),)* }
            }
        }
    };
}

symbols! {
    Back "back" Cancel "cancel" Close "close" Colours "colours" ConsentNo "consent-no" ConsentYes "consent-yes"
    Face "face" Faster "faster" Furigana "furigana" Height "height" Info "info" Language "language" List "list"
    Louder "louder" MoreTime "more-time" Next "next" Pause "pause" Pin "pin" Previous "previous" Repeat "repeat"
    ScreenOff "screen-off" Size "size" Slower "slower" Softer "softer" Staff "staff" Voice "voice"
    Wheelchair "wheelchair" Good "good"
}

impl Symbol {
    /// Its side in millimetres.
    pub const MM: f32 = 8.0;
}

/// The icon of what a control does, where there is one.
pub fn icon(action: Action) -> Option<Symbol> {
    Some(match action {
        Action::Back | Action::PreviousPage => Symbol::Back,
        Action::Cancel => Symbol::Cancel,
        Action::CallStaff | Action::ChooseVisual | Action::StaffHere => Symbol::Staff,
        Action::MoreTime => Symbol::MoreTime,
        Action::ChooseFace | Action::TryFaceAgain => Symbol::Face,
        Action::ChoosePin | Action::RiskLastTry => Symbol::Pin,
        Action::AgreeToAll
        | Action::Consent { given: true, .. }
        | Action::Compared { same: true }
        | Action::Register
        | Action::Subsidies(SubsidyUse::Use) => Symbol::ConsentYes,
        Action::AgreeToNone
        | Action::Consent { given: false, .. }
        | Action::Compared { same: false }
        | Action::DeclineRegistration
        | Action::Subsidies(SubsidyUse::Leave) => Symbol::ConsentNo,
        Action::NobodyToAsk => Symbol::Staff,
        Action::ChooseEach => Symbol::List,
        Action::Send => Symbol::Good,
        Action::Continue | Action::NextPage => Symbol::Next,
        Action::OpenLanguages => Symbol::Language,
        Action::Furigana => Symbol::Furigana,
        Action::NextSize => Symbol::Size,
        Action::NextColours => Symbol::Colours,
        Action::Low { on: true } => Symbol::Wheelchair,
        Action::Low { on: false } => Symbol::Height,
        Action::Switch(SwitchAction::Slower) => Symbol::Slower,
        Action::Switch(SwitchAction::Faster) => Symbol::Faster,
        Action::Switch(SwitchAction::Start) => Symbol::Good,
        Action::Switch(SwitchAction::Stop) => Symbol::Close,
        Action::Voice(action) => of_voice(action)?,
        Action::Digit(_)
        | Action::EraseDigit
        | Action::EnterPin
        | Action::ChooseLanguage(_)
        | Action::Reason(_)
        | Action::Prescription(_)
        | Action::NextPerson
        | Action::PlaceCard
        | Action::TakeCard
        | Action::NextBeforeCamera
        | Action::PlugHeadphones => return None,
    })
}

fn of_voice(action: VoiceAction) -> Option<Symbol> {
    Some(match action {
        VoiceAction::Start | VoiceAction::OpenPanel | VoiceAction::Aloud => Symbol::Voice,
        VoiceAction::Stop | VoiceAction::ClosePanel => Symbol::Close,
        VoiceAction::About => Symbol::Info,
        VoiceAction::Repeat => Symbol::Repeat,
        VoiceAction::Pause => Symbol::Pause,
        VoiceAction::Slower => Symbol::Slower,
        VoiceAction::Faster => Symbol::Faster,
        VoiceAction::Softer => Symbol::Softer,
        VoiceAction::Louder => Symbol::Louder,
        VoiceAction::Blank => Symbol::ScreenOff,
        VoiceAction::FixedPad => Symbol::Pin,
        VoiceAction::Select | VoiceAction::OtherVoice => return None,
    })
}

/// The icons as pictures of the size in which they are drawn, in white: the control dyes them.
#[derive(Resource, Clone, Default)]
pub struct Icons {
    side: u32,
    pictures: HashMap<Symbol, Handle<Image>>,
}

impl Icons {
    pub fn get(&self, symbol: Symbol) -> Option<Handle<Image>> {
        self.pictures.get(&symbol).cloned()
    }

    /// Draws them anew where the theme asks for another size.
    pub fn fit(&mut self, theme: &Theme, images: &mut Assets<Image>) {
        let side = theme.px(Symbol::MM).round().max(1.0) as u32;
        if self.side == side {
            return;
        }
        let draw = |symbol: &Symbol| Some((*symbol, images.add(picture(symbol.svg(), side)?)));
        self.pictures = Symbol::ALL.iter().filter_map(draw).collect();
        self.side = side;
    }
}

/// White where the drawing has ink.
fn picture(svg: &str, side: u32) -> Option<Image> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).ok()?;
    let mut pixels = tiny_skia::Pixmap::new(side, side)?;
    let scale = side as f32 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let white = pixels.pixels().iter().flat_map(|pixel| [255, 255, 255, pixel.alpha()]).collect();
    let size = Extent3d { width: side, height: side, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::default();
    Some(Image::new(size, TextureDimension::D2, white, TextureFormat::Rgba8UnormSrgb, usage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_can_be_drawn_and_has_the_one_stroke() {
        for symbol in Symbol::ALL {
            assert!(symbol.svg().contains("stroke-width=\"2\""), "{symbol:?}");
            let image = picture(symbol.svg(), 32).unwrap();
            let inked = image.data.unwrap().chunks(4).filter(|pixel| pixel[3] > 128).count();
            assert!((20..700).contains(&inked), "{symbol:?}: {inked} pixels");
        }
    }
}
