//! Server-sent events, as far as the desk uses them: `id:`, `data:`, an empty line; lines that begin with a colon keep the
//! stream alive.

/// More than any command has.
const LONGEST: usize = 64 * 1024;

/// Puts chunks together to events.
#[derive(Debug, Default)]
pub struct Events {
    waiting: Vec<u8>,
    data: String,
}

/// The other side sends no events, or endless ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the desk's stream is not made of events")]
pub struct NoEvents;

impl Events {
    /// The data of the events that this chunk completes.
    pub fn take(&mut self, chunk: &[u8]) -> Result<Vec<String>, NoEvents> {
        self.waiting.extend_from_slice(chunk);
        let (mut found, mut read) = (Vec::new(), 0);
        while let Some(length) = self.waiting[read..].iter().position(|byte| *byte == b'\n') {
            let line = std::str::from_utf8(&self.waiting[read..read + length]).map_err(|_| NoEvents)?;
            let line = line.trim_end_matches('\r');
            if line.is_empty() {
                if !self.data.is_empty() {
                    found.push(std::mem::take(&mut self.data));
                }
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
            }
            read += length + 1;
        }
        // Once for all of them: many short lines would otherwise move the rest as often.
        self.waiting.drain(..read);
        if self.waiting.len() + self.data.len() > LONGEST {
            return Err(NoEvents);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_out_however_they_are_cut() {
        let stream = b": alive\n\nid: 7\ndata: {\"a\":1}\n\ndata: \xE5\x8F\x97\xE4\xBB\x98\r\n\r\n";
        for cut in 1..stream.len() {
            let mut events = Events::default();
            let mut found = events.take(&stream[..cut]).unwrap();
            found.extend(events.take(&stream[cut..]).unwrap());
            assert_eq!(found, ["{\"a\":1}", "受付"], "cut at {cut}");
        }
    }

    #[test]
    fn rubbish_is_refused_and_never_grows() {
        assert_eq!(Events::default().take(b"\xFF\n"), Err(NoEvents));
        assert_eq!(Events::default().take(&[b'x'; LONGEST + 1]), Err(NoEvents));
    }
}
