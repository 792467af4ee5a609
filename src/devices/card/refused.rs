//! 照合番号B values that a card has refused, so that none is ever sent to that card again.

use crate::session::secret::{CardFaceCode, CertificatePrint};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Enough for weeks of wrong readings; the oldest leaves first.
const KEPT: usize = 1024;

/// Salted hashes, in memory only, for the life of the process.
pub struct RefusedCodes {
    salt: [u8; 32],
    marks: Mutex<VecDeque<Mark>>,
}

/// One value at one card, as a salted hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mark([u8; 32]);

impl RefusedCodes {
    pub fn new() -> Self {
        Self { salt: rand::random(), marks: Mutex::default() }
    }

    pub fn mark(&self, card: CertificatePrint, code: &CardFaceCode) -> Mark {
        let hash = Sha256::new().chain_update(self.salt).chain_update(card.0).chain_update(code.expose());
        Mark(hash.finalize().into())
    }

    pub fn contains(&self, mark: &Mark) -> bool {
        self.lock().contains(mark)
    }

    pub fn insert(&self, mark: Mark) {
        let mut marks = self.lock();
        if marks.len() == KEPT {
            marks.pop_front();
        }
        marks.push_back(mark);
    }

    /// A thread that died with the lock held has changed nothing by halves.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Mark>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
