//! The index: what matching needs of all talks. Grows by parts, is shared between threads by cloning.

use std::sync::{Arc, OnceLock};

use super::apart::{Apart, Beside};
use super::facets::{Counts, Listed};
use super::known::Known;
use super::part::Part;
use super::persons::Persons;
use super::plan::Plan;
use super::query::Query;
use super::run::{Found, each_talk, run};
use super::scan::{Scan, keep_scans};
use super::shelf::Shelves;
use super::sort::{groups, sort_talks};
use super::typo::mend;
use super::values::{Value, ValueId, Values};
use super::{Results, Sort, facets};
use crate::talk::{Talk, TalkIx};

/// What can be found. A clone is cheap, shares everything, and stays as it is while the original grows.
#[derive(Debug, Default, Clone)]
pub struct Index {
    shelves: Shelves,
    values: Values,
    /// How many talks have each value, by id.
    totals: Arc<Vec<u32>>,
    /// Found out when first asked for, for all clones.
    persons: Arc<OnceLock<Persons>>,
    /// Made when nothing else held what was looked for, for all clones.
    apart: Arc<OnceLock<Apart>>,
}

/// How to search.
#[derive(Debug, Clone, Copy)]
pub struct SearchOptions<'a> {
    /// The order of hits.
    pub sort: Sort,
    /// The other way round.
    pub reverse: bool,
    /// The talks that `is:` means; without it none.
    pub known: Option<&'a Known>,
    /// Results of an earlier search of this index, before or after it grew: saves looking again at bodies
    /// that are known not to hold the beginning of a word. Makes no difference to what is found.
    pub within: Option<&'a Results>,
    /// Whether, when nothing at all matches, it goes on: in the text of the notes that is in no talk
    /// ([`Results::apart`] says where), then with words that occur nowhere read as the nearest that do
    /// ([`Results::mended`] says which).
    pub looks_further: bool,
    /// The most values a facet group lists; [`FacetGroup::more`](super::FacetGroup::more) tells how many are not.
    pub facet_values: usize,
    /// Only values that hold this text, folded, are listed, besides those the query chooses.
    pub facets_holding: &'a str,
}

impl Default for SearchOptions<'_> {
    fn default() -> Self {
        SearchOptions {
            sort: Sort::Match,
            reverse: false,
            known: None,
            within: None,
            looks_further: false,
            facet_values: 500,
            facets_holding: "",
        }
    }
}

impl<'a> SearchOptions<'a> {
    fn listed(&self) -> Listed<'a> {
        Listed { most: self.facet_values, holding: self.facets_holding }
    }
}

impl Index {
    /// Adds talks; their numbers follow those already there.
    pub fn add(&mut self, part: Arc<Part>) {
        let mut part = Arc::unwrap_or_clone(part);
        part.settle(&mut self.values);
        let totals = Arc::make_mut(&mut self.totals);
        totals.resize(self.values.len(), 0);
        for at in 0..part.len() {
            for id in part.values(at) {
                totals[*id as usize] += 1;
            }
        }
        self.shelves.push(Arc::new(part));
        self.persons = Arc::default();
        self.apart = Arc::default();
    }

