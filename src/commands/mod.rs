//! The subcommands of `uketsuke`: each reads its options, puts the parts together and runs them.

mod audit;
mod centre;
mod desk;
mod doctor;
mod face;
mod fleet_sim;
mod gallery;
mod keys;
mod kiosk;
mod models;
mod old_card;
mod pair;
mod practice;
mod secret;
mod staff;
mod virtual_card;
mod visit;
mod voices;
mod watch;

pub use practice::{Format, Look};

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What a command ends with when it cannot go on: a message for the person who started it.
pub type Failed = Box<dyn std::error::Error>;

/// 受付: a hospital reception kiosk for the My Number card, and its practice terminal.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Uketsuke {
    #[command(subcommand)]
    command: Commands,
}

#[derive(Debug, Subcommand)]
enum Commands {
    Kiosk(kiosk::Options),
    Practice(practice::Options),
    Visit(visit::Options),
    VirtualCard(virtual_card::Options),
    Centre(centre::Options),
    Doctor(doctor::Options),
    Gallery(gallery::Options),
    Models(models::Options),
    Keys(keys::Options),
    Voices(voices::Options),
    Face(face::Options),
    Audit(audit::Options),
    Desk(desk::Options),
    Pair(pair::Options),
    Staff(staff::Options),
    FleetSim(fleet_sim::Options),
    Watch(watch::Options),
    OldCard(old_card::Options),
}

/// Runs what the command line asks for.
pub fn run(args: Uketsuke) -> Result<ExitCode, Failed> {
    match args.command {
        Commands::Kiosk(options) => kiosk::run(&options),
        Commands::Practice(options) => practice::run(&options),
        Commands::Visit(options) => visit::run(&options),
        Commands::VirtualCard(options) => virtual_card::run(&options),
        Commands::Centre(options) => centre::run(&options),
        Commands::Doctor(options) => doctor::run(&options),
        Commands::Gallery(options) => gallery::run(&options),
        Commands::Keys(options) => keys::run(&options),
        Commands::Models(options) => models::run(&options),
        Commands::Voices(options) => voices::run(&options),
        Commands::Face(options) => face::run(&options),
        Commands::Audit(options) => audit::run(&options),
        Commands::Desk(options) => desk::run(&options),
        Commands::Pair(options) => pair::run(&options),
        Commands::Staff(options) => staff::run(&options),
        Commands::FleetSim(options) => fleet_sim::run(&options),
        Commands::Watch(options) => watch::run(&options),
        Commands::OldCard(options) => old_card::run(&options),
    }
}
