//! People at the desk: paired browsers, sign-in by name and code or by passkey, sessions, and what each role may do.

use super::kiosks::Refused;
use super::listener::Peer;
use super::pages::LONGEST_NAME;
use super::store::Invitation;
use super::{Desk, Moment, hashed};
use crate::link::pairing::random_letters;
use crate::session::CodeTrouble;
use crate::staff::{Role, Throttle, codes};
use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::{COOKIE, ORIGIN, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// A working day.
const SESSION: Duration = Duration::from_secs(12 * 3600);
const TOKEN_LETTERS: usize = 40;
pub const SHORTEST_CODE: usize = 8;
/// Wrong codes until only a supervisor helps.
pub const LOCK_AFTER: u32 = 6;
const SESSION_COOKIE: &str = "uketsuke-session";
const TERMINAL_COOKIE: &str = "uketsuke-terminal";
/// Ten years: a terminal stays one until it is removed.
const TERMINAL_SECONDS: u64 = 10 * 366 * 86_400;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    pub person: String,
    pub role: Role,
    /// What every change must carry besides the cookie.
    pub csrf: String,
    /// The paired browser in which it runs, as the database knows it.
    pub terminal: Option<String>,
    began: Instant,
}

/// The tries of one name, for the code that it had then.
struct Tries {
    code: String,
    throttle: Throttle,
}

#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, Session>>,
    tries: Mutex<HashMap<String, Tries>>,
}

impl Sessions {
    /// The token for the cookie, and the session.
    fn begin(&self, person: &str, role: Role, terminal: Option<String>) -> (String, Session) {
        let (token, csrf) = (random_letters(TOKEN_LETTERS), random_letters(TOKEN_LETTERS));
        let session = Session { person: person.into(), role, csrf, terminal, began: Instant::now() };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, session| session.began.elapsed() < SESSION);
        open.insert(hashed(&token), session.clone());
        (token, session)
    }

    /// Whether the session of these cookies still runs.
    pub fn is_open(&self, headers: &HeaderMap) -> bool {
        cookie(headers, SESSION_COOKIE).is_some_and(|token| self.find(&token).is_some())
    }

    fn find(&self, token: &str) -> Option<Session> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&hashed(token)).filter(|session| session.began.elapsed() < SESSION).cloned()
    }

    fn end(&self, token: &str) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&hashed(token));
    }

    /// Somebody who was removed, or whose role changed, signs in again.
    pub fn end_all_of(&self, person: &str) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, session| session.person != person);
        self.forgive(person);
    }

    /// Whoever sits at a browser that was removed is out.
    pub fn end_all_at(&self, terminal: &str) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, session| session.terminal.as_deref() != Some(terminal));
    }

    /// Wrong codes of theirs count no more.
    pub fn forgive(&self, person: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(person);
    }

    /// Counts a try before its code is compared: many at once are many. What it comes to if it is wrong, and how many
    /// there were.
    fn count(&self, name: &str, code: &str, failures: u32, now: Duration) -> Result<(CodeTrouble, u32), CodeTrouble> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = || Tries { code: code.to_owned(), throttle: Throttle::resumed(failures, now) };
        let of = tries.entry(name.to_owned()).or_insert_with(begun);
        // Given another code meanwhile, by a command beside the running desk: what was wrong with the old one is past.
        if of.code != code {
            *of = begun();
        }
        of.throttle.admit(now, LOCK_AFTER)?;
        Ok((of.throttle.fail(now, LOCK_AFTER), of.throttle.failures()))
    }
}

/// Whoever is signed in asks for something; what changes anything must carry the session's token too.
pub struct SignedIn(pub Session);

impl FromRequestParts<Arc<Desk>> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Refused> {
        let token = cookie(&parts.headers, SESSION_COOKIE).ok_or(Refused(StatusCode::UNAUTHORIZED))?;
        let session = desk.sessions.find(&token).ok_or(Refused(StatusCode::UNAUTHORIZED))?;
        let given = parts.headers.get("x-csrf").and_then(|value| value.to_str().ok());
        if parts.method != Method::GET && (given != Some(&*session.csrf) || !same_origin(&parts.headers)) {
            return Err(Refused(StatusCode::FORBIDDEN));
        }
        Ok(Self(session))
    }
}

