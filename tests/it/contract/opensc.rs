//! Proof by strangers: OpenSC, which knows nothing of this program, reads the virtual card through PC/SC.

use crate::bench::{BENCH, run_inside};

#[test]
fn strangers_read_the_card() {
    run_inside(concat!(module_path!(), "::inside"));
}

mod inside {
    use super::*;
    use jiff::civil::date;
    use std::path::Path;
    use std::process::Command;
    use std::sync::Arc;
    use uketsuke::devices::card::virtual_card::Reader;

    /// Runs an OpenSC tool on our pcscd, which is all that this process and its children can reach.
    fn opensc(tool: &str, home: &Path, args: &[&str]) -> String {
        let output = Command::new(tool)
            .args(args)
            .env("HOME", home)
            .env("OPENSC_CONF", home.join("opensc.conf"))
            .output()
            .unwrap_or_else(|error| panic!("{tool}: {error}; it is in the Debian package opensc"));
        let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{tool} {args:?}: {words}");
        words
    }

    #[test]
    #[ignore = "runs inside strangers_read_the_card"]
    fn opensc_lists_the_certificate_and_finds_no_errors() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("opensc.conf"), "app default { card_drivers = jpki; }\n").unwrap();
        let slot = BENCH.take_slot();
        let mut reader = Reader::start(slot.address(), Arc::clone(&BENCH.pki), slot.state()).unwrap();
        reader.place("hanako", date(2026, 11, 23)).unwrap();

        let on_ours = ["--wait", "--reader", &slot.reader()];
        let list = opensc("pkcs15-tool", home.path(), &[&on_ours[..], &["--list-certificates"]].concat());
        assert!(list.contains("User Authentication Certificate"), "{list}");
        let module = ["--module", "opensc-pkcs11.so"];
        let test = opensc("pkcs11-tool", home.path(), &[&module[..], &["--login", "--pin", "1234", "--test"]].concat());
        assert!(test.contains("No errors"), "{test}");
    }
}
