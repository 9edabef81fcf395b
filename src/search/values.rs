//! Facet values, each kept once for the whole library: `Red Hat` is one company however many talks name it.
//! A value has a number, its id, that never changes; talks hold ids.
//!
//! Not here: which talk has which values (`part`), counting them (`facets`).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use super::Facet;
use super::letters::letter_mask;
use crate::text::{Case, fold_into};

/// The number of a value among all values of a library.
pub(super) type ValueId = u32;

/// Names a value by facet and folded text. Two values that shared one would be counted together; with 64
/// bits no library will ever see that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ValueKey(u64);

impl ValueKey {
    /// The key of a value; `buffer` is overwritten.
    pub(super) fn of(facet: Facet, name: &str, buffer: &mut String) -> ValueKey {
        buffer.clear();
        fold_into(name, Case::Ignore, buffer);
        let mut hasher = DefaultHasher::new();
        (facet as u8).hash(&mut hasher);
        buffer.hash(&mut hasher);
        ValueKey(hasher.finish())
    }
}

impl ValueKey {
    /// Names a value by facet and where its text is kept, which is its own for as long as somebody has it.
    pub(super) fn of_place(facet: Facet, name: &Arc<str>) -> ValueKey {
        let place = Arc::as_ptr(name).cast::<u8>().addr() as u64;
        // Texts lie apart by multiples of eight bytes, which leaves room for the facet. The high half of the
        // product is the well mixed one.
        ValueKey((place << 3 | facet as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32))
    }
}

/// The key is a hash already.
#[derive(Debug, Default, Clone)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from keys to numbers.
pub(super) type ByKey = HashMap<ValueKey, u32, BuildHasherDefault<KeyHasher>>;

/// Values that came with one part, in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    facets: Vec<Facet>,
    names: Vec<Arc<str>>,
    keys: Vec<ValueKey>,
    masks: Vec<u64>,
    folded: String,
    ends: Vec<u32>,
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) id: ValueId,
    pub(super) facet: Facet,
    /// As first written.
    pub(super) name: &'a Arc<str>,
    pub(super) folded: &'a str,
    /// The letters of `folded`.
    pub(super) mask: u64,
}

impl Chunk {
    fn push(&mut self, facet: Facet, name: Arc<str>, key: ValueKey) {
        let start = self.folded.len();
        fold_into(&name, Case::Ignore, &mut self.folded);
        self.masks.push(letter_mask(&self.folded[start..]));
        self.ends.push(self.folded.len() as u32);
        self.facets.push(facet);
        self.names.push(name);
        self.keys.push(key);
    }

    /// Gives back what it was not necessary to ask for: it stays as long as the notes do.
    fn shrink(&mut self) {
        self.facets.shrink_to_fit();
        self.names.shrink_to_fit();
        self.keys.shrink_to_fit();
        self.masks.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn get(&self, at: usize, first: ValueId) -> Value<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        Value {
            id: first + at as u32,
            facet: self.facets[at],
            name: &self.names[at],
            folded: &self.folded[start..self.ends[at] as usize],
            mask: self.masks[at],
        }
    }
}

/// All values. A clone shares everything and stays as it is while the original grows.
#[derive(Debug, Default, Clone)]
pub(super) struct Values {
    chunks: Vec<(ValueId, Arc<Chunk>)>,
    len: u32,
    /// Finds the id of a key; shared between clones, so that a clone costs little.
    ids: Arc<Mutex<ByKey>>,
}

impl Values {
    /// How many there are: ids are below it.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// The ids of these values; new ones get the next numbers.
    pub(super) fn intern(&mut self, values: impl Iterator<Item = (ValueKey, Facet, Arc<str>)>) -> Vec<ValueId> {
        self.part_from_other_clones();
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chunk = Chunk::default();
        let first = self.len;
        let found = values
            .map(|(key, facet, name)| {
                *ids.entry(key).or_insert_with(|| {
                    chunk.push(facet, name, key);
                    first + chunk.names.len() as u32 - 1
                })
            })
            .collect();
        if !chunk.names.is_empty() {
            chunk.shrink();
            self.len += chunk.names.len() as u32;
            self.chunks.push((first, Arc::new(chunk)));
        }
        found
    }

    /// When another clone has grown meanwhile, its ids are not ours: this one goes on with a map of its own.
    fn part_from_other_clones(&mut self) {
        let same = self.ids.lock().unwrap_or_else(PoisonError::into_inner).len() == self.len();
        if !same {
            let keys = self.chunks.iter().flat_map(|(first, chunk)| chunk.keys.iter().copied().zip(*first..));
            self.ids = Arc::new(Mutex::new(keys.collect()));
        }
    }

    /// The value of that id.
    pub(super) fn get(&self, id: ValueId) -> Option<Value<'_>> {
        let chunk = self.chunks.partition_point(|(first, _)| *first <= id).checked_sub(1)?;
        let (first, chunk) = &self.chunks[chunk];
        let at = (id - first) as usize;
        (at < chunk.names.len()).then(|| chunk.get(at, *first))
    }

    /// Every value, by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = Value<'_>> {
        self.chunks.iter().flat_map(|(first, chunk)| (0..chunk.names.len()).map(|at| chunk.get(at, *first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<(ValueKey, Facet, Arc<str>)> {
        let mut buffer = String::new();
        names.iter().map(|name| (ValueKey::of(Facet::Tag, name, &mut buffer), Facet::Tag, Arc::from(*name))).collect()
    }

    #[test]
    fn a_value_is_kept_once_whatever_its_case_and_accents() {
        let mut values = Values::default();
        assert_eq!(values.intern(named(&["Zoë", "argo"]).into_iter()), [0, 1]);
        assert_eq!(values.intern(named(&["zoe", "helm", "Argo"]).into_iter()), [0, 2, 1]);
        let names: Vec<&str> = values.iter().map(|value| &**value.name).collect();
        assert_eq!(names, ["Zoë", "argo", "helm"]);
        assert_eq!(values.get(2).map(|value| value.folded), Some("helm"));
        assert!(values.get(3).is_none());
    }

    #[test]
    fn clones_grow_apart() {
        let mut ours = Values::default();
        ours.intern(named(&["argo"]).into_iter());
        let mut theirs = ours.clone();
        assert_eq!(theirs.intern(named(&["helm"]).into_iter()), [1]);
        assert_eq!(ours.intern(named(&["flux", "helm"]).into_iter()), [1, 2]);
        assert_eq!(theirs.intern(named(&["flux", "argo"]).into_iter()), [2, 0]);
        assert_eq!(theirs.get(1).map(|value| value.folded), Some("helm"));
        assert_eq!(ours.get(1).map(|value| value.folded), Some("flux"));
    }
}
