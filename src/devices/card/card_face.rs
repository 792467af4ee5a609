//! Who reads 照合番号B off the card's face.

use crate::practice::persons;
use crate::session::secret::CardFaceCode;
use std::sync::{Arc, Mutex, PoisonError};

/// Reads the 14 digits printed on the face of the card that lies on the reader: the practice tray, staff who type them,
/// and one day a camera (optical reading is not built).
pub trait CardFaceReader: Send + Sync {
    /// `None` where the face cannot be read; the photo on the chip then stays closed, and no try is spent.
    fn read(&mut self) -> Option<CardFaceCode>;
}

/// A kiosk that cannot read the card's face.
pub struct NoCardFace;

impl CardFaceReader for NoCardFace {
    fn read(&mut self) -> Option<CardFaceCode> {
        None
    }
}

/// Whose card the practice tray has put down; shared with the tray.
#[derive(Clone, Default)]
pub struct PracticeCardFace(Arc<Mutex<Option<String>>>);

impl PracticeCardFace {
    /// The card with this 照合番号B lies on the reader now.
    pub fn lay(&self, code: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = code;
    }

    /// The card of a practice person lies on the reader now.
    pub fn lay_card_of(&self, person: &str) {
        self.lay(persons::find(person).map(|person| person.card_face_code.clone()));
    }
}

impl CardFaceReader for PracticeCardFace {
    fn read(&mut self) -> Option<CardFaceCode> {
        CardFaceCode::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).as_deref()?)
    }
}

/// What staff typed, used up by the first read: a value that the card refuses is not offered again.
pub struct TypedCardFace(pub Option<CardFaceCode>);

impl CardFaceReader for TypedCardFace {
    fn read(&mut self) -> Option<CardFaceCode> {
        self.0.take()
    }
}
