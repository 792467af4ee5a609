//! The centre's rules: who may ask, what is recorded, what is answered.

use super::answer::{self, Stamp, in_japan};
use super::certificate::{Checked, TrustAnchor};
use super::store::{ConsentRow, HeldPerson, OpenedVisit, Store, StoreError};
use super::{Clock, routes::Trouble};
use crate::eligibility::consent::ConsentAnswer;
use crate::eligibility::visit::{is_facility_code, is_visit_id};
use crate::eligibility::{
    CertificateStanding, Choices, FindSubsidies, Identified, Identify, NONCE_BYTES, Offer, OpenVisit, PASS_BYTES,
    Query, Refusal, Register, Registration, SubsidiesFound, VisitOpened, message_to_sign,
};
use crate::practice::persons::Application;
use jiff::{Timestamp, ToSpan};
use rand::RngCore;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::sha2::{Digest, Sha256};
use rsa::signature::Verifier;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a nonce is good, and what it opened.
const NONCE_MINUTES: i64 = 10;
/// From this age 特定健診 are made.
const FORTY: i16 = 40;
/// An application takes a moment.
const ASK_AGAIN_MILLIS: u64 = 400;

/// Everything behind the routes. Calls block on the database.
pub struct Visits {
    store: Mutex<Store>,
    anchor: TrustAnchor,
    clock: Clock,
}

/// A certificate together with whom it belongs to.
struct Holder {
    standing: CertificateStanding,
    person: HeldPerson,
    key: RsaPublicKey,
}

impl Visits {
    pub fn new(store: Store, anchor: TrustAnchor, clock: Clock) -> Self {
        Self { store: Mutex::new(store), anchor, clock }
    }

    /// Looks at the certificate and hands out a nonce.
    pub fn open(&self, request: &OpenVisit) -> Result<VisitOpened, Trouble> {
        if !is_visit_id(&request.visit) || !is_facility_code(&request.facility) {
            return Err(Refusal::Malformed.into());
        }
        let now = (self.clock)();
        let mut store = self.store();
        if let Some(known) = store.visit(&request.visit)? {
            let same = known.facility == request.facility && known.certificate == request.certificate;
            if !same || known.answered.is_some() {
                return Err(Refusal::Conflict.into());
            }
        }
        let holder = self.holder(&store, &request.certificate, now)?;
        let mut nonce = vec![0; NONCE_BYTES];
        rand::rngs::OsRng.fill_bytes(&mut nonce);
        store.open_visit(&request.visit, &request.facility, &request.certificate, &nonce, now)?;
        let certificate = holder.as_ref().map_or(CertificateStanding::Untrusted, |holder| holder.standing);
        let registered = holder.is_some_and(|holder| holder.person.registered);
        Ok(VisitOpened { nonce, certificate, registered })
    }

    /// Who signed is who the certificate says. The same signature again gets the stored answer, as JSON.
    pub fn identify(&self, path: &str, request: &Identify) -> Result<String, Trouble> {
        let digest = Sha256::digest(&request.signature);
        let mut store = self.store();
        let visit = known(&store, path, &request.visit, &request.facility)?;
        if let Some((first, answer)) = visit.identified {
            return if first == digest.as_slice() { Ok(answer) } else { Err(Refusal::Conflict.into()) };
        }
        let now = (self.clock)();
        let holder = self.living(&store, &visit, now)?;
        let nonce = visit.nonce.ok_or(Refusal::NonceSpent)?;
        if is_over(visit.opened_at, now) {
            return Err(Refusal::NonceExpired.into());
        }
        // Spent by the attempt itself, so that a wrong signature cannot be tried again.
        store.spend_nonce(path)?;
        verify(&holder.key, &message_to_sign(&request.facility, path, &nonce), &request.signature)?;
        let mut pass = vec![0; PASS_BYTES];
        rand::rngs::OsRng.fill_bytes(&mut pass);
        let japan = in_japan(now);
        let offer = Offer {
            from_forty: answer::has_reached(FORTY, holder.person.birth, japan.date()),
            ticket: !holder.person.held.tickets.is_empty(),
            standing: store.standing(&request.facility, &visit.certificate, &Stamp::at(japan).time)?,
        };
        let identified = serde_json::to_string(&Identified { pass, offer }).map_err(StoreError::Json)?;
        store.identify(path, &digest, &identified)?;
        Ok(identified)
    }

    /// 健康保険証利用の申込み. Asked again it registers nobody twice.
    pub fn register(&self, path: &str, request: &Register) -> Result<Registration, Trouble> {
        let mut store = self.store();
        let now = (self.clock)();
        let visit = known(&store, path, &request.visit, &request.facility)?;
        let person = self.let_in(&store, &visit, &request.pass, now)?.person;
        if person.registered {
            return Ok(Registration::Registered);
        }
        match person.application {
            Application::InsurerChanging => Ok(Registration::InsurerChanging),
            Application::Registered if store.apply(&person.id, path, now)? => Ok(Registration::Registered),
            Application::Registered => Ok(Registration::Processing { ask_again_millis: ASK_AGAIN_MILLIS }),
        }
    }

