//! Tables: columns aligned, cells wrapped to fit, a rule under the head and no other lines. Where there is no
//! room for columns, each row becomes a short list of *head: value*.

use super::ink::{Ink, Look};
use super::page::{CellAt, Emphasis, Join, Piece, Role};
use super::setter::Setting;
use super::sideways::window;
use super::wrap::{Cutter, Row, blanks, wrap};
use crate::markdown::document::{Align, Document, Spans, Table};
use crate::text::width;

/// Blanks between columns.
const GAP: usize = 2;
/// A column is not made wider than this where the page can be scrolled sideways.
const WIDEST: usize = 40;
/// A column is not made narrower than its longest word, nor than this.
const NARROWEST: usize = 10;

/// Sets a table.
pub(super) fn set(setting: &mut Setting<'_>, table: &Table) {
    let columns = table.columns();
    if columns == 0 {
        return;
    }
    let head: Vec<Cell> = table.head.iter().map(|spans| Cell::of(setting, *spans, true)).collect();
    let cells: Vec<Cell> = table.cells.iter().map(|spans| Cell::of(setting, *spans, false)).collect();
    let wide = wide_widths(&head, &cells, columns);
    let whole = wide.iter().sum::<usize>() + GAP * (columns - 1);
    let is_wider = whole > setting.room();
    if is_wider {
        setting.needs(whole);
    }
    let widths = if is_wider && setting.options().sideways.is_some() {
        Some(wide)
    } else {
        column_widths(&head, &cells, columns, setting.room())
    };
    match widths {
        Some(widths) => {
            Grid { aligns: column_alignments(setting.document, table), widths }.set(setting, table, &head, &cells);
        }
        None => records(setting, table, &head, &cells),
    }
}

struct Cell {
    ink: Ink,
    columns: usize,
    longest_word: usize,
}

impl Cell {
    fn of(setting: &mut Setting<'_>, spans: Spans, head: bool) -> Cell {
        let mut ink = Ink::default();
        let style = Emphasis { strong: head, ..Emphasis::default() };
        let role = if head { Role::TableHead } else { Role::Text };
        setting.ink(spans, Look { role, style, link: None }, &mut ink, &mut Vec::new());
        let columns = ink.text.split('\n').map(width).max().unwrap_or(0);
        let longest_word = ink.text.split([' ', '\n']).map(width).max().unwrap_or(0);
        Cell { ink, columns, longest_word }
    }

    /// Adds its text, all in one line.
    fn flow_into(&self, ink: &mut Ink) {
        let mut start = 0;
        for (end, look) in &self.ink.runs {
            ink.push(&self.ink.text[start..*end].replace('\n', " "), *look);
            start = *end;
        }
    }

    /// Whether it takes one line of so many columns.
    fn fits(&self, columns: usize) -> bool {
        self.columns <= columns && !self.ink.text.contains('\n')
    }
}

/// The columns' widths; none where the table does not fit.
fn column_widths(head: &[Cell], cells: &[Cell], columns: usize, room: usize) -> Option<Vec<usize>> {
    let available = room.checked_sub(GAP * (columns - 1))?;
    let mut natural = vec![1; columns];
    let mut least = vec![1; columns];
    for (at, cell) in head.iter().enumerate().chain(cells.iter().enumerate()) {
        let column = at % columns;
        natural[column] = cell.columns.max(natural[column]);
        least[column] = cell.longest_word.min(NARROWEST).max(least[column]);
    }
    if natural.iter().sum::<usize>() <= available {
        return Some(natural);
    }
    if least.iter().sum::<usize>() > available {
        return None;
    }
    // The widest columns give way first: all get the same limit, as high as fits.
    let (mut low, mut high) = (0, available);
    let limited =
        |limit: usize| natural.iter().zip(&least).map(move |(natural, least)| (*natural).min(limit).max(*least));
    while low < high {
        let limit = (low + high).div_ceil(2);
        if limited(limit).sum::<usize>() <= available {
            low = limit;
        } else {
            high = limit - 1;
        }
    }
    let mut widths: Vec<usize> = limited(low).collect();
    let mut spare = available - widths.iter().sum::<usize>();
    for (width, natural) in widths.iter_mut().zip(&natural) {
        if spare > 0 && *width < *natural {
            *width += 1;
            spare -= 1;
        }
    }
    Some(widths)
}

/// The columns' widths where the page can be scrolled sideways.
fn wide_widths(head: &[Cell], cells: &[Cell], columns: usize) -> Vec<usize> {
    let mut widths = vec![1; columns];
    for (at, cell) in head.iter().enumerate().chain(cells.iter().enumerate()) {
        let column = at % columns;
        widths[column] = cell.columns.min(WIDEST).max(widths[column]);
    }
    widths
}

