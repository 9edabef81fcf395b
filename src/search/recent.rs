//! Answers given lately: who takes a letter back sees what was there before at once.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use super::{Known, Query, Results, SearchOptions, Sort};
use crate::talk::TalkId;

/// The most answers kept: a word or two, letter by letter.
const MOST: usize = 16;
/// The most hits kept, of four bytes each. The newest answer is kept however long it is.
const MOST_HITS: usize = 2_000_000;

/// Results of the last searches of one index, to be cleared when it changes.
#[derive(Debug, Default)]
pub struct Recent {
    /// The newest last.
    answers: VecDeque<(Asked, Arc<Results>)>,
}

/// All that an answer depends on besides the talks.
#[derive(Debug)]
struct Asked {
    query: String,
    sort: Sort,
    reverse: bool,
    looks_further: bool,
    facet_values: usize,
    facets_holding: String,
    /// What `is:` meant, where the query asks for it.
    known: Option<Known>,
}

impl Asked {
    fn of(query: &Query, options: &SearchOptions<'_>) -> Asked {
        Asked {
            query: query.text().to_owned(),
            sort: options.sort,
            reverse: options.reverse,
            looks_further: options.looks_further,
            facet_values: options.facet_values,
            facets_holding: options.facets_holding.to_owned(),
            known: options.known.filter(|_| query.asks_for_state()).cloned(),
        }
    }

    fn is_as(&self, other: &Asked) -> bool {
        let same = |one: &Arc<HashSet<TalkId>>, other: &Arc<HashSet<TalkId>>| Arc::ptr_eq(one, other);
        let knows_as_much = match (&self.known, &other.known) {
            (Some(one), Some(other)) => same(&one.starred, &other.starred) && same(&one.seen, &other.seen),
            (None, None) => true,
            _ => false,
        };
        knows_as_much
            && self.query == other.query
            && self.sort == other.sort
            && self.reverse == other.reverse
            && self.looks_further == other.looks_further
            && self.facet_values == other.facet_values
            && self.facets_holding == other.facets_holding
    }
}

impl Recent {
    /// Forgets all answers: the talks are others now.
    pub fn clear(&mut self) {
        self.answers.clear();
    }

    /// The answer to this question, if it was given lately.
    pub fn answer(&mut self, query: &Query, options: &SearchOptions<'_>) -> Option<Arc<Results>> {
        let asked = Asked::of(query, options);
        let at = self.answers.iter().position(|(earlier, _)| earlier.is_as(&asked))?;
        let found = self.answers.remove(at)?;
        let results = Arc::clone(&found.1);
        self.answers.push_back(found);
        Some(results)
    }

    /// Keeps an answer, in place of those that were not asked for the longest.
    pub fn keep(&mut self, query: &Query, options: &SearchOptions<'_>, results: &Arc<Results>) {
        self.answers.push_back((Asked::of(query, options), Arc::clone(results)));
        let mut hits: usize = self.answers.iter().map(|(_, results)| results.hits.len()).sum();
        while self.answers.len() > 1 && (self.answers.len() > MOST || hits > MOST_HITS) {
            hits -= self.answers.pop_front().map_or(0, |(_, results)| results.hits.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{index, talk};
    use super::super::{Index, Sort};
    use super::*;

    fn searched(index: &Index, recent: &mut Recent, text: &str, options: &SearchOptions<'_>) -> Arc<Results> {
        let query = Query::parse(text);
        let results = Arc::new(index.search(&query, options, &|| false).expect("nothing stops it"));
        recent.keep(&query, options, &results);
        results
    }

    #[test]
    fn an_answer_is_given_again_to_the_same_question_only() {
        let index = index(&[talk("Scaling", "pods"), talk("Sailing", "boats")]);
        let (mut recent, options) = (Recent::default(), SearchOptions::default());
        let found = searched(&index, &mut recent, "scal", &options);
        let again = recent.answer(&Query::parse("scal"), &options).expect("it was asked before");
        assert!(Arc::ptr_eq(&found, &again));
        assert!(recent.answer(&Query::parse("sca"), &options).is_none());
        let by_title = SearchOptions { sort: Sort::Title, ..options };
        assert!(recent.answer(&Query::parse("scal"), &by_title).is_none());
        let held = SearchOptions { facets_holding: "a", ..options };
        assert!(recent.answer(&Query::parse("scal"), &held).is_none());
        recent.clear();
        assert!(recent.answer(&Query::parse("scal"), &options).is_none());
    }

    #[test]
    fn stars_count_only_where_they_are_asked_for() {
        let index = index(&[talk("Scaling", "pods")]);
        let mut recent = Recent::default();
        let (before, after) = (Known::default(), Known::default());
        let options = |known| SearchOptions { known: Some(known), ..SearchOptions::default() };
        searched(&index, &mut recent, "is:starred", &options(&before));
        searched(&index, &mut recent, "scal", &options(&before));
        assert!(recent.answer(&Query::parse("is:starred"), &options(&before)).is_some());
        assert!(recent.answer(&Query::parse("is:starred"), &options(&after)).is_none());
        assert!(recent.answer(&Query::parse("scal"), &options(&after)).is_some());
    }

    #[test]
    fn what_was_not_asked_for_the_longest_goes_first() {
        let index = index(&[talk("Scaling", "pods")]);
        let (mut recent, options) = (Recent::default(), SearchOptions::default());
        for number in 0..MOST {
            searched(&index, &mut recent, &format!("word{number}"), &options);
        }
        assert!(recent.answer(&Query::parse("word0"), &options).is_some());
        searched(&index, &mut recent, "one more", &options);
        assert!(recent.answer(&Query::parse("word0"), &options).is_some());
        assert!(recent.answer(&Query::parse("word1"), &options).is_none());
    }
}
