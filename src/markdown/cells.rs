//! Tables being put together, cell by cell, from Markdown's events and HTML's tags.

use super::builder::Builder;
use super::document::{Align, BlockKind, Spans, Table};

impl Builder {
    pub(super) fn start_table(&mut self, alignments: Vec<Align>) {
        self.flush();
        self.end_table();
        self.table = Some(Table { alignments, ..Table::default() });
        self.in_head = false;
        self.table_line = self.line;
    }

    pub(super) fn start_row(&mut self) {
        self.flush();
        self.fill_row();
        let line = self.line;
        if let Some(table) = &mut self.table
            && !self.in_head
        {
            if table.columns() == 0 {
                // Rows without any cell are none.
                table.lines.clear();
            }
            table.lines.push(line);
        }
    }

    /// Whether text goes into a cell, in a tag of its own or not: HTML may forget it.
    pub(super) fn is_in_table(&self) -> bool {
        self.table.as_ref().is_some_and(|table| !table.head.is_empty() || !table.cells.is_empty())
    }

    /// Makes the row begun last the head.
    pub(super) fn first_row_is_head(&mut self) {
        if let Some(table) = &mut self.table
            && table.head.is_empty()
        {
            table.lines.clear();
            self.in_head = true;
        }
    }

    pub(super) fn cell(&mut self, spans: Spans) {
        let line = self.line;
        let Some(table) = &mut self.table else { return };
        if !self.in_head && table.lines.is_empty() {
            table.lines.push(line);
        }
        if self.in_head {
            table.head.push(spans);
            if table.alignments.len() < table.head.len() {
                table.alignments.push(Align::None);
            }
            return;
        }
        if table.head.is_empty() && table.lines.len() <= 1 {
            // The first row of a table without a head says how many columns there are.
            table.alignments.push(Align::None);
        }
        if table.cells.len() < table.lines.len() * table.columns() {
            table.cells.push(spans);
        } else if let Some(last) = table.cells.last_mut() {
            // A cell beyond the last column goes on in that column.
            last.end = spans.end;
        }
    }

    /// Whether the row begun last has a cell for each column.
    pub(super) fn is_row_full(&self) -> bool {
        let grows = |table: &Table| table.head.is_empty() && table.lines.len() <= 1;
        self.table.as_ref().is_some_and(|table| {
            !self.in_head && !grows(table) && table.cells.len() >= table.lines.len() * table.columns()
        })
    }

    /// Fills the last row with empty cells, up to the number of columns.
    pub(super) fn fill_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        let columns = table.columns();
        if columns > 0 && !table.lines.is_empty() {
            table.cells.resize(table.lines.len() * columns, Spans::default());
        }
    }

    pub(super) fn end_table(&mut self) {
        if self.table.is_none() {
            return;
        }
        self.flush();
        self.fill_row();
        let Some(table) = self.table.take() else { return };
        if table.columns() > 0 && !(table.head.is_empty() && table.cells.is_empty()) {
            let line = std::mem::replace(&mut self.line, self.table_line);
            self.push(BlockKind::Table(Box::new(table)));
            self.line = line;
        }
    }
}
