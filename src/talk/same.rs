//! The same talk in two places: people copy notes from a day's file into a year's. Equal or nearly equal text
//! under one title is one entry with a copy.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::sync::Arc;

use super::words::{Fnv, FnvHasher, hash_of_phrase, is, key, words};
use super::{Batch, Place, Talk, TalkCopy, TalkId, TalkIx};
use crate::source::{Note, repair};

/// Gives talks their numbers and finds copies of talks seen before.
#[derive(Default)]
pub struct Librarian {
    next: u32,
    by_title: HashMap<u64, Vec<Known>, Fnv>,
    by_text: HashMap<u64, Known, Fnv>,
    ids: HashSet<TalkId>,
}

/// A talk seen before.
#[derive(Clone)]
struct Known {
    ix: TalkIx,
    note: Arc<Note>,
    place: Place,
}

/// A talk is compared with so many of its title: of ten thousand "Keynote"s nobody copied most.
const CANDIDATES: usize = 8;

/// The share of word triples two texts have in common from which they are the same.
const SAME: f32 = 0.8;

impl Librarian {
    /// Takes the next talks in reading order: what is new among them, and copies of these or earlier talks.
    pub fn shelve(&mut self, talks: Vec<Talk>) -> Batch {
        let mut new = Vec::with_capacity(talks.len());
        let (mut copies, mut also) = (Vec::new(), Vec::new());
        for talk in talks {
            let title = hash_of_phrase(&talk.title);
            let text = body(talk.source());
            let sample = sample(text);
            if let Some(ix) = self.original(&talk, title, text, sample) {
                copies.push((ix, TalkCopy { note: Arc::clone(&talk.note), place: talk.place }));
                continue;
            }
            let mut talk = talk;
            talk.id = self.own_id(talk.id);
            let ix = TalkIx(self.next);
            self.next += 1;
            let known = Known { ix, note: Arc::clone(&talk.note), place: talk.place };
            also.extend(self.namesakes(&talk, title).map(|earlier| (earlier, ix)));
            self.by_title.entry(title).or_default().push(known.clone());
            self.by_text.entry(sample).or_insert(known);
            new.push(talk);
        }
        Batch { talks: new.into(), copies, also }
    }

    /// Earlier talks of the same title in other notes, where the title says which talk it is.
    fn namesakes(&self, talk: &Talk, title: u64) -> impl Iterator<Item = TalkIx> {
        let known = self.by_title.get(&title).filter(|_| names_talk(&talk.title)).map_or(&[][..], Vec::as_slice);
        let others = known.iter().rev().take(CANDIDATES).filter(|known| !Arc::ptr_eq(&known.note, &talk.note));
        others.map(|known| known.ix)
    }

    /// An id no other talk has. Two PATHs may hold files of one name with talks of one title.
    fn own_id(&mut self, id: TalkId) -> TalkId {
        let mut own = id;
        let mut number = 1u32;
        while !self.ids.insert(own) {
            let mut hasher = FnvHasher::default();
            hasher.write(&id.0.to_le_bytes());
            hasher.write(&number.to_le_bytes());
            own = TalkId(hasher.finish() as u32);
            number += 1;
        }
        own
    }

    /// The earlier talk with the same text.
    fn original(&self, talk: &Talk, title: u64, text: &str, sample: u64) -> Option<TalkIx> {
        let source = talk.source();
        if let Some(known) = self.by_text.get(&sample)
            && text.len() > 80
            && body(known.source()) == text
        {
            return Some(known.ix);
        }
        let known = self.by_title.get(&title)?;
        if text.trim().is_empty() {
            // Nothing but a title: it must say which talk it is.
            let telling = is_telling(&talk.title);
            let found = known.iter().rev().take(CANDIDATES).find(|known| body(known.source()).trim().is_empty());
            return found.filter(|_| telling).map(|known| known.ix);
        }
        let triples = triples(source, talk.note.mojibake);
        let alike = |known: &&Known| share(&triples, &self::triples(known.source(), known.note.mojibake)) >= SAME;
        known
            .iter()
            .rev()
            .take(CANDIDATES)
            .filter(|known| near(known.source().len(), source.len()))
            .find(alike)
            .map(|known| known.ix)
    }
}

impl Known {
    fn source(&self) -> &str {
        self.note.text.get(self.place.start as usize..self.place.end as usize).unwrap_or_default()
    }
}

