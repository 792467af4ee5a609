//! Where the desk listens: TLS on a port, TLS on a socket for practice terminals of this machine, and plain HTTP on
//! loopback only. Handshakes go on beside each other: one slow client holds up nobody.

use super::authority::{Authority, kiosk_id};
use super::bounded::{Bounded, Places};
use crate::link::tls;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::pki_types::CertificateDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;

/// A client that has not introduced itself by then is sent away.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Connections that may wait for the server.
const QUEUE: usize = 64;
/// Browsers of one machine; each keeps six connections at most, and one more for its board.
const OF_ONE_MACHINE: usize = 64;
/// Who introduces themselves at one time; more wait in the system's own queue.
const HANDSHAKES: usize = 512;
/// A connection to which the desk has had nothing to say for so long is closed, however slowly somebody still speaks. Every
/// stream says something each ten seconds.
const NOTHING_TO_SAY: Duration = Duration::from_secs(60);

/// Whoever is at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    pub address: IpAddr,
    /// Its certificate is of this desk's authority: a kiosk, perhaps one that was removed.
    pub kiosk: Option<String>,
    /// Cookies may be marked as secure.
    pub encrypted: bool,
}

/// Where connections wait, and who may come in.
#[derive(Clone)]
struct Lobby {
    give: mpsc::Sender<(Box<dyn Stream>, Peer)>,
    browsers: Places,
    handshakes: Arc<Semaphore>,
}

impl Lobby {
    /// Until somebody more may introduce themselves.
    async fn wait(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.handshakes).acquire_owned().await.ok()
    }

    /// Kiosks are known; of others one machine has so many places, and what is beyond is closed.
    async fn let_in(&self, stream: impl Stream + 'static, peer: Peer) {
        let place = match peer.kiosk {
            Some(_) => None,
            None => match self.browsers.take(peer.address) {
                Some(place) => Some(place),
                None => return,
            },
        };
        self.give.send((Box::new(Bounded::new(stream, NOTHING_TO_SAY, place)), peer)).await.ok();
    }
}

pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// All connections, wherever they come in.
pub struct Connections {
    ready: mpsc::Receiver<(Box<dyn Stream>, Peer)>,
    lobby: Lobby,
}

#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the desk cannot listen on {0} ({1}): is another one running there?")]
    Port(SocketAddr, io::Error),
    #[error("the desk cannot listen on the socket {0} ({1})")]
    Socket(String, io::Error),
    #[error("{0} can be reached from outside: without TLS the desk listens on 127.0.0.1 or [::1] only")]
    NotLoopback(SocketAddr),
    #[error("the desk's certificate cannot be used ({0})")]
    Tls(#[from] rustls::Error),
    #[error("the desk's certificate cannot be made ({0}): are the host names right?")]
    Certificate(#[from] rcgen::Error),
}

/// Asks for the certificate of a kiosk and lets browsers in without one.
pub fn server_config(authority: &Authority, hosts: &[String]) -> Result<Arc<ServerConfig>, ListenError> {
    let (certificate, key) = authority.desk(hosts)?;
    let mut roots = RootCertStore::empty();
    roots.add(authority.certificate().clone())?;
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), tls::provider())
        .allow_unauthenticated()
        .build()
        .map_err(|error| rustls::Error::General(error.to_string()))?;
    let config = ServerConfig::builder_with_provider(tls::provider())
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate, authority.certificate().clone()], key)?;
    Ok(Arc::new(config))
}

impl Default for Connections {
    fn default() -> Self {
        let (give, ready) = mpsc::channel(QUEUE);
        let (browsers, handshakes) = (Places::of(OF_ONE_MACHINE), Arc::new(Semaphore::new(HANDSHAKES)));
        Self { ready, lobby: Lobby { give, browsers, handshakes } }
    }
}

impl Connections {
    pub async fn listen_tls(&self, at: SocketAddr, config: Arc<ServerConfig>) -> Result<SocketAddr, ListenError> {
        let listener = TcpListener::bind(at).await.map_err(|cause| ListenError::Port(at, cause))?;
        let bound = listener.local_addr().map_err(|cause| ListenError::Port(at, cause))?;
        let (acceptor, lobby) = (TlsAcceptor::from(config), self.lobby.clone());
        tokio::spawn(async move {
            loop {
                let waits = lobby.wait().await;
                let (stream, from) = accepted(|| listener.accept()).await;
                // Forty milliseconds a small answer otherwise.
                stream.set_nodelay(true).ok();
                tokio::spawn(shake_hands(acceptor.clone(), stream, from.ip(), lobby.clone(), waits));
            }
        });
        Ok(bound)
    }

    /// A socket that is left over from a desk that was killed is replaced.
    pub fn listen_socket(&self, path: &Path, config: Arc<ServerConfig>) -> Result<(), ListenError> {
        std::fs::remove_file(path).ok();
        let listener =
            UnixListener::bind(path).map_err(|cause| ListenError::Socket(path.display().to_string(), cause))?;
        let (acceptor, lobby) = (TlsAcceptor::from(config), self.lobby.clone());
        tokio::spawn(async move {
            loop {
                let waits = lobby.wait().await;
                let (stream, _) = accepted(|| listener.accept()).await;
                let here = Ipv4Addr::LOCALHOST.into();
                tokio::spawn(shake_hands(acceptor.clone(), stream, here, lobby.clone(), waits));
            }
        });
        Ok(())
    }

    pub async fn listen_plain(&self, at: SocketAddr) -> Result<SocketAddr, ListenError> {
        if !at.ip().is_loopback() {
            return Err(ListenError::NotLoopback(at));
        }
        let listener = TcpListener::bind(at).await.map_err(|cause| ListenError::Port(at, cause))?;
        let bound = listener.local_addr().map_err(|cause| ListenError::Port(at, cause))?;
        let lobby = self.lobby.clone();
        tokio::spawn(async move {
            loop {
                let (stream, from) = accepted(|| listener.accept()).await;
                stream.set_nodelay(true).ok();
                lobby.let_in(stream, Peer { address: from.ip(), kiosk: None, encrypted: false }).await;
            }
        });
        Ok(bound)
    }
}

/// The next connection. Nothing to do about one that broke off, or too many open files, but to go on.
async fn accepted<T, F: Future<Output = io::Result<T>>>(accept: impl Fn() -> F) -> T {
    loop {
        match accept().await {
            Ok(accepted) => return accepted,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn shake_hands(
    acceptor: TlsAcceptor,
    stream: impl Stream + 'static,
    address: IpAddr,
    lobby: Lobby,
    _waits: Option<OwnedSemaphorePermit>,
) {
    let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await else { return };
    let kiosk = stream.get_ref().1.peer_certificates().and_then(<[CertificateDer]>::first).map(kiosk_id);
    lobby.let_in(stream, Peer { address, kiosk, encrypted: true }).await;
}

impl Listener for Connections {
    type Io = Box<dyn Stream>;
    type Addr = Peer;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some((stream, peer)) => (stream, peer),
            // Never: `self` holds a sender.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Peer { address: Ipv4Addr::LOCALHOST.into(), kiosk: None, encrypted: false })
    }
}

impl Connected<IncomingStream<'_, Connections>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.remote_addr().clone()
    }
}
