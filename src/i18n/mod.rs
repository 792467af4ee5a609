//! Every sentence of the product comes from `locales/<language>/*.ftl`, by a key and its arguments.

mod catalogue;
mod language;
pub mod readings;

pub use catalogue::{Catalogue, LocaleError};
pub use language::{Breaks, Face, Language};

use std::borrow::Cow;

/// One sentence to be shown: a key of the catalogue and what is to be put into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub key: Cow<'static, str>,
    pub args: Vec<(&'static str, Argument)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    Number(i64),
    /// A word that is itself a message, in the same language.
    Word(Text),
    /// Something that is the same in every language, as a name in the practice tray.
    Verbatim(String),
}

/// `tr("idle-title")`
pub fn tr(key: impl Into<Cow<'static, str>>) -> Text {
    Text { key: key.into(), args: Vec::new() }
}

impl Text {
    pub fn number(mut self, name: &'static str, value: impl Into<i64>) -> Self {
        self.args.push((name, Argument::Number(value.into())));
        self
    }

    pub fn word(mut self, name: &'static str, word: Text) -> Self {
        self.args.push((name, Argument::Word(word)));
        self
    }

    pub fn verbatim(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Argument::Verbatim(value.into())));
        self
    }
}
