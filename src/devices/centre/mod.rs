//! The kiosk's side of the eligibility centre: a trait, its errors, and the HTTP client behind it.

#[cfg(test)]
#[path = "abuse_tests.rs"]
mod abuse;
mod http;

pub(super) use http::is_this_machine;
pub use http::{HttpCentre, Limits};

use crate::eligibility::{
    Answer, FindSubsidies, Identified, Identify, OpenVisit, Query, Refusal, Register, Registration, SubsidiesFound,
    VisitOpened,
};

/// An eligibility centre. Calls block; each ends within the limits of the client.
pub trait Centre: Send {
    /// Asks about the card's certificate and for a nonce to sign.
    fn open_visit(&mut self, request: &OpenVisit) -> Result<VisitOpened, CentreError>;

    /// Shows what the card signed; what comes back opens the rest of the visit.
    fn identify(&mut self, request: &Identify) -> Result<Identified, CentreError>;

    /// 健康保険証利用の申込み, until the centre says what became of it; never [`Registration::Processing`].
    fn register(&mut self, request: &Register) -> Result<Registration, CentreError>;

    /// Looks for 受給者証 of 医療費助成.
    fn find_subsidies(&mut self, request: &FindSubsidies) -> Result<SubsidiesFound, CentreError>;

    /// Records the consents and asks for the eligibility.
    fn query(&mut self, request: &Query) -> Result<Answer, CentreError>;
}

/// Why there is no usable answer. No message holds any of the patient's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CentreError {
    #[error("{0:?} is no usable address of an eligibility centre: {1}")]
    Address(String, &'static str),
    #[error(
        "the eligibility centre cannot be reached ({0}): check the network cable and the router, then the address of \
         the centre in the configuration"
    )]
    Unreachable(String),
    #[error("the eligibility centre did not answer in time: try again in a moment; if it stays, check the network")]
    TimedOut,
    #[error(
        "the eligibility centre is out of service (HTTP {0}): look at its notices, and confirm eligibility by another \
         way meanwhile"
    )]
    Busy(u16),
    #[error("the eligibility centre's answer makes no sense ({0}): check the address of the centre, then call support")]
    Rubbish(String),
    #[error("the eligibility centre refused: {0}")]
    Refused(Refusal),
}

#[cfg(test)]
mod tests;
