//! From a practice person and a patient's consents to the answer.

use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{Answer, ConsentRecord, Qualification, jis};
use crate::practice::persons::Person;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// How long a consent lasts.
const CONSENT_HOURS: i64 = 24;

/// The moment of an answer, as the files write it.
pub struct Stamp {
    /// `yyyyMMdd`
    pub day: String,
    /// `yyyyMMddHHmmss`
    pub time: String,
    /// The same, when a consent of this moment lapses.
    pub lapses: String,
}

impl Stamp {
    /// From a time of day in Japan.
    pub fn at(japan: DateTime) -> Self {
        let time = |time: DateTime| time.strftime("%Y%m%d%H%M%S").to_string();
        Self {
            day: japan.strftime("%Y%m%d").to_string(),
            time: time(japan),
            lapses: time(japan.saturating_add(CONSENT_HOURS.hours())),
        }
    }
}

/// Japan's time: UTC+9, and no summer time since 1951.
pub fn in_japan(moment: Timestamp) -> DateTime {
    Offset::constant(9).to_datetime(moment)
}

/// What the centre holds of a person's insurance. Insurers deliver characters within JIS X 0208 only.
pub fn qualification(person: &Person) -> Qualification {
    let insurance = &person.insurance;
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let unless_empty = |text: &str| Some(jis::limit(text)).filter(|text| !text.is_empty());
    let mut held = Qualification::default();
    held.insurer_number = insurance.insurer_number.clone();
    held.insurer_name = unless_empty(&insurance.insurer_name);
    held.symbol = unless_empty(&insurance.symbol);
    held.number = jis::limit(&insurance.number);
    held.branch = unless_empty(&insurance.branch);
    held.family = insurance.family;
    held.name = jis::limit(&person.name);
    // A family member is insured through somebody whom the practice data does not name.
    held.insured_name = (insurance.family == 1).then(|| held.name.clone());
    held.kana = jis::limit(&person.kana);
    held.sex1 = person.sex;
    held.birthdate = day(person.birth);
    held.address = unless_empty(&person.address);
    held.post_number = unless_empty(&person.post_number);
    held.qualification_date = Some(day(insurance.qualified_from));
    held.copayment_percent = Some(insurance.copayment_percent);
    held
}

/// The answer; `consents` are those that are recorded, so none for a certificate within the grace.
pub fn answer(visit: &str, held: Qualification, validity: u8, consents: &[ConsentAnswer], stamp: &Stamp) -> Answer {
    let mut answer = Answer::default();
    answer.visit = visit.to_owned();
    answer.processed_at = stamp.time.clone();
    answer.confirmed_on = stamp.day.clone();
    answer.validity = validity;
    // 該当資格なし and 複数該当 name nobody.
    if !matches!(validity, 4 | 5) {
        answer.results.push(held);
    }
    answer.consents = ConsentGroup::ALL.into_iter().map(|group| record(group, consents, stamp)).collect();
    answer
}

fn record(group: ConsentGroup, consents: &[ConsentAnswer], stamp: &Stamp) -> ConsentRecord {
    let said = consents.iter().find(|answer| answer.group == group).map_or(Consent::No, |answer| answer.consent);
    let lasts = said != Consent::No;
    ConsentRecord {
        group,
        flag: said.flag(),
        cons_time: lasts.then(|| stamp.time.clone()),
        available_time: lasts.then(|| stamp.lapses.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::persons;
    use jiff::civil::date;

    #[test]
    fn a_consent_lapses_after_a_day_and_the_day_is_japans() {
        let moment: Timestamp = "2028-02-28T20:15:07Z".parse().unwrap();
        let stamp = Stamp::at(in_japan(moment));
        assert_eq!((&*stamp.day, &*stamp.time, &*stamp.lapses), ("20280229", "20280229051507", "20280301051507"));
    }

    #[test]
    fn the_insurer_has_no_rare_characters() {
        let held = qualification(persons::find("takahashi").unwrap());
        assert_eq!((&*held.name, &*held.kana), ("●橋　架子", "タカハシ　カコ"));
    }

    #[test]
    fn nobody_is_named_where_no_or_several_qualifications_are_found() {
        let person = persons::find("hanako").unwrap();
        let stamp = Stamp::at(date(2026, 4, 1).at(9, 0, 0, 0));
        for (validity, results) in [(1, 1), (2, 1), (3, 1), (4, 0), (5, 0), (6, 1)] {
            assert_eq!(answer("v", qualification(person), validity, &[], &stamp).results.len(), results);
        }
    }
}
