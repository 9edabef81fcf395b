//! Tags that look like one another: case, hyphens, plurals, and slips in a tag that is written once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Finding, FindingKind};
use crate::source::{LineIndex, Note};
use crate::talk::{Place, Talk, TalkId};
use crate::text::{Case, fold};

/// In so many notes a tag must stand that a rare one may be a slip of.
const FREQUENT: usize = 3;

/// Shorter tags are one letter apart by chance, longer ones are sentences.
const LENGTHS: RangeInclusive<usize> = 6..=48;

/// All tags of some notes and where they stand.
#[derive(Default)]
pub(super) struct Uses(BTreeMap<Arc<str>, Use>);

struct Use {
    talks: usize,
    notes: HashSet<PathBuf>,
    note: Arc<Note>,
    place: Place,
    talk: TalkId,
}

impl Uses {
    pub(super) fn count(&mut self, talks: &[Talk]) {
        for talk in talks {
            for tag in &talk.tags {
                let used = self.0.entry(Arc::clone(tag)).or_insert_with(|| Use {
                    talks: 0,
                    notes: HashSet::new(),
                    note: Arc::clone(&talk.note),
                    place: talk.place,
                    talk: talk.id,
                });
                used.talks += 1;
                if !used.notes.contains(&talk.note.path) {
                    used.notes.insert(talk.note.path.clone());
                }
            }
        }
    }

    pub(super) fn alike(&self) -> Vec<Finding> {
        let mut same: HashMap<String, Vec<(&str, &Use)>> = HashMap::new();
        for (tag, used) in &self.0 {
            same.entry(stem(tag)).or_default().push((tag, used));
        }
        let mut found = Vec::new();
        let mut rare: Vec<(&str, &Use)> = Vec::new();
        for uses in same.values_mut() {
            // The most frequent one is how it is written; of equals, the first in the alphabet.
            uses.sort_by(|(a, left), (b, right)| right.talks.cmp(&left.talks).then(a.cmp(b)));
            let Some((usual, others)) = uses.split_first() else { continue };
            found.extend(others.iter().map(|other| finding(*other, *usual)));
            if others.is_empty() && usual.1.notes.len() == 1 {
                rare.push(*usual);
            }
        }
        let frequent: Vec<(&str, &Use)> =
            self.0.iter().filter(|(_, used)| used.notes.len() >= FREQUENT).map(|(tag, used)| (&**tag, used)).collect();
        let neighbours = Neighbours::of(frequent.iter().map(|(tag, _)| *tag));
        for (tag, used) in rare {
            if let Some(usual) = neighbours.slip(tag) {
                found.push(finding((tag, used), frequent[usual]));
            }
        }
        found
    }
}

fn finding((tag, used): (&str, &Use), (usual, most): (&str, &Use)) -> Finding {
    let talks = |count: usize| if count == 1 { "1 talk".to_owned() } else { format!("{count} talks") };
    Finding {
        kind: FindingKind::AlikeTags,
        path: used.note.path.clone(),
        line: Some(line_of(used, tag)),
        talk: Some(used.talk),
        message: format!("the tag `{tag}` ({}) looks like `{usual}` ({})", talks(used.talks), talks(most.talks)),
        remedy: "one spelling gathers all their talks".into(),
    }
}

/// What is the same in spellings of a tag: no case, no hyphens, no plural.
fn stem(tag: &str) -> String {
    let mut stem: String = fold(tag, Case::Ignore).chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '.')).collect();
    let plural =
        stem.len() >= 5 && stem.is_ascii() && stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us");
    if plural && !stem.ends_with("is") && !stem.ends_with("os") {
        stem.pop();
        if stem.ends_with("ie") && stem.len() >= 5 {
            stem.truncate(stem.len() - 2);
            stem.push('y');
        }
    }
    stem
}

/// Tags by what one slip makes of them: whose slip a tag is, is looked up instead of comparing it with each. Slips
/// leave the first letter as it is.
#[derive(Default)]
struct Neighbours {
    /// Of tags that differ in case only, the first.
    whole: HashMap<String, usize>,
    /// The first tag of those that are this without one letter.
    shorter: HashMap<String, usize>,
    /// Tags that are this with a letter in the gap. Of them a tag is a slip of the first that is another one, so
    /// that two are enough.
    gapped: HashMap<String, Vec<usize>>,
}

