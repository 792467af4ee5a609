use super::{Failed, secret};
use crate::desk::{
    Authority, Database, DeskOptions, FolderLock, Running, SHORTEST_CODE, Store, beat, invite_kiosk, invite_terminal,
    note_at_the_machine, role_of, serve,
};
use crate::i18n::{Catalogue, Language, Text, tr};
use crate::link::pairing::{Pairing, certificate_request};
use crate::practice::terminal::{PRACTICE_CODE, PRACTICE_STAFF, data_folder};
use crate::staff::{Role, codes};
use crate::systemd;
use clap::Subcommand;
use jiff::Timestamp;
use std::fs::DirBuilder;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The reception desk: a web page that sees every kiosk, and the server that they talk to.
///
/// First `uketsuke desk add-person NAME --role supervisor`, then `uketsuke desk pair-terminal NAME` for the browser, and
/// `uketsuke desk pair-kiosk NAME` for each kiosk. With --practice all of that is done already.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// Where authority, database and socket are kept.
    #[arg(long, global = true, default_value = DEFAULT_FOLDER)]
    folder: PathBuf,
    /// postgres://user@host/database [default: SQLite in the folder]
    #[arg(long, global = true, value_parser = parse_postgres)]
    database: Option<Database>,
    /// HTTPS, for kiosks and browsers [default: 0.0.0.0:8443, or nowhere in practice]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Plain HTTP besides, for a browser on this machine: 127.0.0.1:8480
    #[arg(long)]
    plain: Option<SocketAddr>,
    /// A name or address under which it is reached; the first one is the one for passkeys.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// A desk for the practice terminal of this user, on this machine only.
    #[arg(long, global = true, conflicts_with_all = ["folder", "database"])]
    practice: bool,
}

const DEFAULT_FOLDER: &str = "/var/lib/uketsuke/desk";
const PORT: u16 = 8443;
const PRACTICE_PORT: u16 = 8480;

#[derive(Debug, Subcommand)]
enum What {
    /// Lets somebody sign in; reads their code from standard input.
    AddPerson {
        name: String,
        /// viewer, receptionist or supervisor
        #[arg(long, value_parser = parse_role)]
        role: Role,
        /// Another code and role for somebody who is there already; it also unlocks them.
        #[arg(long)]
        new_code: bool,
    },
    /// Prints a code for a browser; it is good once, for ten minutes.
    PairTerminal { name: String },
    /// Prints a code for a kiosk (`uketsuke pair` takes it); it is good once, for ten minutes.
    PairKiosk { name: String },
    /// Prints the fingerprint of the desk's authority.
    Fingerprint,
}

fn parse_role(text: &str) -> Result<Role, String> {
    role_of(text).ok_or_else(|| "write viewer, receptionist or supervisor".into())
}

