//! Headings, sentences and captions: each has its own node in the accessibility tree.

use super::button::Ink;
use super::{Look, letters};
use crate::i18n::{Breaks, Language, Text as Message};
use crate::ui::theme::TextSize;
use crate::ui::typeset::{LINE_EM, Lines, READING_EM, READING_LINE_EM, Unit};
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
pub fn heading(
    parent: &mut ChildSpawnerCommands,
    look: Look,
    message: &Message,
    lines: &[Message],
    set: &Lines,
    size: TextSize,
) {
    let mut node = AccessNode::new(Role::Heading);
    node.set_live(Live::Polite);
    node.add_action(Action::Focus);
    if !lines.is_empty() {
        node.set_description(lines.iter().map(|line| look.text(line)).collect::<Vec<_>>().join(" "));
    }
    let named = (
        Heading,
        Says(message.clone()),
        crate::a11y::Focusable,
        AccessibilityNode::from(node),
        AccessibleLabel::new(look.text(message)),
        Outline { width: Val::ZERO, offset: look.theme.mm(1.0), color: look.theme.palette().focus },
    );
    spawn_letters(parent, named, look, set, size, true, look.theme.palette().text, Justify::Left);
}

/// One sentence.
pub fn paragraph(parent: &mut ChildSpawnerCommands, look: Look, message: &Message, set: &Lines) {
    let text = look.text(message);
    let named = (Says(message.clone()), letters(&text), AccessibleLabel::new(text));
    spawn_letters(parent, named, look, set, TextSize::Body, false, look.theme.palette().text, Justify::Left);
}

/// A sentence in a colour of its own, on a ground of its own; not the patient's, so that no voice says it.
pub fn caption(look: Look, text: String, colour: Color) -> impl Bundle + use<> {
    (letters(&text), AccessibleLabel::new(text.clone()), drawn(look, text, TextSize::Body, false, colour))
}

/// Letters only, that may change in place and break by themselves.
pub fn drawn(look: Look, text: String, size: TextSize, bold: bool, colour: Color) -> impl Bundle + use<> {
    let px = look.theme.font_px(size, look.language.face());
    (
        Text::new(breakable(&text, look.language)),
        look.fonts.of(look.language, bold, px),
        LineHeight::RelativeToFont(LINE_EM),
        TextColor(colour),
    )
}

/// Something that is written: where its letters are.
#[derive(Component)]
pub struct Written;

/// Lines that were set before, with their readings above them.
#[allow(clippy::too_many_arguments, reason = "each is a plain property of letters")]
pub fn spawn_letters(
    parent: &mut ChildSpawnerCommands,
    named: impl Bundle,
    look: Look,
    set: &Lines,
    size: TextSize,
    bold: bool,
    colour: Color,
    justify: Justify,
) {
    let px = look.em(size);
    let text = |text: String, px: f32, bold: bool| {
        (Ink, Text::new(text), look.fonts.of(look.language, bold, px), TextColor(colour), TextLayout::no_wrap())
    };
    if !set.has_readings {
        let plain = (text(set.text(), px, bold), LineHeight::RelativeToFont(LINE_EM));
        parent.spawn((Written, named, plain)).insert(TextLayout::new(justify, LineBreak::NoWrap));
        return;
    }
    let across = if justify == Justify::Center { AlignItems::Center } else { AlignItems::Start };
    let column = Node { flex_direction: FlexDirection::Column, align_items: across, flex_shrink: 0.0, ..default() };
    parent.spawn((Written, named, column)).with_children(|column| {
        for line in &set.lines {
            column.spawn(Node { align_items: AlignItems::End, ..default() }).with_children(|row| {
                for unit in line {
                    row.spawn(stacked()).with_children(|stack| spawn_unit(stack, unit, px, bold, &text));
                }
            });
        }
    });
}

fn stacked() -> Node {
    Node { flex_direction: FlexDirection::Column, align_items: AlignItems::Center, ..default() }
}

fn spawn_unit<B: Bundle>(
    stack: &mut ChildSpawnerCommands,
    unit: &Unit,
    px: f32,
    bold: bool,
    text: &impl Fn(String, f32, bool) -> B,
) {
    let reading = unit.reading.unwrap_or_default().to_owned();
    // The height of a line is the same with and without a reading.
    let above = LineHeight::Px(px * READING_LINE_EM);
    stack.spawn((
        text(reading, px * READING_EM, false),
        above,
        Node { height: Val::Px(px * READING_LINE_EM), ..default() },
    ));
    // A space at the end of a text has no width of its own.
    let letters = unit.letters.replace(' ', "\u{00A0}");
    stack.spawn((text(letters, px, bold), LineHeight::RelativeToFont(LINE_EM)));
}

/// Longest phrase that is kept on one line; a longer one may break anywhere, rather than leave its box.
const LONGEST_PHRASE: usize = 11;
/// Forbids a line break where it stands (UAX #14, WJ); has no width and no shape.
const WORD_JOINER: char = '\u{2060}';

/// The text with line breaks only where its language allows them. Japanese may break between any two letters, which
/// tears words apart; our sentences have spaces between phrases, as books for beginners do. Chinese has none, and breaks
/// as Unicode says, which keeps the marks of punctuation with their words.
pub fn breakable(text: &str, language: Language) -> String {
    match language.breaks() {
        Breaks::AtLetters => text.to_owned(),
        Breaks::AtPhrases | Breaks::AtWords => text.split(' ').map(keep_whole).collect::<Vec<_>>().join(" "),
    }
}

fn keep_whole(phrase: &str) -> String {
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
        assert_eq!(breakable("薬の 情報", Language::Japanese), "薬\u{2060}の 情\u{2060}報");
        assert_eq!(breakable("English text", Language::English), "English text");
        assert_eq!(breakable("카드를 둡니다", Language::Korean), "카\u{2060}드\u{2060}를 둡\u{2060}니\u{2060}다");
        assert_eq!(breakable("请放卡", Language::Chinese), "请放卡");
        let long = "資格情報のみ当機関に提供します";
        assert_eq!(breakable(long, Language::Japanese), long);
    }
}
