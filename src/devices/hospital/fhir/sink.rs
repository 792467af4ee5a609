//! Where a bundle goes: a folder, or a FHIR server.

use crate::devices::centre::is_this_machine;
use crate::devices::hospital::{ResultFolder, ResultFolderError};
use crate::eligibility::visit::is_visit_id;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;
use ureq::http::{StatusCode, Uri, uri::Scheme};
use zeroize::Zeroizing;

/// The longest answer of a server that is read, in bytes.
const MAX_RESPONSE_BYTES: u64 = 1_000_000;
/// Nobody waits at the kiosk for this; a server takes its time over a transaction.
const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(30);

/// `[results.fhir]` of the configuration: exactly one of `folder` and `url`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
pub enum FhirSink {
    /// Each bundle becomes a file `<visit>.fhir.json` there.
    Folder(PathBuf),
    /// Each bundle is posted there, to the base of a FHIR server.
    Server { base_url: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    folder: Option<PathBuf>,
    url: Option<String>,
}

impl TryFrom<Keys> for FhirSink {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Self, String> {
        match keys {
            Keys { folder: Some(folder), url: None } => Ok(Self::Folder(folder)),
            Keys { folder: None, url: Some(url) } => match check_address(&url) {
                Ok(()) => Ok(Self::Server { base_url: url }),
                Err(why) => Err(format!("results.fhir.url: {why}")),
            },
            _ => Err("results.fhir: set either `folder` or `url`, and not both".to_owned()),
        }
    }
}

/// Why a bundle did not arrive. No message holds any of it, nor of what a server said about it.
#[derive(Debug, thiserror::Error)]
pub enum FhirDeliveryError {
    #[error("the FHIR bundle was not written: {0}")]
    Folder(#[from] ResultFolderError),
    #[error("the visit has no usable id: call support")]
    Visit,
    #[error("the address of the FHIR server cannot be used: {0}; correct results.fhir.url in the configuration")]
    Address(&'static str),
    #[error(
        "the FHIR server cannot be reached ({0}): check the network, then results.fhir.url in the configuration; the \
         bundle may be sent again"
    )]
    Unreachable(String),
    #[error("the FHIR server did not answer in time: the bundle may be sent again")]
    TimedOut,
    #[error("the FHIR server is out of service (HTTP {0}): ask who runs it; the bundle may be sent again")]
    Busy(u16),
    #[error("the FHIR server does not let this kiosk write (HTTP {0}): ask who runs it to allow transactions from it")]
    NotAllowed(u16),
    #[error("the FHIR server refused the bundle (HTTP {0}): ask who runs it to look into its log")]
    Refused(u16),
    #[error("what answers at results.fhir.url is no FHIR server ({0}): correct the address in the configuration")]
    NotFhir(String),
}

impl FhirDeliveryError {
    /// Whether it is about this bundle alone: the next one may be taken all the same.
    pub fn is_of_this_bundle(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Visit => true,
            Self::Folder(_)
            | Self::Unreachable(_)
            | Self::TimedOut
            | Self::Busy(_)
            | Self::Address(_)
            | Self::NotAllowed(_)
            | Self::NotFhir(_) => false,
        }
    }
}

/// Brings a finished bundle to where it belongs. Blocks, at most half a minute; the same bundle may be delivered again.
///
/// # Errors
/// [`FhirDeliveryError`]; a folder is then as it was. A server may have taken the bundle where its answer was lost.
pub fn deliver(sink: &FhirSink, visit: &str, bundle: &[u8]) -> Result<(), FhirDeliveryError> {
    if !is_visit_id(visit) {
        return Err(FhirDeliveryError::Visit);
    }
    match sink {
        FhirSink::Folder(folder) => {
            ResultFolder::new(folder.clone()).put(&format!("{visit}.fhir.json"), bundle)?;
            Ok(())
        }
        FhirSink::Server { base_url } => post(base_url, bundle, TOTAL),
    }
}

fn post(base_url: &str, bundle: &[u8], total: Duration) -> Result<(), FhirDeliveryError> {
    check_address(base_url).map_err(FhirDeliveryError::Address)?;
    let mut response = agent(total)
        .post(base_url.trim_end_matches('/'))
        .header("Accept", "application/fhir+json")
        // What the server made of the bundle is of no use here.
        .header("Prefer", "return=minimal")
        .content_type("application/fhir+json; charset=utf-8")
        .send(bundle)
        .map_err(transport_error)?;
    understand_status(response.status())?;
    let read = response.body_mut().with_config().limit(MAX_RESPONSE_BYTES).read_to_vec();
    understand_body(&Zeroizing::new(read.map_err(transport_error)?))
}

/// No redirects and no proxy from the environment: either would carry the patient's data to a machine that nobody
/// configured.
fn agent(total: Duration) -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(total))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("uketsuke/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent()
}

/// TLS everywhere but on this machine: what goes over the line names one person.
fn check_address(base_url: &str) -> Result<(), &'static str> {
    let uri: Uri = base_url.parse().map_err(|_| "write it as https://host/path")?;
    let host = uri.host().ok_or("it names no host: write it as https://host/path")?;
    if uri.query().is_some() || uri.authority().is_some_and(|all| all.as_str().contains('@')) {
        return Err("write only https://host/path, without a name, a password or a query");
    }
    match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Ok(()),
        Some(scheme) if *scheme == Scheme::HTTP && is_this_machine(host) => Ok(()),
        _ => Err("use https:// (http:// is only for a server on this very machine)"),
    }
}

fn understand_status(status: StatusCode) -> Result<(), FhirDeliveryError> {
    match status.as_u16() {
        200 => Ok(()),
        code @ (401 | 403) => Err(FhirDeliveryError::NotAllowed(code)),
        code @ (408 | 425 | 429 | 500..) => Err(FhirDeliveryError::Busy(code)),
        code @ (300..=399 | 404 | 405) => Err(FhirDeliveryError::NotFhir(format!("HTTP {code}"))),
        code => Err(FhirDeliveryError::Refused(code)),
    }
}

/// A page that greets every request with 200 is no FHIR server, and the bundle would be lost.
fn understand_body(body: &[u8]) -> Result<(), FhirDeliveryError> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "resourceType")]
        resource: String,
        #[serde(rename = "type")]
        kind: String,
    }
    match serde_json::from_slice(body) {
        Ok(Answer { resource, kind }) if resource == "Bundle" && kind == "transaction-response" => Ok(()),
        _ => Err(FhirDeliveryError::NotFhir("no transaction-response".to_owned())),
    }
}

fn transport_error(error: ureq::Error) -> FhirDeliveryError {
    match error {
        ureq::Error::Timeout(_) => FhirDeliveryError::TimedOut,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => FhirDeliveryError::TimedOut,
        ureq::Error::BodyExceedsLimit(_) => FhirDeliveryError::NotFhir("its answer is longer than 1 MB".to_owned()),
        ureq::Error::Http(_) | ureq::Error::Protocol(_) => FhirDeliveryError::NotFhir("no HTTP".to_owned()),
        // Name not found, refused, reset, cut off, TLS.
        other => FhirDeliveryError::Unreachable(other.to_string()),
    }
}

#[cfg(test)]
#[path = "sink_tests.rs"]
mod tests;