    /// How many talks there are.
    pub fn len(&self) -> usize {
        self.shelves.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The talk of that number.
    pub fn talk(&self, ix: TalkIx) -> Option<&Talk> {
        self.shelves.talk(ix)
    }

    /// The talks that fit a query, best first, with facet counts; `None` when `cancelled` said so meanwhile.
    /// An empty query fits all talks, in library order. Uses all cores.
    pub fn search(
        &self,
        query: &Query,
        options: &SearchOptions<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Results> {
        if cancelled() {
            return None;
        }
        let earlier: &[Arc<Scan>] = options.within.map_or(&[], |within| &within.scans);
        if query.is_empty() {
            return Some(self.everything(query, options, earlier));
        }
        let results = self.find(query, options, earlier, cancelled)?;
        if !results.hits.is_empty() || !options.looks_further {
            return Some(results);
        }
        let beside = self.apart.get_or_init(|| Apart::of(&self.shelves)).find(query, cancelled)?;
        if !beside.hits.is_empty() {
            return Some(self.beside(query, options, beside, results));
        }
        let occurs = |word: &str| {
            let found = self.find(&Query::parse(word), options, &results.scans, cancelled);
            found.is_none_or(|found| !found.hits.is_empty())
        };
        let Some(text) = mend(query, self, occurs) else { return Some(results) };
        let mended = self.find(&Query::parse(&text), options, &results.scans, cancelled)?;
        if mended.hits.is_empty() { Some(results) } else { Some(Results { mended: Some(text), ..mended }) }
    }

    /// How many of the talks that a query finds have each value, by its id. `None` where `cancelled` says so.
    pub(super) fn counts(
        &self,
        query: &Query,
        options: &SearchOptions<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<u32>> {
        let plan = Plan::of(query, &self.values, self.persons(), &[], self.len());
        run(&self.shelves, &plan, self.values.len(), options, cancelled).map(|found| found.counts)
    }

    fn find(
        &self,
        query: &Query,
        options: &SearchOptions<'_>,
        earlier: &[Arc<Scan>],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Results> {
        let plan = Plan::of(query, &self.values, self.persons(), earlier, self.len());
        let Found { mut hits, in_fields, counts } = run(&self.shelves, &plan, self.values.len(), options, cancelled)?;
        let (by_fields, by_body) = hits.split_at_mut(in_fields);
        for group in [by_fields, by_body] {
            match options.sort {
                Sort::Match if options.reverse => group.reverse(),
                Sort::Match => {}
                sort => sort_talks(group, &self.shelves, &self.values, sort, options.reverse),
            }
        }
        let scans = keep_scans(plan.bodies.iter().map(|search| Arc::clone(&search.scan)), earlier);
        let counts = Counts { hits: hits.len(), of_values: &counts };
        let facets = facets::group(counts, &self.values, self.persons(), query, options.listed());
        let groups = groups(&hits, in_fields, &self.shelves, options.sort);
        Some(Results { hits, in_fields, groups, facets, scans, ..Results::default() })
    }

    /// Results that are the talks beside which something stands that is in none.
    fn beside(&self, query: &Query, options: &SearchOptions<'_>, beside: Beside, nothing: Results) -> Results {
        let Beside { mut hits, places: apart } = beside;
        if options.sort != Sort::Match {
            sort_talks(&mut hits, &self.shelves, &self.values, options.sort, options.reverse);
        }
        let mut of_values = vec![0; self.values.len()];
        for id in hits.iter().flat_map(|hit| self.values_of(*hit)) {
            of_values[*id as usize] += 1;
        }
        let counts = Counts { hits: hits.len(), of_values: &of_values };
        let facets = facets::group(counts, &self.values, self.persons(), query, options.listed());
        let groups = groups(&hits, 0, &self.shelves, options.sort);
        Results { hits, groups, facets, apart, ..nothing }
    }

    /// Whose names are whose.
    fn persons(&self) -> &Persons {
        self.persons.get_or_init(|| Persons::among(&self.values, &self.totals, &self.shelves))
    }

    /// Every facet value with the number of talks that have it.
    pub(super) fn values(&self) -> impl Iterator<Item = (Value<'_>, u32)> {
        self.values.iter().map(|value| (value, self.totals.get(value.id as usize).copied().unwrap_or(0)))
    }

    /// A facet value with the number of talks that have it.
    pub(super) fn value(&self, id: ValueId) -> Option<(Value<'_>, u32)> {
        Some((self.values.get(id)?, self.totals.get(id as usize).copied().unwrap_or(0)))
    }

    /// The ids of a talk's facet values.
    pub(super) fn values_of(&self, ix: TalkIx) -> &[ValueId] {
        self.shelves.find(ix).map_or(&[], |(part, at)| part.values(at))
    }

    /// The folded titles, in library order.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        self.shelves.iter().flat_map(|shelf| (0..shelf.part.len()).map(|at| shelf.part.title(at)))
    }

    /// What `look` finds in each talk, in library order, on all cores; `None` when cancelled.
    pub(super) fn each_talk<T: Send>(
        &self,
        cancelled: &(dyn Fn() -> bool + Sync),
        look: impl Fn(u32, &Talk) -> Option<T> + Sync,
    ) -> Option<Vec<T>> {
        each_talk(&self.shelves, cancelled, look)
    }

    fn everything(&self, query: &Query, options: &SearchOptions<'_>, earlier: &[Arc<Scan>]) -> Results {
        let mut hits: Vec<TalkIx> = (0..self.len() as u32).map(TalkIx).collect();
        sort_talks(&mut hits, &self.shelves, &self.values, options.sort, options.reverse);
        let counts = Counts { hits: hits.len(), of_values: &self.totals };
        let facets = facets::group(counts, &self.values, self.persons(), query, options.listed());
        let groups = groups(&hits, hits.len(), &self.shelves, options.sort);
        Results { in_fields: hits.len(), hits, groups, facets, scans: earlier.to_vec(), ..Results::default() }
    }
}