/// How each column of a table is aligned: as its author said; a column of numbers at the right, else at the left.
pub fn column_alignments(document: &Document, table: &Table) -> Vec<Align> {
    let columns = table.columns();
    let is_numeric = |column: usize| {
        let cells = table.cells.iter().skip(column).step_by(columns.max(1));
        let mut texts = cells.map(|cell| document.plain(*cell)).filter(|text| !text.trim().is_empty()).peekable();
        texts.peek().is_some() && texts.all(|text| is_number(text.trim()))
    };
    let said = table.alignments.iter().enumerate();
    said.map(|(column, align)| match align {
        Align::None if is_numeric(column) => Align::Right,
        Align::None => Align::Left,
        said => *said,
    })
    .collect()
}

/// `1`, `-2.5`, `1,000`, `99.9 %`, `$5`, `~30ms`
fn is_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '+', '~', '≈', '<', '>', '$', '€', '£', '¥', '−', ' ']);
    let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '\''));
    unit.len() < bare.len() && bare.starts_with(|c: char| c.is_ascii_digit()) && unit.trim().chars().count() <= 3
}

struct Grid {
    aligns: Vec<Align>,
    widths: Vec<usize>,
}

impl Grid {
    fn set(&self, setting: &mut Setting<'_>, table: &Table, head: &[Cell], cells: &[Cell]) {
        if !head.is_empty() {
            self.row(setting, head, 0);
            self.line(setting, vec![Piece::new("─".repeat(self.columns()), Role::Rule)], Vec::new(), 1);
        }
        // Rows of several lines stand apart, or their lines would run into each other.
        let apart = cells.iter().zip(self.widths.iter().cycle()).any(|(cell, columns)| !cell.fits(*columns));
        for (number, (row, line)) in cells.chunks(self.widths.len()).zip(&table.lines).enumerate() {
            if apart && number > 0 {
                setting.line(Vec::new(), 0, Join::Apart);
            }
            self.row(setting, row, line.saturating_sub(setting.block.line));
        }
    }

    fn row(&self, setting: &mut Setting<'_>, cells: &[Cell], down: u32) {
        let wrapped: Vec<Vec<Row>> =
            cells.iter().zip(&self.widths).map(|(cell, columns)| wrap(&cell.ink.text, *columns)).collect();
        let mut cutters: Vec<Cutter<'_>> = cells.iter().map(|cell| Cutter::new(&cell.ink)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for number in 0..height {
            let (mut pieces, mut places) = (Vec::new(), Vec::new());
            let mut owed = 0;
            for (column, (rows, cutter)) in wrapped.iter().zip(&mut cutters).enumerate() {
                let columns = self.widths[column];
                let mut cell = Vec::new();
                if let Some(row) = rows.get(number) {
                    cutter.cut(row.range.clone(), columns, &mut cell);
                }
                let used: usize = cell.iter().map(|piece| width(&piece.text)).sum();
                let free = columns.saturating_sub(used);
                let left = match self.aligns[column] {
                    Align::Right => free,
                    Align::Center => free / 2,
                    Align::None | Align::Left => 0,
                };
                if used > 0 {
                    if owed + left > 0 {
                        pieces.push(blanks(owed + left));
                    }
                    let first = pieces.len() as u32;
                    pieces.append(&mut cell);
                    let join = rows.get(number).map_or(Join::Apart, |row| row.join);
                    places.push(CellAt { column: column as u32, pieces: (first, pieces.len() as u32), join });
                    owed = free - left + GAP;
                } else {
                    owed += columns + GAP;
                }
            }
            self.line(setting, pieces, places, down);
        }
    }

    /// Puts a line on the page, or what is seen of it: cells are cut then, and are no texts of their own.
    fn line(&self, setting: &mut Setting<'_>, pieces: Vec<Piece>, cells: Vec<CellAt>, down: u32) {
        match setting.scrolled(self.columns()) {
            Some(shift) => {
                let seen = window(&pieces, shift, setting.room(), Role::Quiet).0;
                setting.line(seen, down, Join::Apart);
            }
            None => setting.line_of_cells(pieces, cells, down),
        }
    }

    /// How wide it is.
    fn columns(&self) -> usize {
        self.widths.iter().sum::<usize>() + GAP * (self.widths.len() - 1)
    }
}

