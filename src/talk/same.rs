//! Whether two texts are the same talk: people copy a talk's notes from the day's file into the year's, mend a
//! word here and there, and would not want to read it twice.

use std::hash::Hasher as _;
use std::ops::Range;

use super::words::FnvHasher;
use super::{Place, Talk};
use crate::source::{Note, repair};
use crate::text::{Case, fold};

/// Shared word 3-grams, as a share of all, from which on two texts are the same.
const NEARLY: f64 = 0.8;
/// Words of text a talk needs to be told from another of the same title: two empty "Keynote" are two.
const ENOUGH_WORDS: usize = 12;
/// Bytes of text from which on equal texts under different titles are the same talk.
const ENOUGH_BYTES: usize = 200;

/// A talk's text below its first line, as bytes of the note.
pub(super) fn body(note: &Note, place: Place) -> &str {
    let source = &note.text[place.start as usize..place.end as usize];
    let first = source.find(['\n', '\r']).unwrap_or(source.len());
    source[first..].trim()
}

/// A number that equal bodies share and others hardly do; `None` where a body is too short to tell.
pub(super) fn body_key(talk: &Talk) -> Option<u64> {
    let body = body(&talk.note, talk.place).as_bytes();
    let tail = body.len().checked_sub(64)?;
    (body.len() >= ENOUGH_BYTES).then(|| hash_of([body.len().to_le_bytes().as_slice(), &body[tail..]]))
}

/// Whether lengths are near enough that the texts could be the same.
pub(super) fn similar_length(one: &Range<u32>, other: &Range<u32>) -> bool {
    let (a, b) = (f64::from(one.len() as u32), f64::from(other.len() as u32));
    // Mojibake takes up to three times the bytes, but only of a few characters.
    a.min(b) >= 0.7 * a.max(b)
}

/// A number for some bytes, the same in every run.
pub(super) fn hash_of<Bytes: AsRef<[u8]>>(pieces: impl IntoIterator<Item = Bytes>) -> u64 {
    let mut hasher = FnvHasher::default();
    for piece in pieces {
        hasher.write(piece.as_ref());
    }
    hasher.finish()
}

/// The word 3-grams of a talk's text as sorted numbers.
#[derive(Debug)]
pub(super) struct Grams {
    words: usize,
    sorted: Box<[u64]>,
}

impl Grams {
    /// Of the text of a talk, mended and folded so that spelling of quotes and accents does not count.
    pub(super) fn of(note: &Note, place: Place) -> Grams {
        let body = body(note, place);
        let folded = if note.mojibake { fold(&repair(body), Case::Ignore) } else { fold(body, Case::Ignore) };
        let words: Vec<u64> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hash_of([word.as_bytes()]))
            .collect();
        let gram = |words: &[u64]| hash_of(words.iter().map(|word| word.to_le_bytes()));
        let mut sorted: Vec<u64> = words.windows(3.min(words.len().max(1))).map(gram).collect();
        sorted.sort_unstable();
        sorted.dedup();
        Grams { words: words.len(), sorted: sorted.into() }
    }

    /// Whether both are of the same talk.
    pub(super) fn nearly_equal(&self, other: &Grams) -> bool {
        if self.words.min(other.words) < ENOUGH_WORDS {
            return false;
        }
        let (mut shared, mut at) = (0usize, 0);
        for gram in &self.sorted {
            while other.sorted.get(at).is_some_and(|theirs| theirs < gram) {
                at += 1;
            }
            shared += usize::from(other.sorted.get(at) == Some(gram));
        }
        let all = self.sorted.len() + other.sorted.len() - shared;
        shared as f64 >= NEARLY * all as f64
    }
}
