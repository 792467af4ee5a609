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
    if !options.url.starts_with("https://") {
        return Err(format!("'{}' is no address of a desk: it begins with https://", options.url).into());
    }
    let socket = options.socket.clone();
    if options.practice && socket.is_none() {
        // It runs in a network of its own, where nothing but this machine's sockets can be reached.
        return Err("the practice terminal reaches a desk by its socket only: add --socket FOLDER/desk.sock".into());
    }
    let code = PairingCode::parse(&options.code)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let url = options.url.trim_end_matches('/');
    let pairing = runtime.block_on(pair(url, socket, &code))?;
    pairing.write(&folder)?;
    writeln!(io::stdout(), "{}: {}\nnow start the kiosk anew", pairing.name, folder.display())?;
    Ok(ExitCode::SUCCESS)
}
