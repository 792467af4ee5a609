//! Checks codes on a thread of its own: an argon2 hash takes longer than a frame.

use super::{Role, StaffConfig, Throttle};
use crate::devices::Outbox;
use crate::session::secret::Passcode;
use crate::session::{CodeTrouble, Event, VisitNumber};
use crate::supervisor::{Beat, Part};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zeroize::Zeroizing;

/// Codes that may wait; people type slowly.
const QUEUE: usize = 8;
/// The facility's passcode among the names of persons, none of which can be empty.
const PASSCODE: &str = "";

/// Beside the record: how often codes were wrong.
pub const FILE: &str = "staff-codes.json";

/// What came of a sign-in at the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub name: String,
    pub result: Result<Role, CodeTrouble>,
}

enum Ask {
    Passcode { at: Duration, visit: VisitNumber, code: Passcode },
    SignIn { at: Duration, name: String, code: Zeroizing<String> },
    Unlock,
}

/// The way to the thread "staff-codes".
pub struct CodesHandle {
    asks: Sender<Ask>,
    signed: Receiver<Signed>,
    locked: Arc<AtomicBool>,
}

impl CodesHandle {
    /// `file` keeps how many wrong codes there were, so that a restart forgives none.
    pub fn start(config: StaffConfig, file: PathBuf, outbox: Outbox) -> io::Result<Self> {
        let (asks, queue) = bounded(QUEUE);
        let (tell, signed) = bounded(QUEUE);
        let codes = Codes::open(config, file);
        let locked = Arc::new(AtomicBool::new(codes.any_locked()));
        let sign = Arc::clone(&locked);
        let supervisor = outbox.supervisor().clone();
        let serve = move |codes: &mut Codes, beat: &Beat| {
            for ask in &queue {
                beat.works();
                let going_on = match ask {
                    Ask::Passcode { at, visit, code } => {
                        let result = codes.check(at, PASSCODE, code.expose()).map(|_| ());
                        outbox.send(Event::PasscodeChecked { visit, result })
                    }
                    Ask::SignIn { at, name, code } => {
                        let result = codes.check(at, &name, code.as_bytes());
                        let told = tell.send(Signed { name, result }).is_ok();
                        outbox.waker()();
                        told
                    }
                    Ask::Unlock => {
                        codes.unlock();
                        true
                    }
                };
                sign.store(codes.any_locked(), Ordering::Relaxed);
                beat.waits();
                if !going_on {
                    break;
                }
            }
        };
        supervisor.keep(Part::Codes, move || codes, serve)?;
        Ok(Self { asks, signed, locked })
    }

    /// The answer comes as [`Event::PasscodeChecked`]. `false`: it was not taken.
    pub fn check_passcode(&self, at: Duration, visit: VisitNumber, code: Passcode) -> bool {
        self.asks.try_send(Ask::Passcode { at, visit, code }).is_ok()
    }

    /// The answer comes by [`CodesHandle::signed`].
    pub fn sign_in(&self, at: Duration, name: String, code: Zeroizing<String>) -> bool {
        self.asks.try_send(Ask::SignIn { at, name, code }).is_ok()
    }

    pub fn signed(&self) -> Option<Signed> {
        self.signed.try_recv().ok()
    }

    /// By a supervisor: all codes may be tried again.
    pub fn unlock(&self) {
        self.asks.send(Ask::Unlock).ok();
    }

    /// Whether some code was wrong too often.
    pub fn any_locked(&self) -> bool {
        self.locked.load(Ordering::Relaxed)
    }
}

/// A code as the config keeps it.
pub fn hash(code: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(code.as_bytes())?.to_string())
}

/// Whether this is the code of that hash.
pub fn is_right(code: &str, hash: &str) -> bool {
    Argon2::default().verify_password(code.as_bytes(), hash).is_ok()
}

/// The codes of a facility, and how often each was wrong.
struct Codes {
    config: StaffConfig,
    throttles: BTreeMap<String, Throttle>,
    file: PathBuf,
}

impl Codes {
    fn open(config: StaffConfig, file: PathBuf) -> Self {
        let failures: BTreeMap<String, u32> = match std::fs::read(&file) {
            // A file that cannot be read counts as locked: otherwise it would be a way to try again.
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|_| all_locked(&config)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(_) => all_locked(&config),
        };
        let resumed = |count| Throttle::resumed(count, Duration::ZERO);
        let throttles = failures.into_iter().map(|(name, count)| (name, resumed(count))).collect();
        Self { config, throttles, file }
    }

