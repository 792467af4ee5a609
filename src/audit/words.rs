//! Entries of the record as sentences for people: at `uketsuke audit show` and on the desk's page.

use super::entry::{
    ApplicationOutcome, Before, CheckOutcome, CodeOutcome, Device, Entry, Method, Stage, VisitEnd, VisitId,
};
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::fallback::{Trouble, Way};
use crate::i18n::{Catalogue, Language, Text, tr};
use crate::session::{Actor, OrderVerdict, StaffAction};

/// Bytes of an entry that is understood; a kiosk's own have a few hundred.
const LONGEST: usize = 16 * 1024;
/// Letters that are told of one that is not.
const LONGEST_UNKNOWN: usize = 400;

/// What an entry says, in one line.
pub fn sentence(sentences: &Catalogue, language: Language, entry: &Entry) -> String {
    sentences.text(language, &of_entry(sentences, language, entry))
}

/// What an entry says that came as JSON; one of a newer program that has no sentence here is told as it
/// came, as far as fits a line.
pub fn sentence_of_json(sentences: &Catalogue, language: Language, json: &str) -> String {
    let entry = (json.len() <= LONGEST).then(|| serde_json::from_str(json).ok()).flatten();
    entry.map(|entry| sentence(sentences, language, &entry)).unwrap_or_else(|| {
        let begin: String = json.chars().take(LONGEST_UNKNOWN).collect();
        let rest = if begin.len() < json.len() { "…" } else { "" };
        sentences.text(language, &tr("audit-entry-unknown").verbatim("entry", begin + rest))
    })
}

fn of_entry(sentences: &Catalogue, language: Language, entry: &Entry) -> Text {
    let text = tr(format!("audit-entry-{}", entry.kind()));
    match entry {
        Entry::Stopped => text,
        Entry::Started { version, before } => text.verbatim("version", version).word("before", of_before(*before)),
        Entry::VisitBegan { visit } => text.verbatim("visit", short(visit)),
        Entry::VisitStage { visit, stage } => text.verbatim("visit", short(visit)).word("stage", of_stage(*stage)),
        Entry::Checked { visit, method, outcome } => {
            let text = text.verbatim("visit", short(visit));
            text.word("method", of_method(*method)).word("outcome", of_outcome(*outcome))
        }
        Entry::Applied { visit, outcome } => {
            text.verbatim("visit", short(visit)).word("outcome", of_application(*outcome))
        }
        Entry::WayChosen { trouble, way } => text.word("trouble", of_trouble(*trouble)).word("way", of_way(*way)),
        Entry::StatementMade { printed: true } => text.word("outcome", tr("audit-statement-printed")),
        Entry::StatementMade { printed: false } => text.word("outcome", tr("audit-statement-not-printed")),
        Entry::Consented { visit, answers } => {
            let groups: Vec<String> = answers.iter().map(|of| sentences.text(language, &of_answer(of))).collect();
            text.verbatim("visit", short(visit))
                .verbatim("groups", groups.join(&sentences.text(language, &tr("audit-and"))))
        }
        Entry::VisitEnded { visit, end } => text.verbatim("visit", short(visit)).word("end", of_end(*end)),
        Entry::StaffCalled { visit: Some(visit) } => text.verbatim("visit", short(visit)),
        Entry::StaffCalled { visit: None } => text.word("visit", tr("audit-no-visit")),
        Entry::DeviceFailed { device } | Entry::DeviceWell { device } => text.word("device", of_device(*device)),
        Entry::StaffActed { visit, by, action, verdict } => text
            .word("by", of_actor(by))
            .word("action", of_action(*action))
            .word("visit", visit.as_ref().map_or_else(|| tr("audit-no-visit"), of_visit))
            .word("verdict", of_verdict(*verdict)),
        Entry::CodeChecked { by, outcome } => text.word("by", of_actor(by)).word("outcome", of_code(*outcome)),
        Entry::CodesUnlocked { by } => text.word("by", of_actor(by)),
        Entry::SettingChanged { by, setting, value } => {
            text.word("by", of_actor(by)).word("setting", of_setting(setting)).word("value", of_value(setting, value))
        }
        Entry::ClockSet { seconds } => text.verbatim("seconds", seconds.to_string()),
        Entry::Dropped { through } => text.verbatim("through", through.to_string()),
        Entry::Missed { entries } => text.verbatim("entries", entries.to_string()),
    }
}

