//! Facet counts: how many of the hits have each value, for the groups beside the list.
//!
//! Not here: choosing a value (`toggle`).

use std::cmp::Reverse;
use std::sync::Arc;

use super::persons::Persons;
use super::query::{Query, Term, Test};
use super::sort::start_of;
use super::values::{ValueId, Values};
use super::{Choice, Facet, FacetGroup, FacetValue};
use crate::talk::topics;
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

    /// The value that a name typed for one means: a topic has other names.
    pub(super) fn value_named(self, name: &str) -> &str {
        if self == Facet::Topic { topics::named(name).unwrap_or(name) } else { name }
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
    chosen: Choice,
}

/// What is counted: how many hits there are, and how many have each value, by its id.
#[derive(Clone, Copy)]
pub(super) struct Counts<'a> {
    pub(super) hits: usize,
    pub(super) of_values: &'a [u32],
}

/// Which values are listed.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    /// At most so many of a group.
    pub(super) most: usize,
    /// Only those that hold this, folded.
    pub(super) holding: &'a str,
}

/// The groups for counts. What the query chooses is always among them.
pub(super) fn group(
    counts: Counts<'_>,
    values: &Values,
    persons: &Persons,
    query: &Query,
    listed: Listed<'_>,
) -> Vec<FacetGroup> {
    let chosen = choices(query);
    let mut groups: [(Vec<Shown>, Vec<Shown>); 7] = Default::default();
    for value in values.iter() {
        let names = persons.names_of(value.id).unwrap_or(&[]);
        if names.first().is_some_and(|shown| *shown != value.id) {
            continue;
        }
        let ids = std::iter::once(value.id).chain(names.iter().skip(1).copied());
        let count = ids.map(|id| counts.of_values.get(id as usize).copied().unwrap_or(0)).sum();
        let all = || std::iter::once(value).chain(names.iter().skip(1).filter_map(|id| values.get(*id)));
        let choice =
            chosen.iter().find(|choice| all().any(|value| choice.0 == value.facet && choice.1 == value.folded));
        let shown = Shown {
            id: value.id,
            count,
            start: start_of(value.folded),
            chosen: choice.map_or(Choice::None, |choice| choice.2),
        };
        let (picked, rest) = &mut groups[value.facet as usize];
        if choice.is_some() {
            picked.push(shown);
        } else if count > 0 && all().any(|value| value.folded.contains(listed.holding)) {
            rest.push(shown);
        }
    }
    let mut unnamed = unnamed(query, values, counts.hits);
    let groups = GROUPS.into_iter().map(|facet| (facet, std::mem::take(&mut groups[facet as usize])));
    let groups = groups.map(|(facet, (picked, rest))| {
        let mut group = cut(facet, (picked, rest), listed.most, values, persons);
        let (own, others) = std::mem::take(&mut unnamed).into_iter().partition(|(of, _)| *of == facet);
        unnamed = others;
        group.values.extend(own.into_iter().map(|(_, value): (Facet, FacetValue)| value));
        group
    });
    groups.filter(|group| !group.values.is_empty() || group.more > 0).collect()
}

/// What a query chooses by another name than any value has, so that it can be seen and taken back: `speaker:tom`
/// is of every hit, `tag:zzz` of none. Left out where it is not known how many hits have it.
fn unnamed(query: &Query, values: &Values, hits: usize) -> Vec<(Facet, FacetValue)> {
    let mut unnamed: Vec<(Facet, FacetValue)> = Vec::new();
    for clause in &query.clauses {
        for term in &clause.any {
            let names = names(term);
            let is_alone = clause.any.len() == 1 && names.len() == 1;
            // A topic that is left out is none to choose.
            let is_choice = |(facet, name): &&(Facet, String)| *facet != Facet::Topic || !topics::is_left_out(name);
            for (facet, name) in names.iter().filter(is_choice) {
                let count = match is_part_of_values(*facet, name, values) {
                    Some(false) => 0,
                    Some(true) if term.negated => 0,
                    Some(true) if is_alone => hits as u32,
                    _ => continue,
                };
                if !unnamed.iter().any(|(of, known)| of == facet && *known.value == **name) {
                    unnamed.push((*facet, FacetValue { value: name.as_str().into(), count, chosen: choice(term) }));
                }
            }
        }
    }
    unnamed
}

/// Whether values hold a name that none of them is called by; `None` where one is.
fn is_part_of_values(facet: Facet, name: &str, values: &Values) -> Option<bool> {
    let name = fold(name, Case::Ignore);
    let mut holding = values.iter().filter(|value| value.facet == facet && value.folded.contains(&name)).peekable();
    let is_part = holding.peek().is_some();
    (!holding.any(|value| value.folded == name)).then_some(is_part)
}

/// The largest values of a group, in order.
fn cut(
    facet: Facet,
    (picked, mut rest): (Vec<Shown>, Vec<Shown>),
    most: usize,
    values: &Values,
    persons: &Persons,
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
        .filter_map(|shown| {
            let value = values.get(shown.id)?;
            let name = persons.spelling(shown.id).unwrap_or(value.name);
            Some((shown, value.folded, name))
        })
        .collect();
    named.sort_unstable_by(|(a, name_a, _), (b, name_b, _)| {
        (b.count.cmp(&a.count)).then_with(|| a.start.cmp(&b.start)).then_with(|| name_a.cmp(name_b))
    });
    let values = named
        .into_iter()
        .map(|(shown, _, name)| FacetValue { value: Arc::clone(name), count: shown.count, chosen: shown.chosen })
        .collect();
    FacetGroup { facet, values, more }
}

/// The facet values a query chooses, folded.
fn choices(query: &Query) -> Vec<(Facet, String, Choice)> {
    query.terms().flat_map(term_choices).collect()
}

/// The facet values a term chooses, folded.
pub(super) fn term_choices(term: &Term) -> Vec<(Facet, String, Choice)> {
    let names = names(term).into_iter();
    names.map(|(facet, name)| (facet, fold(&name, Case::Ignore), choice(term))).collect()
}

fn choice(term: &Term) -> Choice {
    if term.negated { Choice::Exclude } else { Choice::Include }
}

/// The facet values a term names.
fn names(term: &Term) -> Vec<(Facet, String)> {
    match &term.test {
        Test::Value { facet, values } => {
            values.iter().map(|value| (*facet, facet.value_named(value).to_owned())).collect()
        }
        Test::When(spans) => {
            let years = spans.iter().filter_map(|span| span.as_year());
            years.map(|year| (Facet::Year, format!("{year:04}"))).collect()
        }
        _ => Vec::new(),
    }
}
