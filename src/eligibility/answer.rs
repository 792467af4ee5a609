//! The centre's answer: what reaches the hospital. It is all personal, so it wipes itself and never shows in a log.

use super::consent::{ConsentAnswer, ConsentGroup};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// More coverages than any one person has; an answer with more is rubbish.
const MAX_RESULTS: usize = 16;

/// Answer to a [`Query`](super::Query). Dates are `yyyyMMdd`, times `yyyyMMddHHmmss`, both Japan's, as in the
/// hospital's files; names and codes are those of the OQS answer.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Answer {
    /// The visit that was asked about.
    pub visit: String,
    /// ProcessExecutionTime
    pub processed_at: String,
    /// QualificationConfirmationDate
    pub confirmed_on: String,
    /// QualificationValidity: 1 有効, 2 無効, 3 無効・新しい資格あり, 4 該当資格なし, 5 複数該当, 6 有効（未登録・医療扶助）.
    pub validity: u8,
    /// Empty for validity 4 and 5.
    pub results: Vec<Qualification>,
    /// One record for every group.
    pub consents: Vec<ConsentRecord>,
}

/// One coverage: ResultOfQualificationConfirmation, in its order. `None` where the centre has no such value.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Qualification {
    /// InsuredCardClassification
    pub card_classification: Option<String>,
    /// 保険者番号, 6 or 8 digits, not padded.
    pub insurer_number: String,
    /// 記号
    pub symbol: Option<String>,
    /// 番号
    pub number: String,
    /// 枝番, 2 digits.
    pub branch: Option<String>,
    /// 1 本人, 2 家族.
    pub family: u8,
    /// 被保険者氏名
    pub insured_name: Option<String>,
    /// 氏名; characters outside JIS X 0208 are ●.
    pub name: String,
    /// その他氏名
    pub name_of_other: Option<String>,
    /// 氏名カナ, full width.
    pub kana: String,
    /// その他氏名カナ, full width.
    pub kana_of_other: Option<String>,
    /// 1 male, 2 female, 3 not set.
    pub sex1: u8,
    /// As [`Self::sex1`].
    pub sex2: Option<u8>,
    /// 生年月日
    pub birthdate: String,
    pub address: Option<String>,
    /// `NNN-NNNN`
    pub post_number: Option<String>,
    /// 資格取得年月日
    pub qualification_date: Option<String>,
    /// 資格喪失年月日
    pub disqualification_date: Option<String>,
    /// InsuredCertificateIssuanceDate
    pub certificate_issued: Option<String>,
    /// InsuredCardValidDate
    pub card_valid_from: Option<String>,
    /// InsuredCardExpirationDate
    pub card_expires: Option<String>,
    /// 負担割合 in percent.
    pub copayment_percent: Option<u8>,
    /// PreschoolClassification
    pub preschool: Option<String>,
    /// 01 死亡, 02 生活保護, 03 他保険取得, 99 その他.
    pub reason_of_loss: Option<String>,
    pub insurer_name: Option<String>,
    /// 照会番号: the hospital's own number of the patient, once it has registered one at the centre.
    pub reference_number: Option<String>,
}

/// What the centre recorded of one consent group.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ConsentRecord {
    #[zeroize(skip)]
    pub group: ConsentGroup,
    /// ConsFlg: 0 none, 1 given.
    pub flag: u8,
    /// ConsTime; only with flag 1.
    pub cons_time: Option<String>,
    /// AvailableTime: 24 hours later; only with flag 1.
    pub available_time: Option<String>,
}

impl Answer {
    /// QualificationValidity, 1 to 6.
    pub fn validity(&self) -> u8 {
        self.validity
    }

    /// Whether this can be the answer to that visit and those consents. A centre (or something in between) that
    /// mixes up visits, or claims a consent that nobody gave, must not reach the hospital's systems.
    ///
    /// # Errors
    /// What is wrong, without any of the data.
    pub fn check(&self, visit: &str, asked: &[ConsentAnswer]) -> Result<(), &'static str> {
        let claimed = |group| self.consents.iter().filter(move |record| record.group == group);
        let given = |group| asked.iter().any(|answer| answer.group == group && answer.given);
        if self.visit != visit {
            return Err("an answer to another visit");
        }
        if !matches!(self.validity, 1..=6) {
            return Err("an unknown validity code");
        }
        if self.results.len() > MAX_RESULTS || (matches!(self.validity, 1 | 6) && self.results.is_empty()) {
            return Err("valid, but without a coverage, or with too many");
        }
        for group in ConsentGroup::ALL {
            if claimed(group).count() > 1 || claimed(group).any(|record| record.flag != 0 && !given(group)) {
                return Err("a consent that the patient did not give");
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(hidden)")
    }
}

impl fmt::Debug for Qualification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Qualification(hidden)")
    }
}

impl fmt::Debug for ConsentRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentRecord(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(validity: u8, flag: u8) -> Answer {
        let mut answer = Answer::default();
        answer.visit = "v".into();
        answer.validity = validity;
        answer.results.push(Qualification::default());
        answer.consents.push(ConsentRecord { group: ConsentGroup::Tkk, flag, cons_time: None, available_time: None });
        answer
    }

    #[test]
    fn an_answer_that_fits_passes_and_any_other_does_not() {
        let yes = [ConsentAnswer { group: ConsentGroup::Tkk, given: true }];
        let no = [ConsentAnswer { group: ConsentGroup::Tkk, given: false }];
        assert_eq!(answer(1, 1).check("v", &yes), Ok(()));
        assert_eq!(answer(1, 0).check("v", &no), Ok(()));
        for (wrong, visit, asked) in [
            (answer(1, 1), "w", &yes[..]),
            (answer(7, 1), "v", &yes[..]),
            (answer(1, 1), "v", &no[..]),
            (answer(1, 1), "v", &[]),
        ] {
            assert!(wrong.check(visit, asked).is_err());
        }
        let mut without = answer(1, 0);
        without.results.clear();
        assert!(without.check("v", &no).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let mut answer = answer(1, 1);
        answer.results[0].name = "練習　花子".into();
        assert_eq!(format!("{answer:?}"), "Answer(hidden)");
        assert_eq!(format!("{:?}", answer.results), "[Qualification(hidden)]");
    }
}
