//! The ways that are left, and the statement, question by question.

use super::super::effect::{Effect, Effects};
use super::super::event::{Input, ReaderEvent};
use super::super::staff::OrderVerdict;
use super::super::state::{CardPlace, Ending, PausedReader, State};
use super::super::wizard::{
    DateEntry, DigitEntry, FormAt, FormPlace, KanaKeys, Mark, PaperTrouble, Wizard, WizardInput, WizardPart, blank,
};
use super::staff::paused_reader;
use super::{Now, Session};
use crate::fallback::kana::ROWS;
use crate::fallback::statement::Written;
use crate::fallback::{EraDate, FieldTrouble, Kana, PersonalDate, PersonalText, Statement, Trouble, Way, ways};
use std::mem;

impl Session {
    /// From a screen on which the machine could not.
    pub(super) fn open_wizard(&mut self, now: Now) {
        if let Some(why) = self.state.trouble() {
            self.enter_wizard(now, why);
        }
    }

    /// Between visits, from wherever the kiosk stands.
    pub(super) fn show_ways(&mut self, now: Now) -> OrderVerdict {
        if self.state.in_visit() || matches!(self.state, State::Paused { .. } | State::Wizard(_)) {
            return OrderVerdict::NotNow;
        }
        // Where the kiosk knows of none, staff do: page 17 of the guide, all of it.
        self.enter_wizard(now, self.state.trouble().unwrap_or(Trouble::ReaderBroken));
        OrderVerdict::Done
    }

    fn enter_wizard(&mut self, now: Now, why: Trouble) {
        let on_reader = matches!(
            self.state,
            State::Ended { place: CardPlace::OnReader, .. } | State::Done { place: CardPlace::OnReader, .. }
        );
        let reader = if matches!(self.state, State::OutOfOrder) {
            PausedReader::Gone
        } else if on_reader {
            PausedReader::CardOn
        } else {
            PausedReader::Empty
        };
        let ways = ways(why, now.today);
        let form = if self.settings.statement { FormPlace::Here } else { FormPlace::AtReception };
        self.enter(now, State::Wizard(Wizard { why, ways, form, reader, part: WizardPart::Ways }));
    }

    /// Whoever lays a card down among the ways wants a visit; whoever fills in a statement is not interrupted.
    pub(super) fn on_reader_in_wizard(&mut self, now: Now, event: ReaderEvent, effects: &mut Effects) {
        let State::Wizard(wizard) = &mut self.state else { return };
        wizard.reader = paused_reader(event);
        let reads = matches!(wizard.part, WizardPart::Ways | WizardPart::Way(_) | WizardPart::Printed(_));
        if event == ReaderEvent::CardInserted && reads {
            self.begin_visit(now, effects);
        }
    }

    pub(super) fn leave_wizard(&mut self, now: Now) {
        let State::Wizard(wizard) = &self.state else { return };
        let next = match wizard.reader {
            PausedReader::Gone => State::OutOfOrder,
            PausedReader::Empty => State::Idle,
            PausedReader::CardOn => State::Ended { why: Ending::Cancelled, place: CardPlace::OnReader },
        };
        self.enter(now, next);
    }

    pub(super) fn answer_wizard(&mut self, now: Now, input: Input, effects: &mut Effects) {
        let State::Wizard(Wizard { why, ways, form, reader, part }) = mem::replace(&mut self.state, State::Idle) else {
            return;
        };
        let shown = |part| State::Wizard(Wizard { why, ways, form, reader, part });
        match (part, input) {
            (part, Input::Wizard(WizardInput::Finish)) => {
                self.state = shown(part);
                self.leave_wizard(now);
            }
            (WizardPart::Ways, Input::Wizard(WizardInput::Way(way))) => self.enter(now, shown(WizardPart::Way(way))),
            (WizardPart::Way(_), Input::Back) => self.enter(now, shown(WizardPart::Ways)),
            (WizardPart::Way(Way::Statement), Input::Wizard(WizardInput::FillIn)) if form == FormPlace::Here => {
                let statement = blank(now.today);
                self.enter(now, shown(WizardPart::Form { statement, at: FormAt::first() }));
            }
            (WizardPart::Form { statement, at: FormAt::Review }, Input::Wizard(WizardInput::Print)) => {
                effects.push(Effect::PrintStatement { statement });
                self.enter(now, shown(WizardPart::Printing));
            }
            (WizardPart::Form { statement, at }, input) => match fill_in(statement, at, &input, now) {
                Filled::Form { statement, at } => self.enter(now, shown(WizardPart::Form { statement, at })),
                Filled::Left => self.enter(now, shown(WizardPart::Way(Way::Statement))),
                Filled::Nothing { statement, at } => self.state = shown(WizardPart::Form { statement, at }),
            },
            (WizardPart::Printed(Err(_)), Input::Back) => self.enter(now, shown(WizardPart::Ways)),
            (part, _) => self.state = shown(part),
        }
    }

