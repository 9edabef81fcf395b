//! Proposals while a query is typed: field names, then the values the library has.
//!
//! Not here: what the proposals match (`plan`).

use std::cmp::Reverse;
use std::ops::Range;

use super::Facet;
use super::index::{Index, SearchOptions};
use super::known::Known;
use super::letters::is_word_start;
use super::lex::{Token, last_value, quoted, tokens};
use super::query::{FIELDS, FieldName, HOLDS, Query, STATES};
use super::values::ValueId;
use crate::text::{Case, fold};

/// A way to go on with a query text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query text it replaces; they end at the cursor.
    pub range: Range<usize>,
    /// What stands there instead. A blank after it is for the one who takes it, unless it ends in `:`.
    pub text: String,
    /// How many talks have the value and fit the rest of the query; `None` for a name of the language.
    pub talks: Option<u32>,
}

/// The most proposals made.
const MOST: usize = 20;

/// What values are taken from.
#[derive(Clone, Copy)]
pub struct ProposeFrom<'a> {
    /// The talks.
    pub index: &'a Index,
    /// The talks that `is:` means.
    pub known: Option<&'a Known>,
    /// Whether the proposals are not wanted any more.
    pub stale: &'a (dyn Fn() -> bool + Sync),
}

/// Proposals for what is typed before the cursor, best first: what finds something together with the rest of the
/// query; then names and values that begin so, values with a word that does, and those that contain it; each by how
/// many talks it finds. `cursor` is a byte of `text`.
pub fn complete(text: &str, cursor: usize, from: ProposeFrom<'_>) -> Vec<Completion> {
    let Some(term) = last_term(text, cursor) else { return Vec::new() };
    let before = &text[..term.end];
    let raw = &before[term.clone()];
    let library = || Library::beside(text, &term, from);
    if let Some((name, at, typed)) = last_value(raw) {
        return values(name, &typed, term.start + at..before.len(), library);
    }
    let word = raw.trim_start_matches(['!', '\'', '^']);
    let range = before.len() - word.len()..before.len();
    if word.is_empty() {
        return Vec::new();
    }
    let names = FIELDS.iter().map(|(name, _)| *name).filter(|name| name.starts_with(&word.to_ascii_lowercase()));
    let mut proposals: Vec<Completion> =
        names.map(|name| Completion { range: range.clone(), text: format!("{name}:"), talks: None }).collect();
    if range.len() > 1 {
        proposals.extend(library().proposals(None, word, &range));
    }
    proposals.truncate(MOST);
    proposals
}

/// Whether proposals for the end of a text are values that talks have.
pub fn asks_for_values(text: &str) -> bool {
    let field = last_term(text, text.len()).and_then(|term| last_value(&text[term]));
    matches!(field, Some((FieldName::Value(_) | FieldName::When, ..)))
}

/// The bytes of the term that ends at the cursor.
fn last_term(text: &str, cursor: usize) -> Option<Range<usize>> {
    let mut end = cursor.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match tokens(&text[..end]).last()? {
        Token::Term(term) if term.range.end == end => Some(term.range),
        _ => None,
    }
}

fn values<'a>(
    name: FieldName,
    typed: &str,
    range: Range<usize>,
    library: impl FnOnce() -> Library<'a>,
) -> Vec<Completion> {
    let fixed = |names: &[&str]| {
        let fitting = names.iter().filter(|name| name.starts_with(&typed.to_ascii_lowercase()));
        fitting.map(|name| Completion { range: range.clone(), text: (*name).to_owned(), talks: None }).collect()
    };
    match name {
        FieldName::Value(facet) => library().proposals(Some(facet), typed, &range),
        FieldName::When => {
            let mut years = library().proposals(Some(Facet::Year), typed, &range);
            years.sort_by(|a, b| (a.talks == Some(0)).cmp(&(b.talks == Some(0))).then_with(|| b.text.cmp(&a.text)));
            years
        }
        FieldName::Has => fixed(&HOLDS.map(|(name, _)| name)),
        FieldName::Is => fixed(&STATES.map(|(name, _)| name)),
        FieldName::Contains(_) => Vec::new(),
    }
}

/// The values of a library, counted by what the rest of a query finds.
struct Library<'a> {
    index: &'a Index,
    /// By the id of a value; `None` where the rest asks for nothing.
    counts: Option<Vec<u32>>,
}

