//! People at the desk: paired browsers, sign-in by name and code or by passkey, sessions, and what each role may do.

use super::kiosks::Refused;
use super::listener::Peer;
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
const LOCK_AFTER: u32 = 6;
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
    began: Instant,
}

#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, Session>>,
    throttles: Mutex<HashMap<String, Throttle>>,
}

impl Sessions {
    /// The token for the cookie, and the session.
    fn begin(&self, person: &str, role: Role) -> (String, Session) {
        let (token, csrf) = (random_letters(TOKEN_LETTERS), random_letters(TOKEN_LETTERS));
        let session = Session { person: person.into(), role, csrf, began: Instant::now() };
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
        self.throttles.lock().unwrap_or_else(PoisonError::into_inner).remove(person);
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
    let (paired, name) = (is_paired(&desk, &headers).await?, ask.name.trim().to_owned());
    // The code of an unknown browser is looked at only together with its invitation.
    let invited = if paired {
        None
    } else {
        desk.store.redeem(Invitation::Terminal, &hashed(&spare(&ask.terminal)), Moment::now().0).await?
    };
    if !paired && invited.is_none() {
        desk.note(&name, "sign-in", "", "terminal").await;
        return Ok(NotSignedIn::Terminal.into_response());
    }
    let mut cookies = Vec::new();
    if let Some(of) = invited {
        let token = random_letters(TOKEN_LETTERS);
        desk.store.add_terminal(&hashed(&token), &of, Moment::now().0).await?;
        desk.note("", "terminal-paired", &of, "done").await;
        cookies.extend(set_cookie(TERMINAL_COOKIE, &token, TERMINAL_SECONDS, peer.encrypted));
    }
    let answer = match check(&desk, &name, ask.code).await? {
        Ok(role) => {
            desk.note(&name, "sign-in", "", "done").await;
            let (cookie, told) = begin(&desk, &name, role, peer.encrypted);
            cookies.extend(cookie);
            told
        }
        Err(trouble) => {
            desk.note(&name, "sign-in", "", "wrong").await;
            trouble.into_response()
        }
    };
    Ok(with_cookies(answer, cookies))
}

/// As it is typed: small letters, spaces and hyphens are as good.
fn spare(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

pub async fn is_paired(desk: &Desk, headers: &HeaderMap) -> Result<bool, Refused> {
    match cookie(headers, TERMINAL_COOKIE) {
        Some(token) => Ok(desk.store.is_terminal(&hashed(&token)).await?),
        None => Ok(false),
    }
}

/// Begins a session; the cookie, and what the page is told.
pub fn begin(desk: &Desk, person: &str, role: Role, encrypted: bool) -> (Option<HeaderValue>, Response) {
    let (token, session) = desk.sessions.begin(person, role);
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
    let admitted = {
        let mut throttles = desk.sessions.throttles.lock().unwrap_or_else(PoisonError::into_inner);
        let throttle = throttles.entry(name.to_owned()).or_insert_with(|| Throttle::resumed(failures, now));
        let admitted = throttle.admit(now, LOCK_AFTER);
        // Counted before it is compared: many tries at once are many tries.
        admitted.map(|()| (throttle.fail(now, LOCK_AFTER), throttle.failures()))
    };
    let (trouble, count) = match admitted {
        Ok(counted) => counted,
        Err(trouble) => return Ok(Err(told(trouble))),
    };
    desk.store.set_failures(name, count).await?;
    let right = tokio::task::spawn_blocking(move || codes::is_right(&code, &hash)).await.unwrap_or(false);
    if !right {
        return Ok(Err(told(trouble)));
    }
    desk.sessions.throttles.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
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
