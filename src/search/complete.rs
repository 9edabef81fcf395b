//! Proposals while a query is typed: field names, then the values the library has.
//!
//! Not here: what the proposals match (`plan`).

use std::ops::Range;

use super::Facet;
use super::index::Index;
use super::letters::is_word_start;
use super::lex::{Token, last_value, quoted, tokens};
use super::query::{FIELDS, FieldName, HOLDS, STATES};
use crate::text::{Case, fold};

/// A way to go on with a query text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query text it replaces; they end at the cursor.
    pub range: Range<usize>,
    /// What stands there instead. A blank after it is for the one who takes it, unless it ends in `:`.
    pub text: String,
    /// How many talks have the value; `None` for a name of the language.
    pub talks: Option<u32>,
}

/// The most proposals made.
const MOST: usize = 20;

/// Proposals for what is typed before the cursor, best first: names and values that begin so, then values with
/// a word that does, then those that contain it; each by how many talks have it. `cursor` is a byte of `text`.
pub fn complete(text: &str, cursor: usize, index: &Index) -> Vec<Completion> {
    let mut end = cursor.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let Some(Token::Term(term)) = tokens(before).last().filter(|token| ends_at(token, before.len())) else {
        return Vec::new();
    };
    let raw = &before[term.range.clone()];
    if let Some((name, at, typed)) = last_value(raw) {
        return values(name, &typed, term.range.start + at..before.len(), index);
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
        proposals.extend(from_library(None, word, &range, index));
    }
    proposals.truncate(MOST);
    proposals
}

fn ends_at(token: &Token<'_>, end: usize) -> bool {
    matches!(token, Token::Term(term) if term.range.end == end)
}

fn values(name: FieldName, typed: &str, range: Range<usize>, index: &Index) -> Vec<Completion> {
    let fixed = |names: &[&str]| {
        let fitting = names.iter().filter(|name| name.starts_with(&typed.to_ascii_lowercase()));
        fitting.map(|name| Completion { range: range.clone(), text: (*name).to_owned(), talks: None }).collect()
    };
    match name {
        FieldName::Value(facet) => from_library(Some(facet), typed, &range, index),
        FieldName::When => {
            let mut years = from_library(Some(Facet::Year), typed, &range, index);
            years.sort_by(|a, b| b.text.cmp(&a.text));
            years
        }
        FieldName::Has => fixed(&HOLDS.map(|(name, _)| name)),
        FieldName::Is => fixed(&STATES.map(|(name, _)| name)),
        FieldName::Contains(_) => Vec::new(),
    }
}

/// Values of one facet, or of all with the field's name before them.
fn from_library(facet: Option<Facet>, typed: &str, range: &Range<usize>, index: &Index) -> Vec<Completion> {
    let typed = fold(typed, Case::Ignore);
    let mut fitting: Vec<(u8, u32, Facet, &str)> = index
        .values()
        .filter(|(value, talks)| *talks > 0 && facet.is_none_or(|facet| facet == value.facet))
        .filter_map(|(value, talks)| Some((closeness(&typed, value.folded)?, talks, value.facet, &**value.name)))
        .filter(|(closeness, ..)| facet.is_some() || *closeness < 2)
        .collect();
    fitting.sort_by(|a, b| (a.0.cmp(&b.0)).then_with(|| b.1.cmp(&a.1)).then_with(|| a.3.cmp(b.3)));
    fitting.truncate(MOST);
    let written = |of: Facet, name: &str| match facet {
        Some(_) => quoted(name),
        None => format!("{}:{}", of.name(), quoted(name)),
    };
    fitting
        .into_iter()
        .map(|(_, talks, of, name)| Completion { range: range.clone(), text: written(of, name), talks: Some(talks) })
        .collect()
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
        let proposals = complete(&whole, text.len(), &library());
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

    proptest::proptest! {
        #[test]
        fn any_text_and_cursor_will_do(text in "\\PC{0,12}", cursor in 0usize..20) {
            let index = library();
            for proposal in complete(&text, cursor, &index) {
                proptest::prop_assert!(text.get(proposal.range).is_some());
            }
        }
    }
}
