//! The page and what it asks for. It is served whole from the program: no other machine is asked for anything.

use super::kiosks::Refused;
use super::people::{self, SignedIn, paired};
use super::{Desk, KioskView, Moment, invite_kiosk, managing, orders, passkeys};
use crate::audit::words::sentence_of_json;
use crate::i18n::{Catalogue, Language, tr};
use crate::staff::Role;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use futures_util::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

const PAGE: &str = include_str!("../../assets/desk/index.html");
const SCRIPT: &str = include_str!("../../assets/desk/desk.js");
const STYLE: &str = include_str!("../../assets/desk/desk.css");

/// A passkey's answer is the longest that a page sends. Anybody may send it, before anything is known of them.
const LARGEST_BODY: usize = 32 * 1024;
/// Letters of a person's or a machine's name.
pub const LONGEST_NAME: usize = 40;

/// Changes that come together are told together.
const TOGETHER: Duration = Duration::from_millis(100);
const ALIVE: Duration = Duration::from_secs(10);
/// The newest entries and acts that the page shows.
pub const NEWEST: u32 = 200;
/// What begins with these is the page's.
const WORDS: [&str; 4] = ["desk-", "staff-", "reason-", "audit-"];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/desk.js", get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/desk.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
        .route("/words.json", get(words))
        .route("/authority.pem", get(authority))
        .route("/api/terminal", get(terminal))
        .route("/api/me", get(people::me))
        .route("/api/sign-in", post(people::sign_in))
        .route("/api/sign-out", post(people::sign_out))
        .route("/api/passkeys", post(passkeys::add))
        .route("/api/passkeys/added", post(passkeys::added))
        .route("/api/passkeys/sign-in", post(passkeys::ask))
        .route("/api/passkeys/signed-in", post(passkeys::answered))
        .route("/api/events", get(events))
        .route("/api/kiosks", post(pair_kiosk))
        .route("/api/kiosks/{kiosk}", delete(remove_kiosk))
        .route("/api/kiosks/{kiosk}/orders", post(orders::order))
        .route("/api/kiosks/{kiosk}/record", get(record))
        .route("/api/terminals", get(managing::terminals).post(managing::pair_terminal))
        .route("/api/terminals/{terminal}", delete(managing::remove_terminal))
        .route("/api/persons", get(managing::persons).post(managing::put_person))
        .route("/api/persons/{name}", delete(managing::remove_person))
        .route("/api/persons/{name}/unlock", post(managing::unlock_person))
        .route("/api/acts", get(managing::acts))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn(guarded))
}

async fn guarded(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], text).into_response()
}

#[derive(Deserialize)]
struct Spoken {
    #[serde(default)]
    language: String,
}

impl Spoken {
    fn of_staff(&self) -> Language {
        if self.language == Language::English.code() { Language::English } else { Language::Japanese }
    }
}

fn sentences() -> Result<Catalogue, Refused> {
    Catalogue::bundled().map_err(|_| Refused(StatusCode::INTERNAL_SERVER_ERROR))
}

async fn words(Query(spoken): Query<Spoken>) -> Result<Json<BTreeMap<String, String>>, Refused> {
    let (language, catalogue) = (spoken.of_staff(), sentences()?);
    let keys = catalogue.keys(language).into_iter().filter(|key| WORDS.iter().any(|word| key.starts_with(word)));
    // The page fills in what is written at run time: `{ $name }` stays as it is.
    Ok(Json(keys.map(|key| (key.clone(), catalogue.text(language, &tr(key)))).collect()))
}

/// For browsers that are to trust this desk, and passkeys.
async fn authority(State(desk): State<Arc<Desk>>) -> Response {
    ([(CONTENT_TYPE, "application/x-pem-file")], desk.authority.pem().to_owned()).into_response()
}

#[derive(Serialize)]
struct Terminal {
    paired: bool,
}

