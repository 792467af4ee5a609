//! What arrives in a result folder, a line a file: to see that it works, without the hospital's system.

use super::Failed;
use crate::app::clock::JAPAN;
use crate::devices::hospital::reading::{NoAnswer, Summary, read};
use crate::eligibility::Prescription;
use crate::eligibility::consent::ConsentGroup;
use crate::i18n::{Catalogue, Language, Text, tr};
use crossbeam_channel::{Receiver, bounded};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// Network shares tell nobody that something has come, so it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// No answer comes near it.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Prints a line for each answer that arrives in a result folder, and changes nothing there.
///
/// Of names only the first letter is shown. What the hospital's system takes away within half a second may be missed.
/// Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The `face` folder.
    folder: PathBuf,
    /// List what is there already first.
    #[arg(long)]
    existing: bool,
    /// Show whole names: patients' data will stand on this screen.
    #[arg(long)]
    names: bool,
    /// ja or en [default: as LANG says]
    #[arg(long, value_parser = super::doctor::parse_language)]
    language: Option<Language>,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let teller = Teller {
        sentences: Catalogue::bundled()?,
        language: options.language.unwrap_or_else(super::doctor::spoken_here),
        names: options.names,
    };
    let stopped = stopped()?;
    let mut watcher = Watcher::new(options.folder.clone());
    let mut out = io::stdout().lock();
    let folder = plain(&options.folder.display().to_string());
    writeln!(out, "{}", teller.say(&tr("watch-begins").verbatim("folder", folder)))?;
    let mut first = true;
    loop {
        for sighting in watcher.look() {
            let known = first && matches!(sighting, Sighting::Came { .. });
            if !known || options.existing {
                let now = Timestamp::now();
                writeln!(out, "{}", teller.line(&sighting, if known { None } else { Some(now) }))?;
            }
        }
        out.flush()?;
        // Until the folder was seen once, what is in it was there before.
        first &= watcher.gone;
        if stopped.recv_timeout(LOOK_EVERY) != Err(crossbeam_channel::RecvTimeoutError::Timeout) {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

/// Something comes when the program is to end.
fn stopped() -> io::Result<Receiver<()>> {
    let (stop, stopped) = bounded(1);
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for _ in signals.forever() {
            stop.try_send(()).ok();
        }
    })?;
    Ok(stopped)
}

/// What a look found.
enum Sighting {
    Came { file: String, changed: Option<SystemTime>, what: What },
    Gone { why: String },
    Back,
}

enum What {
    Answer(Box<Summary>),
    NoAnswer(NoAnswer),
    TooLarge,
    Unreadable(String),
    /// It was taken away before it could be read.
    Taken,
}

/// Size and time: another pair is another content.
type Mark = (u64, Option<SystemTime>);

/// What it has seen of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Told(Mark),
    /// No answer so far: somebody may be writing it. It is told when it stays as it is.
    Waits(Mark),
}

/// Remembers what it has told.
struct Watcher {
    folder: PathBuf,
    seen: BTreeMap<String, Seen>,
    gone: bool,
}

impl Watcher {
    fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new(), gone: false }
    }

    fn look(&mut self) -> Vec<Sighting> {
        let marks = match marks(&self.folder) {
            Ok(marks) => marks,
            // What it has seen it remembers: a share that comes back is no arrival.
            Err(_) if self.gone => return Vec::new(),
            Err(cause) => {
                self.gone = true;
                return vec![Sighting::Gone { why: cause.to_string() }];
            }
        };
        let back = std::mem::take(&mut self.gone).then_some(Sighting::Back);
        self.seen.retain(|file, _| marks.contains_key(file));
        let came: Vec<_> = marks.into_iter().filter_map(|(file, mark)| self.judge(file, mark)).collect();
        back.into_iter().chain(came).collect()
    }

    fn judge(&mut self, file: String, mark: Mark) -> Option<Sighting> {
        let seen = self.seen.get(&file).copied();
        if seen == Some(Seen::Told(mark)) {
            return None;
        }
        let what = look_into(&self.folder.join(&file));
        let may_grow = matches!(what, What::NoAnswer(_) | What::Unreadable(_));
        if may_grow && seen != Some(Seen::Waits(mark)) {
            self.seen.insert(file, Seen::Waits(mark));
            return None;
        }
        self.seen.insert(file.clone(), Seen::Told(mark));
        Some(Sighting::Came { file, changed: mark.1, what })
    }
}

/// The files of a folder by name.
fn marks(folder: &Path) -> io::Result<BTreeMap<String, Mark>> {
    let mut marks = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // Gone between two looks: as if it had not been there.
        if let Ok(data) = entry.metadata()
            && data.is_file()
        {
            marks.insert(entry.file_name().to_string_lossy().into_owned(), (data.len(), data.modified().ok()));
        }
    }
    Ok(marks)
}

