//! The Fluent bundles, compiled into the program: a kiosk never starts without its sentences.

use super::{Argument, Language, Text, tr};
use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_bundle::concurrent::FluentBundle;
use std::collections::BTreeSet;
use unic_langid::LanguageIdentifier;

/// What staff read who set the kiosk up: in their two languages only.
const OF_STAFF: [(Language, (&str, &str)); 12] = [
    (Language::Japanese, ("doctor.ftl", include_str!("../../locales/ja/doctor.ftl"))),
    (Language::English, ("doctor.ftl", include_str!("../../locales/en/doctor.ftl"))),
    (Language::Japanese, ("audit.ftl", include_str!("../../locales/ja/audit.ftl"))),
    (Language::English, ("audit.ftl", include_str!("../../locales/en/audit.ftl"))),
    (Language::Japanese, ("desk.ftl", include_str!("../../locales/ja/desk.ftl"))),
    (Language::English, ("desk.ftl", include_str!("../../locales/en/desk.ftl"))),
    (Language::Japanese, ("old_card.ftl", include_str!("../../locales/ja/old_card.ftl"))),
    (Language::English, ("old_card.ftl", include_str!("../../locales/en/old_card.ftl"))),
    (Language::Japanese, ("staff.ftl", include_str!("../../locales/ja/staff.ftl"))),
    (Language::English, ("staff.ftl", include_str!("../../locales/en/staff.ftl"))),
    (Language::Japanese, ("watch.ftl", include_str!("../../locales/ja/watch.ftl"))),
    (Language::English, ("watch.ftl", include_str!("../../locales/en/watch.ftl"))),
];
/// How their keys begin.
const STAFF_KEYS: [&str; 6] = ["doctor-", "audit-", "desk-", "old-card-", "staff-", "watch-"];

/// A locale that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    #[error("locales/{language}/{file}: {what}; mend that line and start again")]
    Broken { language: &'static str, file: &'static str, what: String },
    #[error("locales/{language}: the message '{key}' is there twice; delete one of them")]
    Twice { language: &'static str, key: String },
}

/// The attribute of a message that says how a voice says it.
const SPOKEN: &str = "spoken";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Shown,
    Spoken,
}

/// All messages of all languages.
pub struct Catalogue {
    bundles: Vec<(Language, FluentBundle<FluentResource>, BTreeSet<String>)>,
}

impl Catalogue {
    /// Parses the bundled files; each error names file and cause.
    pub fn bundled() -> Result<Self, LocaleError> {
        let load = |language: &Language| {
            let staff = OF_STAFF.into_iter().filter(|(of, _)| of == language).map(|(_, file)| file);
            load(*language, &language.files().into_iter().chain(staff).collect::<Vec<_>>())
        };
        let bundles = Language::ALL.iter().map(load).collect::<Result<_, _>>()?;
        let mut catalogue = Self { bundles };
        catalogue.name_languages();
        Ok(catalogue)
    }

    /// Every language calls itself by its own name, in all the others too; one that has a voice may say it otherwise.
    fn name_languages(&mut self) {
        let own =
            |language: &Language| format!("{} = {}\n", language.name_key(), self.text(*language, &tr("language-name")));
        let names: String = Language::ALL.iter().map(own).collect();
        for (_, bundle, _) in &mut self.bundles {
            if let Ok(resource) = FluentResource::try_new(names.clone()) {
                // An error is a name that is there already.
                bundle.add_resource(resource).ok();
            }
        }
    }

    /// The sentence in this language. A missing key shows itself, so that it is seen; a test holds that none is.
    pub fn text(&self, language: Language, text: &Text) -> String {
        self.format(language, text, Form::Shown)
    }

    /// The same for a voice: the attribute `.spoken` of a message, where what is shown would be read badly.
    pub fn spoken(&self, language: Language, text: &Text) -> String {
        self.format(language, text, Form::Spoken)
    }

    fn format(&self, language: Language, text: &Text, form: Form) -> String {
        let Some((_, bundle, _)) = self.bundles.iter().find(|(of, ..)| *of == language) else {
            return text.key.to_string();
        };
        let Some(message) = bundle.get_message(&text.key) else {
            return text.key.to_string();
        };
        let spoken = message.get_attribute(SPOKEN).filter(|_| form == Form::Spoken);
        let Some(pattern) = spoken.map(|attribute| attribute.value()).or(message.value()) else {
            return text.key.to_string();
        };
        let mut args = FluentArgs::new();
        for (name, argument) in &text.args {
            let value = match argument {
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Word(word) => FluentValue::from(self.format(language, word, form)),
                Argument::Verbatim(value) => FluentValue::from(value.clone()),
            };
            args.set(*name, value);
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The keys that a language has; tests compare them.
    pub fn keys(&self, language: Language) -> BTreeSet<String> {
        self.bundles.iter().filter(|(of, ..)| *of == language).flat_map(|(_, _, keys)| keys.clone()).collect()
    }

    /// The keys of what patients read, which every language must have.
    pub fn patients_keys(&self, language: Language) -> BTreeSet<String> {
        let of_staff = |key: &String| STAFF_KEYS.iter().any(|prefix| key.starts_with(prefix));
        self.keys(language).into_iter().filter(|key| !of_staff(key) && !is_language(key)).collect()
    }
}

fn is_language(key: &str) -> bool {
    Language::ALL.iter().any(|language| language.name_key() == key)
}

fn load(
    language: Language,
    files: &[(&'static str, &'static str)],
) -> Result<(Language, FluentBundle<FluentResource>, BTreeSet<String>), LocaleError> {
    let code = language.code();
    let broken = |file, what: String| LocaleError::Broken { language: code, file, what };
    let id: LanguageIdentifier = code.parse().map_err(|error| broken("", format!("{error}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // No invisible isolation marks: fonts without them would draw boxes, and nothing here is right-to-left.
    bundle.set_use_isolating(false);
    // NUMBER() in the sentences.
    bundle.add_builtins().map_err(|error| broken("", error.to_string()))?;
    let mut keys = BTreeSet::new();
    for (file, source) in files {
        let resource = FluentResource::try_new((*source).to_owned()).map_err(|(_, errors)| {
            broken(file, errors.iter().map(|e| format!("{e}")).collect::<Vec<_>>().join("; "))
        })?;
        for entry in resource.entries() {
            if let fluent_syntax::ast::Entry::Message(message) = entry
                && !keys.insert(message.id.name.to_owned())
            {
                return Err(LocaleError::Twice { language: code, key: message.id.name.to_owned() });
            }
        }
        bundle.add_resource_overriding(resource);
    }
    Ok((language, bundle, keys))
}
