//! Files that somebody bent: config, settings, manifest, networks, scripts.

use super::{Cost, MB, mutation, tree, try_all};
use crate::config::Config;
use crate::devices::face::models::manifest::Manifest;
use crate::devices::face::models::predictor::Predictor;
use crate::script::verb::parse_script;
use crate::session::FacilitySettings;
use crate::staff::own_settings::OwnSettings;
use crate::text_file;
use proptest::prelude::*;
use std::path::Path;
use std::time::Duration;

const COST: Cost = Cost { bytes: 16 * MB, time: Duration::from_secs(10) };

/// What is larger is not read.
fn written(seeds: &[&str]) -> impl Strategy<Value = String> + use<> {
    tree::almost_toml(seeds).prop_filter("larger than is read", |text| text.len() <= text_file::LARGEST)
}

const CONFIG: &str = r##"
[facility]
code = "1312345678"
name = "〇〇病院"
settings = "/etc/uketsuke/facility.toml"
[centre]
url = "https://centre.example"
[results]
folder = "/srv/OQS/face"
encoding = "shift_jis"
spool = "/var/lib/uketsuke/spool"
[results.fhir]
folder = "/srv/fhir"
[card]
reader = "ACS ACR39U 00 00"
[camera]
device = "/dev/video0"
mount = { quarter_turns = 0, height_mm = 1200 }
[face]
models = "/srv/uketsuke/models"
liveness = "off"
[speech]
headphones = "plughw:CARD=Headset,DEV=0"
jack = "hw:0,Headphone Jack"
fixed_pad = false
card_place = "front"
[keys]
next = "n"
[screen]
language = "ja"
px_per_mm = 4.03
text_size = "usual"
colours = "standard"
motion = true
[record]
rotation = "monthly"
keep_days = 1827
[staff]
passcode = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"
persons = [{ name = "abe", role = "supervisor", code = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA" }]
lock_after = 6
panel_closes_after_s = 120
[paper]
printer = "Reception"
"##;

#[test]
fn a_bent_config_is_read_or_named() {
    Config::parse(Path::new("kiosk.toml"), CONFIG).unwrap();
    try_all("configs", COST, written(&[CONFIG]), |text| {
        if let Err(error) = Config::parse(Path::new("kiosk.toml"), &text) {
            prop_assert!(error.to_string().contains("kiosk.toml"));
        }
        Ok(())
    });
}

#[test]
fn bent_settings_of_a_facility_are_read_or_named() {
    let seed = include_str!("../../assets/facility.toml");
    try_all("a facility's settings", COST, written(&[seed]), |text| {
        let _ = toml::from_str::<FacilitySettings>(&text).map_err(|error| error.to_string());
        Ok(())
    });
}

#[test]
fn a_bent_manifest_names_no_file_elsewhere() {
    const FILE: &str = "file = \"a.onnx\"\nsha256 = \"00\"\nlicence = \"CC0\"\nname = \"a\"\n";
    let colours = "order = \"rgb\"\nmean = [0.0, 0.0, 0.0]\nscale = 1.0\n";
    let seed = format!(
        "[runtime]\n{FILE}[detector]\n{FILE}{colours}kind = \"yunet\"\nscore = 0.7\n[recogniser]\n{FILE}{colours}side = 112\n\
         length = 128\nmetric = \"cosine\"\ndistance = 0.4\ntemplate = {{ right_eye = [38.2, 51.6], left_eye = [73.5, 51.5] }}\n"
    );
    Manifest::parse(&seed).unwrap();
    try_all("manifests of networks", COST, written(&[&seed]), |text| {
        if let Ok(manifest) = Manifest::parse(&text) {
            let files = [&manifest.runtime, &manifest.detector.file, &manifest.recogniser.file];
            for file in files.into_iter().chain(&manifest.landmarks) {
                let joined = Path::new("/models").join(&file.file);
                prop_assert_eq!(joined.parent(), Some(Path::new("/models")));
                prop_assert!(file.file.file_name().is_some(), "{:?} is no file", file.file);
            }
        }
        Ok(())
    });
}

/// A predictor of one stage and one tree, in either form.
fn predictors() -> Vec<Vec<u8>> {
    let mut table = b"UKE5PT01".to_vec();
    table.extend([0; 40]);
    table.extend([1_u32, 2, 1].map(u32::to_le_bytes).concat());
    table.extend([0; 2 * 10 + 15 * 8 + 16 * 40]);
    // dlib's whole numbers: how many bytes follow, then they. A number with a point is two of them.
    let numbers = |numbers: &[u8]| numbers.iter().flat_map(|number| [1, *number]).collect::<Vec<_>>();
    let shape = numbers(&[vec![10, 1], [1, 0].repeat(10)].concat());
    let tree = [numbers(&[15]), numbers(&[0, 1, 1, 0].repeat(15)), numbers(&[16]), shape.repeat(16)].concat();
    let features = numbers(&[1, 2, 4, 4, 1, 2, 1, 0, 1, 0, 1, 0, 1, 0]);
    vec![table, [numbers(&[1]), shape, numbers(&[1, 1]), tree, features].concat()]
}

#[test]
fn a_bent_predictor_is_whole_or_refused() {
    assert!(Predictor::from_table(&predictors()[0]).is_some());
    Predictor::read_dat(&predictors()[1]).unwrap();
    let words: [&[u8]; 3] = [&[8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], &[0x81, 1], &[4, 0, 0, 0, 1]];
    let counts = |_: &[u8]| vec![0_usize, 8, 40, 48, 52, 56];
    try_all("predictors", COST, mutation::almost(predictors(), &words, counts), |bytes| {
        if let Some(predictor) = Predictor::from_table(&bytes) {
            // Its questions are about pixels that are there.
            for stage in &predictor.stages {
                stage.refine(&vec![0.0; stage.features.len()], &mut [0.0; 10]);
            }
        }
        let _ = Predictor::read_dat(&bytes);
        Ok(())
    });
}

#[test]
fn scripts_of_anything_are_steps_or_name_their_line() {
    let seeds = [include_str!("../../tools/visits/first-visit.visit"), include_str!("../../tools/visits/spoken.visit")];
    let words =
        ["place card ", "wait 4294967296 s", "centre slow ", "after -1", "enter pin 12345", "press ", "\u{3000}", "#"];
    try_all("scripts", COST, mutation::almost_text(&seeds, &words), |text| {
        if let Err(error) = parse_script(&text) {
            let named = error.to_string().starts_with(&format!("line {}", error.line));
            prop_assert!(named, "{error}");
        }
        Ok(())
    });
}

#[test]
fn own_settings_of_anything_count_as_none() {
    let seed = serde_json::to_value(OwnSettings::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    try_all("own settings", COST, tree::almost_json(vec![seed]), |text| {
        std::fs::write(folder.path().join(crate::staff::own_settings::FILE), text).unwrap();
        let _ = OwnSettings::read(folder.path());
        Ok(())
    });
}