fn look_into(path: &Path) -> What {
    match read_all(path) {
        Ok(Some(bytes)) => match read(&bytes) {
            Ok(summary) => What::Answer(Box::new(summary)),
            Err(why) => What::NoAnswer(why),
        },
        Ok(None) => What::TooLarge,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => What::Taken,
        Err(cause) => What::Unreadable(cause.to_string()),
    }
}

/// `None` where it is too large.
fn read_all(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Ok(None);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1));
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

struct Teller {
    sentences: Catalogue,
    language: Language,
    names: bool,
}

impl Teller {
    fn say(&self, text: &Text) -> String {
        self.sentences.text(self.language, text)
    }

    /// `now`: when it came; otherwise the file says when.
    fn line(&self, sighting: &Sighting, now: Option<Timestamp>) -> String {
        match sighting {
            Sighting::Gone { why } => self.say(&tr("watch-folder-gone").verbatim("why", why)),
            Sighting::Back => self.say(&tr("watch-folder-back")),
            Sighting::Came { file, changed, what } => {
                let at = now.or_else(|| changed.and_then(|at| Timestamp::try_from(at).ok()));
                format!("{}  {}  {}", in_japan(at), plain(file), self.what(what))
            }
        }
    }

    fn what(&self, what: &What) -> String {
        self.say(&match what {
            What::Answer(summary) => return self.answer(summary),
            What::NoAnswer(NoAnswer::Half) => tr("watch-half"),
            What::NoAnswer(NoAnswer::Encoding) => tr("watch-encoding"),
            What::NoAnswer(NoAnswer::Rubbish) => tr("watch-rubbish"),
            What::TooLarge => tr("watch-too-large"),
            What::Unreadable(why) => tr("watch-unreadable").verbatim("why", why),
            What::Taken => tr("watch-taken"),
        })
    }

    fn answer(&self, summary: &Summary) -> String {
        let consents = summary.consents.iter().map(|(group, flag)| self.say(&of_consent(*group, *flag)));
        let consents = consents.collect::<Vec<_>>().join(&self.say(&tr("watch-and")));
        let text = tr("watch-answer")
            .word("validity", of_validity(summary.validity))
            .verbatim("name", self.name(summary.name.as_deref()))
            .verbatim("kana", self.name(summary.kana.as_deref()))
            .verbatim("coverages", summary.coverages.to_string())
            .verbatim("consents", if consents.is_empty() { "-".into() } else { consents })
            .word("prescription", of_prescription(summary.prescription))
            .verbatim("encoding", summary.encoding);
        self.say(&text)
    }

    fn name(&self, name: Option<&String>) -> String {
        match name {
            None => "-".into(),
            Some(name) if self.names => plain(name),
            // Not even how long it is.
            Some(name) => plain(&name.chars().take(1).chain("***".chars()).collect::<String>()),
        }
    }
}

/// Whatever a file says, it does not command the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '●' } else { letter }).collect()
}

fn in_japan(at: Option<Timestamp>) -> String {
    let at = at.map(|at| TimeZone::fixed(JAPAN).to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string());
    at.unwrap_or_else(|| "-".into())
}

fn of_validity(validity: Option<u8>) -> Text {
    tr(match validity {
        Some(1) => "watch-validity-valid",
        Some(2) => "watch-validity-invalid",
        Some(3) => "watch-validity-changed",
        Some(4) => "watch-validity-none",
        Some(5) => "watch-validity-several",
        Some(6) => "watch-validity-assistance",
        Some(_) | None => "watch-validity-unknown",
    })
}

fn of_consent(group: ConsentGroup, flag: u8) -> Text {
    let group = tr(match group {
        ConsentGroup::Tkk => "watch-group-tkk",
        ConsentGroup::Yzk => "watch-group-yzk",
        ConsentGroup::Srj => "watch-group-srj",
        ConsentGroup::Shj => "watch-group-shj",
        ConsentGroup::Tsr => "watch-group-tsr",
    });
    let said = match flag {
        0 => "watch-consent-no",
        1 => "watch-consent-yes",
        3 => "watch-consent-not-obtainable",
        _ => "watch-consent-other",
    };
    tr(said).word("group", group)
}

