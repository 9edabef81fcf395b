//! What a person did before and does now for later: stars, readings, and what earlier runs remembered.

use std::sync::Arc;

use super::keymap::{Action, Context, taught};
use super::memory::{Change, Memory, Sorting, Visit};
use super::moving::note_height;
use super::note::PageKey;
use super::traces::{Edit, Trace, Traces};
use super::update::search;
use super::{Asked, Effect, Model, Notice, Pane, Typing};
use crate::search::{Known, Query, Sort};
use crate::talk::{Batch, Talk};

/// Takes over what earlier runs remembered, with what was changed in this one before it was read.
pub(super) fn take_memory(model: &mut Model, memory: Memory) -> Option<Effect> {
    greet(model, &memory);
    let fresh = model.preferences.fresh;
    let visit = memory.visit_of(&model.place).filter(|_| !fresh).cloned();
    let changed_order = model.changes.iter().any(|change| matches!(change, Change::Order(..)));
    let sorting = if fresh { Sorting::default() } else { memory.order_of(&model.place) };
    let searches_anew = take_over(model, memory, 0);
    let is_sorted_anew = model.preferences.sort.is_none() && !changed_order && model.unranked != sorting;
    if is_sorted_anew {
        model.unranked = sorting;
    }
    if let Some(visit) = &visit {
        arrange(model, visit);
    }
    if visit.is_some_and(|visit| return_to(model, &visit)) || is_sorted_anew {
        return Some(search(model, Asked::Another));
    }
    searches_anew
}

/// Takes over what all runs remember by now: stars, talks read, queries used. So many of this run's changes are
/// in it; the others are on their way there.
pub(super) fn take_over(model: &mut Model, mut memory: Memory, kept: usize) -> Option<Effect> {
    for change in model.changes.iter().skip(kept) {
        memory.apply(change);
    }
    let (library, is_whole) = (&model.library, model.loading.done);
    let stars = model.stars.take_over(memory.stars, library, is_whole);
    let seen = model.seen.take_over(memory.seen, library, is_whole);
    model.recent = memory.recent;
    if stars || seen { search_states(model) } else { None }
}

/// What a visit says of panes and groups, where nothing was changed yet.
fn arrange(model: &mut Model, visit: &Visit) {
    model.facets_hidden |= visit.facets_hidden;
    let settled = model.preferences.widths;
    // What is settled holds at each start.
    if model.widths == settled {
        model.widths.facets = settled.facets.or(visit.widths.facets);
        model.widths.list = settled.list.or(visit.widths.list);
    }
    if model.facets.folded.is_empty() {
        model.facets.folded.clone_from(&visit.folded);
    }
    model.away.left_marked.clone_from(&visit.marked);
    if model.loading.done {
        mark_again(model);
    }
}

/// Puts things as they were left, unless the person has gone somewhere by now. Whether the query is another.
fn return_to(model: &mut Model, visit: &Visit) -> bool {
    let has_begun = model.typing != Typing::None || model.pane != Pane::List || model.list.cursor > 0;
    if has_begun || !model.query.text().is_empty() {
        return false;
    }
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
            None => (self.selected().and_then(|ix| self.library.get(ix)).map(|talk| talk.id), self.note.top_of_talk()),
        };
        let visit = Visit {
            query: self.query.text().trim().to_owned(),
            talk,
            top,
            note_only: self.note_only,
            facets_hidden: self.facets_hidden,
            widths: self.widths,
            folded: self.facets.folded.clone(),
            marked: self.left_marks(),
        };
        Some(Change::Visit(self.place.clone(), visit))
    }

    /// Talks marked now, and those marked the last time that were not loaded.
    fn left_marks(&self) -> Vec<Trace> {
        let marked = self.marked.iter().filter_map(|ix| self.library.get(*ix)).map(Trace::of);
        marked.chain(self.away.left_marked.iter().cloned()).collect()
    }
}

/// Marks what was marked when the notes were left, now that all talks are loaded.
fn mark_again(model: &mut Model) {
    let left = std::mem::take(&mut model.away.left_marked);
    if !left.is_empty() {
        let traces = Traces::over(left, &model.library);
        let again = model.library.iter().filter(|(_, talk)| traces.has(talk.id)).map(|(ix, _)| ix);
        model.marked.extend(again);
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

/// Takes note of stars and readings of talks that were loaded; the search that follows sees them.
pub(super) fn know(model: &mut Model, batch: &Batch) {
    model.stars.know(batch.talks.iter());
    model.seen.know(batch.talks.iter());
}

/// Takes note of those of talks that moved, and marks what was marked, when all are loaded.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    mark_again(model);
    let (stars, seen) = (model.stars.settle(&model.library), model.seen.settle(&model.library));
    if stars || seen { search_states(model) } else { None }
}

/// What searches are to know of what a person did with talks.
pub(super) fn known(model: &Model) -> Known {
    Known { starred: model.stars.ids().clone(), seen: model.seen.ids().clone() }
}

/// Gives the selected talk a star, or takes it away.
pub(super) fn toggle_star(model: &mut Model) -> Vec<Effect> {
    let Some(talk) = selected_talk(model) else { return Vec::new() };
    let edit = model.stars.toggle(&talk);
    let starred = matches!(edit, Edit::Add(_));
    model.notice =
        Some(Notice::word(if starred { "starred · is:starred lists such talks" } else { "star taken off" }));
    std::iter::once(remember(model, Change::Star(edit))).chain(search_states(model)).collect()
}

/// Lets the selected talk count as read, or as unread.
pub(super) fn toggle_seen(model: &mut Model) -> Vec<Effect> {
    let Some(talk) = selected_talk(model) else { return Vec::new() };
    let edit = model.seen.toggle(&talk);
    let seen = matches!(edit, Edit::Add(_));
    model.notice =
        Some(Notice::word(if seen { "counts as read · is:seen lists such talks" } else { "counts as unread" }));
    std::iter::once(remember(model, Change::Seen(edit))).chain(search_states(model)).collect()
}

fn selected_talk(model: &mut Model) -> Option<Talk> {
    let talk = model.selected().and_then(|ix| model.library.get(ix)).cloned();
    if talk.is_none() {
        model.notice = Some(Notice::word("no talk is selected"));
    }
    talk
}

/// The selected talk was read. A query is not asked anew for it: from a list of unread talks, the one that is being
/// read is not to vanish.
pub(super) fn see(model: &mut Model) -> Option<Effect> {
    let talk = model.selected().and_then(|ix| model.library.get(ix))?;
    let edit = model.seen.add_quietly(talk)?;
    Some(remember(model, Change::Seen(edit)))
}

/// Where a reader is on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    page: Option<PageKey>,
    top: usize,
}

impl Reading {
    /// Where the reader is now.
    pub(super) fn of(model: &Model) -> Reading {
        Reading { page: model.note.key, top: model.note.top }
    }
}

/// The talk was read where its page was scrolled down to its end.
pub(super) fn see_end(model: &mut Model, before: Reading) -> Option<Effect> {
    let note = &model.note;
    let has_scrolled = note.key == before.page && note.top > before.top;
    let shows_end = note.is_whole && note.top + note_height(model) >= note.page.lines.len();
    let is_selected = note.key.is_some_and(|key| Some(key.talk) == model.selected() && !key.in_file);
    if has_scrolled && shows_end && is_selected { see(model) } else { None }
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

/// Searches again where the query is about stars or readings.
fn search_states(model: &mut Model) -> Option<Effect> {
    model.parsed.asks_for_state().then(|| search(model, Asked::More))
}
