//! The simulated eligibility centre: a real HTTP server over a real database, for practice and for tests. It knows
//! the practice persons and nobody else.
//!
//! It speaks plain HTTP and lets everybody in, so it listens on this machine only.

pub mod answer;
mod certificate;
mod faults;
mod routes;
mod store;
mod visits;

use crate::practice::persons::Person;
use jiff::Timestamp;
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// What time it is, for the whole centre: tests put it where they need it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How to run a centre.
#[derive(Clone)]
pub struct CentreOptions {
    /// A loopback address; port 0 takes any free port.
    pub listen: SocketAddr,
    /// The SQLite file; made when it is missing, in a folder that is there.
    pub data: PathBuf,
    /// The certification authority's certificate, DER.
    pub trust: PathBuf,
    pub clock: Clock,
    /// Whom it knows: the practice persons.
    pub people: Vec<Person>,
}

/// Why the centre does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "the simulated eligibility centre does not listen on {0}: it has neither TLS nor access control, and whoever \
         reached it could ask about every practice person; listen on 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    #[error("cannot listen on {0} ({1}): is another centre running there? Choose another port")]
    Listen(SocketAddr, std::io::Error),
    #[error(
        "{path} is no certificate of a certification authority ({why}): start the practice terminal once to make one",
        path = .0.display(), why = .1
    )]
    Trust(PathBuf, String),
    #[error(
        "the database {path} cannot be used ({why}): delete it to start with an empty one",
        path = .0.display(), why = .1
    )]
    Data(PathBuf, store::StoreError),
    #[error("the server failed ({0})")]
    Server(std::io::Error),
}

/// Runs a centre until `shutdown` ends. `ready` learns the address once requests are accepted.
///
/// Requests under way at the end are dropped, not awaited: a fault may let one hang for ever.
///
/// # Errors
/// [`ServeError`], mostly before `ready`.
pub async fn serve(
    options: CentreOptions,
    ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let CentreOptions { listen, data, trust, clock, people } = options;
    if !listen.ip().is_loopback() {
        return Err(ServeError::NotLoopback(listen));
    }
    let anchor = certificate::TrustAnchor::read(&trust).map_err(|why| ServeError::Trust(trust, why))?;
    let store = store::Store::open(&data, &people, clock()).map_err(|error| ServeError::Data(data, error))?;
    let router = routes::router(Arc::new(visits::Visits::new(store, anchor, clock)));
    let listener = TcpListener::bind(listen).await.map_err(|error| ServeError::Listen(listen, error))?;
    ready(listener.local_addr().map_err(ServeError::Server)?);
    tokio::select! {
        ended = async { axum::serve(listener, router).await } => ended.map_err(ServeError::Server),
        () = shutdown => Ok(()),
    }
}

/// A centre on a thread of its own; it stops when this is dropped.
pub struct CentreHandle {
    /// Where it listens.
    pub addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts a centre beside the caller, and returns once it accepts requests.
///
/// # Errors
/// As [`serve`].
pub fn spawn(options: CentreOptions) -> Result<CentreHandle, ServeError> {
    let (stop, stopped) = oneshot::channel::<()>();
    let (started, starting) = mpsc::channel();
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let ready = started.clone();
        let ended = match runtime {
            Ok(runtime) => runtime.block_on(serve(
                options,
                move |addr| drop(ready.send(Ok(addr))),
                // A dropped handle ends it as well.
                async { drop(stopped.await) },
            )),
            Err(error) => Err(ServeError::Server(error)),
        };
        if let Err(error) = ended {
            // After the start nobody listens any more; the kiosk then finds the centre unreachable.
            let _ = started.send(Err(error));
        }
    };
    let thread =
        std::thread::Builder::new().name("uketsuke-centre".to_owned()).spawn(run).map_err(ServeError::Server)?;
    let gone = || ServeError::Server(std::io::Error::other("its thread ended at once"));
    let addr = starting.recv().map_err(|_| gone())??;
    Ok(CentreHandle { addr, stop: Some(stop), thread: Some(thread) })
}

impl CentreHandle {
    /// `http://address:port`, for the kiosk's client.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }
}

impl Drop for CentreHandle {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server has shown itself in the failing requests.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod proof;
#[cfg(test)]
pub(crate) mod test_bench;
#[cfg(test)]
mod tests;
