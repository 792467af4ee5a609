//! An order of somebody at the desk: checked, kept, sent, and its verdict told.

use super::kiosks::Refused;
use super::people::SignedIn;
use super::{Desk, Moment};
use crate::link::protocol::{Boot, Command};
use crate::session::{OrderVerdict, StaffAction};
use crate::staff::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// A kiosk answers within milliseconds; whoever pressed a button waits no longer than this.
const VERDICT: Duration = Duration::from_secs(6);

#[derive(Debug, Deserialize)]
pub struct Ask {
    /// Random, made by the page: a click that is sent twice is one order.
    id: String,
    boot: Boot,
    visit: u64,
    screen: u64,
    action: StaffAction,
    /// For a visual check: the photo on the card was compared with the person.
    #[serde(default)]
    compared: bool,
}

/// What the page is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Told {
    Verdict {
        verdict: OrderVerdict,
    },
    Offline,
    /// The kiosk has not answered; whether it did it shows on its card.
    NoAnswer,
    /// Too many orders in a minute.
    TooMany,
    /// A visual check needs its tick.
    NotCompared,
}

fn name_of(action: StaffAction) -> &'static str {
    match action {
        StaffAction::VisualCheck { .. } => "visual",
        StaffAction::Come => "come",
        StaffAction::Cancel => "cancel",
        StaffAction::Pause => "pause",
        StaffAction::Resume => "resume",
        StaffAction::RestartReader => "restart-reader",
        StaffAction::RestartFace => "restart-face",
        StaffAction::OpenPanel => "open-panel",
        StaffAction::ShowWays => "show-ways",
    }
}

pub async fn order(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(kiosk): Path<String>,
    Json(ask): Json<Ask>,
) -> Result<Json<Told>, Refused> {
    let what = name_of(ask.action);
    signed.may(&desk, Role::least_for(ask.action), what).await?;
    let row = desk.store.kiosk(&kiosk).await?.ok_or(Refused(StatusCode::NOT_FOUND))?;
    let told = carry_out(&desk, &signed.0.person, &kiosk, ask).await?;
    desk.note(&signed.0.person, what, &row.name, &outcome(told)).await;
    Ok(Json(told))
}

async fn carry_out(desk: &Desk, person: &str, kiosk: &str, ask: Ask) -> Result<Told, Refused> {
    if ask.id.len() < 16 || ask.id.len() > 64 {
        return Err(Refused(StatusCode::BAD_REQUEST));
    }
    if matches!(ask.action, StaffAction::VisualCheck { .. }) && !ask.compared {
        return Ok(Told::NotCompared);
    }
    if desk.limits.of_person.check_key(&person.to_owned()).is_err() {
        return Ok(Told::TooMany);
    }
    if !desk.live.now(kiosk).online {
        return Ok(Told::Offline);
    }
    let Ask { id, boot, visit, screen, action, compared: _ } = ask;
    let told = desk.live.await_verdict(&id);
    let command = Command { id: id.clone(), boot, visit, screen, person: person.into(), action };
    // It is kept before it is sent: what a kiosk did can always be told from what it was asked.
    let is_new = desk.store.give(kiosk, &command, Moment::now().0).await?;
    if !is_new && let Some(Some(verdict)) = desk.store.verdict(&id).await? {
        return Ok(Told::Verdict { verdict });
    }
    if is_new && !desk.live.send(kiosk, command) {
        return Ok(Told::Offline);
    }
    match tokio::time::timeout(VERDICT, told).await {
        Ok(Ok(verdict)) => Ok(Told::Verdict { verdict }),
        Ok(Err(_)) | Err(_) => Ok(Told::NoAnswer),
    }
}

fn outcome(told: Told) -> String {
    let text = match told {
        Told::Verdict { verdict: OrderVerdict::Done } => "done",
        Told::Verdict { verdict: OrderVerdict::Stale } => "stale",
        Told::Verdict { verdict: OrderVerdict::NotNow } => "not-now",
        Told::Verdict { verdict: OrderVerdict::NoCard } => "no-card",
        Told::Verdict { verdict: OrderVerdict::NoTerminalKey } => "no-terminal-key",
        Told::Offline => "offline",
        Told::NoAnswer => "no-answer",
        Told::TooMany => "too-many",
        Told::NotCompared => "not-compared",
    };
    text.into()
}
