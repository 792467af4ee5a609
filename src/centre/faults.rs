//! Faults on order, so that kiosk and people can practise what the field brings.

use super::routes::Trouble;
use crate::eligibility::Refusal;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The slowest order, in milliseconds.
const MAX_SLOW_MILLIS: u64 = 10 * 60 * 1000;
/// An answer that is cut is held whole before.
const MAX_CUT_BYTES: usize = 1_000_000;

/// `POST /admin/faults`: `{"fault": "slow", "millis": 3000, "times": 2, "after": 1}`. Replaces the order before.
#[derive(Debug, Deserialize)]
pub struct FaultOrder {
    #[serde(flatten)]
    fault: Fault,
    /// How many requests it hits.
    #[serde(default = "once")]
    times: u32,
    /// How many go well before.
    #[serde(default)]
    after: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
enum Fault {
    #[default]
    None,
    /// The answer comes after so many milliseconds.
    Slow { millis: u64 },
    /// 503, nothing is done.
    Down,
    /// 503 that says why: the hours in which the centre is closed.
    Maintenance,
    /// 200, but not JSON.
    Rubbish,
    /// The connection stands, no answer ever comes, nothing is done.
    Never,
    /// The request is done; the connection breaks in the middle of the answer.
    Cut,
}

fn once() -> u32 {
    1
}

/// The order that stands.
#[derive(Default)]
pub struct Faults {
    standing: Mutex<Option<FaultOrder>>,
}

impl Faults {
    pub fn order(&self, order: FaultOrder) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Some(order);
    }

    /// The fault for one request.
    fn next(&self) -> Fault {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *standing {
            None | Some(FaultOrder { after: 0, times: 0, .. }) => Fault::None,
            Some(FaultOrder { after: 0, times, fault }) => {
                *times -= 1;
                *fault
            }
            Some(FaultOrder { after, .. }) => {
                *after -= 1;
                Fault::None
            }
        }
    }
}

/// Stands before the routes of the service, not before those of the administration.
pub async fn misbehave(State(faults): State<Arc<Faults>>, request: Request, next: Next) -> Response {
    match faults.next() {
        Fault::None => next.run(request).await,
        Fault::Slow { millis } => {
            tokio::time::sleep(Duration::from_millis(millis.min(MAX_SLOW_MILLIS))).await;
            next.run(request).await
        }
        Fault::Down => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Fault::Maintenance => Trouble::Refused(Refusal::Maintenance).into_response(),
        Fault::Rubbish => "<html>ご利用いただけません</html>".into_response(),
        Fault::Never => std::future::pending().await,
        Fault::Cut => cut(next.run(request).await).await,
    }
}

/// Announces the whole length, sends half.
async fn cut(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, MAX_CUT_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    // A stream has no length of its own, which hyper would otherwise correct.
    let half = Body::from_stream(Body::from(whole.slice(..whole.len() / 2)).into_data_stream());
    Response::from_parts(parts, half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_counts_down() {
        let faults = Faults::default();
        let order = |json| faults.order(serde_json::from_str(json).unwrap());
        order(r#"{"fault": "slow", "millis": 5, "times": 2}"#);
        assert_eq!([faults.next(), faults.next()], [Fault::Slow { millis: 5 }; 2]);
        assert_eq!(faults.next(), Fault::None);
        order(r#"{"fault": "down", "after": 1}"#);
        assert_eq!([faults.next(), faults.next(), faults.next()], [Fault::None, Fault::Down, Fault::None]);
        order(r#"{"fault": "down"}"#);
        order(r#"{"fault": "none"}"#);
        assert_eq!(faults.next(), Fault::None);
        assert!(serde_json::from_str::<FaultOrder>(r#"{"fault": "fire"}"#).is_err());
    }
}
