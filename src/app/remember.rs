//! What a person did before and does now for later: stars, and what earlier runs remembered.

use super::memory::{Change, Memory};
use super::stars::Stars;
use super::update::search;
use super::{Asked, Effect, Model, Notice};
use crate::search::Sort;
use crate::talk::Batch;

/// Takes over what earlier runs remembered.
pub(super) fn take_memory(model: &mut Model, memory: Memory) -> Option<Effect> {
    model.stars = Stars::new(memory.stars);
    model.stars.know(model.library.iter().map(|(_, talk)| talk));
    if model.loading.done {
        model.stars.settle(&model.library);
    }
    model.recent = memory.recent;
    model.facets.folded = memory.folded;
    if (model.sort, model.reverse) != memory.order {
        (model.sort, model.reverse) = memory.order;
        return Some(search(model, Asked::Another));
    }
    search_stars(model)
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
    std::iter::once(Effect::Remember(change)).chain(search_stars(model)).collect()
}

/// The next order of the list.
pub(super) fn next_order(model: &mut Model) -> Vec<Effect> {
    let here = Sort::ALL.iter().position(|known| *known == model.sort).unwrap_or(0);
    model.sort = Sort::ALL[(here + 1) % Sort::ALL.len()];
    model.reverse = false;
    order_changed(model)
}

/// The same order the other way round.
pub(super) fn reverse_order(model: &mut Model) -> Vec<Effect> {
    model.reverse = !model.reverse;
    order_changed(model)
}

fn order_changed(model: &mut Model) -> Vec<Effect> {
    let way = if model.reverse { ", the other way round" } else { "" };
    model.notice = Some(Notice::word(format!("sorted by {}{way} · S turns it round", model.sort.name())));
    vec![Effect::Remember(Change::Order(model.sort, model.reverse)), search(model, Asked::Around)]
}

/// Searches again where the query is about stars.
fn search_stars(model: &mut Model) -> Option<Effect> {
    model.parsed.asks_for_stars().then(|| search(model, Asked::More))
}
