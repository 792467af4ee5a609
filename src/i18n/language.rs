//! The languages of the screens.

use serde::{Deserialize, Serialize};

/// Where a line may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// Only at the spaces between phrases, as in Japanese books for beginners.
    AtPhrases,
    /// Between words; never between the syllables of one, as Unicode would allow in Korean.
    AtWords,
    /// Between any two letters, but for those that must not begin or end a line.
    AtLetters,
}

/// Which letters: the name of a font family that has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// BIZ UDPGothic: made to be told apart by weak eyes; Japanese, English and its neighbours.
    Universal,
    /// The Noto Sans CJK family of this name.
    Noto(&'static str),
}

/// One row a language: its name in the code, its folder in `locales/`, its letters, its line breaks.
macro_rules! languages {
    ($($name:ident $code:literal $face:expr, $breaks:ident;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Language {
            $(#[serde(rename = $code)] $name,)*
        }

        impl Language {
            /// In the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name of its folder in `locales/`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub fn face(self) -> Face {
                match self { $(Self::$name => $face,)* }
            }

            pub fn breaks(self) -> Breaks {
                match self { $(Self::$name => Breaks::$breaks,)* }
            }

            /// Its files: name and text.
            pub(super) fn files(self) -> [(&'static str, &'static str); 6] {
                match self { $(Self::$name => [
                    ("screens.ftl", include_str!(concat!("../../locales/", $code, "/screens.ftl"))),
                    ("controls.ftl", include_str!(concat!("../../locales/", $code, "/controls.ftl"))),
                    ("display.ftl", include_str!(concat!("../../locales/", $code, "/display.ftl"))),
                    ("endings.ftl", include_str!(concat!("../../locales/", $code, "/endings.ftl"))),
                    ("practice.ftl", include_str!(concat!("../../locales/", $code, "/practice.ftl"))),
                    ("speech.ftl", include_str!(concat!("../../locales/", $code, "/speech.ftl"))),
                ],)* }
            }
        }
    };
}

languages! {
    Japanese     "ja"          Face::Universal, AtPhrases;
    EasyJapanese "ja-yasashii" Face::Universal, AtPhrases;
    English      "en"          Face::Universal, AtWords;
    Chinese      "zh-CN"       Face::Noto("Noto Sans CJK SC"), AtLetters;
    Korean       "ko"          Face::Noto("Noto Sans CJK KR"), AtWords;
    Portuguese   "pt"          Face::Universal, AtWords;
    Vietnamese   "vi"          Face::Noto("Noto Sans CJK JP"), AtWords;
    Pseudo       "qps"         Face::Universal, AtWords;
}

#[allow(clippy::derivable_impls, reason = "the rows above cannot mark one of them")]
impl Default for Language {
    fn default() -> Self {
        Self::Japanese
    }
}

impl Language {
    /// What patients may choose; the pseudo-language is for trying the layout.
    pub fn offered() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|language| *language != Self::Pseudo)
    }

    /// The language of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }

    /// What may be written for it, for messages about a wrong one.
    pub fn codes() -> String {
        Self::ALL.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ")
    }

    /// The message that names it, which is the same in every language: `language-ko`.
    pub fn name_key(self) -> String {
        format!("language-{}", self.code())
    }

    /// Its letters can have readings above them.
    pub fn has_readings(self) -> bool {
        matches!(self, Self::Japanese | Self::EasyJapanese)
    }

    /// A voice can be understood in it.
    pub fn has_voice(self) -> bool {
        matches!(self, Self::Japanese | Self::EasyJapanese | Self::English)
    }

    /// The language of those who set up and look after the kiosk.
    pub fn of_staff(self) -> Self {
        if self.has_readings() { Self::Japanese } else { Self::English }
    }
}
