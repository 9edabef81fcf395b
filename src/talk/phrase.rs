//! Phrases as they are compared, whatever their case, accents and punctuation, and the hashes of them.

use std::hash::{BuildHasherDefault, Hasher};

use crate::text::{Case, fold_into};

/// A phrase as it is compared: folded, apostrophes gone, all other punctuation a blank, blanks single.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key_into(text, &mut key);
    key
}

/// As [`key`], into a string that is cleared first.
fn key_into(text: &str, key: &mut String) {
    key.clear();
    let mut gap = false;
    if text.is_ascii() {
        let mut bytes = std::mem::take(key).into_bytes();
        for byte in text.bytes() {
            match COMPARED[usize::from(byte)] {
                NOTHING => {}
                GAP => gap = true,
                b'+' if gap || bytes.is_empty() => gap = true,
                compared => {
                    if gap && !bytes.is_empty() {
                        bytes.push(b' ');
                    }
                    gap = false;
                    bytes.push(compared);
                }
            }
        }
        *key = String::from_utf8(bytes).unwrap_or_default();
        return;
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, Case::Ignore, &mut folded);
    for c in folded.chars() {
        if c.is_alphanumeric() || c == '+' && !key.is_empty() && !gap {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(c.to_ascii_lowercase());
        } else if c != '\'' {
            gap = true;
        }
    }
}

/// The hash of a [`key`].
pub(super) fn hash_of_key(key: &str) -> u64 {
    key.bytes().fold(START, step)
}

/// The hash of a text's [`key`] without making it, for ASCII; `None` for others.
pub(super) fn hash_of_text(text: &str) -> Option<u64> {
    let (mut hash, mut gap) = (START, false);
    for byte in text.bytes() {
        match COMPARED[usize::from(byte)] {
            NOTHING => {}
            GAP => gap = true,
            b'+' if gap || hash == START => gap = true,
            FOREIGN => return None,
            compared => {
                if gap && hash != START {
                    hash = step(hash, b' ');
                }
                gap = false;
                hash = step(hash, compared);
            }
        }
    }
    Some(hash)
}

/// The hash of a text's [`key`]: equal where the keys are.
pub(super) fn hash_of_phrase(text: &str) -> u64 {
    hash_of_text(text).unwrap_or_else(|| hash_of_key(&key(text)))
}

/// What each byte is in a [`key`]: itself in lower case, or one of the three below.
const COMPARED: [u8; 256] = {
    let mut table = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        let written = byte as u8;
        table[byte] = match written {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' => written.to_ascii_lowercase(),
            b'\'' => NOTHING,
            0x80.. => FOREIGN,
            _ => GAP,
        };
        byte += 1;
    }
    table
};

/// A byte between words.
const GAP: u8 = 0;

/// A byte that is left out.
const NOTHING: u8 = 1;

/// A byte of no ASCII text.
const FOREIGN: u8 = 2;

/// FNV-1a: short keys, and nobody outside chooses them all.
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

pub(super) fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// For keys that are hashes already.
#[derive(Clone, Default)]
pub(super) struct ReadyHasher(u64);

/// Builds [`ReadyHasher`]s.
pub(super) type Ready = BuildHasherDefault<ReadyHasher>;

impl Hasher for ReadyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, *byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Hashes the same on every machine and in every run.
#[derive(Clone)]
pub(super) struct FnvHasher(u64);

/// Builds [`FnvHasher`]s.
pub(super) type Fnv = BuildHasherDefault<FnvHasher>;

impl Default for FnvHasher {
    fn default() -> FnvHasher {
        FnvHasher(START)
    }
}

impl Hasher for FnvHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, *byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_by_their_keys_whichever_way() {
        for text in ["Q&A:", "C++ & Rust", "don't", " - x -", "a+", "+a", "The  END"] {
            assert_eq!(hash_of_text(text), Some(hash_of_key(&key(text))), "{text}");
            assert_eq!(key(&format!("{text}é")).trim_end_matches('e').trim(), key(text), "{text}");
        }
    }
}