fn of_prescription(prescription: Option<Prescription>) -> Text {
    tr(match prescription {
        Some(Prescription::Electronic) => "watch-prescription-electronic",
        Some(Prescription::Paper) => "watch-prescription-paper",
        None => "watch-prescription-not-asked",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTF8: &[u8] = include_bytes!("../../tests/it/golden/hanako_utf8.xml");
    const SHIFT_JIS: &[u8] = include_bytes!("../../tests/it/golden/hanako_shift_jis.xml");
    const TAKAHASHI: &[u8] = include_bytes!("../../tests/it/golden/takahashi_utf8.xml");

    fn teller(language: Language, names: bool) -> Teller {
        Teller { sentences: Catalogue::bundled().unwrap(), language, names }
    }

    fn told(watcher: &mut Watcher) -> Vec<String> {
        let teller = teller(Language::English, false);
        let at = "2026-11-23T00:00:00Z".parse().ok();
        watcher.look().iter().map(|sighting| teller.line(sighting, at)).collect()
    }

    #[test]
    fn an_answer_is_told_in_words_and_its_name_by_one_letter() {
        let line =
            |bytes, language, names| teller(language, names).what(&What::Answer(Box::new(read(bytes).ok().unwrap())));
        let utf8 = line(UTF8, Language::English, false);
        assert_eq!(
            utf8,
            "valid; name 練*** (ﾚ***); coverages 1; consents: special diseases yes, health checkups no, medicines yes, \
             treatment no, operations no; prescription on paper; UTF-8"
        );
        assert_eq!(line(SHIFT_JIS, Language::English, false), utf8.replace("UTF-8", "Shift_JIS"));
        let whole = line(TAKAHASHI, Language::Japanese, true);
        assert!(whole.contains("●橋　架子") && whole.contains("ﾀｶﾊｼ ｶｺ") && whole.contains("有効"), "{whole}");
    }

    #[test]
    fn every_line_has_its_sentence_in_both_languages() {
        for language in [Language::Japanese, Language::English] {
            let teller = teller(language, false);
            let mut said: Vec<String> = (0..=7).map(|validity| teller.say(&of_validity(Some(validity)))).collect();
            for group in ConsentGroup::ALL {
                said.extend((0..=4).map(|flag| teller.say(&of_consent(group, flag))));
            }
            let prescriptions = [None, Some(Prescription::Electronic), Some(Prescription::Paper)];
            said.extend(prescriptions.map(|prescription| teller.say(&of_prescription(prescription))));
            let reasons = [NoAnswer::Half, NoAnswer::Encoding, NoAnswer::Rubbish].map(What::NoAnswer);
            let others = [What::TooLarge, What::Unreadable("why".into()), What::Taken];
            said.extend(reasons.iter().chain(&others).map(|what| teller.what(what)));
            let folder = [Sighting::Gone { why: "why".into() }, Sighting::Back];
            said.extend(folder.iter().map(|sighting| teller.line(sighting, None)));
            for line in said {
                assert!(!line.contains("watch-") && !line.contains(['{', '$']), "'{line}'");
            }
        }
    }

    #[test]
    fn each_file_is_told_once_and_again_when_it_comes_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut watcher = Watcher::new(folder.path().to_owned());
        assert_eq!(told(&mut watcher), [""; 0]);
        std::fs::write(folder.path().join("a.xml"), UTF8).unwrap();
        std::fs::write(folder.path().join("b.xml"), SHIFT_JIS).unwrap();
        let lines = told(&mut watcher);
        assert!(lines[0].starts_with("2026-11-23 09:00:00  a.xml  valid") && lines[1].contains("b.xml"), "{lines:?}");
        assert_eq!(told(&mut watcher), [""; 0]);
        std::fs::remove_file(folder.path().join("a.xml")).unwrap();
        assert_eq!(told(&mut watcher), [""; 0]);
        std::fs::write(folder.path().join("a.xml"), UTF8).unwrap();
        assert_eq!(told(&mut watcher).len(), 1);
    }

    #[test]
    fn a_file_that_grows_is_waited_for_and_one_that_stays_half_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut watcher = Watcher::new(folder.path().to_owned());
        let (grows, stays) = (folder.path().join("a.xml"), folder.path().join("b.xml"));
        std::fs::write(&grows, &UTF8[..500]).unwrap();
        std::fs::write(&stays, &UTF8[..500]).unwrap();
        std::fs::write(folder.path().join("c.gif"), b"GIF89a").unwrap();
        assert_eq!(told(&mut watcher), [""; 0]);
        std::fs::write(&grows, UTF8).unwrap();
        let lines = told(&mut watcher);
        assert!(lines[0].contains("a.xml  valid") && lines[1].contains("b.xml  half written"), "{lines:?}");
        assert!(lines[2].contains("c.gif  no answer"), "{lines:?}");
        std::fs::write(&stays, UTF8).unwrap();
        assert!(told(&mut watcher)[0].contains("b.xml  valid"));
    }

    #[test]
    fn a_share_that_goes_is_told_once_and_brings_no_old_file_anew() {
        let root = tempfile::tempdir().unwrap();
        let face = root.path().join("face");
        std::fs::create_dir(&face).unwrap();
        let mut watcher = Watcher::new(face.clone());
        std::fs::write(face.join("a.xml"), UTF8).unwrap();
        assert_eq!(told(&mut watcher).len(), 1);
        std::fs::rename(&face, root.path().join("away")).unwrap();
        assert_eq!((told(&mut watcher).len(), told(&mut watcher).len()), (1, 0));
        std::fs::rename(root.path().join("away"), &face).unwrap();
        let lines = told(&mut watcher);
        assert!(lines.len() == 1 && lines[0].contains("is there again"), "{lines:?}");
    }

    #[test]
    fn a_name_does_not_command_the_terminal() {
        assert_eq!(plain("花\u{1b}[2J\u{7}"), "花●[2J●");
    }
}
