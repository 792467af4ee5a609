use super::Failed;
use crate::app::Clock;
use crate::devices::card::virtual_card::{Reader, run_from_lines};
use crate::practice::pki::Pki;
use crate::practice::terminal::data_folder;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// A practice person's card on a virtual reader (vpcd), until Ctrl-C or the end of its input.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Whose card: hanako, kenji, ume, takahashi, sakura, ichiro, kiku, goro, mei, fumi, jiro, yuki, suica, silent
    #[arg(long, required_unless_present = "orders")]
    person: Option<String>,
    /// Where vpcd listens.
    #[arg(long, default_value = "127.0.0.1:35963")]
    vpcd: SocketAddr,
    /// Take orders from standard input: `place PERSON`, `take`, `fault FAULT`; each is answered by a line.
    #[arg(long, conflicts_with = "person")]
    orders: bool,
    /// Folder of the practice CA's keys [default: in the user's data folder]
    #[arg(long)]
    keys: Option<PathBuf>,
    /// Folder of the try counters [default: in the user's data folder]
    #[arg(long)]
    state: Option<PathBuf>,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = |given: &Option<PathBuf>, name| match given {
        Some(folder) => Ok(folder.clone()),
        None => data_folder().map(|data| data.join(name)),
    };
    let pki = Arc::new(Pki::open(&folder(&options.keys, "keys")?)?);
    let state = folder(&options.state, "cards")?;
    std::fs::create_dir_all(&state)?;
    let mut reader = Reader::start(options.vpcd, pki, state)?;
    let today = || Clock::real().now().today;
    if let Some(person) = &options.person {
        reader.place(person, today())?;
        // Nothing is expected from the keyboard; its end, like Ctrl-C, takes the card away.
        io::copy(&mut io::stdin().lock().take(u64::MAX), &mut io::sink())?;
    } else {
        run_from_lines(&mut reader, today, io::stdin().lock(), io::stdout().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}
