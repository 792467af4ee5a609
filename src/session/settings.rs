//! What a facility lets its patients choose. Settings can hide a question; none of them can answer one.

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
}

impl Default for FacilitySettings {
    fn default() -> Self {
        Self { tkk: true, yzk: true, srj: false, shj: false, tsr: true }
    }
}

impl FacilitySettings {
    /// The groups to ask about, in the order in which they are asked.
    pub fn offered(&self) -> Vec<ConsentGroup> {
        [
            (self.tkk, ConsentGroup::Tkk),
            (self.yzk, ConsentGroup::Yzk),
            (self.srj, ConsentGroup::Srj),
            (self.shj, ConsentGroup::Shj),
            (self.tsr, ConsentGroup::Tsr),
        ]
        .into_iter()
        .filter_map(|(asked, group)| asked.then_some(group))
        .collect()
    }
}