impl SignedIn {
    /// Asks for a role, and notes it where it is not there.
    pub async fn may(&self, desk: &Desk, least: Role, what: &str) -> Result<(), Refused> {
        if self.0.role >= least {
            return Ok(());
        }
        desk.note(&self.0.person, what, "", "not-allowed").await;
        Err(Refused(StatusCode::FORBIDDEN))
    }
}

/// A request that another site's page has sent names that site.
pub fn same_origin(headers: &HeaderMap) -> bool {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    match (headers.get(ORIGIN).map(HeaderValue::to_str), host) {
        (None, _) => true,
        (Some(Ok(origin)), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of == host),
        (Some(_), _) => false,
    }
}

pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    all.filter_map(|pair| pair.trim().split_once('=')).find(|(of, _)| *of == name).map(|(_, value)| value.to_owned())
}

fn set_cookie(name: &str, value: &str, seconds: u64, encrypted: bool) -> Option<HeaderValue> {
    let secure = if encrypted { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}

#[derive(Deserialize)]
pub struct SignIn {
    name: String,
    code: Zeroizing<String>,
    /// For a browser that is not paired yet.
    #[serde(default)]
    terminal: String,
}

/// Why a sign-in came to nothing, for the page.
#[derive(Debug, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotSignedIn {
    /// This browser is not paired, or its code is not good.
    Terminal,
    Wrong {
        wait_s: u32,
    },
    TooSoon {
        wait_s: u32,
    },
    Locked,
    /// Too many tries from this machine.
    Device,
}

impl IntoResponse for NotSignedIn {
    fn into_response(self) -> Response {
        (StatusCode::FORBIDDEN, Json(self)).into_response()
    }
}

pub async fn sign_in(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    Json(ask): Json<SignIn>,
) -> Result<Response, Refused> {
    if !same_origin(&headers) {
        return Err(Refused(StatusCode::FORBIDDEN));
    }
    if desk.limits.of_device.check_key(&peer.address).is_err() {
        return Ok(NotSignedIn::Device.into_response());
    }
    let name = ask.name.trim().to_owned();
    // Of whoever is not let in no more is kept: otherwise anybody could fill the disk.
    let claimed: String = name.chars().take(LONGEST_NAME).collect();
    let mut cookies = Vec::new();
    let terminal = match paired(&desk, &headers).await? {
        Some(terminal) => terminal,
        // The code of an unknown browser is looked at only together with its invitation.
        None => match redeem(&desk, &ask.terminal).await? {
            Some(token) => {
                cookies.extend(set_cookie(TERMINAL_COOKIE, &token, TERMINAL_SECONDS, peer.encrypted));
                hashed(&token)
            }
            None => {
                desk.note(&claimed, "sign-in", "", "terminal").await;
                return Ok(NotSignedIn::Terminal.into_response());
            }
        },
    };
    let answer = match check(&desk, &name, ask.code).await? {
        Ok(role) => {
            let (cookie, told) = begin(&desk, &name, role, Some(terminal.clone()), peer.encrypted);
            // Looked at after the session began: a browser that is removed meanwhile has none either way.
            if !desk.store.terminal_used(&terminal, Moment::now().0).await? {
                desk.sessions.end_all_at(&terminal);
                return Ok(NotSignedIn::Terminal.into_response());
            }
            desk.note(&name, "sign-in", "", "done").await;
            cookies.extend(cookie);
            told
        }
        Err(trouble) => {
            desk.note(&claimed, "sign-in", "", "wrong").await;
            trouble.into_response()
        }
    };
    Ok(with_cookies(answer, cookies))
}

/// The token of a browser that has just been paired with this code; `None`: the code is not good.
async fn redeem(desk: &Desk, code: &str) -> Result<Option<String>, Refused> {
    let now = Moment::now().0;
    let Some(name) = desk.store.redeem(Invitation::Terminal, &hashed(&spare(code)), now).await? else {
        return Ok(None);
    };
    let token = random_letters(TOKEN_LETTERS);
    desk.store.add_terminal(&hashed(&token), &name, now).await?;
    desk.note("", "terminal-paired", &name, "done").await;
    Ok(Some(token))
}