fn of_answer(answer: &ConsentAnswer) -> Text {
    let text = match answer.consent {
        Consent::Yes => tr("audit-given"),
        Consent::No => tr("audit-not-given"),
        Consent::NotObtainable => tr("audit-not-obtainable"),
    };
    text.word("group", of_group(answer.group))
}

/// In the words of the consent screens.
fn of_group(group: ConsentGroup) -> Text {
    tr(match group {
        ConsentGroup::Tkk => "group-tkk",
        ConsentGroup::Yzk => "group-yzk",
        ConsentGroup::Srj => "group-srj",
        ConsentGroup::Shj => "group-shj",
        ConsentGroup::Tsr => "group-tsr",
    })
}

/// A setting is kept by its name in the config file; one of another version stays as it is.
fn of_setting(setting: &str) -> Text {
    match setting {
        "screen.language" => tr("audit-setting-language"),
        "screen.text_size" => tr("audit-setting-letters"),
        "screen.colours" => tr("audit-setting-colours"),
        "screen.brightness" => tr("audit-setting-brightness"),
        "speech.volume" => tr("audit-setting-volume"),
        other => as_it_is(other),
    }
}

fn of_value(setting: &str, value: &str) -> Text {
    match (setting, value) {
        ("screen.language", code) => Language::of(code).map_or_else(|| as_it_is(code), |of| tr(of.name_key())),
        ("screen.text_size", "small") => tr("staff-letters-small"),
        ("screen.text_size", "usual") => tr("staff-letters-usual"),
        ("screen.text_size", "large") => tr("staff-letters-large"),
        ("screen.text_size", "largest") => tr("staff-letters-largest"),
        ("screen.colours", "standard") => tr("staff-colours-standard"),
        ("screen.colours", "white") => tr("staff-colours-white"),
        ("screen.colours", "black") => tr("staff-colours-black"),
        ("screen.colours", "soft") => tr("staff-colours-soft"),
        ("screen.brightness", percent) => tr("audit-percent").verbatim("percent", percent),
        ("speech.volume", step) => tr("audit-step").verbatim("step", step),
        (_, other) => as_it_is(other),
    }
}

fn as_it_is(text: &str) -> Text {
    tr("audit-as-it-is").verbatim("text", text)
}

/// Enough of it to tell visits apart.
fn short(visit: &VisitId) -> String {
    visit.0.chars().take(8).collect()
}

fn of_visit(visit: &VisitId) -> Text {
    tr("audit-in-visit").verbatim("visit", short(visit))
}

fn of_actor(by: &Actor) -> Text {
    match by {
        Actor::Passcode => tr("audit-by-passcode"),
        Actor::Panel { person } => tr("audit-by-panel").verbatim("person", person),
        Actor::Desk { person } => tr("audit-by-desk").verbatim("person", person),
    }
}

fn of_action(action: StaffAction) -> Text {
    match action {
        StaffAction::VisualCheck { reason } => tr("audit-action-visual").word("reason", tr(reason.key())),
        StaffAction::Come => tr("audit-action-come"),
        StaffAction::Cancel => tr("audit-action-cancel"),
        StaffAction::Pause => tr("audit-action-pause"),
        StaffAction::Resume => tr("audit-action-resume"),
        StaffAction::RestartReader => tr("audit-action-restart-reader"),
        StaffAction::RestartFace => tr("audit-action-restart-face"),
        StaffAction::OpenPanel => tr("audit-action-open-panel"),
        StaffAction::ShowWays => tr("audit-action-show-ways"),
    }
}

fn of_verdict(verdict: OrderVerdict) -> Text {
    tr(match verdict {
        OrderVerdict::Done => "audit-verdict-done",
        OrderVerdict::Stale => "audit-verdict-stale",
        OrderVerdict::NotNow => "audit-verdict-not-now",
        OrderVerdict::NoCard => "audit-verdict-no-card",
        OrderVerdict::NoTerminalKey => "audit-verdict-no-key",
    })
}

fn of_code(outcome: CodeOutcome) -> Text {
    tr(match outcome {
        CodeOutcome::Accepted => "audit-code-accepted",
        CodeOutcome::Wrong => "audit-code-wrong",
        CodeOutcome::TooSoon => "audit-code-too-soon",
        CodeOutcome::Locked => "audit-code-locked",
        CodeOutcome::NotSet => "audit-code-not-set",
    })
}

