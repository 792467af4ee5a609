use super::Failed;
use crate::a11y::privacy::is_for_all;
use crate::devices::archive::Installed;
use crate::devices::speech::japanese::build;
use crate::devices::speech::voices::install::install;
use crate::devices::speech::voices::{Voices, default_folder};
use crate::i18n::{Catalogue, Language, Text, tr};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The voices: installs them, or lists what they say.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// Folder of the voices [default: in the user's data folder]
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Fetches dictionary and voices, checks them, builds the dictionary; nothing where they are.
    Install {
        /// Folder in which the files lie already, for a machine without a network.
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },
    /// A step of `install`.
    #[command(hide = true)]
    Build { tables: PathBuf, into: PathBuf },
    /// Every sentence of the screens: who hears it, what is shown, what is said, how it is read.
    List {
        /// ja or en
        #[arg(long, default_value = "ja")]
        language: String,
    },
}

#[allow(clippy::print_stdout, reason = "progress and answer")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = options.folder.clone().or_else(default_folder).ok_or("set HOME, or name a folder with --folder")?;
    match &options.what {
        What::Install { from } => {
            match install(&folder, from.as_deref(), |step| println!("voices: {step}"))? {
                Installed::Now => println!("voices: installed in {}", folder.display()),
                Installed::Before => println!("voices: already in {}", folder.display()),
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Build { tables, into } => {
            build(tables, into)?;
            Ok(ExitCode::SUCCESS)
        }
        What::List { language } => {
            let language = Language::of(language).ok_or_else(|| format!("--language: one of {}", Language::codes()))?;
            let mut voices = Voices::new(Some(folder));
            if language == Language::Japanese {
                voices.kana("あ")?;
            }
            let lines = listing(&Catalogue::bundled()?, language, &mut voices).join("\n");
            // Whoever reads only the beginning has seen enough.
            writeln!(std::io::stdout(), "key\thearers\tshown\tsaid\tread\n{lines}").ok();
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// One line a message, parted by tabs: key, who hears it, shown, said where it differs, and its reading in Japanese.
fn listing(catalogue: &Catalogue, language: Language, voices: &mut Voices) -> Vec<String> {
    let keys = catalogue.keys(language);
    let of_screens =
        |key: &&String| !["doctor-", "tray-", "person-", "before-", "own-"].iter().any(|p| key.starts_with(p));
    keys.iter()
        .filter(of_screens)
        .map(|key| {
            let text = filled(key);
            let (shown, said) = (catalogue.text(language, &text), catalogue.spoken(language, &text));
            let hearers = if is_for_all(&tr(key.clone())) { "all" } else { "private" };
            let kana = match language {
                Language::Japanese | Language::EasyJapanese => {
                    voices.kana(&said).unwrap_or_else(|error| error.to_string())
                }
                _ => String::new(),
            };
            let said = if said == shown { String::new() } else { said };
            format!("{key}\t{hearers}\t{shown}\t{said}\t{kana}")
        })
        .collect()
}

/// With something in every place that is filled at run time.
fn filled(key: &str) -> Text {
    let text = tr(key.to_owned());
    let text = ["count", "left", "at", "digit"].into_iter().fold(text, |text, name| text.number(name, 3));
    let text = text.number("of", 4).number("percent", 126).number("year", 2027).number("month", 1).number("day", 20);
    text.word("group", tr("group-tkk"))
        .word("thing", tr("group-tkk"))
        .word("state", tr("done-shared"))
        .word("place", tr("place-front"))
}
