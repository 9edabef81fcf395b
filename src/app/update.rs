//! What follows from a message. [`update`] routes; [`refresh`] derives what is derived: selection, page, hits.

use std::sync::Arc;

use super::facets::Places;
use super::key::Key;
use super::keymap::Action;
use super::memory::Sorting;
use super::remember::Reading;
use super::{
    Asked, Effect, Message, Model, Notice, Pane, Typing, acting, folding, geometry, live, mouse, moving, offers,
    places, query_line, reading, remember,
};
use crate::search::{Query, Results};

/// Takes a message in and says what the outside has to do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let typed = model.typing;
    match message {
        Message::Act(action) => {
            model.notice = None;
            model.pending.clear();
            model.going = None;
            (model.asked_related, model.asked_links) = (None, None);
            if !matches!(action, Action::Quit | Action::Interrupt) {
                model.away.selected = None;
            }
            let before = Reading::of(model);
            effects = acting::act(model, action);
            if !matches!(action, Action::NextHit | Action::PreviousHit) {
                effects.extend(remember::see_end(model, before));
            }
        }
        Message::Keys(keys) => {
            model.notice = None;
            model.pending = keys;
        }
        Message::Edit(key) => {
            model.notice = None;
            model.away.selected = None;
            effects = if model.picker.is_some() { offers::edit(model, key) } else { edit(model, key) };
        }
        Message::Pasted(text) => effects = paste(model, &text),
        Message::Resized(size) => model.size = size,
        Message::Mouse(kind, column, row) => {
            model.notice = None;
            model.pending.clear();
            model.away.selected = None;
            let before = Reading::of(model);
            effects = mouse::point(model, kind, column, row);
            effects.extend(remember::see_end(model, before));
        }
        Message::Loaded(batch) => {
            remember::know(model, &batch);
            model.library.add(batch);
            effects.push(search(model, Asked::More));
        }
        Message::Progress(progress) => model.loading.progress = progress,
        Message::Problem(problem) => {
            model.notice = Some(Notice::trouble(problem.clone()));
            model.loading.problems.push(problem);
        }
        Message::LoadEnded => effects.extend(end_loading(model)),
        Message::Found { generation, results } => {
            if generation == model.generation {
                effects.extend(take_results(model, results));
            }
        }
        Message::Related(talk, related) => offers::related(model, talk, &related),
        Message::Page(key, made) => {
            let links = made.links.as_ref().map(|links| links.items.clone());
            reading::take_page(model, key, made);
            if let Some(links) = links {
                offers::found_links(model, key, links);
            }
        }
        Message::Proposed(ask, list) => effects = query_line::take_proposals(model, &ask, list),
        Message::Remembered(memory) => effects.extend(remember::take_memory(model, memory)),
        Message::AlsoRemembered(memory, kept) => effects.extend(remember::take_over(model, memory, kept)),
        Message::Notice(notice) => model.notice = Some(notice),
        Message::Reloaded(fresh) => effects.push(live::take(model, *fresh)),
    }
    if typed == Typing::Query && model.typing != Typing::Query {
        effects.extend(query_line::leave(model));
    }
    if model.pane != Pane::Facets && !model.facets.filter.text().is_empty() {
        model.facets.filter.set("");
    }
    if model.facets.is_held() && facet_places(model) == Places::Sorted {
        model.facets.follow(&model.results.facets, Places::Sorted);
    }
    if model.facets.misses_some() {
        effects.push(search(model, Asked::Around));
    }
    effects.extend(refresh(model));
    effects
}

/// Takes what the newest search found; with it the notes it was over, where they were loaded again.
fn take_results(model: &mut Model, results: Arc<Results>) -> Option<Effect> {
    let another = std::mem::take(&mut model.asked) == Asked::Another;
    let row = model.list_rows().row_of(model.list.cursor).saturating_sub(model.list.top);
    let fresh = model.coming.take();
    let is_fresh = fresh.is_some();
    let effect = fresh.and_then(|fresh| live::replace(model, *fresh));
    model.shown = match &results.mended {
        Some(text) => Arc::new(Query::parse(text)),
        None => model.parsed.clone(),
    };
    model.results = results;
    // Who types while notes come in has the best hit so far, not the best of the first notes.
    let is_open = model.typing == Typing::Query && !model.loading.done && !model.list.is_chosen;
    model.list.follow(&model.results, another || is_open);
    if !is_fresh {
        live::come_back(model);
    }
    if is_fresh && !another {
        // What is looked at stays in its row.
        model.list.top = model.list_rows().row_of(model.list.cursor).saturating_sub(row);
    }
    model.facets.follow(&model.results.facets, facet_places(model));
    places::select(model);
    effect
}