impl Neighbours {
    fn of<'t>(tags: impl Iterator<Item = &'t str>) -> Neighbours {
        let mut neighbours = Neighbours::default();
        for (number, tag) in tags.enumerate() {
            let tag = fold(tag, Case::Ignore);
            if !is_word(&tag) || neighbours.whole.contains_key(&tag) {
                continue;
            }
            for rest in edits(&tag, without) {
                neighbours.shorter.entry(rest).or_insert(number);
            }
            for gap in edits(&tag, with_gap) {
                let same = neighbours.gapped.entry(gap).or_default();
                if same.len() < 2 {
                    same.push(number);
                }
            }
            neighbours.whole.insert(tag, number);
        }
        neighbours
    }

    /// The first tag of which this one is a slip: one letter too many, too few, wrong or swapped.
    fn slip(&self, tag: &str) -> Option<usize> {
        let tag = fold(tag, Case::Ignore);
        if !is_word(&tag) || tag.chars().count() < *LENGTHS.start() {
            return None;
        }
        let own = self.whole.get(&tag);
        let wrong = edits(&tag, with_gap).filter_map(|gap| self.gapped.get(&gap)).flatten();
        let other = edits(&tag, without).chain(edits(&tag, swapped)).filter_map(|other| self.whole.get(&other));
        let all = wrong.chain(other).chain(self.shorter.get(&tag));
        all.filter(|number| Some(*number) != own).min().copied()
    }
}

/// Whether a tag is a word or several with hyphens, short enough to be written with a slip.
fn is_word(tag: &str) -> bool {
    tag.chars().count() <= *LENGTHS.end() && tag.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// What becomes of a tag where each of its letters is edited in turn, but for the first.
fn edits(tag: &str, edit: fn(&str, &str, char) -> String) -> impl Iterator<Item = String> {
    let edited = move |(at, letter): (usize, char)| edit(&tag[..at], &tag[at + letter.len_utf8()..], letter);
    tag.char_indices().skip(1).map(edited)
}

fn without(before: &str, after: &str, _: char) -> String {
    format!("{before}{after}")
}

/// With a sign for the letter that is in no tag.
fn with_gap(before: &str, after: &str, _: char) -> String {
    format!("{before}*{after}")
}

/// With the letter behind the next one.
fn swapped(before: &str, after: &str, letter: char) -> String {
    let (next, after) = after.split_at(after.chars().next().map_or(0, char::len_utf8));
    format!("{before}{next}{letter}{after}")
}

/// The line a tag stands on: in the first talk that has it, else in the note, of which the header has it.
fn line_of(used: &Use, tag: &str) -> u32 {
    let text = &used.note.text;
    let (start, end) = (used.place.start as usize, used.place.end as usize);
    let own = text.get(start..end).and_then(|source| source.find(tag)).map(|at| start + at);
    LineIndex::of(text).line_of(own.or_else(|| text.find(tag)).unwrap_or(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_slip_is_found_as_by_comparing_with_each(
            tags in proptest::collection::vec("[ab]{5,7}|[Aaé-]{6,7}|[a1]{6}|[ab]{1,2}a{43,47}[ab]{1,2}", 0..12),
            tag in "[ab]{5,8}|[aé-]{6,8}|[a1]{6}|[ab]{1,2}a{43,47}[ab]{1,2}",
        ) {
            let folded = fold(&tag, Case::Ignore);
            let is_word = |tag: &str| !tag.contains('1') && tag.chars().count() <= 48;
            let is_slip = |usual: &String| {
                let usual = fold(usual, Case::Ignore);
                folded.chars().count() >= 6
                    && is_word(&folded)
                    && is_word(&usual)
                    && folded.chars().next() == usual.chars().next()
                    && strsim::osa_distance(&folded, &usual) == 1
            };
            let neighbours = Neighbours::of(tags.iter().map(String::as_str));
            proptest::prop_assert_eq!(neighbours.slip(&tag), tags.iter().position(is_slip));
            // However many tags have the same rest, few are looked at.
            proptest::prop_assert!(neighbours.gapped.values().all(|same| same.len() <= 2));
        }
    }
}