fn parse_postgres(url: &str) -> Result<Database, String> {
    let known = url.starts_with("postgres://") || url.starts_with("postgresql://");
    if known { Ok(Database::Postgres(url.into())) } else { Err("write postgres://user@host/database".into()) }
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = if options.practice { data_folder()?.join("desk") } else { options.folder.clone() };
    if matches!(options.what, Some(What::Fingerprint)) {
        return fingerprint(&folder);
    }
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let database = options.database.clone().unwrap_or_else(|| Database::Sqlite(folder.join("desk.sqlite")));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &options.what {
            Some(what) => change(what, &folder, &database).await,
            None => keep_desk(options, folder, database).await,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What it prints for a person to take on is alone on standard output; what to do with it stands beside.
async fn change(what: &What, folder: &Path, database: &Database) -> Result<(), Failed> {
    let mut out = io::stdout();
    match what {
        What::AddPerson { name, role, new_code } => {
            let store = Store::open(database).await?;
            add_person(&store, name.trim(), *role, *new_code).await
        }
        What::PairTerminal { name } => {
            let store = Store::open(database).await?;
            writeln!(out, "{}", invite_terminal(&store, name).await?)?;
            note_at_the_machine(&store, "terminal-invited", name).await?;
            advise(&tr("desk-next-terminal"))
        }
        What::PairKiosk { name } => {
            let (store, authority) = (Store::open(database).await?, Authority::open(folder)?);
            let code = invite_kiosk(&store, &authority, name).await?;
            writeln!(out, "{code}")?;
            note_at_the_machine(&store, "kiosk-invited", name).await?;
            advise(&tr("desk-next-kiosk").verbatim("code", code).verbatim("port", PORT.to_string()))
        }
        // Told before anything was opened.
        What::Fingerprint => Ok(()),
    }
}

async fn add_person(store: &Store, name: &str, role: Role, new_code: bool) -> Result<(), Failed> {
    if name.is_empty() {
        return Err("a person of the desk has a name".into());
    }
    // Asked before a code is typed for nothing.
    let refusal = |key: &'static str| -> Failed { said(&tr(key).verbatim("name", name)).unwrap_or_default().into() };
    match (store.person(name).await?.is_some(), new_code) {
        (true, false) => return Err(refusal("desk-person-there")),
        (false, true) => return Err(refusal("desk-person-not-there")),
        (true, true) | (false, false) => {}
    }
    let code = secret::read("code")?;
    if code.chars().count() < SHORTEST_CODE {
        return Err(format!("a code of the desk has {SHORTEST_CODE} letters at least").into());
    }
    let hash = codes::hash(&code).map_err(|error| error.to_string())?;
    // Somebody else may have been quicker meanwhile.
    let (done, what, refused) = if new_code {
        (store.renew_person(name, role, &hash).await?, "person-changed", "desk-person-not-there")
    } else {
        (store.add_person(name, role, &hash).await?, "person-added", "desk-person-there")
    };
    if !done {
        return Err(refusal(refused));
    }
    note_at_the_machine(store, what, name).await?;
    advise(&tr("desk-next-person").verbatim("name", name))
}

/// Looks, and makes nothing: an authority in a wrong folder would be one that nobody knows.
fn fingerprint(folder: &Path) -> Result<ExitCode, Failed> {
    let Some(authority) = Authority::find(folder)? else {
        return Err(said(&tr("desk-no-authority").verbatim("folder", folder.display().to_string()))?.into());
    };
    writeln!(io::stdout(), "{}", crate::link::tls::fingerprint_text(authority.certificate()))?;
    Ok(ExitCode::SUCCESS)
}

fn said(text: &Text) -> Result<String, Failed> {
    Ok(Catalogue::bundled()?.text(super::doctor::spoken_here(), text))
}

/// What to do next. On standard error: scripts take the code from standard output.
fn advise(text: &Text) -> Result<(), Failed> {
    writeln!(io::stderr(), "{}", said(text)?)?;
    Ok(())
}

async fn keep_desk(options: &Options, folder: PathBuf, database: Database) -> Result<(), Failed> {
    let practice = SocketAddr::from(([127, 0, 0, 1], PRACTICE_PORT));
    let everywhere = SocketAddr::from(([0, 0, 0, 0], PORT));
    let hosts = if options.hosts.is_empty() { vec!["localhost".into()] } else { options.hosts.clone() };
    let desk = DeskOptions {
        folder: folder.clone(),
        database: database.clone(),
        listen: options.listen.or((!options.practice).then_some(everywhere)),
        plain: if options.practice { Some(options.plain.unwrap_or(practice)) } else { options.plain },
        hosts,
    };
    // Before a rehearsal's persons are set anew beside a desk that runs; while it runs, the desk itself holds it.
    drop(FolderLock::take(&folder)?);
    let invited = if options.practice { Some(rehearse(&folder, &database).await?) } else { None };
    let running = |running| {
        announce(&running, invited);
        systemd::asked().map(|asked| tokio::spawn(beat(asked)));
    };
    serve(desk, running, stopped()).await?;
    Ok(())
}

/// Persons, the practice kiosk and a browser's code: everything that a rehearsal needs.
async fn rehearse(folder: &Path, database: &Database) -> Result<String, Failed> {
    let (store, authority) = (Store::open(database).await?, Authority::open(folder)?);
    let hash = codes::hash(PRACTICE_CODE).map_err(|error| error.to_string())?;
    for (name, role) in PRACTICE_STAFF {
        store.put_person(name, role, &hash).await?;
    }
    let link = data_folder()?.join("link");
    let known = Pairing::read(&link).ok().flatten().is_some_and(|pairing| pairing.authority == authority.pem());
    if !known {
        let name = Catalogue::bundled()?.text(super::doctor::spoken_here(), &tr("desk-practice-kiosk"));
        let (key, request) = certificate_request()?;
        let (certificate, id) = authority.kiosk(&request)?;
        store.add_kiosk(&id, &name, Timestamp::now().as_millisecond()).await?;
        let (url, socket) = ("https://localhost".into(), Some(folder.join("desk.sock")));
        let authority = authority.pem().to_owned();
        Pairing { url, socket, name, authority, certificate, key: key.serialize_pem() }.write(&link)?;
    }
    Ok(invite_terminal(&store, "practice").await?)
}

fn announce(running: &Running, invited: Option<String>) {
    let Ok(sentences) = Catalogue::bundled() else { return };
    let language: Language = super::doctor::spoken_here();
    let say = |text| sentences.text(language, &text);
    let mut out = io::stdout().lock();
    let lines = [
        running.tls.map(|at| say(tr("desk-runs-tls").verbatim("port", at.port().to_string()))),
        running.tls.map(|_| say(tr("desk-runs-fingerprint").verbatim("fingerprint", &running.fingerprint))),
        running.plain.map(|at| {
            let code = invited.as_ref().map(|code| format!("/#{code}")).unwrap_or_default();
            say(tr("desk-runs-plain").verbatim("url", format!("http://localhost:{}{code}", at.port())))
        }),
        invited.as_ref().map(|_| {
            let [(receptionist, _), (supervisor, _)] = PRACTICE_STAFF;
            let text = tr("desk-runs-practice").verbatim("receptionist", receptionist);
            say(text.verbatim("supervisor", supervisor).verbatim("code", PRACTICE_CODE))
        }),
    ];
    // Nobody reads it: then nobody needs it.
    for line in lines.into_iter().flatten() {
        writeln!(out, "{line}").ok();
    }
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => _ = tokio::signal::ctrl_c().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Place;

    fn with_store<T>(act: impl AsyncFnOnce(Store) -> T) -> T {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("desk.sqlite"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { act(Store::open(&database).await.unwrap()).await })
    }

    #[test]
    fn a_name_that_is_there_is_told_before_a_code_is_asked_for_and_nothing_is_changed() {
        let (told, code, acts) = with_store(async |store| {
            store.put_person("abe", Role::Supervisor, "hash").await.unwrap();
            let told = add_person(&store, "abe", Role::Viewer, false).await;
            let person = store.person("abe").await.unwrap().unwrap();
            (told, (person.role, person.code), store.acts(10).await.unwrap())
        });
        let told = told.unwrap_err().to_string();
        assert!(told.contains("abe") && told.contains("--new-code"), "{told}");
        assert_eq!((code, acts.len()), ((Role::Supervisor, "hash".to_owned()), 0));
    }

    #[test]
    fn a_new_code_is_for_somebody_who_is_there() {
        let (told, persons) = with_store(async |store| {
            let told = add_person(&store, "kato", Role::Viewer, true).await;
            (told, store.persons().await.unwrap())
        });
        assert!(told.unwrap_err().to_string().contains("kato") && persons.is_empty());
    }

    #[test]
    fn codes_that_are_made_by_a_command_are_on_the_desks_record() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("desk.sqlite"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let acts = runtime.block_on(async {
            for what in [What::PairTerminal { name: "a".into() }, What::PairKiosk { name: "b".into() }] {
                change(&what, folder.path(), &database).await.unwrap();
            }
            Store::open(&database).await.unwrap().acts(10).await.unwrap()
        });
        for (what, whom) in [("terminal-invited", "a"), ("kiosk-invited", "b")] {
            let there = acts.iter().any(|act| act.what == what && act.kiosk == whom && act.place == Place::Machine);
            assert!(there, "{acts:?}");
        }
    }

    #[test]
    fn the_fingerprint_of_a_folder_without_an_authority_says_how_one_is_made_and_makes_none() {
        let folder = tempfile::tempdir().unwrap();
        let told = fingerprint(folder.path()).unwrap_err().to_string();
        assert!(told.contains("uketsuke desk") && std::fs::read_dir(folder.path()).unwrap().next().is_none(), "{told}");
    }
}
