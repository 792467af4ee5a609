//! One widget a file. A widget draws, carries its accessible name and role, and says nothing to the session: controls
//! hold an [`Action`](super::action::Action), the touch and key systems activate them.

mod button;
mod card_picture;
mod fonts;
mod list;
mod mirror;
mod pin_pad;
mod text;

pub use button::{Control, Pushed, button};
pub use card_picture::card_picture;
pub use fonts::{DEFAULT_FONT_FOLDER, FontError, Fonts};
pub use list::{ListRow, items_list, list, pair};
pub use mirror::{MirrorOval, MirrorPicture, MirrorSign, colour, line, mirror, sign};
pub use pin_pad::{PadOrder, PinDots, TELEPHONE, dots_text, pin_dots, pin_pad};
pub use text::{Heading, Says, caption, drawn, heading, keep_phrases, paragraph};

use super::theme::Theme;
use crate::i18n::{Catalogue, Language, Text};
use accesskit::{Live, Node as AccessNode, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;

/// What every widget needs to draw itself.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub theme: &'a Theme,
    pub fonts: &'a Fonts,
    pub catalogue: &'a Catalogue,
    pub language: Language,
}

impl Look<'_> {
    pub fn text(&self, text: &Text) -> String {
        self.catalogue.text(self.language, text)
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

pub fn role(role: Role) -> AccessibilityNode {
    AccessibilityNode::from(AccessNode::new(role))
}
