//! The kiosk's side of the protocol: one request a method. A simulated fleet speaks through the same.

use super::pairing::Pairing;
use super::protocol::{Command, CommandVerdict, KioskState, Receipt, RecordBatch};
use super::{sse, tls};
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::Duration;

/// An answer comes within this time, or not at all.
pub(super) const ANSWER: Duration = Duration::from_secs(10);
/// The desk says every five seconds that it is there.
const SILENCE: Duration = Duration::from_secs(15);
/// No answer is longer: the longest has two certificates in it.
const LONGEST: usize = 64 * 1024;

/// Why nothing came of a request; the link tries again by itself.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("the desk cannot be reached ({0}); is `uketsuke desk` running, and the network up?")]
    Http(#[from] reqwest::Error),
    #[error("the certificates of the link cannot be used ({0}); pair the kiosk again with `uketsuke pair`")]
    Tls(#[from] rustls::Error),
    #[error("a certificate could not be asked for ({0})")]
    Request(#[from] rcgen::Error),
    #[error("the desk does not take this code: it is good once, for ten minutes; let the desk show a new one")]
    CodeRefused,
    #[error("this code is not of the desk at that address: look at both, letter by letter")]
    OtherDesk,
    #[error(transparent)]
    Events(#[from] sse::NoEvents),
    #[error("the desk's answer makes no sense ({0}); is that the right address, and are both of one version?")]
    Rubbish(&'static str),
    /// The desk holds another record than the kiosk's disk.
    #[error("the desk holds another record than this kiosk, up to {}", .0.seq)]
    OtherRecord(Receipt),
    #[error("the record could not be read ({0})")]
    Record(String),
}

/// Where the entries of the record come from.
pub trait Source: Send + Sync + 'static {
    /// Another one as soon as something was written: asked often, so it costs nothing.
    fn mark(&self) -> Option<Mark>;

    /// The next entries after this receipt, without a gap; `None` when there are none.
    fn after(&self, receipt: &Receipt, most: usize) -> Result<Option<RecordBatch>, LinkError>;
}

/// Length and time of what was written last.
pub type Mark = (u64, std::time::SystemTime);

/// A way to one desk.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
}

pub(super) fn builder(tls: rustls::ClientConfig, socket: Option<&Path>) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .tcp_nodelay(true)
        .connect_timeout(ANSWER)
        .read_timeout(SILENCE);
    match socket {
        Some(socket) => builder.unix_socket(socket.to_owned()),
        None => builder,
    }
}

/// The answer's JSON. A desk may be a machine that somebody has taken over: what has no end is not read to it.
pub(super) async fn read<T: DeserializeOwned>(mut answer: reqwest::Response) -> Result<T, LinkError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if bytes.len() + chunk.len() > LONGEST {
            return Err(LinkError::Rubbish("it is too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&bytes).map_err(|_| LinkError::Rubbish("it is not the expected JSON"))
}

impl Client {
    pub fn new(pairing: &Pairing) -> Result<Self, LinkError> {
        let tls = tls::paired_client(&pairing.authority, &pairing.certificate, &pairing.key)?;
        Ok(Self { http: builder(tls, pairing.socket.as_deref()).build()?, url: pairing.url.clone() })
    }

    fn at(&self, path: &str) -> String {
        format!("{}/v1/link/{path}", self.url)
    }

    pub async fn put_state(&self, state: &KioskState) -> Result<(), LinkError> {
        self.http.put(self.at("state")).timeout(ANSWER).json(state).send().await?.error_for_status()?;
        Ok(())
    }

    pub async fn verdict(&self, verdict: &CommandVerdict) -> Result<(), LinkError> {
        self.http.post(self.at("verdict")).timeout(ANSWER).json(verdict).send().await?.error_for_status()?;
        Ok(())
    }

    /// Hands on commands until the stream ends, which it always does with an error or a cut.
    pub async fn commands(&self, connected: impl FnOnce(), mut each: impl FnMut(Command)) -> Result<(), LinkError> {
        let mut answer = self.http.get(self.at("commands")).send().await?.error_for_status()?;
        connected();
        let mut events = sse::Events::default();
        while let Some(chunk) = answer.chunk().await? {
            for data in events.take(&chunk)? {
                // A newer desk may say what this kiosk does not know; it cannot be obeyed.
                if let Ok(command) = serde_json::from_str(&data) {
                    each(command);
                }
            }
        }
        Ok(())
    }

    /// How far the desk holds the record.
    pub async fn receipt(&self) -> Result<Receipt, LinkError> {
        let answer = self.http.get(self.at("record")).timeout(ANSWER).send().await?;
        read(answer.error_for_status()?).await
    }

    /// The kiosk has another record than the one that the desk holds.
    pub async fn record_anew(&self) -> Result<(), LinkError> {
        self.http.post(self.at("record/anew")).timeout(ANSWER).send().await?.error_for_status()?;
        Ok(())
    }

    pub async fn send_record(&self, batch: &RecordBatch) -> Result<Receipt, LinkError> {
        let answer = self.http.post(self.at("record")).timeout(ANSWER).json(batch).send().await?;
        if answer.status() == reqwest::StatusCode::CONFLICT {
            return Err(LinkError::OtherRecord(read(answer).await?));
        }
        read(answer.error_for_status()?).await
    }
}