/// Whether facet values keep their places now: while one after the other is chosen among them.
fn facet_places(model: &Model) -> Places {
    if model.typing != Typing::Query && model.pane == Pane::Facets { Places::Kept } else { Places::Sorted }
}

/// Asks for a search of the query as it is now.
pub(super) fn search(model: &mut Model, asked: Asked) -> Effect {
    // More talks are no reason to give up a search under way: its answer is right for those it knew.
    if asked != Asked::More {
        model.generation += 1;
        model.asked = asked;
    }
    if !model.parsed.ranks() {
        model.ranked = Sorting::default();
    }
    let Sorting { sort, reverse } = model.sorting();
    model.facets.listed = model.facets.wanted();
    Effect::Search {
        generation: model.generation,
        query: model.parsed.clone(),
        sort,
        reverse,
        known: remember::known(model),
        facets_holding: model.facets.listed.clone(),
    }
}

fn end_loading(model: &mut Model) -> Option<Effect> {
    model.loading.done = true;
    let unread = model.loading.problems.len();
    if unread > 1 {
        let first = &model.loading.problems[0];
        model.notice = Some(Notice::trouble(format!("{unread} problems while reading. The first: {first}")));
    }
    remember::settle(model)
}

/// Brings what is derived up to date: the visible part of list and facets, the page, the hits in it.
fn refresh(model: &mut Model) -> Option<Effect> {
    let panes = model.panes();
    let rows = model.list_rows();
    model.list.reveal(&rows, panes.list.height.into());
    let groups = model.facets.groups.clone();
    let facet_rows = model.facets.rows(&groups);
    model.facets.reveal(&facet_rows, panes.facets.height.into());
    model.note.link_numbers.take_if(|_| model.picker.as_ref().is_none_or(|picker| !picker.is_beside_note));
    let height = panes.note.height.into();
    let mut effect = reading::refresh(model, panes.note_text);
    while places::arrive(model, height) || folding::go_on(model, height) {
        effect = reading::refresh(model, panes.note_text).or(effect);
    }
    if let Some(picker) = &mut model.picker {
        picker.room = if picker.is_beside_note { geometry::beside_note(&panes) } else { geometry::screen(model.size) };
        picker.reveal();
    }
    effect
}

fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    match model.typing {
        Typing::Query => match model.query.edit(key) {
            Some(true) => query_edited(model),
            Some(false) => query_line::after_edit(model).into_iter().collect(),
            None => Vec::new(),
        },
        Typing::Find => {
            if model.find.edit(key) == Some(true) {
                find_changed(model);
            }
            Vec::new()
        }
        Typing::Facet => {
            model.facets.filter.edit(key);
            Vec::new()
        }
        Typing::None => Vec::new(),
    }
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    // What is covered by a sheet cannot be seen to change.
    if model.sheet.is_some() {
        return Vec::new();
    }
    if let Some(picker) = &mut model.picker {
        picker.paste(text);
        return Vec::new();
    }
    if model.typing == Typing::Find {
        model.find.paste(text);
        find_changed(model);
        return Vec::new();
    }
    if model.typing == Typing::Facet {
        model.facets.filter.paste(text);
        return Vec::new();
    }
    model.typing = Typing::Query;
    model.query.paste(text);
    query_edited(model)
}

/// The query was edited by hand.
fn query_edited(model: &mut Model) -> Vec<Effect> {
    std::iter::once(query_changed(model)).chain(query_line::after_edit(model)).collect()
}

fn find_changed(model: &mut Model) {
    reading::find(model);
    model.note.go_to_hit(true, moving::note_height(model));
}

/// Reads the query anew and asks what it finds.
pub(super) fn query_changed(model: &mut Model) -> Effect {
    model.seen.catch_up();
    model.parsed = Arc::new(Query::parse(model.query.text()));
    search(model, Asked::Another)
}

/// Puts another query in the line, and asks what it finds; the selected talk stays selected if it is among them.
pub(super) fn set_query_around(model: &mut Model, text: String) -> Effect {
    model.query.set(text);
    model.parsed = Arc::new(Query::parse(model.query.text()));
    model.seen.catch_up();
    search(model, Asked::Around)
}

/// Puts another query in the line, and asks for its search.
pub(super) fn set_query(model: &mut Model, text: String) -> Effect {
    model.query.set(text);
    query_changed(model)
}
