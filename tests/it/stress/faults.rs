//! What goes wrong with the real parts, how it is mended, and what a patient may read meanwhile.

use crate::harness::Kiosk;
use std::path::Path;
use std::process::Command;
use uketsuke::devices::speech::Route;

/// One thing that goes wrong.
pub struct Fault {
    pub name: String,
    pub bring: Box<dyn Fn(&mut Kiosk) + Sync>,
    pub mend: Box<dyn Fn(&mut Kiosk) + Sync>,
    /// The visit may end with one of these sentences; with none it must succeed.
    pub words: &'static [&'static str],
}

/// A card that does not answer as it should, or is gone; the centre refuses a signature that is noise.
pub const CARD: &[&str] = &[
    "センターが この受付を ことわりました",
    "E001",
    "カードが 動いた",
    "カードが 取られた",
    "カードの返事が",
    "読み取り機が 止まりました",
];
pub const CENTRE: &[&str] = &["センターに つながりません", "センターの返事", "センターが いま", "センターが 休み"];

impl Fault {
    /// In the words of a script, and those that mend it.
    fn said(bring: &'static str, mend: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            name: bring.into(),
            bring: Box::new(move |kiosk| _ = kiosk.step(bring)),
            mend: Box::new(move |kiosk| _ = kiosk.step(mend)),
            words,
        }
    }

    fn done(
        name: &str,
        bring: impl Fn(&mut Kiosk) + Sync + 'static,
        mend: impl Fn(&mut Kiosk) + Sync + 'static,
        words: &'static [&'static str],
    ) -> Self {
        Self { name: name.into(), bring: Box::new(bring), mend: Box::new(mend), words }
    }
}

/// A fault of the card, which strikes its APDU of that number.
pub fn of_card(kind: &str, apdu: u32) -> Fault {
    let step = format!("card fault {kind} {apdu}");
    Fault {
        name: step.clone(),
        bring: Box::new(move |kiosk| _ = kiosk.step(&step)),
        mend: Box::new(|kiosk| _ = kiosk.step("card fault none")),
        words: CARD,
    }
}

/// All that an APDU can meet.
pub const OF_CARD: [&str; 8] = [
    "pull-at",
    "partial-at",
    "truncate-at",
    "overlong-at",
    "endless-61-at",
    "garbage-at",
    "mute-at",
    "wrong-length-at",
];

/// Everything that can happen at any moment of a visit.
pub fn at_any_moment() -> Vec<Fault> {
    let mut faults = of_centre();
    faults.extend(of_camera());
    faults.extend(of_folder());
    faults.extend(of_machine());
    faults
}

fn of_centre() -> Vec<Fault> {
    let orders = ["centre down", "centre rubbish", "centre maintenance", "centre never", "centre cut"];
    let mut faults: Vec<Fault> = orders.into_iter().map(|order| Fault::said(order, "centre none", CENTRE)).collect();
    // What comes late is waited for.
    faults.push(Fault::said("centre slow 1500", "centre none", &[]));
    faults.push(Fault::done("centre starts anew", |kiosk| _ = kiosk.restart_centre(), |_| {}, CENTRE));
    faults
}

/// Whoever cannot be seen types the PIN.
fn of_camera() -> Vec<Fault> {
    let faults = ["unplugged", "frozen", "stalled", "dark", "busy", "wrong-format", "blurred", "panics"];
    let said = |fault: &str| Fault {
        name: format!("camera {fault}"),
        bring: Box::new({
            let step = format!("camera fault {fault}");
            move |kiosk| _ = kiosk.step(&step)
        }),
        mend: Box::new(|kiosk| _ = kiosk.step("camera fault none")),
        words: &[],
    };
    faults.map(said).into()
}

/// The hospital's folder: results wait on the kiosk's disk, and come once.
fn of_folder() -> Vec<Fault> {
    let gone = |kiosk: &mut Kiosk| {
        let folder = kiosk.result_folder();
        std::fs::rename(&folder, folder.with_extension("away")).unwrap();
    };
    let back = |kiosk: &mut Kiosk| {
        let folder = kiosk.result_folder();
        std::fs::rename(folder.with_extension("away"), &folder).unwrap();
    };
    let mut faults = vec![Fault::done("result folder gone", gone, back, &[])];
    if can_mount() {
        let read_only = |kiosk: &mut Kiosk| {
            mount(&["--bind"], &kiosk.result_folder(), &kiosk.result_folder());
            mount(&["-o", "remount,ro,bind"], &kiosk.result_folder(), &kiosk.result_folder());
        };
        let full = |kiosk: &mut Kiosk| {
            mount(&["-t", "tmpfs", "-o", "size=4k,nr_inodes=1"], Path::new("none"), &kiosk.result_folder())
        };
        let unmount = |kiosk: &mut Kiosk| run("umount", &[kiosk.result_folder().to_str().unwrap()]);
        faults.push(Fault::done("result folder read-only", read_only, unmount, &[]));
        faults.push(Fault::done("result folder full", full, unmount, &[]));
    }
    faults
}

fn of_machine() -> Vec<Fault> {
    let break_settings = |kiosk: &mut Kiosk| kiosk.write_settings("tkk = perhaps\n");
    let mend_settings = |kiosk: &mut Kiosk| kiosk.write_settings("");
    let jump = |hours| move |kiosk: &mut Kiosk| kiosk.jump_clock(hours);
    let sound = |broken| {
        move |kiosk: &mut Kiosk| {
            for route in [Route::Headphones, Route::Loudspeaker] {
                kiosk.tape().set_broken(route, broken);
            }
        }
    };
    vec![
        Fault::done("settings file broken", break_settings, mend_settings, &[]),
        Fault::done("clock an hour ahead", jump(1), jump(-1), &[]),
        Fault::done("clock a day back", jump(-24), jump(24), &[]),
        Fault::done("sound devices gone", sound(true), sound(false), &[]),
    ]
}

/// Tests run in a namespace of their own where the machine allows one (`tools/with-private-pcsc.sh`).
pub fn can_mount() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "none"]).arg(folder.path()).status();
    let mounted = mounted.is_ok_and(|status| status.success());
    if mounted {
        run("umount", &[folder.path().to_str().unwrap()]);
    }
    mounted
}

fn mount(options: &[&str], what: &Path, folder: &Path) {
    let places = [what.to_str().unwrap(), folder.to_str().unwrap()];
    run("mount", &[options, &places].concat());
}

fn run(program: &str, arguments: &[&str]) {
    assert!(Command::new(program).args(arguments).status().unwrap().success(), "{program} {arguments:?}");
}
