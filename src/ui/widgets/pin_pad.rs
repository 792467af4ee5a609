//! The PIN pad: ten digits in a new order for every entry, 消す and 決定. The digits typed are shown as dots.

use super::button::{IconPlace, Shape, button};
use super::text::{Says, drawn};
use super::{Look, container, live};
use crate::i18n::{Text as Message, tr};
use crate::session::ScreenNumber;
use crate::session::secret::PIN_DIGITS;
use crate::ui::action::Action;
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::{GAP_MM, TARGET_MM, TextSize};
use accesskit::Role;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;
use rand::rngs::OsRng;
use rand::seq::SliceRandom;

/// The digits of a telephone, for a pad of three columns.
pub const TELEPHONE: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/// The order of the digits on the pad that is shown. A new screen number is a new entry and gets a new order.
#[derive(Resource)]
pub struct PadOrder {
    screen: ScreenNumber,
    digits: [u8; 10],
}

impl Default for PadOrder {
    fn default() -> Self {
        Self { screen: ScreenNumber(0), digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
    }
}

impl PadOrder {
    /// The digits for this entry, shuffled by the operating system's random source.
    pub fn for_screen(&mut self, screen: ScreenNumber) -> [u8; 10] {
        if self.screen != screen {
            self.screen = screen;
            self.digits.shuffle(&mut OsRng);
        }
        self.digits
    }
}

/// Shows how many digits are in.
#[derive(Component)]
pub struct PinDots;

/// The dots as text and as a sentence.
pub fn dots_text(count: usize) -> (String, Message) {
    let dots: Vec<&str> = (0..PIN_DIGITS).map(|place| if place < count { "●" } else { "○" }).collect();
    let number = |n: usize| i64::try_from(n).unwrap_or(0);
    (dots.join("　"), tr("pin-dots").number("count", number(count)).number("of", number(PIN_DIGITS)))
}

/// The dots, empty at first; as large as the keys' digits, or as `width` holds them on one line.
pub fn pin_dots(parent: &mut ChildSpawnerCommands, look: Look, width: f32) {
    let (dots, spoken) = dots_text(0);
    let letters = look.typesetter().set(&dots, f32::INFINITY, true).width();
    let em = look.em(TextSize::Key).min(width / letters);
    let mut dots = parent.spawn((
        PinDots,
        live(Role::Status),
        AccessibleLabel::new(look.text(&spoken)),
        Says(spoken),
        drawn(look, dots, TextSize::Key, true, look.theme.palette().text),
    ));
    // A text that may wrap is given height for lines that it does not need.
    dots.insert((look.fonts.of(look.language, true, em), TextLayout::new(Justify::Center, LineBreak::NoWrap)));
}

/// The pad as it is set for a width.
#[derive(Debug, Clone)]
pub struct PadShape {
    columns: u16,
    key: Vec2,
    /// 消す and 決定, and the letters on them.
    command: Vec2,
    words: TextSize,
    pub size: Vec2,
}

/// A key is a little wider than it must be.
const KEY_WIDTH_MM: f32 = TARGET_MM * 1.35;

impl PadShape {
    /// In three or four columns with 消す and 決定 among them, or in five with these below, where `width` holds them.
    pub fn of(look: Look, width: f32, columns: u16) -> Option<Self> {
        let gap = look.theme.px(GAP_MM);
        let across = |count: u16, side: f32| side * f32::from(count) + gap * f32::from(count - 1);
        let widest = |size| {
            let widths = [erase(), enter()].map(|choice| Shape::natural_width(look, &choice, size, NO_ICON));
            widths.into_iter().fold(0.0, f32::max)
        };
        let word = widest(TextSize::Body);
        let below = columns == 5;
        let least = look.theme.px(TARGET_MM).max(if below { 0.0 } else { word });
        let most = ((width - gap * f32::from(columns - 1)) / f32::from(columns)).floor();
        let key = (least <= most).then(|| least.max(look.theme.px(KEY_WIDTH_MM)).min(most))?;
        let command = if below { ((across(columns, key) - gap) / 2.0).floor() } else { key };
        if command < word {
            return None;
        }
        let height = |choice: &Choice, size, width| Shape::of(look, choice, size, width, NO_ICON).height;
        let words = [erase(), enter()].map(|choice| height(&choice, TextSize::Body, command));
        let tall = words.into_iter().fold(height(&digit(8), TextSize::Key, key), f32::max);
        let rows = if below { 3 } else { 12 / columns };
        let size = Vec2::new(across(columns, key), across(rows, tall));
        // As large as those of other buttons, where the keys are wide enough for it.
        let words = if widest(TextSize::Button) <= command { TextSize::Button } else { TextSize::Body };
        Some(Self { columns, key: Vec2::new(key, tall), command: Vec2::new(command, tall), words, size })
    }
}

const NO_ICON: IconPlace = IconPlace::Nowhere;

/// The keys, in the order of `digits`.
pub fn pin_pad(parent: &mut ChildSpawnerCommands, look: Look, digits: [u8; 10], shape: &PadShape) {
    let mut keys: Vec<Choice> = digits.into_iter().map(digit).collect();
    if shape.columns == 5 {
        keys.extend([erase(), enter()]);
    } else {
        keys.insert(9, erase());
        keys.push(enter());
    }
    let gap = look.theme.mm(GAP_MM);
    let column = FlexDirection::Column;
    let pad =
        Node { flex_direction: column, row_gap: gap, align_self: AlignSelf::Center, flex_shrink: 0.0, ..default() };
    parent.spawn((pad, container())).with_children(|pad| {
        for row in keys.chunks(usize::from(shape.columns)) {
            pad.spawn((Node { column_gap: gap, ..default() }, container())).with_children(|cells| {
                row.iter().for_each(|choice| key(cells, look, choice, shape));
            });
        }
    });
}

fn digit(value: u8) -> Choice {
    let label = tr("control-digit").number("digit", value);
    Choice { label, action: Action::Digit(value), look: Weight::Equal }
}

fn erase() -> Choice {
    Choice { label: tr("control-erase"), action: Action::EraseDigit, look: Weight::Quiet }
}

fn enter() -> Choice {
    Choice { label: tr("control-enter"), action: Action::EnterPin, look: Weight::Primary }
}

fn key(parent: &mut ChildSpawnerCommands, look: Look, choice: &Choice, pad: &PadShape) {
    let of_digit = matches!(choice.action, Action::Digit(_));
    let (size, side) = if of_digit { (TextSize::Key, pad.key) } else { (pad.words, pad.command) };
    let shape = Shape::of(look, choice, size, side.x, NO_ICON).with_height(side.y);
    button(parent, look, choice, &shape);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_has_its_own_order_of_all_ten_digits() {
        let mut order = PadOrder::default();
        let mut seen = std::collections::BTreeSet::new();
        for screen in 1..=20 {
            let digits = order.for_screen(ScreenNumber(screen));
            assert_eq!(digits, order.for_screen(ScreenNumber(screen)), "stays while the entry lasts");
            let mut sorted = digits;
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
            seen.insert(digits);
        }
        // Twenty shuffles of 10! orders: two alike would be a fault of the shuffle, not chance.
        assert_eq!(seen.len(), 20);
    }
}
