//! What to do when a machine fails: the ways that are left, how long an old card held, the statement that a patient
//! fills in, and the letters to fill it in with. Pure: no screen, clock, thread or file.
//!
//! "Page 17" and the like are those of the ministry's guide for people who need support (厚生労働省, 2025-02,
//! 高齢者・障害者等の要配慮者の方々におけるマイナンバーカードの健康保険証利用について). Its promise on page 17 is why this
//! module is there: a check that did not work is no reason to ask anybody for the whole price.
//!
//! | module | what it is |
//! |---|---|
//! | [`ways`] | which ways are left for which trouble, in order |
//! | [`old_card`] | the last valid day of a 健康保険証 of the time before 2025-12-02, and why |
//! | [`statement`] | the data of a 被保険者資格申立書, and what is wrong with an answer |
//! | [`kana`] | the keyboard of large kana, and what was typed |
//! | [`era`] | 明治 to 令和 |
//! | [`personal`] | dates and texts of a person: they wipe themselves |

pub mod era;
pub mod kana;
pub mod old_card;
pub mod personal;
pub mod statement;
pub mod ways;

pub use era::{Era, EraDate};
pub use kana::{Kana, Outcome};
pub use old_card::{CardKind, LastDay, OldCard, Reason};
pub use personal::{PersonalDate, PersonalText, TextTrouble};
pub use statement::{FieldTrouble, Statement};
pub use ways::{Trouble, Way, ways};
