//! Headings, sentences and captions: each has its own node in the accessibility tree.

use super::{Look, role};
use crate::i18n::Text as Message;
use crate::ui::theme::TextSize;
use accesskit::Role;
use bevy::prelude::*;
use bevy::text::LineHeight;
use bevy::ui::prelude::AccessibleLabel;

/// The one heading of a screen: what to do now. Keyboard focus starts here.
#[derive(Component)]
pub struct Heading;

/// The largest text of the screen.
pub fn heading(look: Look, message: &Message) -> impl Bundle + use<> {
    let text = look.text(message);
    (
        Heading,
        crate::a11y::Focusable,
        role(Role::Heading),
        AccessibleLabel::new(text.clone()),
        drawn(look, text, TextSize::Title, true, look.theme.palette().text),
    )
}

/// One sentence.
pub fn paragraph(look: Look, message: &Message) -> impl Bundle + use<> {
    caption(look, look.text(message), look.theme.palette().text)
}

/// A sentence in a colour of its own, on a ground of its own.
pub fn caption(look: Look, text: String, colour: Color) -> impl Bundle + use<> {
    (role(Role::Label), AccessibleLabel::new(text.clone()), drawn(look, text, TextSize::Body, false, colour))
}

/// Letters only, for the inside of a control that has its own name.
pub fn drawn(look: Look, text: String, size: TextSize, bold: bool, colour: Color) -> impl Bundle + use<> {
    let px = look.theme.font_px(size);
    (
        Text::new(text),
        if bold { look.fonts.bold(px) } else { look.fonts.regular(px) },
        LineHeight::RelativeToFont(1.3),
        TextColor(colour),
    )
}
