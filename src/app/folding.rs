//! What is under the hand in a note: what opens and closes (`<details>`) by key, by mouse and by going to something
//! inside; the link at a place.

use std::sync::Arc;

use super::Model;
use super::note::NotePane;
use crate::text::width;
use crate::typeset::{DetailsAt, Join, LinkKind, Piece};

impl NotePane {
    /// What `Enter` opens or closes: the details gone to last, else the first, of those seen in `height` rows.
    pub fn details_here(&self, height: usize) -> Option<DetailsAt> {
        let seen = self.top..self.top + height;
        let mut shown = self.page.details.iter().filter(|details| seen.contains(&details.line));
        let first = shown.clone().next();
        shown.find(|details| Some(details.id) == self.details).or(first).copied()
    }

    /// The details whose summary stands on a line of the page.
    pub(super) fn details_on(&self, line: usize) -> Option<DetailsAt> {
        let starts = self.page.details.partition_point(|details| details.line <= line);
        let details = *self.page.details.get(starts.checked_sub(1)?)?;
        let rest = self.page.lines.get(details.line + 1..=line.max(details.line)).unwrap_or_default();
        rest.iter().all(|line| line.join != Join::Apart).then_some(details)
    }

    /// The link on a line of the page at a column of its text, 0-based: where it leads and its kind.
    pub(super) fn link_at(&self, line: usize, column: usize) -> Option<(String, LinkKind)> {
        let link = self.page.links.get(self.piece_at(line, column)?.link? as usize)?;
        Some((link.url.clone(), link.kind))
    }

    /// The piece on a line of the page at a column of its text, 0-based.
    pub(super) fn piece_at(&self, line: usize, column: usize) -> Option<&Piece> {
        let mut end = 0;
        self.page.lines.get(line)?.pieces.iter().find(|piece| {
            end += width(&piece.text);
            column < end
        })
    }

    /// Opens details that are closed, and closes those that are open.
    pub(super) fn toggle(&mut self, id: u32) {
        let Some(key) = self.key else { return };
        let toggled = self.toggled.entry(key.text()).or_default();
        toggled.revision += 1;
        let numbers = Arc::make_mut(&mut toggled.numbers);
        if !numbers.remove(&id) {
            numbers.insert(id);
        }
        self.details = Some(id);
    }

    /// Opens what the hit last gone to is folded away in, so that it will be seen.
    pub(super) fn open_hit(&mut self) {
        self.wanted_hit = self.hit;
    }
}

/// Goes on towards a hit that is folded away: opens what it is in, or, where that is done, shows it. Whether the
/// page has to be set anew first.
pub(super) fn go_on(model: &mut Model, height: usize) -> bool {
    let note = &mut model.note;
    let Some(hit) = note.wanted_hit else { return false };
    match note.found.iter().find(|found| found.hit == hit).map(|found| found.folded) {
        Some(Some(id)) => {
            note.toggle(id);
            return true;
        }
        Some(None) => note.show_hit(hit, height),
        // The rest of a long talk is on its way.
        None if !note.is_whole => return false,
        None => {}
    }
    note.wanted_hit = None;
    false
}