/// Whether a title names a talk, as "Keynote" and "Lessons learned" do not.
fn names_talk(title: &str) -> bool {
    let key = key(title);
    let spaceless = !key.is_ascii() && key.chars().count() >= 6;
    (key.contains(' ') || spaceless) && !words().has(&key, is::KIND | is::GROUP | is::SECTION | is::MISC)
}

/// Whether a title says which talk it is with nothing below it.
fn is_telling(title: &str) -> bool {
    let key = key(title);
    key.split(' ').count() >= 3 && !words().has(&key, is::KIND | is::GROUP)
}

/// A talk's text below its first line, the title.
fn body(source: &str) -> &str {
    memchr::memchr2(b'\n', b'\r', source.as_bytes()).map_or("", |end| source[end..].trim())
}

/// Whether two lengths allow the texts to be the same.
fn near(a: usize, b: usize) -> bool {
    a.max(b) * 10 <= a.min(b) * 14 + 400
}

/// A cheap mark of a text: its length, beginning, middle and end. Equal texts have equal marks.
fn sample(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hasher = FnvHasher::default();
    hasher.write_usize(bytes.len());
    for start in [0, bytes.len() / 2, bytes.len().saturating_sub(32)] {
        hasher.write(bytes.get(start..(start + 32).min(bytes.len())).unwrap_or_default());
    }
    hasher.finish()
}

/// Hashes of all triples of words, sorted, each once.
fn triples(text: &str, mojibake: bool) -> Vec<u64> {
    let repaired = if mojibake { repair(text) } else { text.into() };
    let words: Vec<u64> = repaired
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.bytes().fold(FnvHasher::default().finish(), |hash, byte| {
                (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .collect();
    let mut triples: Vec<u64> = if words.len() < 3 {
        words
    } else {
        words.windows(3).map(|w| w[0].rotate_left(21) ^ w[1].rotate_left(42) ^ w[2]).collect()
    };
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// The share two sorted lists have in common, 0 to 1.
fn share(a: &[u64], b: &[u64]) -> f32 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common as f32 / (a.len() + b.len() - common) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talk::{Library, detect};

    fn library(notes: &[(&str, &str)]) -> Library {
        let mut librarian = Librarian::default();
        let mut library = Library::default();
        for (path, text) in notes {
            library.add(librarian.shelve(detect(&Arc::new(Note::from_text(*path, *text)))));
        }
        library
    }

    const TALK: &str = "## Small clusters\n*Ada Pohl, Nimbus*\n\nA cluster of three nodes is enough for most shops, she says. It fits under a desk and wakes nobody at night.\n\n- cheap\n- quiet\n- boring\n\n";

    #[test]
    fn the_same_talk_in_two_notes_is_one_entry_with_a_copy() {
        let other = "## Large clusters\n*Uwe Brandt*\n\nText of another kind altogether.\n";
        let edited = TALK.replace("boring", "boring on purpose");
        let day = format!("# Day 1\n\n{TALK}{other}");
        let library = library(&[("all.md", &format!("# 2022\n\n{TALK}")), ("day.md", &day), ("edit.md", &edited)]);
        assert_eq!(
            library.iter().map(|(_, talk)| &*talk.title).collect::<Vec<_>>(),
            ["Small clusters", "Large clusters"]
        );
        let copies = library.copies(TalkIx(0));
        assert_eq!(copies.iter().map(|copy| copy.place.line).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn the_same_title_with_another_text_stays_a_talk_of_its_own() {
        let one = "## Keynote\n\n- the year in numbers and what they say about us\n- a new home for the project\n";
        let two = "## Keynote\n\n- somebody sang a song about pipelines\n- free coffee for maintainers\n";
        assert_eq!(
            library(&[("a.md", one), ("b.md", two), ("c.md", "## Keynote\n"), ("d.md", "## Keynote\n")]).len(),
            4
        );
    }

    #[test]
    fn talks_of_one_title_point_to_each_other() {
        let two = "## Small clusters\n*Uwe Brandt*\n\nAnother year, another hall: now they run on phones.\n";
        let library =
            library(&[("a.md", TALK), ("b.md", two), ("c.md", "## Keynote\nx\n"), ("d.md", "## Keynote\ny\n")]);
        assert_eq!((library.len(), library.also(TalkIx(0))), (4, &[TalkIx(1)][..]));
        assert_eq!((library.also(TalkIx(1)), library.also(TalkIx(2))), (&[TalkIx(0)][..], &[][..]));
    }

    #[test]
    fn a_copy_under_another_title_is_seen() {
        let renamed = TALK.replace("Small clusters", "Why small");
        assert_eq!(library(&[("a.md", TALK), ("b.md", &renamed)]).len(), 1);
    }
}
