//! What one connection, and one machine, may have of the desk.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How many connections each machine has; so many it may have.
#[derive(Clone)]
pub struct Places {
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most: usize,
}

/// One of them, until it is dropped.
pub struct Place {
    of: Places,
    address: IpAddr,
}

impl Places {
    pub fn of(most: usize) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// `None` where this machine has all of its own.
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { of: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// A connection that ends where nothing was written to it for too long: whoever has said nothing that can be answered by
/// then says too little, or too slowly.
pub struct Bounded<S> {
    stream: S,
    patience: Duration,
    silence: Pin<Box<Sleep>>,
    _place: Option<Place>,
}

impl<S> Bounded<S> {
    pub fn new(stream: S, patience: Duration, place: Option<Place>) -> Self {
        Self { stream, patience, silence: Box::pin(sleep(patience)), _place: place }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.silence.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, to)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, from))?;
        let until = Instant::now() + self.patience;
        self.silence.as_mut().reset(until);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const PATIENCE: Duration = Duration::from_millis(100);

    #[test]
    fn a_machine_has_its_places_and_no_more() {
        let places = Places::of(2);
        let (first, second) = (places.take(HERE), places.take(HERE));
        assert!(first.is_some() && second.is_some() && places.take(HERE).is_none());
        assert!(places.take(Ipv4Addr::new(192, 0, 2, 1).into()).is_some(), "another machine has its own");
        drop(first);
        assert!(places.take(HERE).is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty(), "nobody is remembered who has left");
    }

    #[test]
    fn who_speaks_too_slowly_to_be_answered_is_left_and_who_is_answered_stays() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (here, mut there) = duplex(64);
            let mut bounded = Bounded::new(here, PATIENCE, None);
            let slowly = async {
                // A byte each ten milliseconds, for as long as anybody listens.
                while there.write_all(b"x").await.is_ok() {
                    sleep(PATIENCE / 10).await;
                }
            };
            let begun = Instant::now();
            let mut bytes = Vec::new();
            let left = async { (bounded.read_to_end(&mut bytes).await.unwrap_err().kind(), drop(bounded)).0 };
            let (left, ()) = tokio::join!(left, slowly);
            assert_eq!(left, io::ErrorKind::TimedOut);
            assert!(begun.elapsed() < PATIENCE * 20);

            let (here, mut there) = duplex(64);
            let mut bounded = Bounded::new(here, PATIENCE, None);
            for _ in 0..6 {
                sleep(PATIENCE / 2).await;
                there.write_all(b"?").await.unwrap();
                assert_eq!(bounded.read_u8().await.unwrap(), b'?');
                bounded.write_all(b"!").await.unwrap();
            }
        });
    }
}
