//! The librarian takes talks in reading order, folds those that stand in two places into one entry with
//! copies, and hands out batches.

use std::collections::HashMap;
use std::sync::Arc;

use super::same::{Grams, body, body_key, hash_of, similar_length};
use super::{Batch, Place, Talk, TalkCopy, TalkIx};
use crate::source::Note;
use crate::text::{Case, fold};

/// Talks of one title that are looked at; hundreds of talks called "Keynote" must not cost their square.
const SAME_TITLE: usize = 64;
/// Of these, texts that are compared.
const COMPARED: usize = 8;

/// What is known of the talks handed out so far.
#[derive(Debug, Default)]
pub struct Librarian {
    kept: Vec<Kept>,
    by_title: HashMap<u64, Vec<u32>>,
    by_body: HashMap<u64, u32>,
}

/// A talk that has an entry of its own.
#[derive(Debug)]
struct Kept {
    note: Arc<Note>,
    place: Place,
    /// Made when another talk of the same title comes.
    grams: Option<Grams>,
}

impl Librarian {
    /// Takes the next talks in reading order.
    pub fn shelve(&mut self, talks: Vec<Talk>) -> Batch {
        let mut kept = Vec::with_capacity(talks.len());
        let mut copies = Vec::new();
        for talk in talks {
            let title = hash_of([fold(&talk.title, Case::Ignore)]);
            let body = body_key(&talk);
            let mut grams = None;
            if let Some(same) = self.same_body(&talk, body).or_else(|| self.same_title(&talk, title, &mut grams)) {
                copies.push((TalkIx(same), TalkCopy { note: talk.note, place: talk.place }));
                continue;
            }
            let number = self.kept.len() as u32;
            let of_title = self.by_title.entry(title).or_default();
            if of_title.len() < SAME_TITLE {
                of_title.push(number);
            }
            if let Some(body) = body {
                self.by_body.entry(body).or_insert(number);
            }
            self.kept.push(Kept { note: talk.note.clone(), place: talk.place, grams });
            kept.push(talk);
        }
        Batch { talks: kept.into(), copies }
    }

    /// An earlier talk with exactly this text, whatever it is called.
    fn same_body(&self, talk: &Talk, key: Option<u64>) -> Option<u32> {
        let number = *self.by_body.get(&key?)?;
        let kept = self.kept.get(number as usize)?;
        (body(&kept.note, kept.place) == body(&talk.note, talk.place)).then_some(number)
    }

    /// An earlier talk of the same title with nearly this text.
    fn same_title(&mut self, talk: &Talk, title: u64, grams: &mut Option<Grams>) -> Option<u32> {
        let span = talk.place.start..talk.place.end;
        let candidates = self.by_title.get(&title)?;
        let near = candidates.iter().copied().filter(|number| {
            let place = self.kept[*number as usize].place;
            similar_length(&span, &(place.start..place.end))
        });
        let near: Vec<u32> = near.take(COMPARED).collect();
        for number in near {
            let ours = grams.get_or_insert_with(|| Grams::of(&talk.note, talk.place));
            let kept = &mut self.kept[number as usize];
            let theirs = kept.grams.get_or_insert_with(|| Grams::of(&kept.note, kept.place));
            if ours.nearly_equal(theirs) {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talk::detect;

    const TEXT: &str = "Compaction keeps the keyspace small. Defragment one member at a time, never the leader \
        first, and watch the size of the database file while you do it.";

    fn shelved(notes: &[(&str, String)]) -> Batch {
        let talks = notes.iter().flat_map(|(path, text)| detect(&Arc::new(Note::from_text(*path, text.as_str()))));
        Librarian::default().shelve(talks.collect())
    }

    fn talk(title: &str, text: &str) -> String {
        format!(
            "## {title}\n- **Speaker**: Kim Aoki, Lattice\n\n{text}\n\n## Another of {title}\n- **Speaker**: Jo Ray, Quarry\n\nShort.\n"
        )
    }

    #[test]
    fn a_talk_in_two_files_is_one_entry_with_a_copy() {
        let batch = shelved(&[("day.md", talk("Etcd on a diet", TEXT)), ("year.md", talk("Etcd on a diet", TEXT))]);
        let titles: Vec<&str> = batch.talks.iter().map(|talk| &*talk.title).collect();
        assert_eq!(titles, ["Etcd on a diet", "Another of Etcd on a diet", "Another of Etcd on a diet"]);
        assert_eq!(batch.copies.len(), 1);
        assert_eq!((batch.copies[0].0, &*batch.copies[0].1.note.relative), (TalkIx(0), "year.md"));
    }

    #[test]
    fn a_mended_word_and_mojibake_do_not_make_it_another() {
        let mended = TEXT.replace("small", "\u{e2}\u{20ac}\u{153}small\u{e2}\u{20ac}\u{9d}");
        let batch = shelved(&[("a.md", talk("Etcd", TEXT)), ("b.md", talk("Etcd", &mended))]);
        assert_eq!(batch.copies.len(), 1);
    }

    #[test]
    fn the_same_title_over_another_text_is_another_talk() {
        let other = "Nothing in here is about storage at all; it is a long story of how a small team learned to ship.";
        let batch = shelved(&[("a.md", talk("Keynote", TEXT)), ("b.md", talk("Keynote", other))]);
        assert_eq!((batch.talks.len(), batch.copies.len()), (4, 0));
    }

    #[test]
    fn equal_texts_under_two_titles_are_one_talk() {
        let long = format!("{TEXT} {TEXT} {}", TEXT.to_uppercase());
        let batch = shelved(&[("a.md", talk("Etcd", &long)), ("b.md", talk("Etcd, a diet", &long))]);
        assert_eq!(batch.copies.len(), 1);
    }
}