/// As it is typed: small letters, spaces and hyphens are as good.
fn spare(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The paired browser that asks, as the database knows it.
pub async fn paired(desk: &Desk, headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(terminal) = cookie(headers, TERMINAL_COOKIE).map(|token| hashed(&token)) else { return Ok(None) };
    Ok(desk.store.is_terminal(&terminal).await?.then_some(terminal))
}

/// Begins a session; the cookie, and what the page is told.
pub fn begin(
    desk: &Desk,
    person: &str,
    role: Role,
    terminal: Option<String>,
    encrypted: bool,
) -> (Option<HeaderValue>, Response) {
    let (token, session) = desk.sessions.begin(person, role, terminal);
    (set_cookie(SESSION_COOKIE, &token, SESSION.as_secs(), encrypted), Json(Me::of(&session)).into_response())
}

pub fn with_cookies(mut answer: Response, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    for cookie in cookies {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

async fn check(desk: &Desk, name: &str, code: Zeroizing<String>) -> Result<Result<Role, NotSignedIn>, Refused> {
    let now = desk.uptime();
    let known = desk.store.person(name).await?;
    let (hash, role, failures) = match known {
        Some(person) => (person.code, person.role, person.failures),
        // Takes as long as for somebody who is known.
        None => (desk.nobodys_code.clone(), Role::Viewer, 0),
    };
    let (trouble, count) = match desk.sessions.count(name, &hash, failures, now) {
        Ok(counted) => counted,
        Err(trouble) => return Ok(Err(told(trouble))),
    };
    desk.store.set_failures(name, count).await?;
    let right = tokio::task::spawn_blocking(move || codes::is_right(&code, &hash)).await.unwrap_or(false);
    if !right {
        return Ok(Err(told(trouble)));
    }
    desk.sessions.forgive(name);
    desk.store.set_failures(name, 0).await?;
    Ok(Ok(role))
}

fn told(trouble: CodeTrouble) -> NotSignedIn {
    match trouble {
        CodeTrouble::Wrong { wait_s } => NotSignedIn::Wrong { wait_s },
        CodeTrouble::TooSoon { wait_s } => NotSignedIn::TooSoon { wait_s },
        CodeTrouble::Locked | CodeTrouble::NotSet => NotSignedIn::Locked,
    }
}

/// What the page knows of whoever is signed in.
#[derive(Debug, Serialize)]
pub struct Me {
    person: String,
    role: Role,
    csrf: String,
}

impl Me {
    fn of(session: &Session) -> Self {
        Self { person: session.person.clone(), role: session.role, csrf: session.csrf.clone() }
    }
}

pub async fn me(SignedIn(session): SignedIn) -> Json<Me> {
    Json(Me::of(&session))
}

pub async fn sign_out(State(desk): State<Arc<Desk>>, signed: SignedIn, headers: HeaderMap) -> Response {
    if let Some(token) = cookie(&headers, SESSION_COOKIE) {
        desk.sessions.end(&token);
    }
    desk.note(&signed.0.person, "sign-out", "", "done").await;
    with_cookies(StatusCode::NO_CONTENT.into_response(), set_cookie(SESSION_COOKIE, "", 0, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1000);

    #[test]
    fn who_sits_at_a_removed_browser_is_out_and_nobody_else() {
        let sessions = Sessions::default();
        let (here, _) = sessions.begin("abe", Role::Supervisor, Some("a".into()));
        let (there, _) = sessions.begin("abe", Role::Supervisor, Some("b".into()));
        let (by_passkey, _) = sessions.begin("mori", Role::Viewer, None);
        sessions.end_all_at("a");
        assert!(sessions.find(&here).is_none());
        assert!(sessions.find(&there).is_some() && sessions.find(&by_passkey).is_some());
    }

    #[test]
    fn a_locked_code_is_opened_by_forgiving_it_and_by_a_new_one_beside_the_running_desk() {
        let sessions = Sessions::default();
        let locked = |code| sessions.count("sato", code, LOCK_AFTER, NOW);
        assert_eq!(locked("old"), Err(CodeTrouble::Locked));
        assert_eq!(sessions.count("sato", "old", 0, NOW), Err(CodeTrouble::Locked), "the desk remembers");
        assert_eq!(sessions.count("sato", "new", 0, NOW), Ok((CodeTrouble::Wrong { wait_s: 2 }, 1)));
        assert_eq!(locked("old"), Err(CodeTrouble::Locked));
        sessions.forgive("sato");
        assert_eq!(sessions.count("sato", "old", 0, NOW), Ok((CodeTrouble::Wrong { wait_s: 2 }, 1)));
    }
}
