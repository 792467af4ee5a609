//! Who reads 照合番号B off the card's face.

use crate::practice::persons;
use crate::session::secret::CardFaceCode;

/// Reads the 14 digits printed on the face of the card that lies on the reader: the practice tray, staff who type them,
/// and one day a camera (optical reading is not built).
pub trait CardFaceReader: Send {
    /// `None` where the face cannot be read; the photo on the chip then stays closed, and no try is spent.
    fn read(&mut self) -> Option<CardFaceCode>;
}

/// The practice tray knows whose card it put down.
pub struct PracticeCardFace {
    /// Id of the practice person.
    pub person: String,
}

impl CardFaceReader for PracticeCardFace {
    fn read(&mut self) -> Option<CardFaceCode> {
        CardFaceCode::new(&persons::find(&self.person)?.card_face_code)
    }
}

/// What staff typed, used up by the first read: a value that the card refuses is not offered again.
pub struct TypedCardFace(pub Option<CardFaceCode>);

impl CardFaceReader for TypedCardFace {
    fn read(&mut self) -> Option<CardFaceCode> {
        self.0.take()
    }
}
