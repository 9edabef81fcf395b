//! The same talk in two places: people copy notes from a day's file into a year's. Equal or nearly equal text
//! under one title is one entry with a copy.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::phrase::Ready;
use super::words::{Fnv, FnvHasher, hash_of_phrase, is, key, words};
use super::{Batch, Talk, TalkCopy, TalkId, TalkIx};
use crate::source::{Note, repair};

/// A talk with the marks by which copies of it are found: cheap to make where its text has just been read.
#[derive(Debug)]
pub struct Marked {
    /// The talk.
    pub talk: Talk,
    /// A hash of its title, as titles are compared.
    title: u64,
    /// See [`sample`].
    text: u64,
}

impl From<Talk> for Marked {
    fn from(talk: Talk) -> Marked {
        let (title, text) = (hash_of_phrase(&talk.title), sample(body(talk.source())));
        let mut talk = talk;
        talk.shrink();
        Marked { talk, title, text }
    }
}

/// Gives talks their numbers and finds copies of talks seen before.
#[derive(Default)]
pub struct Librarian {
    /// By number.
    known: Vec<Known>,
    /// The last talk with a title.
    by_title: HashMap<u64, u32, Ready>,
    /// The first talk with a text.
    by_text: HashMap<u64, u32, Ready>,
    ids: HashSet<TalkId, Fnv>,
}

/// A talk seen before: where its text stands.
struct Known {
    note: Arc<Note>,
    start: u32,
    end: u32,
    /// The number of the talk of the same title before it.
    before: Option<TalkIx>,
}

/// A talk is compared with so many of its title: of ten thousand "Keynote"s nobody copied most.
const CANDIDATES: usize = 8;

/// The share of word triples two texts have in common from which they are the same.
const SAME: f32 = 0.8;

impl Librarian {
    /// Takes the next talks in reading order: what is new among them, and copies of these or earlier talks.
    pub fn shelve(&mut self, talks: impl IntoIterator<Item = impl Into<Marked>>) -> Batch {
        let mut new = Vec::new();
        let (mut copies, mut also, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for marked in talks {
            let marked = marked.into();
            if let Some(ix) = self.original(&marked) {
                let Marked { talk, .. } = marked;
                copies.push((ix, TalkCopy { note: talk.note, place: talk.place }));
                continue;
            }
            let Marked { mut talk, title, text } = marked;
            let id = self.own_id(talk.id);
            if std::mem::replace(&mut talk.id, id) != id {
                changed.push(Arc::clone(&talk.note));
            }
            let ix = TalkIx(self.known.len() as u32);
            also.extend(self.namesakes(&talk, title).map(|earlier| (earlier, ix)));
            let before = self.by_title.insert(title, ix.0).map(TalkIx);
            self.by_text.entry(text).or_insert(ix.0);
            let (note, start, end) = (Arc::clone(&talk.note), talk.place.start, talk.place.end);
            self.known.push(Known { note, start, end, before });
            new.push(talk);
        }
        Batch { talks: new.into(), copies, also, changed, without: Vec::new() }
    }

    /// Earlier talks of the same title in other notes, where the title says which talk it is.
    fn namesakes(&self, talk: &Talk, title: u64) -> impl Iterator<Item = TalkIx> {
        let mut known = self.of_title(title).take(CANDIDATES).peekable();
        let names_talk = known.peek().is_some() && names_talk(&talk.title);
        known.filter(move |(_, known)| names_talk && !Arc::ptr_eq(&known.note, &talk.note)).map(|(ix, _)| ix)
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
    fn original(&self, marked: &Marked) -> Option<TalkIx> {
        let Marked { talk, title, text: mark } = marked;
        let source = talk.source();
        if let Some(number) = self.by_text.get(mark) {
            let text = body(source);
            if text.len() > 80 && body(self.known[*number as usize].source()) == text {
                return Some(TalkIx(*number));
            }
        }
        let mut known = self.of_title(*title).take(CANDIDATES).peekable();
        known.peek()?;
        if body(source).trim().is_empty() {
            // Nothing but a title: it must say which talk it is.
            let telling = is_telling(&talk.title);
            let found = known.find(|(_, known)| body(known.source()).trim().is_empty());
            return found.filter(|_| telling).map(|(ix, _)| ix);
        }
        let mut near = known.filter(|(_, known)| near(known.source().len(), source.len())).peekable();
        near.peek()?;
        let text = Triples::of(source, talk.note.mojibake);
        near.find(|(_, known)| text.is_nearly(known.source(), known.note.mojibake)).map(|(ix, _)| ix)
    }

    /// The talks of a title, the last first.
    fn of_title(&self, title: u64) -> impl Iterator<Item = (TalkIx, &Known)> {
        let mut next = self.by_title.get(&title).copied().map(TalkIx);
        std::iter::from_fn(move || {
            let ix = next?;
            let known = self.known.get(ix.0 as usize)?;
            next = known.before;
            Some((ix, known))
        })
    }
}

impl Known {
    fn source(&self) -> &str {
        self.note.text.get(self.start as usize..self.end as usize).unwrap_or_default()
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

/// The triples of words a text has, as hashes.
struct Triples(HashSet<u64, Ready>);

impl Triples {
    fn of(text: &str, mojibake: bool) -> Triples {
        let mut triples = HashSet::with_capacity_and_hasher(text.len() / 6, Ready::default());
        let _ = each_triple(&mended(text, mojibake), |triple| {
            triples.insert(triple);
            ControlFlow::Continue(())
        });
        Triples(triples)
    }

    /// Whether another text has [`SAME`] of its triples, and few of its own. Most have not, which is seen after a
    /// part of it.
    fn is_nearly(&self, text: &str, mojibake: bool) -> bool {
        let Triples(own) = self;
        let (mut common, mut others) = (HashSet::<u64, Ready>::default(), HashSet::<u64, Ready>::default());
        // What is common is at most all of `own`; more others than these, and it is too small a share.
        let most_others = (own.len() as f32 * (1.0 - SAME) / SAME).ceil() as usize;
        let read = each_triple(&mended(text, mojibake), |triple| {
            if own.contains(&triple) {
                common.insert(triple)
            } else {
                others.insert(triple)
            };
            if others.len() > most_others { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let all = own.len() + others.len();
        read.is_continue() && (all == 0 || common.len() as f32 / all as f32 >= SAME)
    }
}

fn mended(text: &str, mojibake: bool) -> Cow<'_, str> {
    if mojibake { repair(text) } else { text.into() }
}

/// Gives each three words in a row to `take`, as a hash; of a text of fewer words each word.
fn each_triple(text: &str, mut take: impl FnMut(u64) -> ControlFlow<()>) -> ControlFlow<()> {
    let start = FnvHasher::default().finish();
    let (mut hash, mut last, mut words) = (start, [0u64; 2], 0usize);
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
            }
        } else if hash != start {
            words += 1;
            if words > 2 {
                take(last[0].rotate_left(21) ^ last[1].rotate_left(42) ^ hash)?;
            }
            last = [last[1], hash];
            hash = start;
        }
    }
    if words > 2 { ControlFlow::Continue(()) } else { last.into_iter().rev().take(words).try_for_each(take) }
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
