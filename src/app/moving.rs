//! Moving: along the focused pane, from pane to pane, from hit to hit.

use super::{Model, Notice, Pane, Typing};

/// How far.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// So many lines or talks.
    Lines(isize),
    /// So many half pages.
    Halves(isize),
}

/// Moves in the focused pane; while a query is typed, in the list.
pub(super) fn scroll(model: &mut Model, step: Step) {
    let panes = model.panes();
    let pane = if model.typing == Typing::Query { Pane::List } else { model.pane };
    match pane {
        Pane::List => {
            let talks = (usize::from(panes.list.height) / model.list_rows().density.rows()).max(1);
            model.list.go(step.size(talks), &model.results.clone());
            model.note.copy = 0;
        }
        Pane::Note => model.note.scroll(step.size(panes.note.height.into()), panes.note.height.into()),
        Pane::Facets => {
            let height = panes.facets.height.into();
            model.facets.go(step.size(height), &model.facets.groups.clone(), height);
        }
    }
}

/// Moves the selection in the list, or, while finding in the note, its page.
pub(super) fn scroll_list(model: &mut Model, by: isize) {
    scroll(model, Step::Lines(by));
}

impl Step {
    fn size(self, page: usize) -> isize {
        match self {
            Step::Lines(lines) => lines,
            // A page keeps one line of the one before, so that the eye finds its place.
            Step::Halves(halves) => halves * ((page.saturating_sub(1) / 2).max(1) as isize),
        }
    }
}

/// Goes to another pane, so many steps round.
pub(super) fn next_pane(model: &mut Model, steps: usize) {
    if model.typing != Typing::None {
        if std::mem::take(&mut model.typing) == Typing::Query {
            model.pane = if steps == 1 { Pane::List } else { Pane::Facets };
        }
        return;
    }
    let ring = [Pane::Facets, Pane::List, Pane::Note];
    let here = ring.iter().position(|pane| *pane == model.pane).unwrap_or(1);
    let mut there = (here + steps) % ring.len();
    if model.facets_hidden && ring[there] == Pane::Facets {
        there = (there + steps) % ring.len();
    }
    model.note_only = false;
    model.pane = ring[there];
}

/// Goes one pane to the right (towards the note) or to the left.
pub(super) fn side_pane(model: &mut Model, towards: Pane) {
    model.note_only = false;
    model.pane = match (model.pane, towards) {
        (Pane::Facets, Pane::Note) | (Pane::Note, Pane::Facets) => Pane::List,
        (Pane::List, Pane::Facets) if model.facets_hidden => Pane::List,
        _ => towards,
    };
}

/// Goes to the next or previous hit in the note.
pub(super) fn next_hit(model: &mut Model, forward: bool) {
    if !model.note.go_to_hit(forward, note_height(model)) {
        let looked_for = if model.find.text().is_empty() { model.query.text() } else { model.find.text() };
        model.notice = Some(if looked_for.is_empty() {
            Notice::word("nothing is looked for: / searches")
        } else {
            Notice::word("no hit in this note")
        });
        return;
    }
    model.note.open_hit();
}

/// Rows of the note pane.
pub(super) fn note_height(model: &Model) -> usize {
    model.panes().note.height.into()
}
