//! The little that we ask of PC/SC: which readers are there, where a card lies, one APDU.

use super::guard::{Transport, TransportTrouble};
use super::{ReaderPolicy, VIRTUAL_READER};
use pcsc::{Card, Context, Error, Protocols, ReaderState, Scope, ShareMode, State, Transaction};
use std::ffi::{CStr, CString};
use std::time::Duration;

/// SCardGetStatusChange refuses more than 16 states; one of them is the notification of new readers.
pub const MAX_READERS: usize = 15;

impl From<Error> for TransportTrouble {
    /// card.md: a card pulled out in mid-word shows as an empty answer, then as NotTransacted, then as RemovedCard.
    fn from(error: Error) -> Self {
        match error {
            Error::RemovedCard | Error::NoSmartcard | Error::NotTransacted | Error::ResetCard => Self::Removed,
            Error::NoService
            | Error::ServiceStopped
            | Error::Shutdown
            | Error::ReaderUnavailable
            | Error::UnknownReader
            | Error::NoReadersAvailable
            | Error::InvalidHandle
            | Error::CommError => Self::ReaderLost,
            _ => Self::Unusable,
        }
    }
}

/// Own context, one for each thread: a blocked call then blocks nobody else.
pub fn context() -> Result<Context, TransportTrouble> {
    Ok(Context::establish(Scope::User)?)
}

/// The readers that the policy allows, at most [`MAX_READERS`].
pub fn readers(context: &Context, policy: &ReaderPolicy) -> Result<Vec<CString>, TransportTrouble> {
    let mut names = context.list_readers_owned()?;
    names.retain(|name| allowed(policy, name));
    names.truncate(MAX_READERS);
    Ok(names)
}

fn allowed(policy: &ReaderPolicy, name: &CStr) -> bool {
    let name = name.to_string_lossy();
    match policy {
        ReaderPolicy::OnlyVirtual { name: wanted, .. } => {
            name.starts_with(VIRTUAL_READER) && name.starts_with(wanted.as_str())
        }
        ReaderPolicy::Named(wanted) => name == wanted.as_str(),
        ReaderPolicy::AnyReal => !name.starts_with(VIRTUAL_READER),
    }
}

/// Takes the card on whichever allowed reader has one, for us alone: an accepted PIN must serve nobody else.
pub fn connect(context: &Context, policy: &ReaderPolicy) -> Result<Card, TransportTrouble> {
    let names = readers(context, policy)?;
    if names.is_empty() {
        return Err(TransportTrouble::ReaderLost);
    }
    let mut states: Vec<_> = names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect();
    context.get_status_change(Duration::ZERO, &mut states)?;
    let full = states.iter().find(|state| state.event_state().contains(State::PRESENT));
    let reader = full.ok_or(TransportTrouble::Removed)?;
    Ok(context.connect(reader.name(), ShareMode::Exclusive, Protocols::T0 | Protocols::T1)?)
}

impl Transport for Transaction<'_> {
    fn transmit(&mut self, apdu: &[u8], answer: &mut [u8]) -> Result<usize, TransportTrouble> {
        Ok(Card::transmit(self, apdu, answer)?.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_policy_never_mixes_virtual_and_real_readers() {
        let real = c"ACS ACR39U ICC Reader 00 00";
        let one = c"Virtual PCD 1 00 00";
        let only = |name: &str| ReaderPolicy::OnlyVirtual { name: name.into(), socket: PathBuf::new() };
        assert!(allowed(&only("Virtual PCD"), one) && !allowed(&only("Virtual PCD"), real));
        assert!(!allowed(&only("ACS"), real) && !allowed(&only("Virtual PCD 2"), one));
        assert!(allowed(&ReaderPolicy::AnyReal, real) && !allowed(&ReaderPolicy::AnyReal, one));
        assert!(allowed(&ReaderPolicy::Named("ACS ACR39U ICC Reader 00 00".into()), real));
    }
}
