//! Drawing: one pure function a pane, from the model and a theme to cells. Nothing here changes the model and
//! nothing else names a colour.

mod ascii;
mod built_in;
mod chrome;
mod depth;
mod facets;
mod hyperlinks;
mod list;
mod look;
mod note;
mod paint;
mod picker;
mod pictures;
mod plain;
mod proposals;
mod sheet;
mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Area, Model, Panes, Typing};
pub use built_in::{ANSI, DARK, HIGH_CONTRAST, LIGHT, MONO, THEMES};
pub use depth::Depth;
pub use look::read_look;
use paint::rect;
pub use pictures::{NoPictures, PicturePart, Pictures, pictures_on_screen};
pub use theme::{Charset, ROLES, RoleOf, Theme};

/// What the terminal shows beyond cells.
#[derive(Clone, Copy)]
pub struct Canvas<'c> {
    /// Whether links of notes are links of the terminal too.
    pub hyperlinks: bool,
    /// What puts pictures on it.
    pub pictures: &'c dyn Pictures,
}

/// Draws the whole screen.
pub fn draw(model: &Model, theme: &Theme, canvas: Canvas<'_>, frame: &mut Frame<'_>) {
    let covered = draw_on(model, theme, frame.buffer_mut());
    // Last, as nothing may look at the characters of such cells or write over half of one.
    for (part, area) in pictures_on_screen(model) {
        let buffer = frame.buffer_mut();
        canvas.pictures.draw(part, rect(area, buffer), buffer);
    }
    if canvas.hyperlinks {
        hyperlinks::link_cells(model, &covered, frame.buffer_mut());
    }
    if let Some(cursor) = cursor(model) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the whole screen on cells, which are empty before; returns the areas of what stands over the panes.
pub fn draw_on(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Vec<Area> {
    buffer.set_style(buffer.area, theme.ground);
    let panes = model.panes();
    // What is read out is either what lies over the panes or the panes, never both mixed.
    if model.preferences.plain && (model.sheet.is_some() || model.picker.is_some()) {
        chrome::draw_status(model, theme, panes.status, buffer);
    } else {
        draw_panes(model, theme, &panes, buffer);
    }
    let covered = draw_over(model, theme, &panes, buffer);
    if model.preferences.plain {
        plain::take_lines_off(model, &covered, buffer);
    }
    if theme.charset == Charset::Ascii {
        ascii::to_ascii(buffer);
    }
    covered
}

fn draw_panes(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) {
    chrome::draw_top(model, theme, panes.top, buffer);
    chrome::draw_query(model, theme, panes.query, buffer);
    chrome::draw_rules(model, theme, panes, buffer);
    facets::draw_facets(model, theme, panes.facets, buffer);
    list::draw_list(model, theme, panes.list, buffer);
    note::draw_note(model, theme, panes, buffer);
    chrome::draw_status(model, theme, panes.status, buffer);
}

/// Draws what stands over the panes while it is open; returns where.
fn draw_over(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) -> Vec<Area> {
    let mut covered = Vec::new();
    covered.extend(proposals::draw_proposals(model, theme, panes, chrome::query_field(panes.query), buffer));
    covered.extend(model.sheet.map(|sheet| sheet::draw_sheet(sheet, model, theme, buffer)));
    if let Some(picker) = &model.picker {
        covered.extend(picker::draw_picker(picker, theme, buffer));
    }
    covered
}

/// Where the cursor stands: in the line being typed.
fn cursor(model: &Model) -> Option<Position> {
    if let Some(open) = &model.picker {
        return picker::cursor(open);
    }
    let types = model.typing != Typing::None && model.sheet.is_none();
    if !types && model.sheet.is_none() && model.preferences.plain {
        return Some(plain::focus(model));
    }
    if !types {
        return None;
    }
    let area = model.panes().query;
    if area.is_empty() {
        return None;
    }
    let field = chrome::query_field(area);
    let line = chrome::typed_line(model);
    let column = line.cursor_column().saturating_sub(line.scroll_column(field.width.into()));
    Some(Position::new(field.x + (column as u16).min(field.width.saturating_sub(1)), field.y))
}
