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
    centre: Option<bool>,
    results: Option<bool>,
}

impl Tally {
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether the centre answered the last time it was asked; `None`: it was not asked today.
    pub fn centre(&self) -> Option<bool> {
        self.centre
    }

    /// Whether the hospital took the last result; `None`: there was none today.
    pub fn results(&self) -> Option<bool> {
        self.results
    }

    pub fn note(&mut self, today: Date, entry: &Entry) {
        if self.day != Some(today) {
            *self = Self { day: Some(today), ..Self::default() };
        }
        if let Entry::VisitEnded { end, .. } = entry {
            self.hear_end(*end);
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

    /// What the end of a visit tells of the centre and of the hospital's folder.
    fn hear_end(&mut self, end: VisitEnd) {
        match end {
            VisitEnd::Done => (self.centre, self.results) = (Some(true), Some(true)),
            VisitEnd::Hospital => (self.centre, self.results) = (Some(true), Some(false)),
            VisitEnd::Centre => self.centre = Some(false),
            VisitEnd::NotConfirmed => self.centre = Some(true),
            VisitEnd::Cancelled
            | VisitEnd::TimedOut
            | VisitEnd::CardPulled
            | VisitEnd::Card
            | VisitEnd::Certificate => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::VisitId;
    use jiff::civil::date;

    #[test]
    fn the_end_of_a_visit_tells_of_the_centre_and_of_the_hospitals_folder() {
        let (today, mut tally) = (date(2026, 11, 25), Tally::default());
        for (end, centre, results) in [
            (VisitEnd::Cancelled, None, None),
            (VisitEnd::Centre, Some(false), None),
            (VisitEnd::Hospital, Some(true), Some(false)),
            (VisitEnd::CardPulled, Some(true), Some(false)),
            (VisitEnd::Done, Some(true), Some(true)),
            (VisitEnd::Centre, Some(false), Some(true)),
            (VisitEnd::NotConfirmed, Some(true), Some(true)),
        ] {
            tally.note(today, &Entry::VisitEnded { visit: VisitId("a".into()), end });
            assert_eq!((tally.centre(), tally.results()), (centre, results), "{end:?}");
        }
        tally.note(date(2026, 11, 26), &Entry::Stopped);
        assert_eq!((tally.centre(), tally.results()), (None, None), "yesterday's news");
    }

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
