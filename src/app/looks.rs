//! How the note is looked at: diagrams drawn or as source, wide lines broken or scrolled sideways, the talk alone or
//! all of its file. Another talk is looked at as notes usually are.

use super::reading::place_of;
use super::{Model, Notice};
use crate::typeset::{Diagrams, Role};

/// Columns that one step sideways goes.
const STEP: usize = 16;

/// Shows diagrams as their source, or draws them again.
pub(super) fn toggle_diagrams(model: &mut Model) {
    let note = &mut model.note;
    let is_drawn = |line: &crate::typeset::Line| line.pieces.iter().any(|piece| piece.role == Role::Diagram);
    let word = match note.key.map_or(Diagrams::default(), |key| key.diagrams) {
        Diagrams::Source => {
            note.diagrams = Some(Diagrams::Drawn);
            "diagrams are drawn"
        }
        Diagrams::Drawn if note.page.lines.iter().any(is_drawn) => {
            note.diagrams = Some(Diagrams::Source);
            "diagrams are shown as source"
        }
        Diagrams::Drawn => "this note has no diagram that can be drawn",
    };
    model.notice = Some(Notice::word(word));
}

/// Shows all of the file the talk stands in, also what belongs to no talk; or the talk alone again. Where what is
/// looked for is beside the talk, the file opens there, in a pane of so many rows.
pub(super) fn toggle_file(model: &mut Model, height: usize) {
    let Some((ix, talk)) = model.selected().and_then(|ix| Some((ix, model.library.get(ix)?))) else { return };
    let (note, place) = place_of(&model.library, ix, talk, model.note.copy);
    let word = if model.note.in_file { "the talk alone".to_owned() } else { format!("all of {}", note.relative) };
    let is_beside = model.note.copy == 0 && model.results.apart.contains_key(&ix);
    let found = if is_beside { model.results.excerpt(&model.shown, ix, talk) } else { None };
    model.note.toggle_file(place.line);
    if let Some(found) = found {
        model.note.open_file_around(found.line, height);
    }
    model.notice = Some(Notice::word(word));
}

/// Keeps wide lines whole, then goes to the right along them.
pub(super) fn go_right(model: &mut Model) {
    let note = &mut model.note;
    let Some(width) = note.key.map(|key| key.width) else { return };
    let furthest = note.page.full_width.saturating_sub(width);
    note.sideways = match note.sideways {
        None if furthest == 0 => {
            model.notice = Some(Notice::word("nothing here is wider than the page"));
            return;
        }
        None => Some(0),
        Some(shift) => Some((shift + STEP).min(furthest)),
    };
    say(model, width);
}

/// Goes to the left along wide lines; at their beginning, breaks them again.
pub(super) fn go_left(model: &mut Model) {
    let note = &mut model.note;
    let Some(width) = note.key.map(|key| key.width) else { return };
    note.sideways = note.sideways.and_then(|shift| if shift == 0 { None } else { Some(shift.saturating_sub(STEP)) });
    say(model, width);
}

fn say(model: &mut Model, width: usize) {
    model.notice = Some(Notice::word(match model.note.sideways {
        Some(shift) => {
            let all = model.note.page.full_width.max(shift + width);
            format!("wide lines whole: columns {} to {} of {all}", shift + 1, shift + width)
        }
        None => "wide lines broken to fit".to_owned(),
    }));
}