impl<'a> Library<'a> {
    /// Counts beside a term of a query: it and its alternatives are left out.
    fn beside(text: &str, term: &Range<usize>, from: ProposeFrom<'a>) -> Library<'a> {
        let rest = Query::parse(text).without(term.start);
        let options = SearchOptions { known: from.known, ..SearchOptions::default() };
        let counts = if rest.is_empty() { None } else { from.index.counts(&rest, &options, from.stale) };
        Library { index: from.index, counts }
    }

    /// Values of one facet, or of all with the field's name before them.
    fn proposals(&self, facet: Option<Facet>, typed: &str, range: &Range<usize>) -> Vec<Completion> {
        let typed = fold(typed, Case::Ignore);
        let found = |id: ValueId, talks: u32| match &self.counts {
            Some(counts) => counts.get(id as usize).copied().unwrap_or(0),
            None => talks,
        };
        let mut fitting: Vec<(u8, u32, Facet, &str)> = self
            .index
            .values()
            .filter(|(value, talks)| *talks > 0 && facet.is_none_or(|facet| facet == value.facet))
            .filter_map(|(value, talks)| {
                let closeness = closeness(&typed, value.folded)?;
                Some((closeness, found(value.id, talks), value.facet, &**value.name))
            })
            .filter(|(closeness, ..)| facet.is_some() || *closeness < 2)
            .collect();
        fitting.sort_by_key(|(closeness, talks, _, name)| (*talks == 0, *closeness, Reverse(*talks), *name));
        fitting.truncate(MOST);
        let written = |of: Facet, name: &str| match facet {
            Some(_) => quoted(name),
            None => format!("{}:{}", of.name(), quoted(name)),
        };
        let proposal = |(_, talks, of, name): (u8, u32, Facet, &str)| Completion {
            range: range.clone(),
            text: written(of, name),
            talks: Some(talks),
        };
        fitting.into_iter().map(proposal).collect()
    }
}

/// 0: begins so; 1: a word of it does; 2: it contains it.
fn closeness(typed: &str, folded: &str) -> Option<u8> {
    if folded.starts_with(typed) {
        return Some(0);
    }
    let mut places = folded.match_indices(typed).peekable();
    places.peek()?;
    Some(if places.any(|(at, _)| is_word_start(folded, at)) { 1 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fixture::{index, talk};

    fn library() -> Index {
        index(&[
            talk("One", "").by("Tom Wilkie", "Grafana Labs").tags(&["argo", "argo-cd"]).at("KubeCon EU", 2022, 5, 1),
            talk("Two", "").by("Ana Tomić", "Red Hat").tags(&["argo", "cargo"]).at("KubeCon EU", 2023, 5, 1),
        ])
    }

    fn proposed(text: &str) -> Vec<String> {
        let (text, after) = text.split_once('▏').unwrap_or((text, ""));
        let whole = format!("{text}{after}");
        let index = library();
        let proposals = complete(&whole, text.len(), ProposeFrom { index: &index, known: None, stale: &|| false });
        proposals.iter().map(|one| format!("{}{}", &text[..one.range.start], one.text)).collect()
    }

    #[test]
    fn names_and_values_are_proposed() {
        for (typed, proposals) in [
            ("s", &["speaker:", "section:"][..]),
            ("tag:ar", &["tag:argo", "tag:argo-cd", "tag:cargo"]),
            ("x !tag:argo,ca", &["x !tag:argo,cargo"]),
            ("#argo-", &["#argo-cd"]),
            ("speaker:tom", &["speaker:\"Tom Wilkie\"", "speaker:\"Ana Tomić\""]),
            ("speaker:\"tom w▏ more", &["speaker:\"Tom Wilkie\""]),
            ("tomic", &["speaker:\"Ana Tomić\""]),
            ("kubec", &["event:\"KubeCon EU\""]),
            ("year:", &["year:2023", "year:2022"]),
            ("date:2", &["date:2023", "date:2022"]),
            ("has:t", &["has:table", "has:tag", "has:topic"]),
            ("is:", &["is:starred", "is:seen"]),
            ("tag:argo ", &[]),
            ("", &[]),
        ] {
            assert_eq!(proposed(typed), proposals, "{typed}");
        }
    }

    #[test]
    fn values_that_find_something_with_the_rest_of_the_query_come_first() {
        for (typed, proposals) in [
            ("one tag:ar", &["one tag:argo", "one tag:argo-cd", "one tag:cargo"][..]),
            ("two tag:ar", &["two tag:argo", "two tag:cargo", "two tag:argo-cd"]),
            ("tag:ar▏ year:2023", &["tag:argo", "tag:cargo", "tag:argo-cd"]),
            ("one year:", &["one year:2022", "one year:2023"]),
            // What stands beside it is another way to be found.
            ("two | tag:argo-", &["two | tag:argo-cd"]),
            ("two !speaker:t", &["two !speaker:\"Ana Tomić\"", "two !speaker:\"Tom Wilkie\""]),
        ] {
            assert_eq!(proposed(typed), proposals, "{typed}");
        }
        let index = library();
        let from = ProposeFrom { index: &index, known: None, stale: &|| false };
        let counts: Vec<_> = complete("two tag:arg", 11, from).into_iter().map(|one| one.talks).collect();
        assert_eq!(counts, [Some(1), Some(1), Some(0)]);
    }

    #[test]
    fn only_values_of_fields_need_the_talks() {
        for text in ["tag:", "x speaker:\"To", "year:20", "!#a"] {
            assert!(asks_for_values(text), "{text}");
        }
        for text in ["", "spea", "has:", "is:st", "tag:a b", "title:x"] {
            assert!(!asks_for_values(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_cursor_will_do(text in "\\PC{0,12}", cursor in 0usize..20) {
            let index = library();
            for proposal in complete(&text, cursor, ProposeFrom { index: &index, known: None, stale: &|| false }) {
                proptest::prop_assert!(text.get(proposal.range).is_some());
            }
        }
    }
}
