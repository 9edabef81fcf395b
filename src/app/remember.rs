//! What a person did before and does now for later: stars, and what earlier runs remembered.

use std::sync::Arc;

use super::keymap::{Action, Context, taught};
use super::memory::{Change, Memory, Sorting, Visit};
use super::stars::Stars;
use super::update::search;
use super::{Asked, Effect, Model, Notice, Pane, Typing};
use crate::search::{Query, Sort};
use crate::talk::Batch;

/// Takes over what earlier runs remembered, with what was changed in this one before it was read.
pub(super) fn take_memory(model: &mut Model, mut memory: Memory) -> Option<Effect> {
    for change in &model.changes {
        memory.apply(change);
    }
    greet(model, &memory);
    let sorting = if model.preferences.fresh { Sorting::default() } else { memory.order_of(&model.place) };
    let visit = memory.visit_of(&model.place).filter(|_| !model.preferences.fresh).cloned();
    model.stars = Stars::new(memory.stars);
    model.stars.know(model.library.iter().map(|(_, talk)| talk));
    if model.loading.done {
        model.stars.settle(&model.library);
    }
    model.recent = memory.recent;
    if !model.preferences.fresh {
        model.facets.folded = memory.folded;
    }
    let is_sorted_anew = model.preferences.sort.is_none() && model.unranked != sorting;
    if is_sorted_anew {
        model.unranked = sorting;
    }
    if visit.is_some_and(|visit| return_to(model, &visit)) || is_sorted_anew {
        return Some(search(model, Asked::Another));
    }
    search_stars(model)
}

/// Puts things as they were left, unless the person has gone somewhere by now. Whether the query is another.
fn return_to(model: &mut Model, visit: &Visit) -> bool {
    let has_begun = model.typing != Typing::None || model.pane != Pane::List || model.list.cursor > 0;
    if has_begun || !model.query.text().is_empty() {
        return false;
    }
    model.facets_hidden = visit.facets_hidden;
    // What is settled holds at each start.
    let settled = model.preferences.widths;
    model.widths.facets = settled.facets.or(visit.widths.facets);
    model.widths.list = settled.list.or(visit.widths.list);
    model.note_only = visit.note_only;
    if visit.note_only {
        model.pane = Pane::Note;
    }
    model.away.selected = visit.talk.map(|talk| (talk, visit.top));
    model.query.set(&visit.query);
    model.parsed = Arc::new(Query::parse(&visit.query));
    true
}

impl Model {
    /// How the notes are left now, for the next run; nothing where there will be no way to know them again.
    pub fn visit(&self) -> Option<Change> {
        if self.place.is_empty() || self.place == "-" {
            return None;
        }
        // A talk that was not loaded yet is still the one to come back to.
        let (talk, top) = match self.away.selected {
            Some((talk, top)) => (Some(talk), top),
            None => (self.selected().and_then(|ix| self.library.get(ix)).map(|talk| talk.id), self.note.top),
        };
        let visit = Visit {
            query: self.query.text().trim().to_owned(),
            talk,
            top,
            note_only: self.note_only,
            facets_hidden: self.facets_hidden,
            widths: self.widths,
        };
        Some(Change::Visit(self.place.clone(), visit))
    }
}

/// The first start of all says which keys matter most.
fn greet(model: &mut Model, memory: &Memory) {
    let key = |action| model.preferences.keys.key(&[Context::Panes], action).map(ToString::to_string);
    if *memory == Memory::default()
        && model.notice.is_none()
        && let (Some(help), Some(search)) = (key(Action::Help), key(Action::Search))
    {
        model.notice = Some(Notice::word(format!("welcome: {search} searches, {help} shows what else there is")));
    }
}

/// Remembers a change for later runs. What earlier ones remembered may not have been read yet: it is not to
/// undo the change.
pub(super) fn remember(model: &mut Model, change: Change) -> Effect {
    model.changes.push(change.clone());
    Effect::Remember(change)
}

/// Stars of talks that were loaded; the search that follows sees them.
pub(super) fn know_stars(model: &mut Model, batch: &Batch) {
    model.stars.know(batch.talks.iter());
}

/// Stars of talks that moved, when all are loaded.
pub(super) fn settle_stars(model: &mut Model) -> Option<Effect> {
    if model.stars.settle(&model.library) { search_stars(model) } else { None }
}

/// Gives the selected talk a star, or takes it away.
pub(super) fn toggle_star(model: &mut Model) -> Vec<Effect> {
    let Some(talk) = model.list.selected.and_then(|ix| model.library.get(ix)) else {
        model.notice = Some(Notice::word("no talk is selected"));
        return Vec::new();
    };
    let change = model.stars.toggle(talk);
    let starred = matches!(change, Change::Star(_));
    model.notice =
        Some(Notice::word(if starred { "starred · is:starred lists such talks" } else { "star taken off" }));
    std::iter::once(remember(model, change)).chain(search_stars(model)).collect()
}

/// The next order of the list.
pub(super) fn next_order(model: &mut Model) -> Vec<Effect> {
    let here = Sort::ALL.iter().position(|known| *known == model.sorting().sort).unwrap_or(0);
    put_in_order(model, Sorting { sort: Sort::ALL[(here + 1) % Sort::ALL.len()], reverse: false })
}

/// The same order the other way round.
pub(super) fn reverse_order(model: &mut Model) -> Vec<Effect> {
    let Sorting { sort, reverse } = model.sorting();
    put_in_order(model, Sorting { sort, reverse: !reverse })
}

/// Another order for what a query ranks holds as long as the query; else it is remembered for these notes.
fn put_in_order(model: &mut Model, sorting: Sorting) -> Vec<Effect> {
    let way = if sorting.reverse { ", the other way round" } else { "" };
    let turn = taught(model, Action::Reverse).map_or_else(String::new, |key| format!(" · {key} turns it round"));
    model.notice = Some(Notice::word(format!("sorted by {}{way}{turn}", sorting.sort.name())));
    let mut effects = Vec::new();
    if model.parsed.ranks() {
        model.ranked = sorting;
    } else {
        model.unranked = sorting;
        let place = model.place.clone();
        effects.push(remember(model, Change::Order(place, sorting)));
    }
    effects.push(search(model, Asked::Around));
    effects
}

/// Searches again where the query is about stars.
fn search_stars(model: &mut Model) -> Option<Effect> {
    model.parsed.asks_for_stars().then(|| search(model, Asked::More))
}
