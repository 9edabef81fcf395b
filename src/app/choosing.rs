//! Choosing in the facets: a value edits the query text, a group opens, closes or folds.
//!
//! Not here: which rows there are (`facets`), what the text becomes (`search::toggle`).

use super::facets::{FacetRow, Spot};
use super::update::set_query;
use super::{Effect, Model};
use crate::search::{Choice, toggle};

/// Chooses what the cursor is on: a value for the query, or the rest of a group.
pub(super) fn choose(model: &mut Model, choice: Choice) -> Option<Effect> {
    let groups = model.facets.groups.clone();
    let rows = model.facets.rows(&groups);
    let spot = model.facets.cursor_row(&rows).and_then(|row| rows[row].spot())?;
    model.facets.cursor = Some(spot.clone());
    match spot {
        Spot::Value(facet, value) => {
            let text = toggle(model.query.text(), facet, &value, choice);
            Some(set_query(model, text))
        }
        Spot::More(facet) => {
            if !model.facets.opened.remove(&facet) {
                // The cursor goes on to the first value that was hidden.
                let next = rows.iter().position(|row| matches!(row, FacetRow::More { facet: f, .. } if *f == facet));
                model.facets.opened.insert(facet);
                let opened = model.facets.rows(&groups);
                model.facets.cursor = next.and_then(|row| opened.get(row)).and_then(FacetRow::spot);
            }
            None
        }
        Spot::Folded(_) => {
            fold_group(model);
            None
        }
    }
}

/// Folds the group the cursor is in, or shows its values again.
pub(super) fn fold_group(model: &mut Model) {
    let groups = model.facets.groups.clone();
    let rows = model.facets.rows(&groups);
    let Some(spot) = model.facets.cursor_row(&rows).and_then(|row| rows[row].spot()) else { return };
    let facet = spot.facet();
    if !model.facets.folded.remove(&facet) {
        model.facets.folded.insert(facet);
        model.facets.cursor = Some(Spot::Folded(facet));
    }
}
