//! Client over HTTP.

use super::{Centre, CentreError};
use crate::eligibility::{
    Answer, FindSubsidies, Identified, Identify, NONCE_BYTES, OpenVisit, PASS_BYTES, Query, Refusal, RefusalBody,
    Register, Registration, SubsidiesFound, VisitOpened,
};
use serde::{Serialize, de::DeserializeOwned};
use std::net::IpAddr;
use std::time::{Duration, Instant};
use ureq::http::{StatusCode, Uri, uri::Scheme};
use zeroize::Zeroizing;

/// The longest answer that is read, in bytes.
const MAX_RESPONSE_BYTES: u64 = 1_000_000;

/// How long 健康保険証利用の申込み may take in all.
const APPLICATION: Duration = Duration::from_secs(60);
/// Between two looks at an application, whatever the centre says.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How long a call may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until the connection stands.
    pub connect: Duration,
    /// The whole call, a repeated query included: the patient waits no longer than this.
    pub total: Duration,
}

impl Default for Limits {
    /// 10 s in all, as another public client of the online eligibility network waits.
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(10) }
    }
}

/// An eligibility centre that is reached over HTTP.
pub struct HttpCentre {
    agent: ureq::Agent,
    base_url: String,
    total: Duration,
}

impl HttpCentre {
    /// # Errors
    /// [`CentreError::Address`] for anything but `https://host[:port]`, or `http://` to this very machine.
    pub fn new(base_url: &str, limits: Limits) -> Result<Self, CentreError> {
        check_address(base_url).map_err(|why| CentreError::Address(base_url.to_owned(), why))?;
        let agent = ureq::Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .http_status_as_error(false)
            // A redirect would carry the certificate to a machine that nobody configured. So would a proxy from the
            // environment.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            // A connection that the centre closed while it lay idle looks like a lost answer: open one each time.
            .max_idle_connections(0)
            .user_agent(concat!("uketsuke/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Self { agent, base_url: base_url.trim_end_matches('/').to_owned(), total: limits.total })
    }

    /// One request, one answer, before `deadline`.
    fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        idempotency_key: Option<&str>,
        body: &[u8],
        deadline: Instant,
    ) -> Result<T, CentreError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(CentreError::TimedOut);
        }
        let mut request = self
            .agent
            .post(format!("{}{path}", self.base_url))
            .config()
            .timeout_global(Some(left))
            .build()
            .content_type("application/json");
        if let Some(key) = idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        let mut response = request.send(body).map_err(transport_error)?;
        let status = response.status();
        let read = response.body_mut().with_config().limit(MAX_RESPONSE_BYTES).read_to_vec();
        understand(status, &Zeroizing::new(read.map_err(transport_error)?))
    }

    /// The answer may have been lost after the centre did what was asked. Asking once more is safe: the centre knows the
    /// repetition and sends the stored answer.
    fn post_twice<T: DeserializeOwned>(
        &self,
        path: &str,
        idempotency_key: Option<&str>,
        body: &[u8],
        deadline: Instant,
    ) -> Result<T, CentreError> {
        match self.post(path, idempotency_key, body, deadline) {
            Err(CentreError::Unreachable(_)) => self.post(path, idempotency_key, body, deadline),
            first => first,
        }
    }

    fn deadline(&self) -> Instant {
        Instant::now() + self.total
    }
}

impl Centre for HttpCentre {
    fn open_visit(&mut self, request: &OpenVisit) -> Result<VisitOpened, CentreError> {
        let opened: VisitOpened = self.post("/v1/visits", None, &to_json(request)?, self.deadline())?;
        if opened.nonce.len() == NONCE_BYTES {
            Ok(opened)
        } else {
            Err(CentreError::Rubbish("a nonce of the wrong length".to_owned()))
        }
    }

    fn identify(&mut self, request: &Identify) -> Result<Identified, CentreError> {
        let path = format!("/v1/visits/{}/identity", request.visit);
        let identified: Identified = self.post_twice(&path, None, &to_json(request)?, self.deadline())?;
        if identified.pass.len() == PASS_BYTES {
            Ok(identified)
        } else {
            Err(CentreError::Rubbish("a pass of the wrong length".to_owned()))
        }
    }

