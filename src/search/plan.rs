//! A query made ready for one index: words folded, facet values looked up, clauses in the order of their cost.
//!
//! Not here: asking talks (`check`).

use std::sync::Arc;

use super::Facet;
use super::needle::Needle;
use super::pattern::{Match, Pattern, START, WHOLE};
use super::persons::Persons;
use super::query::{Clause, Holds, Query, State, Term, Test, Within};
use super::scan::{Scan, Search};
use super::values::{Value, Values};
use super::when::{Span, days_named};
use crate::talk::topics;
use crate::text::{Case, fold};

/// What must hold of a talk.
pub(super) struct Plan {
    /// Cheap ones first.
    pub(super) clauses: Vec<Vec<Check>>,
    pub(super) bodies: Vec<Search>,
}

/// One term.
pub(super) struct Check {
    pub(super) negated: bool,
    pub(super) ask: Ask,
}

/// What a term asks.
pub(super) enum Ask {
    Word(Box<Word>),
    /// One of the values marked here, by id.
    Value(Vec<bool>),
    Title(Vec<Pattern>),
    File(Vec<Pattern>),
    /// One of these, by their place in [`Plan::bodies`].
    Body(Vec<usize>),
    When(Vec<Span>),
    Has(Vec<Holds>),
    Is(Vec<State>),
}

/// A word, literal or phrase looked for in the fields, and maybe the body.
pub(super) struct Word {
    pub(super) pattern: Pattern,
    /// Whether the title must begin or end so.
    pub(super) begins: bool,
    pub(super) ends: bool,
    /// How well each facet value matches, by id; weighed by its facet. Empty where none does.
    pub(super) values: Vec<u16>,
    /// The days it names, where it is a date: lists show dates so.
    pub(super) days: Option<Span>,
    /// Its place in [`Plan::bodies`], where it may stand in the body instead.
    pub(super) body: Option<usize>,
}

impl Plan {
    /// Makes a query ready; `earlier` are scans of bodies that may save work.
    pub(super) fn of(query: &Query, values: &Values, persons: &Persons, earlier: &[Arc<Scan>], talks: usize) -> Plan {
        let mut planner = Planner { values, persons, earlier, talks, bodies: Vec::new() };
        let mut clauses: Vec<Vec<Check>> = query.clauses.iter().filter_map(|clause| planner.clause(clause)).collect();
        clauses.sort_by_key(|checks| checks.iter().map(|check| check.ask.cost()).max());
        Plan { clauses, bodies: planner.bodies }
    }
}

impl Plan {
    /// What talks may be found by in their text.
    pub(super) fn wanted_needles(&self) -> impl Iterator<Item = &Needle> {
        let wanted = self.clauses.iter().flatten().filter(|check| !check.negated);
        let bodies = wanted.flat_map(|check| match &check.ask {
            Ask::Word(word) => word.body.as_slice(),
            Ask::Body(bodies) => bodies,
            _ => &[],
        });
        bodies.map(|body| &self.bodies[*body].needle)
    }
}

impl Ask {
    fn cost(&self) -> u8 {
        match self {
            Ask::Is(_) | Ask::When(_) => 0,
            Ask::Value(_) => 1,
            Ask::Title(_) => 2,
            Ask::File(_) => 3,
            Ask::Word(word) if word.body.is_none() => 4,
            Ask::Word(_) => 5,
            Ask::Body(_) => 6,
            Ask::Has(_) => 7,
        }
    }
}

/// Words of a query whose places in bodies are remembered.
const REMEMBERED: usize = 8;
/// Values of one term that are looked up.
const MOST_VALUES: usize = 256;

struct Planner<'a> {
    values: &'a Values,
    persons: &'a Persons,
    earlier: &'a [Arc<Scan>],
    talks: usize,
    bodies: Vec<Search>,
}