/// The table row by row, each cell on a line after its column's head.
fn records(setting: &mut Setting<'_>, table: &Table, head: &[Cell], cells: &[Cell]) {
    let columns = table.columns();
    if cells.is_empty() {
        for cell in head {
            record(setting, None, cell, 0);
        }
    }
    for (number, (row, line)) in cells.chunks(columns).zip(&table.lines).enumerate() {
        if number > 0 {
            setting.line(vec![Piece::new("╌".repeat(setting.room().min(8)), Role::Rule)], 0, Join::Apart);
        }
        for (column, cell) in row.iter().enumerate() {
            record(setting, head.get(column), cell, line.saturating_sub(setting.block.line));
        }
    }
}

fn record(setting: &mut Setting<'_>, head: Option<&Cell>, cell: &Cell, down: u32) {
    let mut ink = Ink::default();
    if let Some(head) = head {
        head.flow_into(&mut ink);
        ink.push(": ", Look::of(Role::Quiet));
    }
    cell.flow_into(&mut ink);
    setting.rows(&ink, &wrap(&ink.text, setting.room()), &[], down);
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::super::picture::{looks, page, page_with, screen, text};

    const TABLE: &str = "| Name | Count | Where it runs |\n|---|---|:-:|\n| scheduler | 3 | on the control plane |\n| `kubelet` | 1,200 | everywhere |\n";

    #[test]
    fn columns_are_aligned_and_numbers_stand_right() {
        insta::assert_snapshot!(screen(TABLE, 60), @r#"
        Name       Count     Where it runs
        ──────────────────────────────────────
        scheduler      3  on the control plane
        kubelet    1,200       everywhere
        "#);
        insta::assert_snapshot!(looks("|a|b|\n|-|-|\n|c|[d](e)|\n", 20), @r#"
        a  b
        h  h
        ────
        rrrr
        c  d
        .  l
        "#);
    }

    #[test]
    fn cells_wrap_where_the_table_is_too_wide() {
        insta::assert_snapshot!(screen(TABLE, 32), @r#"
        Name       Count  Where it runs
        ────────────────────────────────
        scheduler      3  on the control
                              plane

        kubelet    1,200    everywhere
        "#);
    }

    #[test]
    fn without_room_for_columns_rows_become_lists() {
        insta::assert_snapshot!(screen(TABLE, 18), @r#"
        Name: scheduler
        Count: 3
        Where it runs: on
        the control plane
        ╌╌╌╌╌╌╌╌
        Name: kubelet
        Count: 1,200
        Where it runs:
        everywhere
        "#);
    }

    #[test]
    fn empty_cells_take_a_column_too() {
        assert_eq!(screen("||b|\n|-|-|\n", 2), "\nb");
        assert!(page("||\n|-|\n||\n", 1).lines.iter().all(|line| line.width() <= 1));
    }

    #[test]
    fn scrolled_sideways_a_table_keeps_its_columns() {
        let at = |shift| {
            let page = page_with(TABLE, &Options { sideways: Some(shift), ..Options::at(18) });
            assert_eq!(page.full_width, 38);
            text(&page)
        };
        insta::assert_snapshot!(at(0), @r#"
        Name       Count ›
        ─────────────────›
        scheduler      3 ›
        kubelet    1,200 ›
        "#);
        insta::assert_snapshot!(at(14), @r#"
        ‹t     Where it r›
        ‹────────────────›
        ‹3  on the contro›
        ‹0       everywhe›
        "#);
    }

    #[test]
    fn a_table_whose_cells_had_to_wrap_is_whole_sideways() {
        let broken = page(TABLE, 32);
        assert_eq!(broken.full_width, 38, "it is wider than the page");
        let whole = page_with(TABLE, &Options { sideways: Some(0), ..Options::at(32) });
        insta::assert_snapshot!(text(&whole), @r#"
        Name       Count     Where it r›
        ───────────────────────────────›
        scheduler      3  on the contro›
        kubelet    1,200       everywhe›
        "#);
        assert_eq!(page(TABLE, 38).full_width, page("Text", 38).full_width, "it fits");
    }

    #[test]
    fn scrolled_sideways_what_fits_stays() {
        let text_of = |shift| {
            let source = format!("    let fits = 1;\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n{TABLE}");
            text(&page_with(&source, &Options { sideways: Some(shift), ..Options::at(18) }))
        };
        insta::assert_snapshot!(text_of(50), @"
         let fits = 1;

        a  b
        ────
        1  2

        ‹Where it runs
        ‹─────────────────
        ‹the control plane
        ‹  everywhere
        ");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        insta::assert_snapshot!(screen("|時刻|話題|\n|-|-|\n|10:00|可観測性|\n|9:30|k8s|\n", 40), @r#"
         時刻  話題
        ───────────────
        10:00  可観測性
         9:30  k8s
        "#);
    }
}
