//! Values that tests measured, kept beside each other for people: `target/accessibility/CRITERION.txt`.

use std::path::Path;

/// `criterion`: its number in the list of criteria, and a word.
pub fn keep(criterion: &str, value: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/accessibility");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(criterion).with_extension("txt"), format!("{value}\n")).unwrap();
}
