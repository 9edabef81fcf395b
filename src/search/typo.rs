//! When nothing at all matches: words typed with a slip (`promethues`) read as words the library has.
//!
//! Not here: letters left out, which match anyway (`pattern`).

use std::cmp::Reverse;
use std::collections::HashMap;

use super::index::Index;
use super::query::{Query, Test};
use crate::text::{Case, fold};

/// The query text with each word that occurs nowhere replaced by the nearest word of titles and facet values;
/// `None` when there is none near. `occurs` says whether a query finds anything.
pub(super) fn mend(query: &Query, index: &Index, occurs: impl Fn(&str) -> bool) -> Option<String> {
    let mut text = query.text().to_owned();
    let mut is_mended = false;
    // From the back, so that what is further front stays where it is.
    let terms: Vec<_> = query.terms().collect();
    for term in terms.into_iter().rev().filter(|term| !term.negated) {
        let Test::Word(word) = &term.test else { continue };
        let typed = fold(word, Case::Ignore);
        if slips(&typed) == 0 || occurs(word) {
            continue;
        }
        text.replace_range(term.range.clone(), &nearest(&typed, index)?);
        is_mended = true;
    }
    is_mended.then_some(text)
}

/// How many slips are forgiven: none in short words, which are near to too many others.
fn slips(typed: &str) -> usize {
    if !typed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return 0;
    }
    match typed.len() {
        4..=7 => 1,
        8..=40 => 2,
        _ => 0,
    }
}

/// The word with the fewest slips; of several the most frequent. The first letter is taken to be right.
fn nearest(typed: &str, index: &Index) -> Option<String> {
    let most = slips(typed);
    let mut near: HashMap<&str, (Option<usize>, usize)> = HashMap::new();
    let labels = index.titles().chain(index.values().map(|(value, _)| value.folded));
    for word in labels.flat_map(|label| label.split(|c: char| !c.is_alphanumeric())) {
        if word.as_bytes().first() == typed.as_bytes().first() && word.len() + most >= typed.len() {
            let known = near.entry(word).or_insert_with(|| (distance(typed, word, most), 0));
            known.1 += 1;
        }
    }
    let candidates = near.into_iter().filter_map(|(word, (slips, count))| Some((slips?, Reverse(count), word)));
    candidates.min().map(|(_, _, word)| word.to_owned())
}

/// Letters wrong, missing, too many or swapped with their neighbour between what was typed and the beginning
/// of the word; `None` if more than `most`. The rest of the word may still be typed, once some of it is.
fn distance(typed: &str, word: &str, most: usize) -> Option<usize> {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=typed.len()).collect();
    let mut best = usize::MAX;
    for (row, letter) in word.iter().enumerate().take(typed.len() + most) {
        let mut next = vec![row + 1; typed.len() + 1];
        for (column, other) in typed.iter().enumerate() {
            let same = last[column] + usize::from(letter != other);
            let mut least = same.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped = row > 0 && column > 0 && *letter == typed[column - 1] && word[row - 1] == *other;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            next[column + 1] = least;
        }
        let whole = row + 1 == word.len();
        if whole || typed.len() > 4 && row + 1 >= typed.len() {
            best = best.min(next[typed.len()]);
        }
        before = std::mem::replace(&mut last, next);
    }
    (best <= most).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (typed, word, slips) in [
            ("promethues", "prometheus", Some(1)),
            ("kuberentes", "kubernetes", Some(1)),
            ("kubernatis", "kubernetes", Some(2)),
            ("promethe", "prometheus", Some(0)),
            ("progetheu", "prometheus", Some(1)),
            ("argp", "argo", Some(1)),
            ("argp", "argonauts", None),
            ("cilium", "podium", None),
        ] {
            assert_eq!(distance(typed, word, 2.min(super::slips(typed))), slips, "{typed} {word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_no_slip_from_itself(word in "[a-z]{1,12}", other in "\\PC{0,12}") {
            proptest::prop_assert_eq!(distance(&word, &word, 0), Some(0));
            let _ = distance(&word, &other, 2);
        }
    }
}