    pub(super) fn on_statement_printed(&mut self, now: Now, result: Result<(), PaperTrouble>) {
        if let State::Wizard(wizard) = &mut self.state
            && matches!(wizard.part, WizardPart::Printing)
        {
            wizard.part = WizardPart::Printed(result);
            let state = mem::replace(&mut self.state, State::Idle);
            self.enter(now, state);
        }
    }
}

enum Filled {
    /// Another screen, of this question or of another one.
    Form {
        statement: Statement,
        at: FormAt,
    },
    /// Back from the first question.
    Left,
    Nothing {
        statement: Statement,
        at: FormAt,
    },
}

fn fill_in(mut statement: Statement, at: FormAt, input: &Input, now: Now) -> Filled {
    if *input == Input::Back {
        return go_back(statement, at);
    }
    let Input::Wizard(input) = input else { return Filled::Nothing { statement, at } };
    match (at, *input) {
        (FormAt::Kana { kana, keys, .. }, input) => type_kana(statement, kana, keys, input),
        (FormAt::Born { entry, .. }, input) => choose_date(statement, entry, input, now),
        (FormAt::Phone { entry, .. }, input) => type_phone(statement, entry, input),
        (FormAt::Sex, WizardInput::Sex(sex)) => {
            statement.sex = sex;
            next(statement, &FormAt::Sex)
        }
        (FormAt::Card, WizardInput::Card(card)) => {
            statement.card = card;
            next(statement, &FormAt::Card)
        }
        (FormAt::InsurerKind, WizardInput::InsurerKind(kind)) => {
            statement.insurer_kind = kind;
            next(statement, &FormAt::InsurerKind)
        }
        (FormAt::Share, WizardInput::Share(share)) => {
            statement.share = share;
            next(statement, &FormAt::Share)
        }
        (FormAt::Writer, WizardInput::Writer(writer)) => {
            statement.writer = writer;
            next(statement, &FormAt::Writer)
        }
        (at, _) => Filled::Nothing { statement, at },
    }
}

fn next(statement: Statement, at: &FormAt) -> Filled {
    Filled::Form { at: at.after(), statement }
}

/// Within a question first: from the letters to the rows, from the day to the month.
fn go_back(statement: Statement, at: FormAt) -> Filled {
    let at = match at {
        FormAt::Kana { kana, keys: KanaKeys::Letters { .. }, .. } => {
            FormAt::Kana { kana, keys: KanaKeys::Rows, trouble: None }
        }
        FormAt::Born { entry: DateEntry::Day { era, year, .. }, .. } => born(DateEntry::Month { era, year }),
        FormAt::Born { entry: DateEntry::Month { era, .. }, .. } => born(DateEntry::Year { era, year: 0 }),
        FormAt::Born { entry: DateEntry::Year { .. }, .. } => born(DateEntry::Era),
        at @ (FormAt::Kana { keys: KanaKeys::Rows, .. }
        | FormAt::Born { entry: DateEntry::Era, .. }
        | FormAt::Sex
        | FormAt::Phone { .. }
        | FormAt::Card
        | FormAt::InsurerKind
        | FormAt::Share
        | FormAt::Writer
        | FormAt::Review) => match at.before() {
            Some(before) => before,
            None => return Filled::Left,
        },
    };
    Filled::Form { statement, at }
}

fn type_kana(mut statement: Statement, mut kana: Kana, keys: KanaKeys, input: WizardInput) -> Filled {
    let mut keys = keys;
    match (keys, input) {
        (KanaKeys::Rows, WizardInput::Row(row)) if usize::from(row) < ROWS.len() => keys = KanaKeys::Letters { row },
        (KanaKeys::Letters { .. }, WizardInput::Letter(letter)) => {
            kana.letter(letter);
            keys = KanaKeys::Rows;
        }
        (_, WizardInput::Mark(mark)) => {
            match mark {
                Mark::Voiced => kana.voice(),
                Mark::HalfVoiced => kana.half_voice(),
                Mark::Small => kana.small(),
                Mark::Long => kana.long(),
                Mark::Space => kana.space(),
            };
        }
        (_, WizardInput::Erase) => {
            kana.delete();
        }
        (_, WizardInput::ByPen) => {
            statement.kana = Written::ByPen;
            return next(statement, &FormAt::Kana { kana, keys, trouble: None });
        }
        (_, WizardInput::Enter) => {
            let Ok(text) = PersonalText::new(&kana.katakana()) else {
                let trouble = Some(FieldTrouble::Missing);
                return Filled::Form { statement, at: FormAt::Kana { kana, keys, trouble } };
            };
            statement.kana = Written::Text(text);
            return next(statement, &FormAt::Kana { kana, keys, trouble: None });
        }
        _ => return Filled::Nothing { statement, at: FormAt::Kana { kana, keys, trouble: None } },
    }
    Filled::Form { statement, at: FormAt::Kana { kana, keys, trouble: None } }
}

