//! The layers, held by reading the imports.

use std::path::{Path, PathBuf};

/// Every Rust file below a folder of `src`, with what it says outside its tests.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|name| name.to_string_lossy().ends_with("tests")) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let code = source.split("#[cfg(test)]").next().unwrap().to_owned();
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "src/{folder} has no source");
    found
}

fn knows_nothing_of(folder: &str, forbidden: &[&str]) {
    for (path, code) in sources(folder) {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in forbidden {
                assert!(!line.contains(word), "{}: '{}' must not know '{word}'", path.display(), line.trim());
            }
        }
    }
}

#[test]
fn the_session_is_pure() {
    let outside = ["bevy", "crate::devices", "crate::ui", "crate::app", "crate::i18n", "crate::practice"];
    let world =
        ["std::thread", "std::fs", "std::net", "std::env", "Instant", "SystemTime", "crossbeam", "rand", "now()"];
    knows_nothing_of("session", &[&outside[..], &world[..]].concat());
}

#[test]
fn the_ways_out_are_pure() {
    let outside = ["bevy", "crate::devices", "crate::session", "crate::ui", "crate::app", "crate::i18n"];
    let world =
        ["std::thread", "std::fs", "std::net", "std::env", "Instant", "SystemTime", "crossbeam", "rand", "now()"];
    knows_nothing_of("fallback", &[&outside[..], &world[..]].concat());
}

#[test]
fn devices_know_no_screen() {
    knows_nothing_of(
        "devices",
        &["crate::ui", "crate::app", "crate::i18n", "crate::a11y", "bevy::prelude", "bevy::ui"],
    );
}

#[test]
fn screens_know_no_device() {
    knows_nothing_of("ui", &["crate::devices", "crate::app", "crate::practice", "crate::centre", "crate::script"]);
}

#[test]
fn the_exchange_with_the_centre_knows_neither_side() {
    knows_nothing_of("eligibility", &["crate::devices", "crate::session", "crate::centre", "crate::ui", "bevy"]);
}

#[test]
fn egui_is_drawn_by_the_staff_panel_only() {
    for folder in ["a11y", "app", "audit", "centre", "desk", "devices", "i18n", "link", "practice", "session", "ui"] {
        knows_nothing_of(folder, &["egui"]);
    }
}

#[test]
fn link_and_desk_know_no_screen_and_no_device() {
    knows_nothing_of(
        "link",
        &["crate::ui", "crate::app", "crate::devices", "crate::desk", "crate::practice", "crate::staff"],
    );
    knows_nothing_of("desk", &["crate::ui", "crate::app", "crate::devices", "crate::practice"]);
}

/// What the threat model calls held is held by a test of that name, or by a file.
#[test]
fn the_threat_model_names_only_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    let mut tests = String::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                tests += &std::fs::read_to_string(&path).unwrap();
            }
        }
    }
    for name in text.split('`').skip(1).step_by(2) {
        let there = if name.contains('/') { root.join(name).exists() } else { tests.contains(&format!("fn {name}(")) };
        assert!(there, "docs/threat-model.md names '{name}', which is not there");
    }
}