async fn terminal(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Result<Json<Terminal>, Refused> {
    Ok(Json(Terminal { paired: paired(&desk, &headers).await?.is_some() }))
}

/// What a desk's page shows, whole, at every change.
#[derive(Serialize)]
#[serde(tag = "database", rename_all = "snake_case")]
enum Board {
    Well { kiosks: Vec<KioskView> },
    Gone,
}

async fn events(State(desk): State<Arc<Desk>>, signed: SignedIn, headers: HeaderMap) -> impl IntoResponse {
    if let Some(terminal) = &signed.0.terminal {
        // A database that is gone is told of on the board.
        desk.store.terminal_used(terminal, Moment::now().0).await.ok();
    }
    Sse::new(boards(desk, headers)).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// Until the session ends.
fn boards(desk: Arc<Desk>, headers: HeaderMap) -> impl Stream<Item = Result<Event, Infallible>> {
    let mut changes = desk.live.changes();
    changes.mark_changed();
    stream::unfold((desk, changes, headers), |(desk, mut changes, headers)| async move {
        // Looked at anew now and then: a database may have come back.
        tokio::time::timeout(ALIVE, changes.changed()).await.ok();
        if !desk.sessions.is_open(&headers) {
            return None;
        }
        tokio::time::sleep(TOGETHER).await;
        changes.mark_unchanged();
        let board = match desk.views().await {
            Ok(kiosks) => Board::Well { kiosks },
            Err(_) => Board::Gone,
        };
        Some((Event::default().json_data(&board).ok(), (desk, changes, headers)))
    })
    .filter_map(|event| async { event.map(Ok) })
}

#[derive(Deserialize)]
pub struct Named {
    pub name: String,
}

impl Named {
    pub fn checked(self) -> Result<String, Refused> {
        let name = self.name.trim().to_owned();
        let good = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if good { Ok(name) } else { Err(Refused(StatusCode::BAD_REQUEST)) }
    }
}

#[derive(Serialize)]
pub struct Code {
    pub code: String,
    /// Where a kiosk is told to go.
    pub url: String,
}

async fn pair_kiosk(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Json(named): Json<Named>,
) -> Result<Json<Code>, Refused> {
    signed.may(&desk, Role::Supervisor, "kiosk-invited").await?;
    let name = named.checked()?;
    let code = invite_kiosk(&desk.store, &desk.authority, &name).await?;
    desk.note(&signed.0.person, "kiosk-invited", &name, "done").await;
    Ok(Json(Code { code, url: desk.url.get().cloned().unwrap_or_default() }))
}

async fn remove_kiosk(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(kiosk): Path<String>,
) -> Result<StatusCode, Refused> {
    signed.may(&desk, Role::Supervisor, "kiosk-removed").await?;
    let row = desk.store.kiosk(&kiosk).await?.ok_or(Refused(StatusCode::NOT_FOUND))?;
    desk.store.remove_kiosk(&kiosk).await?;
    desk.live.forget(&kiosk);
    desk.note(&signed.0.person, "kiosk-removed", &row.name, "done").await;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
struct Line {
    seq: i64,
    at: String,
    /// What it says, in the language of the page.
    said: String,
}

async fn record(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(kiosk): Path<String>,
    Query(spoken): Query<Spoken>,
) -> Result<Json<Vec<Line>>, Refused> {
    signed.may(&desk, Role::Supervisor, "record-read").await?;
    let entries = desk.store.entries(&kiosk, NEWEST).await?;
    if desk.reading.begins(&signed.0.person, &kiosk) {
        // The record of one that was removed stays.
        let name = desk.store.kiosk(&kiosk).await?.map_or_else(|| kiosk.clone(), |row| row.name);
        desk.note(&signed.0.person, "record-read", &name, "done").await;
    }
    let (language, sentences) = (spoken.of_staff(), sentences()?);
    let line = |(seq, at, entry): (i64, String, String)| {
        let said = sentence_of_json(&sentences, language, &entry);
        Line { seq, at, said }
    };
    Ok(Json(entries.into_iter().map(line).collect()))
}
