//! The PIN pad: ten digits in a new order for every entry, 消す and 決定. The digits typed are shown as dots.

use super::button::button;
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

/// The dots, empty at first.
pub fn pin_dots(parent: &mut ChildSpawnerCommands, look: Look) {
    let (dots, spoken) = dots_text(0);
    parent.spawn((
        PinDots,
        live(Role::Status),
        AccessibleLabel::new(look.text(&spoken)),
        Says(spoken),
        drawn(look, dots, TextSize::Key, true, look.theme.palette().text),
        TextLayout::justify(Justify::Center),
    ));
}

/// The keys in `columns` columns (3 in portrait, 4 in landscape).
pub fn pin_pad(parent: &mut ChildSpawnerCommands, look: Look, digits: [u8; 10], columns: u16) {
    let theme = look.theme;
    let grid = Node {
        display: Display::Grid,
        grid_template_columns: RepeatedGridTrack::flex(columns, 1.0),
        column_gap: theme.mm(GAP_MM),
        row_gap: theme.mm(GAP_MM),
        width: theme.mm(f32::from(columns) * (TARGET_MM + GAP_MM) * 1.2),
        max_width: Val::Percent(100.0),
        align_self: AlignSelf::Center,
        ..default()
    };
    parent.spawn((grid, container())).with_children(|keys| {
        for digit in &digits[..9] {
            key(keys, look, *digit);
        }
        command(keys, look, "control-erase", Action::EraseDigit, Weight::Quiet);
        key(keys, look, digits[9]);
        command(keys, look, "control-enter", Action::EnterPin, Weight::Primary);
    });
}

fn key(parent: &mut ChildSpawnerCommands, look: Look, digit: u8) {
    let choice =
        Choice { label: tr("control-digit").number("digit", digit), action: Action::Digit(digit), look: Weight::Equal };
    parent.spawn(button(look, &choice, TextSize::Key));
}

fn command(parent: &mut ChildSpawnerCommands, look: Look, label: &'static str, action: Action, weight: Weight) {
    parent.spawn(button(look, &Choice { label: tr(label), action, look: weight }, TextSize::Body));
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
