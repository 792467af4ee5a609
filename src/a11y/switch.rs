//! One or two switches instead of fingers. Two: the one moves, the other selects. One: a frame moves by itself, from row
//! to row and then from item to item, and the switch stops it. Pure: time and rows are given.

use std::time::Duration;

/// Which of the two keys that switches send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    First,
    Second,
}

/// Milliseconds that the frame stays on one thing.
pub const PACES_MS: [u64; 6] = [1_000, 1_500, 2_000, 3_000, 4_500, 6_000];
const USUAL_PACE: usize = 2;
/// How often the frame goes round a row before it leaves it.
const ROUNDS: usize = 2;

/// Where the frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    Row(usize),
    Item { row: usize, at: usize, passed: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    Off,
    /// One was pressed; the next press tells whether there is another.
    Asked(Switch),
    /// This one moves.
    Two(Switch),
    One {
        frame: Frame,
        since: Duration,
    },
}

/// What a press does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// Ask whether there is another switch.
    Ask,
    /// Tell how two, or one, are used.
    TellTwo,
    TellOne,
    Move,
    Select,
    /// The item of a row.
    Pick {
        row: usize,
        at: usize,
    },
    Nothing,
}

/// The switches of a patient.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    mode: Mode,
    pace: Option<usize>,
}

impl Switches {
    pub fn is_on(&self) -> bool {
        self.mode != Mode::Off
    }

    pub fn frame(&self) -> Option<Frame> {
        match self.mode {
            Mode::One { frame, .. } => Some(frame),
            Mode::Off | Mode::Asked(_) | Mode::Two(_) => None,
        }
    }

    pub fn pace(&self) -> usize {
        self.pace.unwrap_or(USUAL_PACE)
    }

    pub fn slower(&mut self) {
        self.pace = Some((self.pace() + 1).min(PACES_MS.len() - 1));
    }

    pub fn faster(&mut self) {
        self.pace = Some(self.pace().saturating_sub(1));
    }

    /// Everything as for somebody who comes new.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// `rows`: how many items each has.
    pub fn press(&mut self, switch: Switch, now: Duration, rows: &[usize]) -> Pressed {
        match self.mode {
            Mode::Off => {
                self.mode = Mode::Asked(switch);
                Pressed::Ask
            }
            Mode::Asked(first) if first == switch => {
                self.restart_at(now);
                Pressed::TellOne
            }
            Mode::Asked(first) => {
                self.mode = Mode::Two(first);
                Pressed::TellTwo
            }
            Mode::Two(moves) if moves == switch => Pressed::Move,
            Mode::Two(_) => Pressed::Select,
            Mode::One { frame, .. } => self.press_one(frame, now, rows),
        }
    }

    fn press_one(&mut self, frame: Frame, now: Duration, rows: &[usize]) -> Pressed {
        let (row, at) = match frame {
            // A row of one thing is that thing.
            Frame::Row(row) if rows.get(row) == Some(&1) => (row, 0),
            Frame::Row(row) => {
                self.mode = Mode::One { frame: Frame::Item { row, at: 0, passed: 0 }, since: now };
                return Pressed::Nothing;
            }
            Frame::Item { row, at, .. } => (row, at),
        };
        self.restart_at(now);
        if rows.get(row).is_some_and(|items| at < *items) { Pressed::Pick { row, at } } else { Pressed::Nothing }
    }

    fn restart_at(&mut self, now: Duration) {
        self.mode = Mode::One { frame: Frame::Row(0), since: now };
    }

    /// Another screen: the frame begins anew.
    pub fn restart(&mut self, now: Duration) {
        if let Mode::One { .. } = self.mode {
            self.restart_at(now);
        }
    }

    /// When the frame moves on.
    pub fn deadline(&self) -> Option<Duration> {
        let Mode::One { since, .. } = self.mode else { return None };
        Some(since + Duration::from_millis(PACES_MS[self.pace()]))
    }

    /// Lets time pass.
    pub fn pass(&mut self, now: Duration, rows: &[usize]) {
        let (Mode::One { frame, .. }, Some(due)) = (self.mode, self.deadline()) else { return };
        if now < due || rows.is_empty() {
            return;
        }
        let frame = match frame {
            Frame::Row(row) => Frame::Row((row + 1) % rows.len()),
            Frame::Item { row, at, passed } => match rows.get(row) {
                Some(items) if passed + 1 < items * ROUNDS => {
                    Frame::Item { row, at: (at + 1) % items, passed: passed + 1 }
                }
                _ => Frame::Row(row % rows.len()),
            },
        };
        self.mode = Mode::One { frame, since: now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [usize; 3] = [1, 4, 2];

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn two_switches_move_and_select() {
        let mut switches = Switches::default();
        assert_eq!(switches.press(Switch::Second, at(0), &ROWS), Pressed::Ask);
        assert_eq!(switches.press(Switch::First, at(900), &ROWS), Pressed::TellTwo);
        assert_eq!(switches.press(Switch::Second, at(2000), &ROWS), Pressed::Move, "the one pressed first moves");
        assert_eq!(switches.press(Switch::First, at(3000), &ROWS), Pressed::Select);
        assert_eq!(switches.deadline(), None);
    }

    #[test]
    fn one_switch_stops_a_frame_at_a_row_and_then_at_an_item() {
        let mut switches = Switches::default();
        switches.press(Switch::First, at(0), &ROWS);
        assert_eq!(switches.press(Switch::First, at(1000), &ROWS), Pressed::TellOne);
        switches.pass(at(2999), &ROWS);
        assert_eq!(switches.frame(), Some(Frame::Row(0)));
        switches.pass(at(3000), &ROWS);
        assert_eq!(switches.frame(), Some(Frame::Row(1)));
        assert_eq!(switches.press(Switch::First, at(3500), &ROWS), Pressed::Nothing);
        switches.pass(at(5500), &ROWS);
        assert_eq!(switches.press(Switch::First, at(6000), &ROWS), Pressed::Pick { row: 1, at: 1 });
        assert_eq!(switches.press(Switch::First, at(6500), &ROWS), Pressed::Pick { row: 0, at: 0 }, "a row of one");
    }

    #[test]
    fn a_row_entered_by_mistake_is_left_again() {
        let mut switches = Switches::default();
        for time in [0, 1] {
            switches.press(Switch::First, at(time), &[2, 2]);
        }
        switches.press(Switch::First, at(2), &[2, 2]);
        let mut now = 2;
        for _ in 0..4 {
            now += 2000;
            switches.pass(at(now), &[2, 2]);
        }
        assert_eq!(switches.frame(), Some(Frame::Row(0)));
    }
}
