//! What a facility lets its patients choose. Settings can hide a question; none of them can answer one.

use super::state::{Question, Scope};
use crate::eligibility::Offer;
use crate::eligibility::consent::ConsentGroup;
use serde::{Deserialize, Serialize};

/// Which consent questions this facility asks. Defaults as in the field: 手術 off, 薬剤 on, 診療 off, 健診 on;
/// 特定疾病 has kept its own question since 2024-10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FacilitySettings {
    /// 特定健診
    pub tkk: bool,
    /// 薬剤・処方
    pub yzk: bool,
    /// 診療・アレルギー・検査
    pub srj: bool,
    /// 手術・傷病名・感染症
    pub shj: bool,
    /// 特定疾病
    pub tsr: bool,
    /// Whether 特定健診 is asked of people below 40 too, who may have results of their employer's. No source that we
    /// found has a rule for them.
    pub tkk_under_40: bool,
    /// 電子処方箋 or 紙の処方箋
    pub prescription: bool,
    /// 医療費助成 (PMH)
    pub subsidies: bool,
    /// 救急: staff may say that the patient could not be asked.
    pub emergency: bool,
}

impl Default for FacilitySettings {
    fn default() -> Self {
        Self {
            tkk: true,
            yzk: true,
            srj: false,
            shj: false,
            tsr: true,
            tkk_under_40: true,
            prescription: false,
            subsidies: false,
            emergency: false,
        }
    }
}

impl FacilitySettings {
    /// The groups to ask this person about, in the order in which they are asked.
    pub fn groups(&self, offer: &Offer) -> Vec<ConsentGroup> {
        [
            (self.tkk && (offer.from_forty || self.tkk_under_40), ConsentGroup::Tkk),
            (self.yzk, ConsentGroup::Yzk),
            (self.srj, ConsentGroup::Srj),
            (self.shj, ConsentGroup::Shj),
            (self.tsr, ConsentGroup::Tsr),
        ]
        .into_iter()
        .filter_map(|(asked, group)| asked.then_some(group))
        .collect()
    }

    /// What is asked beside the consents. Within the grace of a certificate only what eligibility itself needs.
    pub fn questions(&self, scope: Scope, offer: &Offer) -> Vec<Question> {
        let full = scope == Scope::Full;
        [
            (full && self.prescription, Question::Prescription),
            (full && self.subsidies, Question::Subsidies),
            (offer.ticket, Question::Ticket),
        ]
        .into_iter()
        .filter_map(|(asked, question)| asked.then_some(question))
        .collect()
    }
}