fn of_before(before: Before) -> Text {
    tr(match before {
        Before::Nothing => "audit-before-nothing",
        Before::Stopped => "audit-before-stopped",
        Before::BrokenOff => "audit-before-broken-off",
        Before::CutOff => "audit-before-cut-off",
        Before::Damaged => "audit-before-damaged",
    })
}

fn of_stage(stage: Stage) -> Text {
    tr(match stage {
        Stage::Identity => "audit-stage-identity",
        Stage::Consent => "audit-stage-consent",
        Stage::Query => "audit-stage-query",
        Stage::Done => "audit-stage-done",
    })
}

fn of_method(method: Method) -> Text {
    tr(match method {
        Method::Face => "audit-method-face",
        Method::Pin => "audit-method-pin",
        Method::Visual => "audit-method-visual",
    })
}

fn of_outcome(outcome: CheckOutcome) -> Text {
    tr(match outcome {
        CheckOutcome::Confirmed => "audit-outcome-confirmed",
        CheckOutcome::Refused => "audit-outcome-refused",
        CheckOutcome::Failed => "audit-outcome-failed",
    })
}

fn of_application(outcome: ApplicationOutcome) -> Text {
    tr(match outcome {
        ApplicationOutcome::Registered => "audit-applied-registered",
        ApplicationOutcome::InsurerChanging => "audit-applied-insurer-changing",
        ApplicationOutcome::Failed => "audit-applied-failed",
    })
}

fn of_trouble(trouble: Trouble) -> Text {
    tr(match trouble {
        Trouble::ReaderBroken => "audit-trouble-reader",
        Trouble::CameraBroken => "audit-trouble-camera",
        Trouble::NetworkDown => "audit-trouble-network",
        Trouble::CentreDown => "audit-trouble-centre",
        Trouble::CardUnreadable => "audit-trouble-card",
        Trouble::CertificateEnded => "audit-trouble-certificate",
        Trouble::EligibilityNotFound => "audit-trouble-eligibility",
        Trouble::NotRegistered => "audit-trouble-registration",
        Trouble::NoCard => "audit-trouble-no-card",
    })
}

/// As the patient read it.
fn of_way(way: Way) -> Text {
    tr(way.key())
}

fn of_end(end: VisitEnd) -> Text {
    tr(match end {
        VisitEnd::Done => "audit-end-done",
        VisitEnd::Cancelled => "audit-end-cancelled",
        VisitEnd::TimedOut => "audit-end-timed-out",
        VisitEnd::CardPulled => "audit-end-card-pulled",
        VisitEnd::Card => "audit-end-card",
        VisitEnd::Certificate => "audit-end-certificate",
        VisitEnd::NotConfirmed => "audit-end-not-confirmed",
        VisitEnd::Centre => "audit-end-centre",
        VisitEnd::Hospital => "audit-end-hospital",
    })
}

