use super::Failed;
use crate::centre::{CentreOptions, serve};
use crate::practice::persons::persons;
use crate::practice::pki::Pki;
use crate::practice::terminal::data_folder;
use jiff::Timestamp;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The simulated eligibility centre: HTTP on this machine only, with the practice persons.
///
/// Prints its address once it accepts requests. POST /admin/faults makes it slow, down or wrong.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A loopback address; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8437")]
    listen: SocketAddr,
    /// The SQLite file [default: in the user's data folder]
    #[arg(long)]
    data: Option<PathBuf>,
    /// The certification authority's certificate, DER [default: the practice CA]
    #[arg(long)]
    trust: Option<PathBuf>,
    /// End when standard input ends, as a child process should.
    #[arg(long)]
    until_input_ends: bool,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let data = match &options.data {
        Some(file) => file.clone(),
        None => data_folder()?.join("centre.sqlite"),
    };
    let trust = match &options.trust {
        Some(file) => file.clone(),
        None => {
            let keys = data_folder()?.join("keys");
            Pki::open(&keys)?;
            keys.join("ca.der")
        }
    };
    let people = persons().to_vec();
    let options =
        (CentreOptions { listen: options.listen, data, trust, clock: Arc::new(Timestamp::now), people }, options);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let ended = runtime.block_on(serve(options.0, announce, until_stopped(options.1.until_input_ends)));
    // The thread that waits for the end of the input may still wait for it.
    runtime.shutdown_background();
    ended?;
    Ok(ExitCode::SUCCESS)
}

fn announce(address: SocketAddr) {
    // Nobody reads it: then nobody needs it.
    writeln!(io::stdout(), "http://{address}").ok();
}

async fn until_stopped(until_input_ends: bool) {
    if until_input_ends {
        tokio::task::spawn_blocking(|| io::copy(&mut io::stdin().lock(), &mut io::sink())).await.ok();
    } else {
        tokio::signal::ctrl_c().await.ok();
    }
}