    /// Whether there is a 受給者証 of 医療費助成.
    pub fn subsidies(&self, path: &str, request: &FindSubsidies) -> Result<SubsidiesFound, Trouble> {
        let store = self.store();
        let visit = known(&store, path, &request.visit, &request.facility)?;
        let person = self.let_in(&store, &visit, &request.pass, (self.clock)())?.person;
        Ok(SubsidiesFound { found: !person.held.subsidies.is_empty() })
    }

    /// Records the consents and answers, as JSON. The same query again gets the stored answer.
    pub fn query(&self, path: &str, key: Option<&str>, query: &Query) -> Result<String, Trouble> {
        if key != Some(path) || asks_twice(&query.choices.consents) {
            return Err(Refusal::Malformed.into());
        }
        let digest = Sha256::digest(serde_json::to_vec(query).map_err(StoreError::Json)?);
        let mut store = self.store();
        let visit = known(&store, path, &query.visit, &query.facility)?;
        let now = (self.clock)();
        if let Some((first, answer)) = visit.answered {
            return if first == digest.as_slice() { Ok(answer) } else { Err(Refusal::Conflict.into()) };
        }
        let holder = self.let_in(&store, &visit, &query.pass, now)?;
        if !holder.person.registered {
            return Err(Refusal::NotRegistered.into());
        }
        // Within the grace only eligibility: nothing medical, so nothing to consent to.
        let grace = Choices::default();
        let choices = if holder.standing == CertificateStanding::Grace { &grace } else { &query.choices };
        let stamp = Stamp::at(in_japan(now));
        let answer = answer::answer(path, holder.person.held, choices, &stamp);
        let answer = serde_json::to_string(&answer).map_err(StoreError::Json)?;
        store.record(path, &choices.consents, &stamp, &digest, &answer)?;
        Ok(answer)
    }

    /// Persons who were registered by an application.
    pub fn registered(&self) -> Result<Vec<String>, Trouble> {
        Ok(self.store().registered()?)
    }

    /// What was recorded, without names.
    pub fn consents(&self) -> Result<Vec<ConsentRow>, Trouble> {
        Ok(self.store().consents()?)
    }

    /// `None` for a certificate that is not trusted or of nobody known.
    fn holder(&self, store: &Store, certificate: &[u8], now: Timestamp) -> Result<Option<Holder>, StoreError> {
        let Some(Checked { standing, person, key }) = self.anchor.check(certificate, now) else { return Ok(None) };
        let Some(person) = store.person(&person)? else { return Ok(None) };
        let standing = if person.revoked { CertificateStanding::Revoked } else { standing };
        Ok(Some(Holder { standing, person, key }))
    }

    /// The holder of the visit's certificate, if that still opens anything.
    fn living(&self, store: &Store, visit: &OpenedVisit, now: Timestamp) -> Result<Holder, Trouble> {
        let holder = self.holder(store, &visit.certificate, now)?.ok_or(Refusal::CertificateUntrusted)?;
        match holder.standing {
            CertificateStanding::Untrusted => Err(Refusal::CertificateUntrusted.into()),
            CertificateStanding::Revoked => Err(Refusal::CertificateRevoked.into()),
            CertificateStanding::Expired => Err(Refusal::CertificateExpired.into()),
            CertificateStanding::Valid | CertificateStanding::Grace => Ok(holder),
        }
    }

    /// Who was identified in this visit, for whoever has its pass.
    fn let_in(&self, store: &Store, visit: &OpenedVisit, pass: &[u8], now: Timestamp) -> Result<Holder, Trouble> {
        let Some((_, identified)) = &visit.identified else { return Err(Refusal::NotIdentified.into()) };
        let known: Identified = serde_json::from_str(identified).map_err(StoreError::Json)?;
        if known.pass != pass || is_over(visit.opened_at, now) {
            return Err(Refusal::NotIdentified.into());
        }
        self.living(store, visit, now)
    }

    /// A request that panicked left no half transaction behind: SQLite rolled it back.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The visit that both path and body name, of the facility that opened it.
fn known(store: &Store, path: &str, visit: &str, facility: &str) -> Result<OpenedVisit, Trouble> {
    if path != visit || !is_visit_id(path) {
        return Err(Refusal::Malformed.into());
    }
    let known = store.visit(path)?.ok_or(Refusal::UnknownVisit)?;
    if known.facility == facility { Ok(known) } else { Err(Refusal::UnknownVisit.into()) }
}

/// Everything of a visit is good for as long as its nonce.
fn is_over(opened_at: Timestamp, now: Timestamp) -> bool {
    now > opened_at.saturating_add(NONCE_MINUTES.minutes()).unwrap_or(Timestamp::MIN)
}

fn asks_twice(consents: &[ConsentAnswer]) -> bool {
    consents
        .iter()
        .enumerate()
        .any(|(place, one)| consents.iter().skip(place + 1).any(|other| other.group == one.group))
}

fn verify(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
    let signature = Signature::try_from(signature).map_err(|_| Refusal::Signature)?;
    VerifyingKey::<Sha256>::new(key.clone()).verify(message, &signature).map_err(|_| Refusal::Signature)
}
