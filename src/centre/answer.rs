//! From a practice person and a patient's consents to the answer.

use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{
    Answer, Choices, ConsentRecord, ElderlyCertificate, LimitCertificate, MedicalTicket, Qualification,
    SpecificDisease, Subsidy, SubsidyUse, jis,
};
use crate::practice::persons::Person;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

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
    held.elderly = insurance.elderly_percent.map(|percent| {
        let mut certificate = ElderlyCertificate::default();
        certificate.copayment_percent = percent;
        certificate
    });
    held.limit = insurance.limit.as_ref().map(|class| {
        let mut certificate = LimitCertificate::default();
        certificate.classification_flag = class.clone();
        certificate
    });
    held.specific_diseases.extend(insurance.specific_disease.map(|category| {
        let mut disease = SpecificDisease::default();
        disease.category = category;
        disease
    }));
    held
}

/// What the centre holds of a person, beside the certificate.
#[derive(Serialize, Deserialize)]
pub struct Held {
    pub validity: u8,
    pub qualification: Qualification,
    pub tickets: Vec<MedicalTicket>,
    pub subsidies: Vec<Subsidy>,
}

/// Everything that the centre holds of a practice person.
pub fn held(person: &Person, today: Date) -> Held {
    let insurance = &person.insurance;
    let tickets = insurance.ticket.as_deref().map(|number| ticket(number, today));
    let subsidies = insurance.subsidy.as_ref().map(|held| {
        let mut subsidy = Subsidy::default();
        subsidy.name = jis::limit(&held.name);
        subsidy.payer_number = held.payer_number.clone();
        subsidy.recipient_number = held.recipient_number.clone();
        subsidy
    });
    Held {
        validity: insurance.validity,
        qualification: qualification(person),
        tickets: tickets.into_iter().collect(),
        subsidies: subsidies.into_iter().collect(),
    }
}

/// A 医療券 holds for one month.
fn ticket(number: &str, today: Date) -> MedicalTicket {
    let mut ticket = MedicalTicket::default();
    ticket.ticket_type = "1".into();
    ticket.issue_number = number.to_owned();
    ticket.treatment_month = today.strftime("%Y%m").to_string();
    ticket.valid_from = today.first_of_month().strftime("%Y%m%d").to_string();
    ticket.valid_until = today.last_of_month().strftime("%Y%m%d").to_string();
    ticket
}

/// The answer to what was chosen; within the grace nothing may be chosen. Without the consent no disease goes out, and
/// without the wish no subsidy.
pub fn answer(visit: &str, held: Held, choices: &Choices, stamp: &Stamp) -> Answer {
    let mut answer = Answer::default();
    answer.visit = visit.to_owned();
    answer.processed_at = stamp.time.clone();
    answer.confirmed_on = stamp.day.clone();
    answer.validity = held.validity;
    // 該当資格なし and 複数該当 name nobody.
    if !matches!(held.validity, 4 | 5) {
        let mut qualification = held.qualification;
        if !choices.gives(ConsentGroup::Tsr) {
            qualification.specific_diseases.clear();
        }
        answer.results.push(qualification);
    }
    answer.tickets = held.tickets;
    if choices.subsidies == Some(SubsidyUse::Use) {
        answer.subsidies = held.subsidies;
    }
    answer.prescription = choices.prescription;
    let of_group = |group| record(group, &choices.consents, stamp);
    answer.consents = ConsentGroup::ALL.into_iter().map(of_group).collect();
    answer
}

/// Who was born on `birth` has reached this age today. The law counts a year of life as full at the end of the day
/// before the birthday.
pub fn has_reached(age: i16, birth: Date, today: Date) -> bool {
    let tomorrow = today.tomorrow().unwrap_or(Date::MAX);
    birth.checked_add(age.years()).is_ok_and(|birthday| birthday_in_law(birth, birthday) <= tomorrow)
}

/// Who was born on 29 February is a year older at the end of 28 February, in every year.
fn birthday_in_law(birth: Date, birthday: Date) -> Date {
    if birth.day() == birthday.day() { birthday } else { birthday.tomorrow().unwrap_or(Date::MAX) }
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

    fn answer_of(person: &Person, choices: &Choices) -> Answer {
        let today = date(2026, 4, 1);
        answer("v", held(person, today), choices, &Stamp::at(today.at(9, 0, 0, 0)))
    }

    #[test]
    fn nobody_is_named_where_no_or_several_qualifications_are_found() {
        for (validity, results) in [(1, 1), (2, 1), (3, 1), (4, 0), (5, 0), (6, 1)] {
            let mut person = persons::find("hanako").unwrap().clone();
            person.insurance.validity = validity;
            assert_eq!(answer_of(&person, &Choices::default()).results.len(), results);
        }
    }

    #[test]
    fn a_disease_goes_out_with_its_consent_only_and_a_subsidy_with_the_wish_only() {
        let (kenji, rin) = (persons::find("kenji").unwrap(), persons::find("rin").unwrap());
        let nothing = Choices::default();
        assert!(answer_of(kenji, &nothing).results[0].specific_diseases.is_empty());
        assert!(answer_of(rin, &nothing).subsidies.is_empty());
        let consents = vec![ConsentAnswer { group: ConsentGroup::Tsr, consent: Consent::Yes }];
        let all = Choices { consents, subsidies: Some(SubsidyUse::Use), ..Choices::default() };
        assert_eq!(answer_of(kenji, &all).results[0].specific_diseases[0].category, 1);
        assert_eq!(answer_of(rin, &all).subsidies[0].payer_number, "83999999");
    }

    #[test]
    fn forty_is_reached_on_the_day_before_the_birthday() {
        let cases = [
            (date(1986, 4, 2), date(2026, 3, 31), false),
            (date(1986, 4, 2), date(2026, 4, 1), true),
            (date(1986, 3, 1), date(2026, 2, 28), true),
            (date(1984, 2, 29), date(2024, 2, 27), false),
            (date(1984, 2, 29), date(2024, 2, 28), true),
            (date(1988, 2, 29), date(2028, 2, 28), true),
            (date(2001, 1, 1), date(2040, 12, 30), false),
            (date(2001, 1, 1), date(2040, 12, 31), true),
        ];
        for (birth, today, expected) in cases {
            assert_eq!(has_reached(40, birth, today), expected, "{birth} on {today}");
        }
        // Forty-one years after a leap day.
        assert!(has_reached(41, date(1984, 2, 29), date(2025, 2, 28)));
        assert!(!has_reached(41, date(1984, 2, 29), date(2025, 2, 27)));
    }
}
