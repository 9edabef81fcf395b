//! Where everything is on the screen. One pure function, [`Panes::of`], is asked by `update` (paging, mouse)
//! and by `view` (drawing), so that the two cannot disagree.

use super::{Model, Pane, Typing};

/// The size of the terminal in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// A rectangle of cells. Columns and rows are 0-based from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Leftmost column.
    pub x: u16,
    /// Topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether it has no cell.
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether the cell lies in it.
    pub fn contains(self, column: u16, row: u16) -> bool {
        (self.x..self.x + self.width).contains(&column) && (self.y..self.y + self.height).contains(&row)
    }

    #[must_use]
    /// Without `columns` at its left and right; never wider than before.
    pub fn inset(self, columns: u16) -> Area {
        let cut = columns.min(self.width / 2);
        Area { x: self.x + cut, width: self.width - 2 * cut, ..self }
    }

    /// The first rows, and the rest.
    pub(super) fn split_top(self, rows: u16) -> (Area, Area) {
        let top = rows.min(self.height);
        (Area { height: top, ..self }, Area { y: self.y + top, height: self.height - top, ..self })
    }

    fn split_bottom(self, rows: u16) -> (Area, Area) {
        let (rest, bottom) = self.split_top(self.height - rows.min(self.height));
        (rest, bottom)
    }

    fn split_left(self, columns: u16) -> (Area, Area) {
        let left = columns.min(self.width);
        (Area { width: left, ..self }, Area { x: self.x + left, width: self.width - left, ..self })
    }
}

/// Widths of panes in columns, where they are not the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Widths {
    /// Of the facets.
    pub facets: Option<u16>,
    /// Of the list.
    pub list: Option<u16>,
}

/// An edge between panes that can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Right of the facets.
    Facets,
    /// Right of the list.
    List,
}

/// Columns a pane keeps, however an edge is moved.
const NARROWEST: u16 = 16;

/// Everything's place. Areas that are not shown are empty; together they tile the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Panes {
    /// The line with the name of the notes and the count.
    pub top: Area,
    /// The query line.
    pub query: Area,
    /// The rule below the query line; the loading bar runs along it.
    pub upper_rule: Area,
    /// The facets.
    pub facets: Area,
    /// The line between facets and what is right of them.
    pub facets_edge: Area,
    /// The talks.
    pub list: Area,
    /// The line between talks and note.
    pub list_edge: Area,
    /// The note.
    pub note: Area,
    /// The part of it that its text takes.
    pub note_text: Area,
    /// The rule above the status line.
    pub lower_rule: Area,
    /// The status line.
    pub status: Area,
}

/// From this many columns on, facets, talks and note stand side by side.
const THREE_PANES: u16 = 96;
/// From this many columns on, talks and note stand side by side; below, they take turns.
const TWO_PANES: u16 = 72;
const FACETS_WIDTH: u16 = 26;
const LIST_WIDEST: u16 = 60;

impl Panes {
    /// Lays the screen out for a size and what the model wants to be seen.
    pub fn of(size: Size, model: &Model) -> Panes {
        let screen = screen(size);
        let mut panes = Panes::default();
        let body = panes.frame(screen, model);
        panes.columns(body, model);
        let measure = model.preferences.measure.unwrap_or(MEASURE);
        panes.note_text = note_text(panes.note, measure, panes.note.width == size.columns);
        panes
    }

    /// Gives rows to the lines around the panes, the most useful first, and returns what is left.
    fn frame(&mut self, screen: Area, model: &Model) -> Area {
        let wants_query = model.typing != Typing::None || !model.query.text().is_empty();
        let mut body = screen;
        if screen.height >= 8 {
            (self.top, body) = body.split_top(1);
        }
        if screen.height >= 6 || (wants_query && screen.height >= 2) {
            (self.query, body) = body.split_top(1);
        }
        let has_rules = !model.preferences.plain;
        if screen.height >= 12 && has_rules {
            (self.upper_rule, body) = body.split_top(1);
        }
        if screen.height >= 6 {
            (body, self.status) = body.split_bottom(1);
        }
        if screen.height >= 14 && has_rules {
            (body, self.lower_rule) = body.split_bottom(1);
        }
        body
    }

