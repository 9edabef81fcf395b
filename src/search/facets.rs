//! Facet counts: how many of the hits have each value, for the groups beside the list.
//!
//! Not here: choosing a value (`toggle`).

use std::cmp::Reverse;
use std::sync::Arc;

use super::query::{Query, Term, Test};
use super::sort::start_of;
use super::values::{ValueId, Values};
use super::{Choice, Facet, FacetGroup, FacetValue};
use crate::text::{Case, fold};

/// Groups in the order they are shown.
pub(super) const GROUPS: [Facet; 7] =
    [Facet::Topic, Facet::Tag, Facet::Event, Facet::Section, Facet::Speaker, Facet::Organization, Facet::Year];

impl Facet {
    /// The field's name in a query: `tag`, `speaker` …
    pub fn name(self) -> &'static str {
        match self {
            Facet::Topic => "topic",
            Facet::Tag => "tag",
            Facet::Event => "event",
            Facet::Section => "section",
            Facet::Speaker => "speaker",
            Facet::Organization => "org",
            Facet::Year => "year",
        }
    }

    /// The facet of that name; see [`Facet::name`].
    pub fn named(name: &str) -> Option<Facet> {
        GROUPS.into_iter().find(|facet| facet.name() == name)
    }

    /// Whether a talk has at most one value of it, so that two chosen ones can only mean either.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Facet::Event | Facet::Year)
    }
}

/// A value that is to be shown.
struct Shown {
    id: ValueId,
    count: u32,
    start: u64,
}

/// The groups for counts by value id, at most `most` values each; what the query chooses is always among them.
pub(super) fn group(counts: &[u32], values: &Values, query: &Query, most: usize) -> Vec<FacetGroup> {
    let chosen = choices(query);
    let mut groups: [(Vec<Shown>, Vec<Shown>); 7] = Default::default();
    for value in values.iter() {
        let count = counts.get(value.id as usize).copied().unwrap_or(0);
        let (picked, rest) = &mut groups[value.facet as usize];
        let shown = Shown { id: value.id, count, start: start_of(value.folded) };
        if chosen.iter().any(|choice| choice.0 == value.facet && choice.1 == value.folded) {
            picked.push(shown);
        } else if count > 0 {
            rest.push(shown);
        }
    }
    let groups = GROUPS.into_iter().map(|facet| (facet, std::mem::take(&mut groups[facet as usize])));
    groups
        .filter(|(_, (picked, rest))| !picked.is_empty() || !rest.is_empty())
        .map(|(facet, (picked, rest))| cut(facet, picked, rest, most, values, &chosen))
        .collect()
}

/// The largest values of a group, in order.
fn cut(
    facet: Facet,
    picked: Vec<Shown>,
    mut rest: Vec<Shown>,
    most: usize,
    values: &Values,
    chosen: &[(Facet, String, Choice)],
) -> FacetGroup {
    let all = rest.len();
    let room = most.saturating_sub(picked.len());
    if room < rest.len() {
        // Names decide between equal counts; their first letters will do where the rest is cut off.
        if room > 0 {
            rest.select_nth_unstable_by_key(room - 1, |shown| (Reverse(shown.count), shown.start, shown.id));
        }
        rest.truncate(room);
    }
    let more = (all - rest.len()) as u32;
    rest.extend(picked);
    let mut named: Vec<(Shown, &str, &Arc<str>)> = rest
        .into_iter()
        .filter_map(|shown| values.get(shown.id).map(|value| (shown, value.folded, value.name)))
        .collect();
    named.sort_unstable_by(|(a, name_a, _), (b, name_b, _)| {
        (b.count.cmp(&a.count)).then_with(|| a.start.cmp(&b.start)).then_with(|| name_a.cmp(name_b))
    });
    let choice = |folded: &str| {
        chosen.iter().find(|choice| choice.0 == facet && choice.1 == folded).map_or(Choice::None, |choice| choice.2)
    };
    let values = named
        .into_iter()
        .map(|(shown, folded, name)| FacetValue { value: Arc::clone(name), count: shown.count, chosen: choice(folded) })
        .collect();
    FacetGroup { facet, values, more }
}

/// The facet values a query chooses, folded.
fn choices(query: &Query) -> Vec<(Facet, String, Choice)> {
    query.terms().flat_map(term_choices).collect()
}

/// The facet values a term chooses, folded.
pub(super) fn term_choices(term: &Term) -> Vec<(Facet, String, Choice)> {
    let choice = if term.negated { Choice::Exclude } else { Choice::Include };
    match &term.test {
        Test::Value { facet, values } => {
            values.iter().map(|value| (*facet, fold(value, Case::Ignore), choice)).collect()
        }
        Test::When(spans) => {
            let years = spans.iter().filter_map(|span| span.as_year());
            years.map(|year| (Facet::Year, format!("{year:04}"), choice)).collect()
        }
        _ => Vec::new(),
    }
}
