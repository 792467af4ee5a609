use super::ways::with_paper;

/// The scripts that the README offers say what the screens say.
#[test]
fn every_script_of_the_readme_comes_through() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/visits");
    let mut scripts: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    assert!(scripts.len() >= 10, "{scripts:?}");
    let paper = tempfile::tempdir().unwrap();
    let mut kiosk = with_paper(paper.path());
    for script in scripts {
        kiosk.run_script(&std::fs::read_to_string(&script).unwrap(), &script.display().to_string());
    }
}
