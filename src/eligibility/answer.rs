//! The centre's answer: what reaches the hospital. It is all personal, so it wipes itself and never shows in a log.

use super::consent::{Consent, ConsentGroup};
use super::visit::{Choices, SubsidyUse};
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
    /// 医療券 (医療扶助): what stands in for an insurance where validity is 6.
    #[serde(default)]
    pub tickets: Vec<MedicalTicket>,
    /// 受給者証 of 医療費助成 (PMH) that the patient wanted to use.
    #[serde(default)]
    pub subsidies: Vec<Subsidy>,
    /// PrescriptionIssueSelect, as the patient chose; `None` where it was not asked.
    #[serde(default)]
    #[zeroize(skip)]
    pub prescription: Option<Prescription>,
}

/// PrescriptionIssueSelect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prescription {
    /// 1 電子処方箋
    Electronic,
    /// 2 紙の処方箋
    Paper,
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
    /// 高齢受給者証
    #[serde(default)]
    pub elderly: Option<ElderlyCertificate>,
    /// 限度額適用認定証; goes without a question since 2024-10.
    #[serde(default)]
    pub limit: Option<LimitCertificate>,
    /// 特定疾病療養受療証; only with the consent TSR.
    #[serde(default)]
    pub specific_diseases: Vec<SpecificDisease>,
}

/// ElderlyRecipientCertificateInfo.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ElderlyCertificate {
    pub issued: Option<String>,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    /// Percent.
    pub copayment_percent: u8,
}

/// LimitApplicationCertificateRelatedInfo.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct LimitCertificate {
    /// LimitApplicationCertificateClassification.
    pub classification: Option<String>,
    /// LimitApplicationCertificateClassificationFlag: A01 ア ... A06, B01 現役並みⅢ ... B10 一般Ⅰ.
    pub classification_flag: String,
    pub issued: Option<String>,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    /// LimitApplicationCertificateLongTermDate
    pub long_term_date: Option<String>,
}

/// SpecificDiseasesCertificateInfo.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct SpecificDisease {
    /// 1 人工透析, 2 血友病, 3 HIV.
    pub category: u8,
    pub issued: Option<String>,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    /// Yen.
    pub self_pay: Option<u32>,
}

/// MedicalTicketInfo of 医療扶助.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct MedicalTicket {
    /// TicketType
    pub ticket_type: String,
    /// MedicalTicketValidDate
    pub valid_from: String,
    /// MedicalTicketExpirationDate
    pub valid_until: String,
    /// IssueNumber
    pub issue_number: String,
    /// MedicalTreatmentMonth, `yyyyMM`.
    pub treatment_month: String,
    /// DesignatedMedicalInstitutionCode
    pub institution_code: Option<String>,
    /// DesignatedMedicalInstitutionName
    pub institution_name: Option<String>,
    /// SelfPayAmount, yen.
    pub self_pay: Option<u32>,
}

/// A 受給者証 of 医療費助成 (PMH). Its shape in the hospital's files was found in no public source, so it goes into the
/// FHIR bundle only.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Subsidy {
    /// 制度の名
    pub name: String,
    /// 公費負担者番号, 8 digits.
    pub payer_number: String,
    /// 受給者番号, 7 digits.
    pub recipient_number: String,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
}

/// What the centre recorded of one consent group.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ConsentRecord {
    #[zeroize(skip)]
    pub group: ConsentGroup,
    /// ConsFlg: 0 none, 1 given, 3 not obtainable (emergency).
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

    /// Whether the patient gave this consent.
    pub fn consented(&self, group: ConsentGroup) -> bool {
        self.consents.iter().any(|record| record.group == group && record.flag == Consent::Yes.flag())
    }

    /// Whether this can be the answer to that visit and those consents. A centre (or something in between) that
    /// mixes up visits, or claims a consent that nobody gave, must not reach the hospital's systems.
    ///
    /// # Errors
    /// What is wrong, without any of the data.
    pub fn check(&self, visit: &str, choices: &Choices) -> Result<(), &'static str> {
        let claimed = |group| self.consents.iter().filter(move |record| record.group == group);
        let allowed = |record: &ConsentRecord| {
            record.flag == 0
                || choices
                    .consents
                    .iter()
                    .any(|answer| answer.group == record.group && answer.consent.flag() == record.flag)
        };
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
            if claimed(group).count() > 1 || claimed(group).any(|record| !allowed(record)) {
                return Err("a consent that the patient did not give");
            }
        }
        if self.prescription != choices.prescription {
            return Err("another form of prescription than the patient chose");
        }
        if !self.subsidies.is_empty() && choices.subsidies != Some(SubsidyUse::Use) {
            return Err("a subsidy that the patient did not want to use");
        }
        if self.results.iter().any(|result| !result.specific_diseases.is_empty()) && !choices.gives(ConsentGroup::Tsr) {
            return Err("a disease that the patient did not show");
        }
        Ok(())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(hidden)")
    }
}

impl fmt::Debug for MedicalTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MedicalTicket(hidden)")
    }
}

impl fmt::Debug for Subsidy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subsidy(hidden)")
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
    use crate::eligibility::consent::ConsentAnswer;

    fn answer(validity: u8, flag: u8) -> Answer {
        let mut answer = Answer::default();
        answer.visit = "v".into();
        answer.validity = validity;
        answer.results.push(Qualification::default());
        answer.consents.push(ConsentRecord { group: ConsentGroup::Tkk, flag, cons_time: None, available_time: None });
        answer
    }

    fn choices(consent: Option<Consent>) -> Choices {
        let consents = consent.map(|consent| ConsentAnswer { group: ConsentGroup::Tkk, consent });
        Choices { consents: consents.into_iter().collect(), ..Choices::default() }
    }

    #[test]
    fn an_answer_that_fits_passes_and_any_other_does_not() {
        let (yes, no) = (choices(Some(Consent::Yes)), choices(Some(Consent::No)));
        assert_eq!(answer(1, 1).check("v", &yes), Ok(()));
        assert_eq!(answer(1, 0).check("v", &no), Ok(()));
        assert_eq!(answer(1, 3).check("v", &choices(Some(Consent::NotObtainable))), Ok(()));
        for (wrong, visit, asked) in [
            (answer(1, 1), "w", &yes),
            (answer(7, 1), "v", &yes),
            (answer(1, 1), "v", &no),
            (answer(1, 3), "v", &yes),
            (answer(1, 1), "v", &choices(None)),
        ] {
            assert!(wrong.check(visit, asked).is_err());
        }
        let mut without = answer(1, 0);
        without.results.clear();
        assert!(without.check("v", &no).is_err());
    }

    #[test]
    fn nothing_comes_that_was_not_chosen() {
        let no = choices(Some(Consent::No));
        let mut ill = answer(1, 0);
        ill.results[0].specific_diseases.push(SpecificDisease::default());
        assert!(ill.check("v", &no).is_err());
        let mut subsidised = answer(1, 0);
        subsidised.subsidies.push(Subsidy::default());
        assert!(subsidised.check("v", &no).is_err());
        let using = Choices { subsidies: Some(SubsidyUse::Use), ..no.clone() };
        assert_eq!(subsidised.check("v", &using), Ok(()));
        let mut electronic = answer(1, 0);
        electronic.prescription = Some(Prescription::Electronic);
        assert!(electronic.check("v", &no).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let mut answer = answer(1, 1);
        answer.results[0].name = "練習　花子".into();
        assert_eq!(format!("{answer:?}"), "Answer(hidden)");
        assert_eq!(format!("{:?}", answer.results), "[Qualification(hidden)]");
    }
}
