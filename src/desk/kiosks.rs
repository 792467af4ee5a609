//! The routes of the link: for kiosks, each known by its certificate.

use super::listener::Peer;
use super::store::{Brought, Invitation, KioskRow, StoreError};
use super::{Desk, Moment, hashed};
use crate::link::protocol::{Command, CommandVerdict, KioskState, PairRequest, Paired, Receipt, RecordBatch};
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use futures_util::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// The stream says so often that it lives.
const ALIVE: Duration = Duration::from_secs(5);
/// Two hundred entries of a few hundred bytes.
const LARGEST_BODY: usize = 1024 * 1024;

pub fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/v1/pair", post(pair))
        .route("/v1/link/state", put(state))
        .route("/v1/link/commands", get(commands))
        .route("/v1/link/verdict", post(verdict))
        .route("/v1/link/record", get(receipt).post(record))
        .route("/v1/link/record/anew", post(record_anew))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// What the desk answers where it cannot do what was asked.
pub struct Refused(pub StatusCode);

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        // The desk's page says the same in its own words.
        bevy::log::error!("{error}");
        Self(StatusCode::SERVICE_UNAVAILABLE)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// A kiosk that is paired, by its certificate.
struct Kiosk(KioskRow);

impl FromRequestParts<Arc<Desk>> for Kiosk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Refused> {
        let peer = ConnectInfo::<Peer>::from_request_parts(parts, desk).await.map_err(|_| NOBODY)?;
        let id = peer.0.kiosk.ok_or(NOBODY)?;
        Ok(Self(desk.store.kiosk(&id).await?.ok_or(NOBODY)?))
    }
}

const NOBODY: Refused = Refused(StatusCode::FORBIDDEN);

async fn pair(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Json(ask): Json<PairRequest>,
) -> Result<Json<Paired>, Refused> {
    if !peer.encrypted || desk.limits.of_device.check_key(&peer.address).is_err() {
        return Err(Refused(StatusCode::TOO_MANY_REQUESTS));
    }
    let now = Moment::now();
    let name = desk.store.redeem(Invitation::Kiosk, &hashed(&ask.secret), now.0).await?.ok_or(NOBODY)?;
    let (certificate, id) = desk.authority.kiosk(&ask.request).map_err(|_| Refused(StatusCode::BAD_REQUEST))?;
    desk.store.add_kiosk(&id, &name, now.0).await?;
    desk.note("", "kiosk-paired", &name, "done").await;
    desk.live.changed();
    Ok(Json(Paired { name, certificate, authority: desk.authority.pem().to_owned() }))
}

async fn state(State(desk): State<Arc<Desk>>, Kiosk(kiosk): Kiosk, Json(state): Json<KioskState>) -> StatusCode {
    desk.live.tell(&kiosk.id, state);
    StatusCode::NO_CONTENT
}

async fn commands(State(desk): State<Arc<Desk>>, Kiosk(kiosk): Kiosk) -> Result<Response, Refused> {
    desk.store.seen(&kiosk.id, Moment::now().0).await?;
    let (token, commands) = desk.live.connect(&kiosk.id);
    let stream = CommandStream { desk, kiosk: kiosk.id, token, commands };
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE).text("alive")).into_response())
}

/// While it lives the kiosk is online.
struct CommandStream {
    desk: Arc<Desk>,
    kiosk: String,
    token: u64,
    commands: mpsc::Receiver<Command>,
}

impl Stream for CommandStream {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.commands.poll_recv(context).map(|command| {
            let command = command?;
            // Nothing in a command is refused by JSON.
            Event::default().id(command.id.clone()).json_data(&command).ok().map(Ok)
        })
    }
}

impl Drop for CommandStream {
    fn drop(&mut self) {
        if self.desk.live.disconnect(&self.kiosk, self.token) {
            let (store, kiosk) = (self.desk.store.clone(), self.kiosk.clone());
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async move { store.seen(&kiosk, Moment::now().0).await });
            }
        }
    }
}

async fn verdict(
    State(desk): State<Arc<Desk>>,
    Kiosk(kiosk): Kiosk,
    Json(told): Json<CommandVerdict>,
) -> Result<StatusCode, Refused> {
    if desk.store.settle(&kiosk.id, &told.id, told.verdict).await? {
        desk.live.settle(&told.id, told.verdict);
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn receipt(State(desk): State<Arc<Desk>>, Kiosk(kiosk): Kiosk) -> Result<Json<Receipt>, Refused> {
    Ok(Json(desk.store.receipt(&kiosk.id).await?))
}

async fn record(
    State(desk): State<Arc<Desk>>,
    Kiosk(kiosk): Kiosk,
    Json(batch): Json<RecordBatch>,
) -> Result<Response, Refused> {
    Ok(match desk.store.bring(&kiosk.id, &batch).await? {
        Brought::Taken(receipt) => Json(receipt).into_response(),
        Brought::Differs(receipt) => (StatusCode::CONFLICT, Json(receipt)).into_response(),
    })
}

/// The kiosk says itself that its record is another one now; what was held stays, and everybody sees when it was.
async fn record_anew(State(desk): State<Arc<Desk>>, Kiosk(kiosk): Kiosk) -> Result<StatusCode, Refused> {
    desk.store.begin_anew(&kiosk.id, Moment::now().0).await?;
    desk.note("", "record-anew", &kiosk.name, "done").await;
    desk.live.changed();
    Ok(StatusCode::NO_CONTENT)
}
