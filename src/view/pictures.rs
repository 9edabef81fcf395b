//! Where pictures stand on the screen. How they are put there is not known here: terminals differ.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{Area, Model, Typing};
use crate::typeset::PictureAt;

/// Puts pictures on the screen.
pub trait Pictures {
    /// Draws a part of a picture, if it is ready: the area is as large as the part.
    fn draw(&self, part: PicturePart, area: Rect, buffer: &mut Buffer);
}

/// The rows of a picture that are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PicturePart {
    /// Which it is.
    pub id: u32,
    /// Columns and rows of the whole of it.
    pub size: (u16, u16),
    /// The first row seen, from 0.
    pub first: u16,
}

/// Leaves the room of pictures empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPictures;

impl Pictures for NoPictures {
    fn draw(&self, _: PicturePart, _: Rect, _: &mut Buffer) {}
}

/// The pictures that are seen, and where. There is none while something lies over the panes: it would have to be
/// drawn around.
pub fn pictures_on_screen(model: &Model) -> Vec<(PicturePart, Area)> {
    let proposes = model.typing == Typing::Query && !model.proposals.list.is_empty();
    if model.sheet.is_some() || model.picker.is_some() || proposes {
        return Vec::new();
    }
    let text = model.panes().note_text;
    let pictures = model.note.page.pictures.iter();
    pictures.filter_map(|picture| seen(picture, model.note.top, text)).collect()
}

/// The part of a picture that is seen in the area of the text, whose first line is `top`.
fn seen(picture: &PictureAt, top: usize, text: Area) -> Option<(PicturePart, Area)> {
    let first = top.saturating_sub(picture.line);
    let above = picture.line.saturating_sub(top);
    let rows = usize::from(picture.rows).saturating_sub(first).min(usize::from(text.height).saturating_sub(above));
    let columns = picture.columns.min(text.width.saturating_sub(picture.column));
    if rows == 0 || columns < picture.columns {
        return None;
    }
    let part = PicturePart { id: picture.id, size: (picture.columns, picture.rows), first: first as u16 };
    let area = Area { x: text.x + picture.column, y: text.y + above as u16, width: columns, height: rows as u16 };
    Some((part, area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_in_sight_is_drawn_and_no_more() {
        let text = Area { x: 10, y: 2, width: 40, height: 6 };
        let picture = PictureAt { line: 8, column: 2, columns: 12, rows: 4, id: 7 };
        let part = |top: usize| seen(&picture, top, text).map(|(part, area)| (part.first, area.y, area.height));
        assert_eq!((part(2), part(3), part(5)), (None, Some((0, 7, 1)), Some((0, 5, 3))));
        assert_eq!((part(8), part(10), part(12)), (Some((0, 2, 4)), Some((2, 2, 2)), None));
        assert_eq!(seen(&picture, 5, Area { width: 13, ..text }), None, "it is not cut at its side");
    }
}
