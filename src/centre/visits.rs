//! The centre's rules: who may ask, what is recorded, what is answered.

use super::answer::{Stamp, answer, in_japan};
use super::certificate::{Checked, TrustAnchor};
use super::store::{ConsentRow, HeldPerson, OpenedVisit, Store, StoreError};
use super::{Clock, routes::Trouble};
use crate::eligibility::consent::ConsentAnswer;
use crate::eligibility::visit::{is_facility_code, is_visit_id};
use crate::eligibility::{CertificateStanding, NONCE_BYTES, OpenVisit, Query, Refusal, VisitOpened, message_to_sign};
use jiff::{Timestamp, ToSpan};
use rand::RngCore;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::sha2::{Digest, Sha256};
use rsa::signature::Verifier;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a nonce is good.
const NONCE_MINUTES: i64 = 10;

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

    /// Records the consents and answers, as JSON. The same query again gets the stored answer.
    pub fn query(&self, path: &str, key: Option<&str>, query: &Query) -> Result<String, Trouble> {
        let names_one_visit = key == Some(path) && query.visit == path && is_visit_id(path);
        if !names_one_visit || asks_twice(&query.consents) {
            return Err(Refusal::Malformed.into());
        }
        let digest = Sha256::digest(serde_json::to_vec(query).map_err(StoreError::Json)?);
        let mut store = self.store();
        let visit = store.visit(path)?.ok_or(Refusal::UnknownVisit)?;
        if let Some((first, answer)) = visit.answered {
            return if first == digest.as_slice() { Ok(answer) } else { Err(Refusal::Conflict.into()) };
        }
        if visit.facility != query.facility {
            return Err(Refusal::UnknownVisit.into());
        }
        let now = (self.clock)();
        let holder = self.entitled(&store, &visit, now)?;
        let nonce = visit.nonce.ok_or(Refusal::NonceSpent)?;
        if now > visit.opened_at.saturating_add(NONCE_MINUTES.minutes()).unwrap_or(Timestamp::MIN) {
            return Err(Refusal::NonceExpired.into());
        }
        // Spent by the attempt itself, so that a wrong signature cannot be tried again.
        store.spend_nonce(path)?;
        verify(&holder.key, &message_to_sign(&query.facility, path, &nonce), &query.signature)?;
        // Within the grace only eligibility: nothing medical, so nothing to consent to.
        let consents = if holder.standing == CertificateStanding::Grace { &[] } else { query.consents.as_slice() };
        let stamp = Stamp::at(in_japan(now));
        let answer = answer(path, holder.person.qualification, holder.person.validity, consents, &stamp);
        let answer = serde_json::to_string(&answer).map_err(StoreError::Json)?;
        store.record(path, consents, &stamp, &digest, &answer)?;
        Ok(answer)
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

    /// The holder of the visit's certificate, who may ask now.
    fn entitled(&self, store: &Store, visit: &OpenedVisit, now: Timestamp) -> Result<Holder, Trouble> {
        let holder = self.holder(store, &visit.certificate, now)?.ok_or(Refusal::CertificateUntrusted)?;
        match holder.standing {
            CertificateStanding::Untrusted => Err(Refusal::CertificateUntrusted.into()),
            CertificateStanding::Revoked => Err(Refusal::CertificateRevoked.into()),
            CertificateStanding::Expired => Err(Refusal::CertificateExpired.into()),
            CertificateStanding::Valid | CertificateStanding::Grace if !holder.person.registered => {
                Err(Refusal::NotRegistered.into())
            }
            CertificateStanding::Valid | CertificateStanding::Grace => Ok(holder),
        }
    }

    /// A request that panicked left no half transaction behind: SQLite rolled it back.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
