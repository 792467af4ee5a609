//! How many visits there were today: what panel and desk show.

use crate::audit::Entry;
use crate::audit::entry::{CheckOutcome, Method, VisitEnd};
use crate::link::protocol::Counts;
use jiff::civil::Date;

/// Counts the entries of a day.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    day: Option<Date>,
    counts: Counts,
}

impl Tally {
    pub fn counts(&self) -> Counts {
        self.counts
    }

    pub fn note(&mut self, today: Date, entry: &Entry) {
        if self.day != Some(today) {
            *self = Self { day: Some(today), counts: Counts::default() };
        }
        let counts = &mut self.counts;
        match entry {
            Entry::VisitBegan { .. } => counts.begun += 1,
            Entry::VisitEnded { end: VisitEnd::Done, .. } => counts.done += 1,
            Entry::Checked { method: Method::Visual, outcome: CheckOutcome::Confirmed, .. } => counts.visual += 1,
            Entry::StaffCalled { .. } => counts.helped += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::VisitId;
    use jiff::civil::date;

    #[test]
    fn a_new_day_begins_with_nothing() {
        let mut tally = Tally::default();
        let began = Entry::VisitBegan { visit: VisitId("a".into()) };
        tally.note(date(2026, 11, 25), &began);
        tally.note(date(2026, 11, 25), &began);
        assert_eq!(tally.counts().begun, 2);
        tally.note(date(2026, 11, 26), &began);
        assert_eq!(tally.counts().begun, 1);
    }
}
