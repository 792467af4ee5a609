//! The practice persons: one card and one insurance each, nobody real. The data is `assets/persons.toml`.
//!
//! Shared by the virtual card, the practice eligibility centre and the tray of the practice terminal, so that all
//! three tell the same story about a person.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One practice person.
///
/// `Debug` and `Clone` are allowed here because nobody in the list exists; a real patient never has this type.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short ASCII name, used in scripts and as the certificate's subject: `hanako`.
    pub id: String,
    /// What the person lays on the reader.
    pub kind: CardKind,
    /// Family name, U+3000, given name.
    pub name: String,
    /// The name in full-width katakana, family and given name separated by U+3000.
    pub kana: String,
    /// Date of birth.
    pub birth: Date,
    /// 1 male, 2 female.
    pub sex: u8,
    /// Address in one line.
    pub address: String,
    /// `NNN-NNNN`; no 999-00xx exists.
    pub post_number: String,
    /// The 4-digit PIN of the authentication certificate; `None` on a 顔認証マイナンバーカード.
    pub pin: Option<String>,
    /// Tries left for the PIN at first: 3, 1 or 0.
    pub pin_tries: u8,
    /// 照合番号B, 14 digits: birth in Japanese-era YYMMDD, year of expiry, 4-digit security code.
    pub card_face_code: String,
    /// When the authentication certificate ends, relative to today, so that a person stays what it shows.
    pub certificate_ends: CertificateEnd,
    /// Whether the certificate is on the practice CA's revocation list.
    pub revoked: bool,
    /// Whether the card is registered for use as an insurance card (健康保険証利用登録).
    pub registered: bool,
    /// What becomes of an application for it.
    #[serde(default)]
    pub application: Application,
    /// The person's insurance.
    pub insurance: Insurance,
}

/// What kind of card a person has.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// A My Number card.
    MyNumber,
    /// Some other card: no application of the My Number card, SELECT answers 6A82.
    OtherCard,
    /// A card that never answers an APDU.
    Mute,
}

/// What becomes of 健康保険証利用の申込み.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// The centre works on it for a moment, then the card is registered.
    #[default]
    Registered,
    /// The insurer has changed and has not finished.
    InsurerChanging,
}

/// End of the authentication certificate; in the data an integer number of months.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(from = "i16")]
pub enum CertificateEnd {
    /// Months from today; negative: months ago. An ordinary card has 36.
    InMonths(i16),
}

impl From<i16> for CertificateEnd {
    fn from(months: i16) -> Self {
        Self::InMonths(months)
    }
}

/// What the practice eligibility centre knows about a person's insurance.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Insurance {
    /// 保険者番号, 6 or 8 digits.
    pub insurer_number: String,
    /// 保険者名.
    pub insurer_name: String,
    /// 記号, empty where the insurer uses none.
    pub symbol: String,
    /// 番号.
    pub number: String,
    /// 枝番, two digits, empty where the insurer uses none.
    pub branch: String,
    /// 1 本人, 2 家族.
    pub family: u8,
    /// 資格取得日.
    pub qualified_from: Date,
    /// The patient's share in percent: 10, 20 or 30.
    pub copayment_percent: u8,
    /// QualificationValidity, 1 to 6.
    pub validity: u8,
    /// 高齢受給者証: the share in percent.
    pub elderly_percent: Option<u8>,
    /// 限度額適用区分, A01 to B10.
    pub limit: Option<String>,
    /// 特定疾病: 1 人工透析, 2 血友病, 3 HIV.
    pub specific_disease: Option<u8>,
    /// 医療扶助: the number of this month's 医療券 for the facility that asks.
    pub ticket: Option<String>,
    /// 医療費助成 (PMH).
    pub subsidy: Option<SubsidyHeld>,
}

/// A 受給者証 of 医療費助成.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct SubsidyHeld {
    /// The name of the scheme.
    pub name: String,
    /// 公費負担者番号, 8 digits.
    pub payer_number: String,
    /// 受給者番号, 7 digits.
    pub recipient_number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Persons {
    person: Vec<Person>,
}

fn parse(text: &str) -> Result<Vec<Person>, toml::de::Error> {
    toml::from_str::<Persons>(text).map(|persons| persons.person)
}

/// All practice persons, in the order of the tray.
///
/// Parsed once. The data is part of the program and a unit test holds that it parses, so a failure cannot reach a
/// user; should it happen all the same, the tray is empty.
pub fn persons() -> &'static [Person] {
    static PERSONS: LazyLock<Vec<Person>> =
        LazyLock::new(|| parse(include_str!("../../assets/persons.toml")).unwrap_or_default());
    &PERSONS
}

/// The person with this id.
pub fn find(id: &str) -> Option<&'static Person> {
    persons().iter().find(|person| person.id == id)
}

impl Person {
    /// The last day of the person's authentication certificate, seen from `today`.
    pub fn certificate_end(&self, today: Date) -> Date {
        let CertificateEnd::InMonths(months) = self.certificate_ends;
        today.saturating_add(i32::from(months).months())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Birth date in Japanese-era YYMMDD, as the first six digits of 照合番号B have it.
    fn era_yymmdd(birth: Date) -> String {
        let first_year = match birth {
            day if day >= date(2019, 5, 1) => 2019,
            day if day >= date(1989, 1, 8) => 1989,
            day if day >= date(1926, 12, 25) => 1926,
            _ => 1912,
        };
        format!("{:02}{:02}{:02}", birth.year() - first_year + 1, birth.month(), birth.day())
    }

    #[test]
    fn the_data_parses_and_has_every_person() {
        let ids: Vec<_> =
            parse(include_str!("../../assets/persons.toml")).unwrap().into_iter().map(|person| person.id).collect();
        assert_eq!(
            ids,
            [
                "hanako",
                "kenji",
                "ume",
                "takahashi",
                "sakura",
                "ichiro",
                "kiku",
                "goro",
                "mei",
                "fumi",
                "jiro",
                "yuki",
                "suica",
                "silent",
                "rin",
                "haru",
                "tetsu",
                "nobu",
                "jibun"
            ]
        );
    }

    #[test]
    fn every_person_is_consistent() {
        for person in persons() {
            let id = &person.id;
            assert_eq!(person.card_face_code[..6], era_yymmdd(person.birth), "{id}");
            assert_eq!(person.card_face_code.len(), 14, "{id}");
            assert!(person.card_face_code.bytes().all(|digit| digit.is_ascii_digit()), "{id}");
            assert!(person.name.contains('\u{3000}') && person.kana.contains('\u{3000}'), "{id}");
            assert!(matches!(person.sex, 1 | 2) && person.pin_tries <= 3, "{id}");
            assert!(matches!(person.insurance.insurer_number.len(), 6 | 8), "{id}");
            assert!(matches!(person.insurance.validity, 1..=6), "{id}");
        }
    }

    #[test]
    fn a_certificate_ends_relative_to_today() {
        let today = date(2026, 5, 31);
        assert_eq!(find("sakura").unwrap().certificate_end(today), date(2026, 7, 31));
        assert_eq!(find("ichiro").unwrap().certificate_end(today), date(2026, 4, 30));
        assert!(find("nobody").is_none());
    }
}