impl Planner<'_> {
    /// A clause with a term that has no effect has none itself.
    fn clause(&mut self, clause: &Clause) -> Option<Vec<Check>> {
        clause.any.iter().map(|term| self.check(term)).collect()
    }

    fn check(&mut self, term: &Term) -> Option<Check> {
        let ask = match &term.test {
            Test::Nothing => return None,
            Test::Word(text) => {
                // What must not be there is taken literally: a loose match is no reason to hide a talk.
                let pattern = if term.negated { Pattern::literal(text) } else { Pattern::loose(text) };
                let topic = topics::short_for(text);
                let mut ask = self.word(pattern, true, false, false)?;
                if let (Ask::Word(word), Some(topic)) = (&mut ask, topic) {
                    self.add_topic(word, &fold(topic, Case::Ignore));
                }
                ask
            }
            Test::Phrase(text) => self.phrase(text)?,
            Test::Literal { text, begins, ends } => self.word(Pattern::literal(text), false, *begins, *ends)?,
            Test::Value { facet, values } => Ask::Value(self.chosen(*facet, values)),
            Test::Contains { place, values } => {
                let patterns = values.iter().map(|value| Pattern::literal(value)).filter(|pattern| !pattern.is_empty());
                match place {
                    Within::Title => Ask::Title(patterns.collect()),
                    Within::File => Ask::File(patterns.collect()),
                    Within::Body => Ask::Body(patterns.map(|pattern| self.body(&pattern)).collect()),
                }
            }
            Test::When(spans) => Ask::When(spans.clone()),
            Test::Has(holds) => Ask::Has(holds.clone()),
            Test::Is(states) => Ask::Is(states.clone()),
        };
        Some(Check { negated: term.negated, ask })
    }

    fn word(&mut self, pattern: Pattern, anywhere: bool, begins: bool, ends: bool) -> Option<Ask> {
        if pattern.is_empty() {
            return None;
        }
        let mut values: Vec<u16> = Vec::new();
        if !begins && !ends {
            values.extend(self.values.iter().map(|value| weigh(&pattern, value)));
            if values.iter().all(|quality| *quality == 0) {
                values.clear();
            }
        }
        let body = (anywhere && pattern.reaches_bodies()).then(|| self.body(&pattern));
        let days = days_named(pattern.lower()).filter(|_| anywhere);
        Some(Ask::Word(Box::new(Word { pattern, begins, ends, values, days, body })))
    }

    /// A word that is another name of a topic matches it as if it began so.
    fn add_topic(&self, word: &mut Word, topic: &str) {
        for value in self.values.iter().filter(|value| value.facet == Facet::Topic && value.folded == topic) {
            word.values.resize(self.values.len(), 0);
            if let Some(quality) = word.values.get_mut(value.id as usize) {
                *quality = (*quality).max(weighed(START, Facet::Topic));
            }
        }
    }

    /// Whoever quotes a phrase means it, however short.
    fn phrase(&mut self, text: &str) -> Option<Ask> {
        let mut ask = self.word(Pattern::literal(text), false, false, false)?;
        if let Ask::Word(word) = &mut ask {
            word.body = Some(self.body(&word.pattern));
        }
        Some(ask)
    }

    fn body(&mut self, pattern: &Pattern) -> usize {
        // What is learnt is kept for as many words as people type.
        let talks = if self.bodies.len() < REMEMBERED { self.talks } else { 0 };
        self.bodies.push(Search::new(pattern, self.earlier, talks));
        self.bodies.len() - 1
    }

    /// Which values a field term means. A value called just so is meant alone (with what is nested below it,
    /// `lang/rust` below `lang`): toggling a facet must give what its count promised. Otherwise those with a
    /// word that begins so, otherwise those that contain it.
    fn chosen(&self, facet: Facet, names: &[String]) -> Vec<bool> {
        let mut chosen = vec![false; self.values.len()];
        for name in names.iter().take(MOST_VALUES) {
            let pattern = Pattern::literal(&facet.value_named(name).to_lowercase());
            let closeness = |value: &Value<'_>| match pattern.find_literal(value.folded, value.name) {
                _ if value.facet != facet || pattern.is_empty() => 0,
                None => 0,
                Some(_) if value.folded == pattern.lower() => 3,
                Some(Match { at: Some(0), .. }) if value.folded[pattern.lower().len()..].starts_with('/') => 3,
                Some(found) if found.quality > super::pattern::INSIDE => 2,
                Some(_) => 1,
            };
            let found: Vec<(u32, u8)> = self
                .values
                .iter()
                .filter(|value| value.facet == facet && pattern.mask & !value.mask == 0)
                .map(|value| (value.id, closeness(&value)))
                .filter(|(_, closeness)| *closeness > 0)
                .collect();
            let closest = found.iter().map(|(_, closeness)| *closeness).max();
            for (id, _) in found.iter().filter(|(_, closeness)| Some(*closeness) == closest) {
                // Whoever is meant by one name is found by all.
                let names = self.persons.names_of(*id).unwrap_or(std::slice::from_ref(id));
                for id in names {
                    chosen[*id as usize] = true;
                }
            }
        }
        chosen
    }
}

/// How well a word matches a value, weighed by how much the facet says about a talk.
fn weigh(pattern: &Pattern, value: Value<'_>) -> u16 {
    if pattern.mask & !value.mask != 0 {
        return 0;
    }
    let Some(found) = pattern.find(value.folded, value.name) else { return 0 };
    // A year is a number: `20` is not the beginning of one.
    if value.facet == Facet::Year && found.quality < WHOLE {
        return 0;
    }
    weighed(found.quality, value.facet)
}

/// A match weighed by how much the facet says about a talk.
pub(super) fn weighed(quality: u16, facet: Facet) -> u16 {
    let percent = match facet {
        Facet::Speaker => 90,
        Facet::Organization => 85,
        Facet::Tag | Facet::Topic => 80,
        Facet::Event => 72,
        Facet::Section | Facet::Year => 66,
    };
    (u32::from(quality) * percent / 100).max(1) as u16
}
