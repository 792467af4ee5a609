//! One widget a file. A widget draws, carries its accessible name and role, and says nothing to the session: controls
//! hold an [`Action`](super::action::Action), the touch and key systems activate them.

mod button;
mod card_picture;
mod fonts;
mod icon;
mod list;
mod mirror;
mod pin_pad;
mod text;

pub use button::{Control, IconPlace, Ink, Pushed, Shape, button};
pub use card_picture::{MovingCard, PICTURE_MM, STEP, card_picture};
pub use fonts::{DEFAULT_FONT_FOLDER, FontError, FontFiles, Fonts};
pub use icon::{Icon, Icons, Symbol, icon};
pub use list::{ListRow, RowShape, RowText, list, pair};
pub use mirror::{MIRROR_MM, MirrorOval, MirrorPicture, MirrorSign, colour, line, mirror, sign};
pub use pin_pad::{PadOrder, PadShape, PinDots, TELEPHONE, dots_text, pin_dots, pin_pad};
pub use text::{Heading, Says, Written, breakable, caption, drawn, heading, paragraph, spawn_letters};

use super::theme::{TextSize, Theme};
use super::typeset::{Lines, Typesetter};
use crate::i18n::{Catalogue, Language, Text};
use accesskit::{Live, Node as AccessNode, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;

/// What every widget needs to draw itself.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub theme: &'a Theme,
    pub fonts: &'a Fonts,
    pub icons: &'a Icons,
    pub catalogue: &'a Catalogue,
    pub language: Language,
    /// ふりがな above the kanji.
    pub readings: bool,
}

impl Look<'_> {
    pub fn text(&self, text: &Text) -> String {
        self.catalogue.text(self.language, text)
    }

    pub fn typesetter(&self) -> Typesetter<'_> {
        let readings = self.readings && self.language.has_readings();
        Typesetter { measure: &self.fonts.measure, language: self.language, readings }
    }

    /// Pixels of an em.
    pub fn em(&self, size: TextSize) -> f32 {
        self.theme.font_px(size, self.language.face())
    }

    /// The lines for a width in pixels.
    pub fn set(&self, text: &Text, size: TextSize, bold: bool, width: f32) -> Lines {
        self.typesetter().set(&self.text(text), width / self.em(size), bold)
    }

    /// Pixels that these lines are high.
    pub fn height(&self, lines: &Lines, size: TextSize) -> f32 {
        (lines.height() * self.em(size)).ceil()
    }
}

/// A box that only holds others: it has a node of its own, because Bevy hangs the children of a bare box on the
/// window, in no order.
pub fn container() -> AccessibilityNode {
    role(Role::GenericContainer)
}

/// Assistive technology says what it becomes.
pub fn live(role: Role) -> AccessibilityNode {
    let mut node = AccessNode::new(role);
    node.set_live(Live::Polite);
    AccessibilityNode::from(node)
}

/// Letters that stand for themselves: assistive technology takes the name of a label from its value.
pub fn letters(text: &str) -> AccessibilityNode {
    let mut node = AccessNode::new(Role::Label);
    node.set_value(text);
    AccessibilityNode::from(node)
}

/// Lies over everything else, and is called so.
pub fn dialog(role: Role, name: String) -> AccessibilityNode {
    let mut node = AccessNode::new(role);
    node.set_label(name);
    node.set_modal();
    AccessibilityNode::from(node)
}

/// A box of which assistive technology sees nothing, because something lies over it.
pub fn covered() -> AccessibilityNode {
    let mut node = AccessNode::new(Role::GenericContainer);
    node.set_hidden();
    AccessibilityNode::from(node)
}

/// Shows what words beside it say.
pub fn picture() -> AccessibilityNode {
    let mut node = AccessNode::new(Role::Image);
    node.set_hidden();
    AccessibilityNode::from(node)
}

pub fn role(role: Role) -> AccessibilityNode {
    AccessibilityNode::from(AccessNode::new(role))
}