fn born(entry: DateEntry) -> FormAt {
    FormAt::Born { entry, trouble: None }
}

fn choose_date(mut statement: Statement, entry: DateEntry, input: WizardInput, now: Now) -> Filled {
    let entry = match (entry, input) {
        (DateEntry::Era, WizardInput::Era(era)) => DateEntry::Year { era, year: 0 },
        (DateEntry::Year { era, year }, WizardInput::Digit(digit)) => DateEntry::Year { era, year: with(year, digit) },
        (DateEntry::Year { era, .. }, WizardInput::Erase) => DateEntry::Year { era, year: 0 },
        (DateEntry::Year { era, year: year @ 1.. }, WizardInput::Enter) => DateEntry::Month { era, year },
        (DateEntry::Month { era, year }, WizardInput::Month(month @ 1..=12)) => {
            DateEntry::Day { era, year, month, day: 0 }
        }
        (DateEntry::Day { era, year, month, day }, WizardInput::Digit(digit)) => {
            DateEntry::Day { era, year, month, day: with(day, digit) }
        }
        (DateEntry::Day { era, year, month, .. }, WizardInput::Erase) => DateEntry::Day { era, year, month, day: 0 },
        (DateEntry::Day { era, year, month, day: day @ 1.. }, WizardInput::Enter) => {
            let date = EraDate { era, year: year.into(), month, day: i8::try_from(day).unwrap_or(0) }.date();
            statement.born = date.map(PersonalDate::new);
            return match statement.check_born(now.today) {
                Ok(()) => next(statement, &born(entry)),
                // No day of that era, or one that nobody can be born on: chosen anew.
                Err(trouble) => {
                    statement.born = None;
                    Filled::Form { statement, at: FormAt::Born { entry: DateEntry::Era, trouble: Some(trouble) } }
                }
            };
        }
        (entry, _) => return Filled::Nothing { statement, at: born(entry) },
    };
    Filled::Form { statement, at: born(entry) }
}

/// A number of two digits; a third one begins anew.
fn with(number: u8, digit: u8) -> u8 {
    match (number, digit) {
        (0..=9, 0..=9) => number * 10 + digit,
        (_, 0..=9) => digit,
        (number, _) => number,
    }
}

fn type_phone(mut statement: Statement, mut entry: DigitEntry, input: WizardInput) -> Filled {
    match input {
        WizardInput::Digit(digit) => entry.push(digit),
        WizardInput::Erase => entry.erase(),
        WizardInput::ByPen => {
            statement.phone = Written::ByPen;
            return next(statement, &FormAt::Phone { entry, trouble: None });
        }
        WizardInput::Enter => {
            statement.phone = PersonalText::new(entry.text()).map_or(Written::NotAsked, Written::Text);
            return match statement.check_phone() {
                Ok(()) => next(statement, &FormAt::Phone { entry, trouble: None }),
                Err(trouble) => {
                    statement.phone = Written::NotAsked;
                    Filled::Form { statement, at: FormAt::Phone { entry, trouble: Some(trouble) } }
                }
            };
        }
        WizardInput::Open
        | WizardInput::Way(_)
        | WizardInput::FillIn
        | WizardInput::Row(_)
        | WizardInput::Letter(_)
        | WizardInput::Mark(_)
        | WizardInput::Era(_)
        | WizardInput::Month(_)
        | WizardInput::Sex(_)
        | WizardInput::Card(_)
        | WizardInput::InsurerKind(_)
        | WizardInput::Share(_)
        | WizardInput::Writer(_)
        | WizardInput::Print
        | WizardInput::Finish => return Filled::Nothing { statement, at: FormAt::Phone { entry, trouble: None } },
    }
    Filled::Form { statement, at: FormAt::Phone { entry, trouble: None } }
}
