//! What `step` asks the world to do. The world answers with an `Event` that carries the same visit number.

use super::event::VisitNumber;
use super::secret::{CardPhoto, CertificateDer, Passcode, Pin, Signature};
use super::staff::OrderVerdict;
use super::state::{IdentityCheck, PinPermit};
use crate::eligibility::{Answer, Choices};
use crate::fallback::Statement;

#[derive(Debug)]
pub enum Effect {
    /// Read certificate and try counter; spends no try.
    ReadCard { visit: VisitNumber },
    /// Ask the centre about the certificate and for a nonce.
    OpenVisit { visit: VisitNumber, certificate: CertificateDer },
    /// VERIFY once with this PIN, then sign the digest over the centre's nonce. The PIN goes with the effect: the
    /// state that asked for it no longer has it.
    Sign { visit: VisitNumber, pin: Pin, permit: PinPermit, nonce: Vec<u8> },
    /// Read the photo on the chip; 照合番号B comes from whoever can read the card's face.
    ReadPhoto { visit: VisitNumber },
    /// Start the camera, coach, compare. The photo goes with the effect.
    LookAtFace { visit: VisitNumber, photo: CardPhoto },
    /// Stop the camera, forget what was seen.
    StopLooking { visit: VisitNumber },
    /// Sign the digest over the centre's nonce without a PIN: the person was recognised, and the card trusts the
    /// terminal's key.
    SignAsTerminal { visit: VisitNumber, nonce: Vec<u8> },
    /// Show the centre what the card signed.
    Identify { visit: VisitNumber, signature: Signature },
    /// 健康保険証利用の申込み, until it is through.
    Register { visit: VisitNumber },
    /// Are there 受給者証 of 医療費助成?
    FindSubsidies { visit: VisitNumber },
    /// Send what was chosen; the visit's idempotency key goes with it.
    Query { visit: VisitNumber, choices: Choices },
    /// Hand the answer to the hospital's systems as a file.
    WriteResult { visit: VisitNumber, answer: Box<Answer>, how: IdentityCheck },
    /// The visit is over: reset the card, forget what was read, drop what still waits in a queue.
    EndVisit { visit: VisitNumber },
    /// Tell the staff that somebody needs help.
    CallStaff,
    /// Is this the facility's passcode? It goes with the effect.
    CheckPasscode { visit: VisitNumber, code: Passcode },
    /// Put the statement on paper, or into the folder that is set. It goes with the effect.
    PrintStatement { statement: Statement },
    /// Let go of the reader and look for it anew.
    RestartReader,
    /// Load the networks of the face check anew.
    RestartFace,
    /// Open the staff panel.
    OpenPanel,
    /// What came of an order.
    AnswerOrder { verdict: OrderVerdict },
}

/// In the order in which they are to be done.
pub type Effects = Vec<Effect>;