    fn register(&mut self, request: &Register) -> Result<Registration, CentreError> {
        let (path, body) = (format!("/v1/visits/{}/registration", request.visit), to_json(request)?);
        let deadline = Instant::now() + APPLICATION;
        loop {
            let step = deadline.min(self.deadline());
            match self.post_twice(&path, None, &body, step)? {
                Registration::Processing { ask_again_millis } => {
                    let pause = Duration::from_millis(ask_again_millis).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
                    if Instant::now() + pause >= deadline {
                        return Err(CentreError::TimedOut);
                    }
                    std::thread::sleep(pause);
                }
                done @ (Registration::Registered | Registration::InsurerChanging) => return Ok(done),
            }
        }
    }

    fn find_subsidies(&mut self, request: &FindSubsidies) -> Result<SubsidiesFound, CentreError> {
        let path = format!("/v1/visits/{}/subsidies", request.visit);
        self.post_twice(&path, None, &to_json(request)?, self.deadline())
    }

    fn query(&mut self, request: &Query) -> Result<Answer, CentreError> {
        let path = format!("/v1/visits/{}/query", request.visit);
        let answer: Answer = self.post_twice(&path, Some(&request.visit), &to_json(request)?, self.deadline())?;
        answer.check(&request.visit, &request.choices).map_err(|why| CentreError::Rubbish(why.to_owned()))?;
        Ok(answer)
    }
}

/// TLS everywhere but on this machine: what goes over the line names one person.
fn check_address(base_url: &str) -> Result<(), &'static str> {
    let uri: Uri = base_url.parse().map_err(|_| "write it as https://host or https://host:port")?;
    let host = uri.host().ok_or("it names no host")?;
    if uri.query().is_some() || uri.path() != "/" || uri.authority().is_some_and(|all| all.as_str().contains('@')) {
        return Err("write only https://host or https://host:port");
    }
    match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Ok(()),
        Some(scheme) if *scheme == Scheme::HTTP && is_this_machine(host) => Ok(()),
        _ => Err("use https:// (http:// is only for a centre on this very machine)"),
    }
}

pub fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn to_json<T: Serialize>(request: &T) -> Result<Zeroizing<Vec<u8>>, CentreError> {
    serde_json::to_vec(request)
        .map(Zeroizing::new)
        .map_err(|_| CentreError::Rubbish("the request cannot be written as JSON".to_owned()))
}

pub(super) fn understand<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Result<T, CentreError> {
    if let (StatusCode::SERVICE_UNAVAILABLE, Ok(RefusalBody { refused: Refusal::Maintenance })) =
        (status, serde_json::from_slice(body))
    {
        return Err(CentreError::Refused(Refusal::Maintenance));
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Err(CentreError::Busy(status.as_u16()));
    }
    if status == StatusCode::OK {
        // serde's message may quote what it read, which is personal: only the place is told.
        return serde_json::from_slice(body).map_err(|error| {
            CentreError::Rubbish(format!("not the expected JSON, line {} column {}", error.line(), error.column()))
        });
    }
    match serde_json::from_slice(body) {
        Ok(RefusalBody { refused }) => Err(CentreError::Refused(refused)),
        Err(_) => Err(CentreError::Rubbish(format!("HTTP {}", status.as_u16()))),
    }
}

fn transport_error(error: ureq::Error) -> CentreError {
    match error {
        ureq::Error::Timeout(_) => CentreError::TimedOut,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => CentreError::TimedOut,
        ureq::Error::BodyExceedsLimit(_) => CentreError::Rubbish("longer than 1 MB".to_owned()),
        ureq::Error::Http(error) => CentreError::Rubbish(error.to_string()),
        ureq::Error::Protocol(error) => CentreError::Rubbish(error.to_string()),
        // Name not found, refused, reset, cut off, TLS.
        other => CentreError::Unreachable(other.to_string()),
    }
}
