//! What is known of where a needle stands in bodies, kept from one search to the next: while a word is typed,
//! only talks that hold its beginning need to be read again, from there on.
//!
//! Not here: finding it (`needle`).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::literal::is_address;
use super::needle::Needle;
use super::pattern::Pattern;
use super::readable::Letters;
use crate::talk::Talk;
use crate::text::Case;

/// Where a needle first stands in each talk, as far as is known. Filled by all searching threads.
#[derive(Debug)]
pub(super) struct Scan {
    text: String,
    case: Case,
    is_phrase: bool,
    first: Vec<AtomicU32>,
}

/// Not looked at yet.
const UNKNOWN: u32 = u32::MAX;
/// It does not stand there.
const NONE: u32 = u32::MAX - 1;

/// What earlier scans say about a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    No,
    Yes,
    /// Not before this byte.
    From(usize),
}

/// A needle with what is known of where it stands.
pub(super) struct Search {
    pub(super) needle: Needle,
    pub(super) scan: Arc<Scan>,
    /// The scan of the longest beginning of the needle.
    shorter: Option<Arc<Scan>>,
    /// A scan of a needle that begins with this one.
    longer: Option<Arc<Scan>>,
}

impl Search {
    /// A search over `talks` talks that makes use of earlier scans.
    pub(super) fn new(pattern: &Pattern, earlier: &[Arc<Scan>], talks: usize) -> Search {
        let needle = Needle::of(pattern);
        let same = earlier.iter().find(|scan| scan.text == needle.text && scan.case == needle.case);
        let shorter = earlier
            .iter()
            .filter(|scan| scan.text.len() < needle.text.len() && begins_with(&needle, scan))
            .max_by_key(|scan| scan.text.len());
        let longer = earlier.iter().find(|scan| {
            let goes_on = scan.text.len() > needle.text.len() && scan.text.starts_with(&needle.text);
            let reads_alike =
                scan.is_phrase == needle.is_phrase() && is_address(&scan.text) == is_address(&needle.text);
            goes_on && scan.case == needle.case && reads_alike
        });
        let scan = match same {
            Some(same) if same.first.len() == talks => Arc::clone(same),
            _ => {
                let known = |at| {
                    same.and_then(|same| same.first.get(at))
                        .map_or(UNKNOWN, |first: &AtomicU32| first.load(Ordering::Relaxed))
                };
                let first = (0..talks).map(|at| AtomicU32::new(known(at))).collect();
                Arc::new(Scan { text: needle.text.clone(), case: needle.case, is_phrase: needle.is_phrase(), first })
            }
        };
        let (shorter, longer) = (shorter.cloned(), longer.cloned());
        let needle = match &shorter {
            Some(shorter) => needle.beginning_with(&shorter.text),
            None => needle,
        };
        Search { needle, scan, shorter, longer }
    }

    /// Whether the talk of that number reads so somewhere.
    pub(super) fn holds(&self, number: usize, talk: &Talk, letters: Letters) -> bool {
        let found = match self.known(number) {
            Known::Yes => return true,
            Known::No => None,
            Known::From(from) => self.needle.find_in(talk, letters, from),
        };
        if let Some(first) = self.scan.first.get(number) {
            first.store(found.map_or(NONE, |at| at as u32), Ordering::Relaxed);
        }
        found.is_some()
    }

    fn known(&self, number: usize) -> Known {
        let look =
            |scan: &Scan| scan.first.get(number).map_or(UNKNOWN, |first: &AtomicU32| first.load(Ordering::Relaxed));
        match look(&self.scan) {
            NONE => return Known::No,
            UNKNOWN => {}
            _ => return Known::Yes,
        }
        if self.longer.as_ref().is_some_and(|longer| look(longer) < NONE) {
            return Known::Yes;
        }
        match self.shorter.as_ref().map_or(UNKNOWN, |shorter| look(shorter)) {
            NONE => Known::No,
            UNKNOWN => Known::From(0),
            at => Known::From(at as usize),
        }
    }
}

/// Whether wherever a needle is found, a shorter one is found at the same place. Phrases are read more freely
/// than words, and addresses looked for where words are not, so that the one says nothing about the other.
fn begins_with(needle: &Needle, shorter: &Scan) -> bool {
    if needle.is_phrase() != shorter.is_phrase || is_address(&needle.text) != is_address(&shorter.text) {
        return false;
    }
    match (needle.case, shorter.case) {
        (Case::Ignore, Case::Keep) => false,
        (Case::Keep, Case::Ignore) => needle.text.to_lowercase().starts_with(&shorter.text),
        _ => needle.text.starts_with(&shorter.text),
    }
}

/// The bytes that scans kept for later searches may take.
const KEPT_BYTES: usize = 12 << 20;

/// The scans worth keeping: the newest, each needle once, as many as a fixed memory holds.
pub(super) fn keep_scans(new: impl Iterator<Item = Arc<Scan>>, earlier: &[Arc<Scan>]) -> Vec<Arc<Scan>> {
    let mut kept: Vec<Arc<Scan>> = Vec::new();
    let mut bytes = 0;
    for scan in new.chain(earlier.iter().cloned()).filter(|scan| !scan.first.is_empty()) {
        bytes += scan.first.len() * size_of::<AtomicU32>();
        if !kept.is_empty() && bytes > KEPT_BYTES {
            break;
        }
        if !kept.iter().any(|kept| kept.text == scan.text && kept.case == scan.case) {
            kept.push(scan);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fixture::{batch, talk};

    #[test]
    fn what_a_shorter_word_taught_is_used_and_remembered() {
        let talks = batch(&[talk("Title", "kube and kubernetes"), talk("Title", "nothing")]);
        let search = |word: &str, earlier: &[Arc<Scan>]| {
            let search = Search::new(&Pattern::literal(word), earlier, talks.len());
            let held: Vec<bool> =
                talks.iter().enumerate().map(|(number, talk)| search.holds(number, talk, Letters::Plain)).collect();
            (held, search.scan)
        };
        let (held, kube) = search("kube", &[]);
        assert_eq!(held, [true, false]);
        let (held, kuber) = search("kuber", std::slice::from_ref(&kube));
        assert_eq!(held, [true, false]);
        let firsts: Vec<u32> = kuber.first.iter().map(|first| first.load(Ordering::Relaxed)).collect();
        assert_eq!(firsts, [talks[0].note.text.find("kuber").expect("there") as u32, NONE]);
        let kept = keep_scans(std::iter::once(Arc::clone(&kuber)), &[Arc::clone(&kuber), kube]);
        assert_eq!(kept.len(), 2);
    }
}
