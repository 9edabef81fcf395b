//! What matching needs of some talks, laid out for scanning: titles folded into one text, letter masks side
//! by side, facet values as numbers. Built on the threads that load.
//!
//! Not here: bodies, which are searched in the notes' own text (`body`).

use std::sync::Arc;

use super::Facet;
use super::letters::{initial_mask, letter_mask};
use super::readable::{Letters, foreign_letters};
use super::values::{ByKey, ValueId, ValueKey, Values};
use crate::talk::Talk;
use crate::text::{Case, fold_into};

/// The part of an index that one batch of talks makes up.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub(super) talks: Arc<[Talk]>,
    titles: String,
    title_ends: Vec<u32>,
    pub(super) title_masks: Vec<u64>,
    pub(super) title_initials: Vec<u64>,
    /// What else than plain ASCII bodies hold.
    pub(super) letters: Vec<Letters>,
    /// The values of talk `i` are `value_ids[value_ends[i - 1]..value_ends[i]]`: numbers in `names` until the
    /// part is in an index, then ids.
    value_ids: Vec<ValueId>,
    value_ends: Vec<u32>,
    names: Vec<(ValueKey, Facet, Arc<str>)>,
    /// Speakers with the handle beside their name, and with another spelling than the first.
    handles: Vec<(ValueId, Arc<str>)>,
    spellings: Vec<(ValueId, Arc<str>)>,
}

impl Part {
    /// Prepares a batch of talks for an index. Costs one look at each title and field, and one quick scan of
    /// the bodies for what is not ASCII.
    pub fn of(talks: Arc<[Talk]>) -> Part {
        let count = talks.len();
        let mut part = Part {
            title_ends: Vec::with_capacity(count),
            title_masks: Vec::with_capacity(count),
            title_initials: Vec::with_capacity(count),
            letters: Vec::with_capacity(count),
            value_ends: Vec::with_capacity(count),
            ..Part::default()
        };
        let mut namer = Namer::default();
        for talk in talks.iter() {
            let start = part.titles.len();
            fold_into(&talk.title, Case::Ignore, &mut part.titles);
            part.title_ends.push(part.titles.len() as u32);
            part.title_masks.push(letter_mask(&part.titles[start..]));
            part.title_initials.push(initial_mask(&part.titles[start..]));
            part.letters.push(foreign_letters(body_of(talk)));
            namer.name(talk, &mut part.value_ids);
            part.value_ends.push(part.value_ids.len() as u32);
        }
        // A part stays as long as the notes do.
        part.titles.shrink_to_fit();
        part.value_ids.shrink_to_fit();
        part.names = namer.names;
        part.handles = namer.handles;
        part.spellings = namer.spellings;
        part.talks = talks;
        part
    }

    /// How many talks it holds.
    pub fn len(&self) -> usize {
        self.talks.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.talks.is_empty()
    }

    /// Gives its values their ids among all values.
    pub(super) fn settle(&mut self, values: &mut Values) {
        let names = std::mem::take(&mut self.names);
        let ids = values.intern(names.iter().cloned());
        let speakers = self.handles.iter_mut().chain(&mut self.spellings).map(|(id, _)| id);
        for id in self.value_ids.iter_mut().chain(speakers) {
            *id = ids[*id as usize];
        }
        for ((_, facet, name), id) in names.into_iter().zip(ids) {
            if facet == Facet::Speaker && values.get(id).is_some_and(|known| **known.name != *name) {
                self.spellings.push((id, name));
            }
        }
    }

    /// Speakers with the handle beside their name.
    pub(super) fn handles(&self) -> &[(ValueId, Arc<str>)] {
        &self.handles
    }

    /// Speakers with other spellings of their name than the first.
    pub(super) fn spellings(&self) -> &[(ValueId, Arc<str>)] {
        &self.spellings
    }

    /// The folded title of the talk at `at`.
    pub(super) fn title(&self, at: usize) -> &str {
        &self.titles[span(&self.title_ends, at)]
    }

    /// The ids of its facet values, each once.
    pub(super) fn values(&self, at: usize) -> &[ValueId] {
        &self.value_ids[span(&self.value_ends, at)]
    }
}

/// The source without what the fields tell at its head.
fn body_of(talk: &Talk) -> &str {
    let head = talk.told.first().filter(|told| told.start <= talk.place.start).map_or(0, |told| told.end);
    let start = head.clamp(talk.place.start, talk.place.end);
    talk.note.text.get(start as usize..talk.place.end as usize).unwrap_or_else(|| talk.source())
}

fn span(ends: &[u32], at: usize) -> std::ops::Range<usize> {
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[at] as usize
}

/// Gives the values of talks numbers within a part.
#[derive(Default)]
struct Namer {
    numbers: ByKey,
    names: Vec<(ValueKey, Facet, Arc<str>)>,
    /// The numbers of names that several talks share, by where they are kept: quicker than by what they say.
    shared: ByKey,
    handles: Vec<(u32, Arc<str>)>,
    spellings: Vec<(u32, Arc<str>)>,
    buffer: String,
    years: Vec<(i16, Arc<str>)>,
}

impl Namer {
    fn name(&mut self, talk: &Talk, ids: &mut Vec<u32>) {
        let start = ids.len();
        let many = [
            (Facet::Topic, &talk.topics),
            (Facet::Tag, &talk.tags),
            (Facet::Section, &talk.section),
            (Facet::Organization, &talk.organizations),
        ];
        for (facet, names) in many {
            for name in names {
                self.push(facet, name, start, ids);
            }
        }
        for speaker in &talk.speakers {
            let id = self.push(Facet::Speaker, &speaker.name, start, ids);
            if *self.names[id as usize].2 != *speaker.name {
                self.spellings.push((id, Arc::clone(&speaker.name)));
            }
            if let Some(handle) = &speaker.handle {
                self.handles.push((id, Arc::clone(handle)));
            }
        }
        if let Some(event) = &talk.event {
            self.push(Facet::Event, event, start, ids);
        }
        if let Some(date) = talk.date {
            let year = self.year(date.year);
            self.push(Facet::Year, &year, start, ids);
        }
    }

    fn push(&mut self, facet: Facet, name: &Arc<str>, start: usize, ids: &mut Vec<u32>) -> u32 {
        let place = ValueKey::of_place(facet, name);
        let known = self.shared.get(&place).copied();
        let id = known.unwrap_or_else(|| self.number(facet, name));
        if known.is_none() && facet != Facet::Speaker {
            self.shared.insert(place, id);
        }
        if !ids[start..].contains(&id) {
            ids.push(id);
        }
        id
    }

    fn number(&mut self, facet: Facet, name: &Arc<str>) -> u32 {
        let key = ValueKey::of(facet, name, &mut self.buffer);
        let next = self.names.len() as u32;
        *self.numbers.entry(key).or_insert_with(|| {
            self.names.push((key, facet, Arc::clone(name)));
            next
        })
    }

    fn year(&mut self, year: i16) -> Arc<str> {
        if let Some((_, name)) = self.years.iter().find(|(known, _)| *known == year) {
            return Arc::clone(name);
        }
        let name: Arc<str> = format!("{year:04}").into();
        self.years.push((year, Arc::clone(&name)));
        name
    }
}
