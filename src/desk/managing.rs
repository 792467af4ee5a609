//! What a supervisor sees and changes: paired browsers, persons, and what was done here.

use super::kiosks::Refused;
use super::pages::{Code, NEWEST, Named};
use super::people::{LOCK_AFTER, SHORTEST_CODE, SignedIn};
use super::store::{PersonRow, TerminalRow, role_of};
use super::{Act, Desk, invite_terminal};
use crate::staff::{Role, codes};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Serialize)]
pub struct TerminalView {
    id: String,
    name: String,
    /// Milliseconds since 1970.
    paired_at: i64,
    /// 0: not since this is kept.
    last_used: i64,
    /// The one that asks: who removes it is out as well.
    own: bool,
}

pub async fn terminals(State(desk): State<Arc<Desk>>, signed: SignedIn) -> Result<Json<Vec<TerminalView>>, Refused> {
    signed.may(&desk, Role::Supervisor, "terminals-read").await?;
    let view = |row: TerminalRow| {
        let TerminalRow { hash, name, paired_at, last_used } = row;
        let own = signed.0.terminal.as_ref() == Some(&hash);
        TerminalView { id: hash, name, paired_at, last_used, own }
    };
    Ok(Json(desk.store.terminals().await?.into_iter().map(view).collect()))
}

pub async fn pair_terminal(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Json(named): Json<Named>,
) -> Result<Json<Code>, Refused> {
    signed.may(&desk, Role::Supervisor, "terminal-invited").await?;
    let name = named.checked()?;
    let code = invite_terminal(&desk.store, &name).await?;
    desk.note(&signed.0.person, "terminal-invited", &name, "done").await;
    Ok(Json(Code { code, url: String::new() }))
}

/// A lost one, or one that was given away: nobody signs in there with a code, and whoever sits there is out.
pub async fn remove_terminal(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(terminal): Path<String>,
) -> Result<StatusCode, Refused> {
    signed.may(&desk, Role::Supervisor, "terminal-removed").await?;
    let name = desk.store.remove_terminal(&terminal).await?.ok_or(Refused(StatusCode::NOT_FOUND))?;
    desk.sessions.end_all_at(&terminal);
    desk.note(&signed.0.person, "terminal-removed", &name, "done").await;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
pub struct PersonView {
    name: String,
    role: Role,
    /// Their code was wrong too often.
    locked: bool,
}

pub async fn persons(State(desk): State<Arc<Desk>>, signed: SignedIn) -> Result<Json<Vec<PersonView>>, Refused> {
    signed.may(&desk, Role::Supervisor, "persons-read").await?;
    let view = |row: PersonRow| PersonView { name: row.name, role: row.role, locked: row.failures >= LOCK_AFTER };
    Ok(Json(desk.store.persons().await?.into_iter().map(view).collect()))
}

#[derive(Deserialize)]
pub struct NewPerson {
    name: String,
    role: String,
    code: Zeroizing<String>,
    /// Another code and role for somebody who is there. Without it a name that is there already changes nothing.
    #[serde(default)]
    renew: bool,
}

pub async fn put_person(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Json(person): Json<NewPerson>,
) -> Result<StatusCode, Refused> {
    let what = if person.renew { "person-changed" } else { "person-added" };
    signed.may(&desk, Role::Supervisor, what).await?;
    let role = role_of(&person.role).ok_or(Refused(StatusCode::BAD_REQUEST))?;
    let name = Named { name: person.name }.checked()?;
    if person.code.chars().count() < SHORTEST_CODE {
        return Err(Refused(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let hash = hashed(person.code).await?;
    if person.renew {
        renew(&desk, &name, role, &hash).await?;
    } else if !desk.store.add_person(&name, role, &hash).await? {
        return Err(Refused(StatusCode::CONFLICT));
    }
    desk.note(&signed.0.person, what, &name, "done").await;
    Ok(StatusCode::NO_CONTENT)
}

/// It takes a processor for a while, which is not to be this thread's.
async fn hashed(code: Zeroizing<String>) -> Result<String, Refused> {
    let hash = tokio::task::spawn_blocking(move || codes::hash(&code)).await.ok().and_then(Result::ok);
    hash.ok_or(Refused(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Whoever has another code or role signs in again.
async fn renew(desk: &Desk, name: &str, role: Role, hash: &str) -> Result<(), Refused> {
    if !desk.store.renew_person(name, role, hash).await? {
        return Err(Refused(StatusCode::NOT_FOUND));
    }
    desk.sessions.end_all_of(name);
    Ok(())
}

/// The same code can be tried again.
pub async fn unlock_person(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    signed.may(&desk, Role::Supervisor, "person-unlocked").await?;
    desk.store.person(&name).await?.ok_or(Refused(StatusCode::NOT_FOUND))?;
    desk.store.set_failures(&name, 0).await?;
    desk.sessions.forgive(&name);
    desk.note(&signed.0.person, "person-unlocked", &name, "done").await;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn remove_person(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    signed.may(&desk, Role::Supervisor, "person-removed").await?;
    // Somebody must be left who can let others in.
    if name == signed.0.person {
        return Err(Refused(StatusCode::CONFLICT));
    }
    desk.store.remove_person(&name).await?;
    desk.sessions.end_all_of(&name);
    desk.note(&signed.0.person, "person-removed", &name, "done").await;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn acts(State(desk): State<Arc<Desk>>, signed: SignedIn) -> Result<Json<Vec<Act>>, Refused> {
    signed.may(&desk, Role::Supervisor, "acts-read").await?;
    Ok(Json(desk.store.acts(NEWEST).await?))
}
