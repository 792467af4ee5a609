//! The consent groups of the reader screens, and a patient's answers to them.

use serde::{Deserialize, Serialize};

/// What a patient can let the hospital see, in the groups in which the readers ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ConsentGroup {
    /// 特定健診
    Tkk,
    /// 薬剤・処方
    Yzk,
    /// 診療・アレルギー・検査
    Srj,
    /// 手術・傷病名・感染症
    Shj,
    /// 特定疾病
    Tsr,
}

impl ConsentGroup {
    /// All groups, in the order of the screens.
    pub const ALL: [Self; 5] = [Self::Tkk, Self::Yzk, Self::Srj, Self::Shj, Self::Tsr];

    /// The field's three-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tkk => "TKK",
            Self::Yzk => "YZK",
            Self::Srj => "SRJ",
            Self::Shj => "SHJ",
            Self::Tsr => "TSR",
        }
    }
}

/// What a patient says to one group. There is no default: nobody answers for the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// しない
    No,
    /// する
    Yes,
    /// 取得困難: in an emergency the patient could not be asked. Staff say so, and only where emergencies come in.
    NotObtainable,
}

impl Consent {
    /// する / しない
    pub fn given(given: bool) -> Self {
        if given { Self::Yes } else { Self::No }
    }

    /// From a ConsFlg; `None` for one that this exchange does not use.
    pub fn of_flag(flag: u8) -> Option<Self> {
        [Self::No, Self::Yes, Self::NotObtainable].into_iter().find(|consent| consent.flag() == flag)
    }

    /// ConsFlg
    pub fn flag(self) -> u8 {
        match self {
            Self::No => 0,
            Self::Yes => 1,
            Self::NotObtainable => 3,
        }
    }
}

/// One answer of the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentAnswer {
    pub group: ConsentGroup,
    pub consent: Consent,
}
