//! Uketsuke (受付): a hospital reception kiosk for the My Number card, and its practice terminal.
//!
//! # Where things live
//! | module | what it is | knows |
//! |---|---|---|
//! | [`session`] | the visit: a pure machine, `step(now, event) → effects`, all limits, all secrets | `eligibility`, `fallback` |
//! | [`fallback`] | when machines fail: the ways that are left, old cards, the statement of a patient, kana; pure | nothing |
//! | [`eligibility`] | what kiosk and centre say to each other; consent groups; JIS X 0208 | nothing |
//! | [`devices`] | threads with bounded queues: card over PC/SC, camera, face, speech, centre over HTTP, the hospital's files, paper | `session`, `fallback` |
//! | [`ui`] | screens as data, lines and pages measured from the fonts, the layout that draws them, widgets, theme in millimetres | `session`, `i18n` |
//! | [`a11y`] | focus order and ring, what a screen says and to whom, exploring by touch, switches | `ui` |
//! | [`i18n`] | every sentence, from `locales/` | nothing |
//! | [`app`] | Bevy glue: inbox, effects, clock, touch, keys, the screen that follows the session, the voice that follows the screen | all of these |
//! | [`script`] | scripted visits: verbs, driver, transcript, pictures | `app` |
//! | [`practice`] | persons and their faces, test CA, private pcscd, child processes, the tray | `devices` |
//! | [`centre`] | the simulated eligibility centre, a server | `eligibility`, `practice` |
//! | [`memory`] | what is freed is overwritten | nothing |
//! | [`supervisor`] | keeps threads at work: begins anew what panicked, sees what hangs | nothing |
//! | [`systemd`] | what it asks of a service | nothing |
//! | [`text_file`] | files that a person writes are read up to a size | nothing |
//! | [`audit`] | the record: who did what when, chained and sealed; what of a visit gets into it; its sentences | `session`, `i18n` |
//! | [`staff`] | who staff are, their codes, the panel at the kiosk | `session`, `audit`, `devices` |
//! | [`link`] | between kiosk and desk: protocol, pairing, TLS, the thread that keeps the desk told | `session`, `audit` |
//! | [`desk`] | the reception desk: a web page over every kiosk, its server, its database | `link`, `staff`, `i18n` |
//! | `abuse` | what the tests share that play a hostile card, centre, desk, camera or file | nothing |
//! | [`config`], [`commands`] | the config file, the subcommands | all |
//!
//! # The way of a datum
//! Card thread → [`session::Event`] → bounded inbox → [`app::Kiosk::handle`] → [`session::Session::step`] → new state,
//! and [`session::Effect`]s → [`devices::Devices::perform`] → the device that answers with the next event. Events carry
//! the number of their visit; one place drops what is stale. Leaving a state drops, and wipes, the data in it.
//!
//! Camera frames go from thread to thread by a slot that holds the latest one ([`devices::camera::slot`]): camera →
//! face, which tells the session instructions and a verdict; and a small mirrored picture → [`app::mirror`].
//!
//! The screen → [`a11y::reading`] says what it says → [`app::voice`] leaves out what these hearers must not hear →
//! [`devices::speech`] makes samples and writes them to one named device, a block of 10 ms at a time.
//!
//! Whoever presses a button at the desk → [`desk`] keeps the order → [`link`] → [`app::link`] → the session, which takes it
//! only for the visit and the screen that were seen → its verdict goes the same way back. The [`audit`] record goes to the
//! desk entry by entry, from the disk.
//!
//! # What always holds
//! - Nobody but the patient's own input on the consent screen answers a consent question: input carries the number of
//!   the screen on which it began, and the first focus of every screen is its heading.
//! - VERIFY with data goes to a card at most once for each typed PIN; the counter is read first; with one try left only
//!   after the warning screen. The types say so: a [`session::secret::Pin`] is consumed, a
//!   [`session::PinPermit`] is made by the counter or by that screen.
//! - Card pulled → within one step nothing more is sent.
//! - The camera runs while the face screen is up, and only then; a face opens nothing but a signature of the card.
//! - A sentence is private until it is listed as one for all; what is private comes out of headphones, or after the
//!   patient said that all may hear it; a digit of the PIN comes out of headphones only.
//! - Nobody is let through without a PIN but by a face that matched, or by staff: somebody who was recognised, for the
//!   visit and the screen that they saw, with a reason, and on record before the card signs.
//! - A result lies encrypted on the kiosk's disk before it is handed on, and goes from there when it has arrived
//!   ([`devices::hospital::spool`]); a share that hangs holds up one thread and nobody.
//! - What a patient chose is what is sent, told and written; nobody is registered, looked up for a subsidy, or put on paper
//!   who did not want it. `centre/proof.txt` shows it for 600 visits.
//! - The facility's settings change between visits only; a broken file changes nothing.
//! - The desk and its database know no patient: a kiosk tells a coarse stage, counts, and its record.
//! - The practice terminal touches virtual readers of its own pcscd only, the real kiosk refuses practice cards.
//! - A thread that panics begins again with its queue, whoever waits for it gets an answer, and one that hangs makes the
//!   watchdog fall silent ([`supervisor`], [`app::watchdog`]): systemd starts the kiosk anew, and so the desk
//!   ([`desk::beat`]).
//! - `session` and `fallback` know no Bevy, clock, thread or I/O; `devices` know no screen; `ui` knows no device (tests
//!   read the imports).

pub mod a11y;
#[cfg(test)]
mod abuse;
pub mod app;
pub mod audit;
pub mod centre;
pub mod commands;
pub mod config;
pub mod desk;
pub mod devices;
pub mod eligibility;
pub mod fallback;
pub mod i18n;
pub mod link;
pub mod memory;
pub mod practice;
pub mod script;
pub mod session;
pub mod staff;
pub mod supervisor;
pub mod systemd;
pub mod text_file;
pub mod ui;
