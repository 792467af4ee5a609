//! Passkeys: somebody's own device instead of a code. They need a host name, and TLS that the browser trusts.

use super::kiosks::Refused;
use super::listener::Peer;
use super::people::{NotSignedIn, SignedIn, begin, paired, same_origin, with_cookies};
use super::{Desk, Moment};
use crate::link::pairing::random_letters;
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// So long somebody may take with their device.
const CEREMONY: Duration = Duration::from_secs(300);
/// Ceremonies that may be open: more are somebody's attempt to fill the memory.
const MOST: usize = 200;

enum Ceremony {
    Registration { person: String, state: Box<PasskeyRegistration> },
    SignIn { person: String, state: Box<PasskeyAuthentication> },
}

#[derive(Default)]
pub struct Passkeys {
    webauthn: OnceLock<Webauthn>,
    open: Mutex<HashMap<String, (Instant, Ceremony)>>,
}

impl Passkeys {
    /// Where the browser is: a passkey is bound to the name. Without TLS only `localhost` counts as safe.
    pub fn serve_at(&self, host: &str, tls: Option<SocketAddr>, plain: Option<SocketAddr>) {
        let origin = match (tls, plain) {
            (Some(at), _) => format!("https://{host}:{}", at.port()),
            (None, Some(at)) => format!("http://localhost:{}", at.port()),
            (None, None) => return,
        };
        let host = if tls.is_some() { host } else { "localhost" };
        let built = Url::parse(&origin).ok().and_then(|origin| {
            let builder = WebauthnBuilder::new(host, &origin).ok()?;
            builder.rp_name("Uketsuke").build().ok()
        });
        // An address instead of a name: codes work, passkeys do not.
        if let Some(webauthn) = built {
            self.webauthn.set(webauthn).ok();
        }
    }

    fn webauthn(&self) -> Result<&Webauthn, Refused> {
        self.webauthn.get().ok_or(Refused(StatusCode::NOT_IMPLEMENTED))
    }

    fn put(&self, ceremony: Ceremony) -> Result<String, Refused> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (began, _)| began.elapsed() < CEREMONY);
        if open.len() >= MOST {
            return Err(Refused(StatusCode::TOO_MANY_REQUESTS));
        }
        let token = random_letters(30);
        open.insert(token.clone(), (Instant::now(), ceremony));
        Ok(token)
    }

    fn take(&self, token: &str) -> Result<Ceremony, Refused> {
        let taken = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
        let fresh = taken.filter(|(began, _)| began.elapsed() < CEREMONY);
        fresh.map(|(_, ceremony)| ceremony).ok_or(Refused(StatusCode::GONE))
    }
}

/// A challenge for the browser, and what it has to bring back with the answer.
#[derive(Serialize)]
pub struct Challenge<C> {
    ceremony: String,
    challenge: C,
}

#[derive(Deserialize)]
pub struct Answer<A> {
    ceremony: String,
    answer: A,
}

fn refused(_: webauthn_rs::prelude::WebauthnError) -> Refused {
    Refused(StatusCode::FORBIDDEN)
}

/// Whoever is signed in adds a device of theirs.
pub async fn add(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
) -> Result<Json<Challenge<CreationChallengeResponse>>, Refused> {
    let person = signed.0.person;
    let known = stored(&desk, &person).await?.iter().map(|key| key.cred_id().clone()).collect();
    let webauthn = desk.passkeys.webauthn()?;
    let started = webauthn.start_passkey_registration(Uuid::new_v4(), &person, &person, Some(known));
    let (challenge, state) = started.map_err(refused)?;
    let ceremony = desk.passkeys.put(Ceremony::Registration { person, state: Box::new(state) })?;
    Ok(Json(Challenge { ceremony, challenge }))
}

pub async fn added(
    State(desk): State<Arc<Desk>>,
    signed: SignedIn,
    Json(told): Json<Answer<RegisterPublicKeyCredential>>,
) -> Result<StatusCode, Refused> {
    let Ceremony::Registration { person, state } = desk.passkeys.take(&told.ceremony)? else {
        return Err(Refused(StatusCode::BAD_REQUEST));
    };
    if person != signed.0.person {
        return Err(Refused(StatusCode::FORBIDDEN));
    }
    let key = desk.passkeys.webauthn()?.finish_passkey_registration(&told.answer, &state).map_err(refused)?;
    let text = serde_json::to_string(&key).map_err(|_| Refused(StatusCode::INTERNAL_SERVER_ERROR))?;
    desk.store.add_passkey(&random_letters(20), &person, &text, Moment::now().0).await?;
    desk.note(&person, "passkey-added", "", "done").await;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Name {
    name: String,
}

pub async fn ask(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    Json(Name { name }): Json<Name>,
) -> Result<Response, Refused> {
    if !same_origin(&headers) || desk.limits.of_device.check_key(&peer.address).is_err() {
        return Ok(NotSignedIn::Device.into_response());
    }
    let keys = stored(&desk, name.trim()).await?;
    if keys.is_empty() {
        return Ok(NotSignedIn::Wrong { wait_s: 0 }.into_response());
    }
    let (challenge, state) = desk.passkeys.webauthn()?.start_passkey_authentication(&keys).map_err(refused)?;
    let person = name.trim().to_owned();
    let ceremony = desk.passkeys.put(Ceremony::SignIn { person, state: Box::new(state) })?;
    let challenge: RequestChallengeResponse = challenge;
    Ok(Json(Challenge { ceremony, challenge }).into_response())
}

pub async fn answered(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    Json(told): Json<Answer<PublicKeyCredential>>,
) -> Result<Response, Refused> {
    let Ceremony::SignIn { person, state } = desk.passkeys.take(&told.ceremony)? else {
        return Err(Refused(StatusCode::BAD_REQUEST));
    };
    let checked = desk.passkeys.webauthn()?.finish_passkey_authentication(&told.answer, &state);
    let known = desk.store.person(&person).await?;
    match (checked, known) {
        (Ok(checked), Some(known)) if checked.user_verified() && same_origin(&headers) => {
            desk.note(&person, "sign-in-passkey", "", "done").await;
            // A passkey is good in any browser; one that is paired can be removed with its sessions.
            let terminal = paired(&desk, &headers).await?;
            let (cookie, answer) = begin(&desk, &person, known.role, terminal, peer.encrypted);
            Ok(with_cookies(answer, cookie))
        }
        _ => {
            desk.note(&person, "sign-in-passkey", "", "wrong").await;
            Ok(NotSignedIn::Wrong { wait_s: 0 }.into_response())
        }
    }
}

async fn stored(desk: &Desk, person: &str) -> Result<Vec<Passkey>, Refused> {
    let texts = desk.store.passkeys(person).await?;
    Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}
