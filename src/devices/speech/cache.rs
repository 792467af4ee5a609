//! Sounds of prompts that are the same for everybody, so that they are made once.

use super::VoiceName;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Of all sounds together. A prompt of four seconds has 384 kB.
const MOST_BYTES: usize = 32 << 20;

/// What a sound depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub voice: VoiceName,
    pub rate_percent: u16,
    pub words: String,
}

/// The newest sounds.
#[derive(Default)]
pub struct Cache {
    sounds: HashMap<Key, Arc<[i16]>>,
    oldest_first: VecDeque<Key>,
    bytes: usize,
}

impl Cache {
    pub fn get(&self, key: &Key) -> Option<Arc<[i16]>> {
        self.sounds.get(key).cloned()
    }

    pub fn keep(&mut self, key: Key, sound: &Arc<[i16]>) {
        self.bytes += size_of_val(&**sound);
        self.sounds.insert(key.clone(), Arc::clone(sound));
        self.oldest_first.push_back(key);
        while self.bytes > MOST_BYTES
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.bytes -= self.sounds.remove(&oldest).map_or(0, |sound| size_of_val(&*sound));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_there_is_too_much() {
        let mut cache = Cache::default();
        let key = |words: &str| Key { voice: VoiceName::Mei, rate_percent: 100, words: words.into() };
        let sound: Arc<[i16]> = vec![1; MOST_BYTES / 4].into();
        for words in ["a", "b", "c"] {
            cache.keep(key(words), &sound);
        }
        assert!(cache.get(&key("a")).is_none());
        assert!(cache.get(&key("b")).is_some() && cache.get(&key("c")).is_some());
        assert!(cache.bytes <= MOST_BYTES);
    }
}
