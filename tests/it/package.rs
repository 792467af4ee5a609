//! The Debian package says what the program understands.

use std::collections::BTreeSet;
use std::path::Path;
use toml::{Table, Value};
use uketsuke::config::Config;
use uketsuke::memory;

const PACKAGED: &str = include_str!("../../assets/debian/uketsuke.toml");
const README: &str = include_str!("../../README.md");
const UNITS: [&str; 2] = [
    include_str!("../../assets/debian/uketsuke-kiosk.service"),
    include_str!("../../assets/debian/uketsuke-desk.service"),
];

/// With the keys that are switched off (`#key = ...`); prose begins with a space.
fn every_key(config: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(key) if !key.starts_with([' ', '\n']) && !key.is_empty() => key.to_owned(),
        _ => line.to_owned(),
    };
    config.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn keys(table: &Table, above: &str) -> BTreeSet<String> {
    let below = |(key, value): (&String, &Value)| match value {
        Value::Table(table) => keys(table, &format!("{above}{key}.")),
        _ => BTreeSet::from([format!("{above}{key}")]),
    };
    table.iter().flat_map(below).collect()
}

#[test]
fn the_packaged_config_is_valid_and_has_every_key_of_the_readme() {
    let path = Path::new("uketsuke.toml");
    Config::parse(path, PACKAGED).unwrap();
    let all = every_key(PACKAGED);
    Config::parse(path, &all).unwrap();
    let readme = README.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    Config::parse(path, readme).unwrap();
    let keys_of = |source: &str| keys(&source.parse().unwrap(), "");
    assert_eq!(keys_of(&all), keys_of(readme));
}

#[test]
fn the_units_set_what_the_program_would_start_itself_anew_for() {
    let wipes = format!("Environment={}={}\n", memory::VARIABLE, memory::VALUE);
    let quiet = format!("Environment={}=1\n", memory::NO_TELEMETRY);
    assert!(UNITS.iter().all(|unit| unit.contains(&wipes) && unit.contains(&quiet)));
}
