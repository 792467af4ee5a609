//! Headings, sentences and captions: each has its own node in the accessibility tree.

use super::{Look, letters};
use crate::i18n::Text as Message;
use crate::ui::theme::TextSize;
use accesskit::{Action, Live, Node as AccessNode, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;
use bevy::text::LineHeight;
use bevy::ui::prelude::AccessibleLabel;

/// The one heading of a screen: what to do now. Keyboard focus starts here.
#[derive(Component)]
pub struct Heading;

/// What a voice says for this; the same message as the one that is shown.
#[derive(Component, Debug, Clone, PartialEq)]
pub struct Says(pub Message);

/// The largest text of the screen; `lines` follow it, and are told with it.
pub fn heading(look: Look, message: &Message, lines: &[Message]) -> impl Bundle + use<> {
    let text = look.text(message);
    let mut node = AccessNode::new(Role::Heading);
    node.set_live(Live::Polite);
    node.add_action(Action::Focus);
    if !lines.is_empty() {
        node.set_description(lines.iter().map(|line| look.text(line)).collect::<Vec<_>>().join(" "));
    }
    (
        Heading,
        Says(message.clone()),
        crate::a11y::Focusable,
        AccessibilityNode::from(node),
        AccessibleLabel::new(text.clone()),
        drawn(look, text, TextSize::Title, true, look.theme.palette().text),
    )
}

/// One sentence.
pub fn paragraph(look: Look, message: &Message) -> impl Bundle + use<> {
    (Says(message.clone()), caption(look, look.text(message), look.theme.palette().text))
}

/// A sentence in a colour of its own, on a ground of its own; not the patient's, so that no voice says it.
pub fn caption(look: Look, text: String, colour: Color) -> impl Bundle + use<> {
    (letters(&text), AccessibleLabel::new(text.clone()), drawn(look, text, TextSize::Body, false, colour))
}

/// Letters only, for the inside of a control that has its own name.
pub fn drawn(look: Look, text: String, size: TextSize, bold: bool, colour: Color) -> impl Bundle + use<> {
    let px = look.theme.font_px(size);
    (
        Text::new(keep_phrases(&text)),
        if bold { look.fonts.bold(px) } else { look.fonts.regular(px) },
        LineHeight::RelativeToFont(1.3),
        TextColor(colour),
    )
}

/// Longest phrase that is kept on one line; a longer one may break anywhere, rather than leave its box.
const LONGEST_PHRASE: usize = 11;
/// Forbids a line break where it stands (UAX #14, WJ); has no width and no shape.
const WORD_JOINER: char = '\u{2060}';

/// Japanese may break between any two letters, which tears words apart. Our sentences have spaces between phrases, as
/// books for beginners do: lines break there, and there only.
pub fn keep_phrases(text: &str) -> String {
    let phrases: Vec<String> = text.split(' ').map(keep_phrase).collect();
    phrases.join(" ")
}

fn keep_phrase(phrase: &str) -> String {
    if phrase.is_ascii() || phrase.chars().count() > LONGEST_PHRASE {
        return phrase.to_owned();
    }
    let mut kept = String::new();
    for (place, letter) in phrase.chars().enumerate() {
        if place > 0 {
            kept.push(WORD_JOINER);
        }
        kept.push(letter);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stay_whole_and_long_ones_may_break() {
        assert_eq!(keep_phrases("薬の 情報"), "薬\u{2060}の 情\u{2060}報");
        assert_eq!(keep_phrases("English text"), "English text");
        let long = "資格情報のみ当機関に提供します";
        assert_eq!(keep_phrases(long), long);
    }
}
