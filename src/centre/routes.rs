//! HTTP: routes, limits, statuses.

use super::faults::{self, FaultOrder, Faults};
use super::store::StoreError;
use super::visits::Visits;
use crate::eligibility::{FindSubsidies, Identify, OpenVisit, Query, Refusal, RefusalBody, Register};
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use std::sync::Arc;

/// A query has about 1 kB, an opening about 3 kB.
const MAX_REQUEST_BYTES: usize = 16 * 1024;

/// Why a request gets no answer.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the request's task ended early")]
    Task,
}

pub fn router(visits: Arc<Visits>) -> Router {
    let faults = Arc::new(Faults::default());
    let service = Router::new()
        .route("/v1/visits", post(open_visit))
        .route("/v1/visits/{visit}/identity", post(identify))
        .route("/v1/visits/{visit}/registration", post(register))
        .route("/v1/visits/{visit}/subsidies", post(subsidies))
        .route("/v1/visits/{visit}/query", post(query))
        .layer(middleware::from_fn_with_state(Arc::clone(&faults), faults::misbehave))
        .with_state(Arc::clone(&visits));
    let order_faults = Router::new().route("/admin/faults", post(order_fault)).with_state(faults);
    let list = Router::new()
        .route("/admin/consents", get(consents))
        .route("/admin/registered", get(registered))
        .with_state(visits);
    service.merge(order_faults).merge(list).layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
}

async fn open_visit(
    State(visits): State<Arc<Visits>>,
    request: Result<Json<OpenVisit>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(request) = request.map_err(|_| Refusal::Malformed)?;
    let opened = blocking(move || visits.open(&request)).await?;
    Ok(Json(opened).into_response())
}

async fn identify(
    State(visits): State<Arc<Visits>>,
    Path(visit): Path<String>,
    request: Result<Json<Identify>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(request) = request.map_err(|_| Refusal::Malformed)?;
    Ok(private(blocking(move || visits.identify(&visit, &request)).await?))
}

async fn register(
    State(visits): State<Arc<Visits>>,
    Path(visit): Path<String>,
    request: Result<Json<Register>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(request) = request.map_err(|_| Refusal::Malformed)?;
    Ok(Json(blocking(move || visits.register(&visit, &request)).await?).into_response())
}

async fn subsidies(
    State(visits): State<Arc<Visits>>,
    Path(visit): Path<String>,
    request: Result<Json<FindSubsidies>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(request) = request.map_err(|_| Refusal::Malformed)?;
    Ok(Json(blocking(move || visits.subsidies(&visit, &request)).await?).into_response())
}

async fn query(
    State(visits): State<Arc<Visits>>,
    Path(visit): Path<String>,
    headers: HeaderMap,
    request: Result<Json<Query>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(request) = request.map_err(|_| Refusal::Malformed)?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let answer = blocking(move || visits.query(&visit, key.as_deref(), &request)).await?;
    Ok(private(answer))
}

/// JSON that nobody on the way may keep.
fn private(json: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], json).into_response()
}

async fn order_fault(State(faults): State<Arc<Faults>>, Json(order): Json<FaultOrder>) -> StatusCode {
    faults.order(order);
    StatusCode::NO_CONTENT
}

async fn consents(State(visits): State<Arc<Visits>>) -> Result<Response, Trouble> {
    let rows = blocking(move || visits.consents()).await?;
    Ok(Json(serde_json::json!({ "count": rows.len(), "consents": rows })).into_response())
}

async fn registered(State(visits): State<Arc<Visits>>) -> Result<Response, Trouble> {
    Ok(Json(blocking(move || visits.registered()).await?).into_response())
}

/// SQLite and RSA off the thread that serves the network.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Task)?
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let refused = match self {
            Self::Refused(refused) => refused,
            // The details stay here: they may quote a row.
            Self::Store(_) | Self::Task => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        let status = match refused {
            Refusal::Maintenance => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Malformed => StatusCode::BAD_REQUEST,
            Refusal::UnknownVisit => StatusCode::NOT_FOUND,
            Refusal::Conflict => StatusCode::CONFLICT,
            Refusal::NonceExpired
            | Refusal::NonceSpent
            | Refusal::Signature
            | Refusal::CertificateExpired
            | Refusal::CertificateRevoked
            | Refusal::CertificateUntrusted
            | Refusal::NotIdentified
            | Refusal::NotRegistered => StatusCode::FORBIDDEN,
        };
        (status, Json(RefusalBody { refused })).into_response()
    }
}