    fn check(&mut self, at: Duration, name: &str, code: &[u8]) -> Result<Role, CodeTrouble> {
        let (hash, role) = if name == PASSCODE {
            (self.config.passcode.clone().ok_or(CodeTrouble::NotSet)?, Role::Receptionist)
        } else {
            match self.config.persons.iter().find(|person| person.name == name) {
                Some(person) => (person.code.clone(), person.role),
                None => return Err(CodeTrouble::NotSet),
            }
        };
        let lock_after = self.config.lock_after;
        let throttle = self.throttles.entry(name.to_owned()).or_default();
        throttle.admit(at, lock_after)?;
        // Counted before it is compared, on the disk too: pulling the plug at the right moment gives no free try.
        let trouble = throttle.fail(at, lock_after);
        self.save();
        Argon2::default().verify_password(code, hash.as_str()).map_err(|_| trouble)?;
        self.throttles.remove(name);
        self.save();
        Ok(role)
    }

    fn unlock(&mut self) {
        self.throttles.clear();
        self.save();
    }

    fn any_locked(&self) -> bool {
        self.throttles.values().any(|throttle| throttle.is_locked(self.config.lock_after))
    }

    fn save(&self) {
        let failures: BTreeMap<&str, u32> =
            self.throttles.iter().map(|(name, throttle)| (name.as_str(), throttle.failures())).collect();
        if let Err(cause) = write_whole(&self.file, &serde_json::to_vec(&failures).unwrap_or_default()) {
            bevy::log::error!("wrong staff codes cannot be counted in {} ({cause})", self.file.display());
        }
    }
}

fn all_locked(config: &StaffConfig) -> BTreeMap<String, u32> {
    let names = config.persons.iter().map(|person| person.name.clone());
    names.chain([PASSCODE.to_owned()]).map(|name| (name, u32::MAX)).collect()
}

/// Whole or not at all.
fn write_whole(path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::Person;

    fn config() -> StaffConfig {
        let person = Person { name: "sato".into(), role: Role::Supervisor, code: hash("correct horse").unwrap() };
        StaffConfig {
            persons: vec![person],
            passcode: Some(hash("2468").unwrap()),
            lock_after: 3,
            ..StaffConfig::default()
        }
    }

    #[test]
    fn wrong_codes_lock_across_restarts_until_they_are_unlocked() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("codes.json");
        let at = Duration::from_secs;
        let mut codes = Codes::open(config(), file.clone());
        assert_eq!(codes.check(at(1), PASSCODE, b"2468"), Ok(Role::Receptionist));
        assert_eq!(codes.check(at(1), PASSCODE, b"0000"), Err(CodeTrouble::Wrong { wait_s: 2 }));
        assert_eq!(codes.check(at(1), PASSCODE, b"2468"), Err(CodeTrouble::TooSoon { wait_s: 2 }));
        assert_eq!(codes.check(at(3), PASSCODE, b"0000"), Err(CodeTrouble::Wrong { wait_s: 4 }));
        let mut codes = Codes::open(config(), file.clone());
        assert_eq!(codes.check(at(60), PASSCODE, b"0000"), Err(CodeTrouble::Locked));
        let mut codes = Codes::open(config(), file);
        assert!(codes.any_locked());
        assert_eq!(codes.check(at(6000), PASSCODE, b"2468"), Err(CodeTrouble::Locked), "even the right one");
        assert_eq!(codes.check(at(6000), "sato", b"correct horse"), Ok(Role::Supervisor), "each has its own count");
        codes.unlock();
        assert_eq!(codes.check(at(6000), PASSCODE, b"2468"), Ok(Role::Receptionist));
    }

    #[test]
    fn a_broken_count_is_no_way_in() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("codes.json");
        std::fs::write(&file, "{").unwrap();
        let mut codes = Codes::open(config(), file);
        assert_eq!(codes.check(Duration::ZERO, "sato", b"correct horse"), Err(CodeTrouble::Locked));
    }

    #[test]
    fn who_is_not_known_is_told_no_more_than_that() {
        let folder = tempfile::tempdir().unwrap();
        let mut codes = Codes::open(StaffConfig::default(), folder.path().join("codes.json"));
        assert_eq!(codes.check(Duration::ZERO, "mori", b"x"), Err(CodeTrouble::NotSet));
        assert_eq!(codes.check(Duration::ZERO, PASSCODE, b"0000"), Err(CodeTrouble::NotSet));
    }
}