    fn columns(&mut self, body: Area, model: &Model) {
        if model.note_only && model.pane != Pane::Facets {
            self.note = body;
            return;
        }
        if body.width < TWO_PANES || model.preferences.plain {
            match model.pane {
                Pane::Facets => self.facets = body,
                Pane::List => self.list = body,
                Pane::Note => self.note = body,
            }
            return;
        }
        let mut rest = body;
        let with_facets = !model.facets_hidden || model.pane == Pane::Facets;
        if with_facets && (body.width >= THREE_PANES || model.pane == Pane::Facets) {
            (self.facets, rest) = rest.split_left(facets_width(body.width, model.widths));
            (self.facets_edge, rest) = rest.split_left(1);
        }
        let wanted = ((u32::from(rest.width) * 45 / 100) as u16).min(LIST_WIDEST);
        let widest = rest.width.saturating_sub(NARROWEST + 1).max(wanted);
        let wanted = model.widths.list.map_or(wanted, |settled| settled.clamp(NARROWEST.min(widest), widest));
        (self.list, rest) = rest.split_left(wanted);
        (self.list_edge, rest) = rest.split_left(1);
        self.note = rest;
    }

    /// Every area but the one within another, for checks that they tile the screen.
    pub fn all(&self) -> [Area; 10] {
        [
            self.top,
            self.query,
            self.upper_rule,
            self.facets,
            self.facets_edge,
            self.list,
            self.list_edge,
            self.note,
            self.lower_rule,
            self.status,
        ]
    }
}

/// Columns of the facets on a screen: those settled, as far as the other panes keep room.
fn facets_width(columns: u16, widths: Widths) -> u16 {
    let wanted = FACETS_WIDTH + (columns.saturating_sub(120) / 10).min(8);
    let widest = columns.saturating_sub(2 * (NARROWEST + 1)).max(NARROWEST);
    widths.facets.map_or(wanted, |settled| settled.clamp(NARROWEST, widest))
}

/// Widest text in the note pane, in columns, where nothing else was settled: longer lines tire the eye.
pub const MEASURE: u16 = 88;

/// The part of the note pane the text takes: its measure, a margin at each side, a column for the scroll bar. A note
/// that stands alone has its text in the middle.
fn note_text(note: Area, measure: u16, alone: bool) -> Area {
    let inner = match note.width {
        0..=20 => note,
        21..=48 => Area { x: note.x + 1, width: note.width - 2, ..note },
        _ => Area { x: note.x + 2, width: note.width - 4, ..note },
    };
    let width = if measure == 0 { inner.width } else { inner.width.min(measure) };
    let left = if alone { (inner.width - width) / 2 } else { 0 };
    Area { x: inner.x + left, width, ..inner }
}

/// All of the screen.
pub fn screen(size: Size) -> Area {
    Area { x: 0, y: 0, width: size.columns, height: size.rows }
}

/// Where something can stand beside the note: left of it, or, where there is little room, in the lower half.
pub fn beside_note(panes: &Panes) -> Area {
    let all = panes.all();
    let (columns, rows) = (all.map(|area| area.x + area.width), all.map(|area| area.y + area.height));
    let size = Size { columns: columns.into_iter().max().unwrap_or(0), rows: rows.into_iter().max().unwrap_or(0) };
    let screen = screen(size);
    if panes.note.x >= 40 {
        return Area { width: panes.note.x, ..screen };
    }
    if screen.height >= 20 { screen.split_top(screen.height / 2).1 } else { screen }
}

/// The column of the note pane its scroll bar takes; none where the pane is narrow.
pub fn scroll_bar(note: Area) -> Option<Area> {
    (note.width >= 24).then(|| Area { x: note.x + note.width - 1, width: 1, ..note })
}
