use super::Failed;
use crate::config::{self, Config};
use crate::link::pairing::{PairingCode, pair};
use crate::practice::terminal::data_folder;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes this kiosk known to the reception desk.
///
/// The desk shows the code: `uketsuke desk pair-kiosk NAME`, or its page. Start the kiosk anew afterwards.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Where the desk is: https://desk.hospital.example:8443
    url: String,
    /// 26 letters and digits; hyphens and small letters are as good.
    code: String,
    /// The kiosk's config file.
    #[arg(long, default_value = config::DEFAULT_PATH)]
    config: PathBuf,
    /// The practice terminal of this user instead.
    #[arg(long, conflicts_with = "config")]
    practice: bool,
    /// The socket of a desk on this machine (desk.sock in its folder).
    #[arg(long)]
    socket: Option<PathBuf>,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = match options.practice {
        true => data_folder()?.join("link"),
        false => Config::read(&options.config)?.link.folder,
    };
    let code = PairingCode::parse(&options.code)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let url = options.url.trim_end_matches('/');
    let pairing = runtime.block_on(pair(url, options.socket.clone(), &code))?;
    pairing.write(&folder)?;
    writeln!(io::stdout(), "{}: {}", pairing.name, folder.display())?;
    Ok(ExitCode::SUCCESS)
}