fn of_device(device: Device) -> Text {
    tr(match device {
        Device::Reader => "audit-device-reader",
        Device::Face => "audit-device-face",
        Device::Results => "audit-device-results",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::VisualReason;

    fn every_kind_of_entry() -> Vec<Entry> {
        let visit = || VisitId("0123456789abcdef0123456789abcdef".into());
        let befores = [Before::Nothing, Before::Stopped, Before::BrokenOff, Before::CutOff, Before::Damaged];
        let stages = [Stage::Identity, Stage::Consent, Stage::Query, Stage::Done];
        let ends = [
            VisitEnd::Done,
            VisitEnd::Cancelled,
            VisitEnd::TimedOut,
            VisitEnd::CardPulled,
            VisitEnd::Card,
            VisitEnd::Certificate,
            VisitEnd::NotConfirmed,
            VisitEnd::Centre,
            VisitEnd::Hospital,
        ];
        let mut entries: Vec<Entry> =
            befores.map(|before| Entry::Started { version: "1".into(), before }).into_iter().collect();
        entries.extend(stages.map(|stage| Entry::VisitStage { visit: visit(), stage }));
        entries.extend(ends.map(|end| Entry::VisitEnded { visit: visit(), end }));
        for method in [Method::Face, Method::Pin, Method::Visual] {
            for outcome in [CheckOutcome::Confirmed, CheckOutcome::Refused, CheckOutcome::Failed] {
                entries.push(Entry::Checked { visit: visit(), method, outcome });
            }
        }
        let answers = ConsentGroup::ALL.map(|group| ConsentAnswer { group, consent: Consent::Yes }).to_vec();
        for device in [Device::Reader, Device::Face, Device::Results] {
            entries.extend([Entry::DeviceFailed { device }, Entry::DeviceWell { device }]);
        }
        let person = || "sato".to_owned();
        let actors = [Actor::Passcode, Actor::Panel { person: person() }, Actor::Desk { person: person() }];
        let actions = VisualReason::ALL.map(|reason| StaffAction::VisualCheck { reason }).into_iter().chain([
            StaffAction::Come,
            StaffAction::Cancel,
            StaffAction::Pause,
            StaffAction::Resume,
            StaffAction::RestartReader,
            StaffAction::RestartFace,
            StaffAction::OpenPanel,
            StaffAction::ShowWays,
        ]);
        for (by, visit) in actors.iter().zip([None, Some(visit()), None]) {
            for action in actions.clone() {
                let (by, visit, verdict) = (by.clone(), visit.clone(), OrderVerdict::Done);
                entries.push(Entry::StaffActed { visit, by, action, verdict });
            }
            entries.push(Entry::CodesUnlocked { by: by.clone() });
        }
        let outcomes =
            [CodeOutcome::Accepted, CodeOutcome::Wrong, CodeOutcome::TooSoon, CodeOutcome::Locked, CodeOutcome::NotSet];
        entries.extend(outcomes.map(|outcome| Entry::CodeChecked { by: Actor::Passcode, outcome }));
        let (by, setting, value) = (Actor::Panel { person: person() }, "screen.colours".into(), "black".into());
        entries.push(Entry::SettingChanged { by, setting, value });
        entries.extend([
            Entry::Stopped,
            Entry::VisitBegan { visit: visit() },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::Registered },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::InsurerChanging },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::Failed },
            Entry::StatementMade { printed: true },
            Entry::StatementMade { printed: false },
            Entry::Consented { visit: visit(), answers },
            Entry::StaffCalled { visit: Some(visit()) },
            Entry::StaffCalled { visit: None },
            Entry::ClockSet { seconds: -3600 },
            Entry::Dropped { through: 7 },
            Entry::Missed { entries: 2 },
        ]);
        let way = Way::Statement;
        entries.extend(Trouble::ALL.map(|trouble| Entry::WayChosen { trouble, way }));
        entries
    }

    #[test]
    fn every_entry_has_its_sentence_and_comes_back_from_the_disk_as_it_was() {
        let sentences = Catalogue::bundled().unwrap();
        for language in [Language::Japanese, Language::English] {
            for entry in every_kind_of_entry() {
                let said = sentence(&sentences, language, &entry);
                let key = ["audit-", "group-", "staff-", "consent-"].iter().any(|key| said.contains(key));
                assert!(!key && !said.contains(['{', '$']), "{entry:?} is told as '{said}'");
                assert_eq!(serde_json::from_str::<Entry>(&entry.to_json()).unwrap(), entry);
                assert_eq!(sentence_of_json(&sentences, language, &entry.to_json()), said);
            }
        }
    }

    #[test]
    fn consents_and_settings_are_told_in_words_and_not_by_their_keys() {
        let sentences = Catalogue::bundled().unwrap();
        let visit = VisitId("0123456789abcdef".into());
        let answers = [Consent::Yes, Consent::No, Consent::NotObtainable]
            .map(|consent| ConsentAnswer { group: ConsentGroup::Tkk, consent })
            .to_vec();
        let by = Actor::Panel { person: "abe".into() };
        let (setting, value) = ("screen.text_size".into(), "large".into());
        let entries = [Entry::Consented { visit, answers }, Entry::SettingChanged { by, setting, value }];
        for (language, words) in [
            (Language::Japanese, ["健康診断の結果", "文字の大きさ"]),
            (Language::English, ["health check results", "size of letters"]),
        ] {
            for (entry, word) in entries.iter().zip(words) {
                let said = sentence(&sentences, language, entry);
                assert!(said.contains(word) && !said.contains("TKK") && !said.contains("screen."), "{said}");
            }
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_shown_as_it_came() {
        let sentences = Catalogue::bundled().unwrap();
        let said = sentence_of_json(&sentences, Language::English, "{\"what\":\"flown\"}");
        assert!(said.contains("flown"), "{said}");
        for endless in ["漢".repeat(1_000_000), Entry::VisitBegan { visit: VisitId("x".repeat(1_000_000)) }.to_json()]
        {
            let said = sentence_of_json(&sentences, Language::English, &endless);
            assert!(said.contains('…') && said.chars().count() < 2 * LONGEST_UNKNOWN, "{} bytes", said.len());
        }
    }
}
