//! The query language, matching, ranking and facet counts.
//!
//! The contract others build on:
//! - [`Query::parse`] is total: what is not understood is text to look for.
//! - [`Index`] holds what matching needs of each talk, grows by [`Part`]s and can be shared between threads.
//! - [`Index::search`] gives [`Results`]; [`Query::marks`] says which characters of a label matched.
//!
//! A search goes from cheap to dear: letter masks, then the word itself, then letters left out in fields; and
//! only for talks whose fields do not decide, their text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::talk::{Place, TalkIx};

mod accents;
mod apart;
mod check;
mod complete;
mod excerpt;
mod facets;
#[cfg(test)]
mod fixture;
mod holds;
mod index;
mod known;
mod letters;
mod lex;
mod literal;
mod marks;
mod needle;
mod part;
mod pattern;
mod persons;
mod plan;
#[cfg(test)]
mod properties;
mod query;
mod readable;
mod recent;
mod related;
#[cfg(test)]
mod remembered;
mod run;
mod scan;
mod shelf;
mod sort;
#[cfg(test)]
mod tests;
mod toggle;
mod typo;
mod values;
mod when;

pub use complete::{Completion, ProposeFrom, asks_for_values, complete};
pub use excerpt::{Excerpt, excerpt};
pub use index::{Index, SearchOptions};
pub use known::Known;
pub use marks::{Field, Needle};
pub use part::Part;
pub use query::{Query, Term};
pub use recent::Recent;
pub use related::{Reason, Related, related};
pub use sort::{Sort, UnknownSort};
pub use toggle::toggle;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// Matching talks, best first. `hits[..in_fields]` matched by title, people, tags …; the rest by their text.
    pub hits: Vec<TalkIx>,
    /// How many of `hits` matched in their fields.
    pub in_fields: usize,
    /// Groups the hits fall into in this order, by the first hit of each; see [`Sort::heading`].
    pub groups: Arc<[Group]>,
    /// Counts by facet for the hits, in the order groups are shown.
    pub facets: Vec<FacetGroup>,
    /// The query text these results are for, where the one asked for found nothing but for slips of the
    /// fingers; see [`SearchOptions::looks_further`].
    pub mended: Option<String>,
    /// Where it stands, for the hits that do not hold what was looked for but have it beside them in their note,
    /// in no talk: all of them or none; see [`SearchOptions::looks_further`].
    pub apart: BTreeMap<TalkIx, Place>,
    /// What is known of where words stand in bodies, for the next search.
    scans: Vec<Arc<scan::Scan>>,
}

/// Hits that follow each other under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Index of its first hit.
    pub first: usize,
    /// What its hits stand under.
    pub heading: Box<str>,
}

/// A field whose values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Topics recognised.
    Topic,
    /// Author's tags.
    Tag,
    /// Events.
    Event,
    /// Sections: days, tracks, categories.
    Section,
    /// Speakers.
    Speaker,
    /// Companies.
    Organization,
    /// Years.
    Year,
}

/// The values of one facet.
#[derive(Debug, Clone)]
pub struct FacetGroup {
    /// Which field.
    pub facet: Facet,
    /// Values with their counts, largest first, then by name.
    pub values: Vec<FacetValue>,
    /// How many more values have hits but are not listed; see [`SearchOptions::facet_values`].
    pub more: u32,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// The value as shown and as written in a query term.
    pub value: Arc<str>,
    /// How many hits have it.
    pub count: u32,
    /// Whether the query includes or excludes it.
    pub chosen: Choice,
}

/// How a query treats a facet value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Not mentioned.
    #[default]
    None,
    /// `tag:value`
    Include,
    /// `!tag:value`
    Exclude,
}

/// Byte ranges of a label that matched.
pub type Marks = Vec<Range<usize>>;
