//! Sets a document's blocks one after the other, as many as are asked for: the first screen of a long note
//! does not wait for its end.

use std::collections::HashMap;
use std::sync::Arc;

use super::code;
use super::folds::{Details, Folded, Folds};
use super::highlight::Highlights;
use super::image::{Pictures, set_pictures};
use super::ink::{Ink, Look};
use super::lead::Lead;
use super::page::{CellAt, DetailsAt, Emphasis, HeadingAt, Join, Line, Page, PictureAt, Piece, Role};
use super::table;
use super::wrap::{Cutter, Row, wrap};
use crate::markdown::document::{Alert, Block, BlockKind, Document, Spans};
use crate::text::width;

/// Bytes of diagrams that are drawn on one page; what is beyond stays source.
const MOST_DRAWN: usize = 64 * 1024;

/// How to typeset.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Columns no line exceeds, at least 1.
    pub width: usize,
    /// How diagrams are shown.
    pub diagrams: Diagrams,
    /// `None` breaks long lines of code and tables that fit no width. `Some(shift)` keeps them whole and shows
    /// them, and diagrams that are too wide, from that column on: scrolled sideways.
    pub sideways: Option<usize>,
    /// Which links have a number after their text.
    pub link_numbers: LinkNumbers,
    /// How blocks that open and close are shown.
    pub details: Details,
    /// Tokens of the document's code blocks, once they are known.
    pub highlights: Option<Arc<Highlights>>,
    /// What is known of the files of its pictures.
    pub pictures: Arc<Pictures>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            width: 80,
            diagrams: Diagrams::Drawn,
            sideways: None,
            link_numbers: LinkNumbers::None,
            details: Details::Open,
            highlights: None,
            pictures: Arc::default(),
        }
    }
}

impl Options {
    /// The usual looks at a width.
    pub fn at(width: usize) -> Options {
        Options { width, ..Options::default() }
    }
}

/// Which links have a number after their text: `[3]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LinkNumbers {
    /// None of them.
    #[default]
    None,
    /// Those with these addresses, each the number given here: for choosing one.
    Of(Arc<HashMap<String, u32>>),
    /// Those that lead to an address that is not shown: for paper, where the addresses are listed below.
    Hidden,
}

/// How diagrams are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Diagrams {
    /// Drawn with lines, where that is possible.
    #[default]
    Drawn,
    /// As their source.
    Source,
}

/// Typesets a whole document.
pub fn typeset(document: &Document, options: &Options) -> Page {
    let mut setter = Setter::new(options.clone());
    setter.set(document, usize::MAX);
    setter.into_page()
}

/// A page that grows from a document, from the top.
#[derive(Debug, Clone)]
pub struct Setter {
    pub(super) options: Options,
    pub(super) page: Page,
    /// Index of the next block to set.
    next: usize,
    lead: Lead,
    folds: Folds,
    /// For each link of the document its index on the page.
    pub(super) links: Vec<Option<u32>>,
    /// How often each heading's name has been given.
    pub(super) anchors: HashMap<String, u32>,
    /// Bytes of diagrams drawn.
    drawn: usize,
    /// How many links have a number.
    pub(super) numbered: u32,
}

impl Setter {
    /// An empty page.
    pub fn new(options: Options) -> Setter {
        let width = options.width.max(1);
        Setter {
            options,
            page: Page::default(),
            next: 0,
            lead: Lead::new(width),
            folds: Folds::default(),
            links: Vec::new(),
            anchors: HashMap::new(),
            drawn: 0,
            numbered: 0,
        }
    }

    /// The page as far as it is set.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The page as far as it is set.
    pub fn into_page(self) -> Page {
        self.page
    }

    /// Sets blocks of the document until the page has at least `rows` lines; says whether it is complete.
    /// The document must be the same on each call.
    pub fn set(&mut self, document: &Document, rows: usize) -> bool {
        if self.next == 0 {
            self.folds = Folds::of(document, &self.options.details);
        }
        while self.page.lines.len() < rows {
            let Some(block) = document.blocks.get(self.next) else { break };
            if let Some(id) = self.folds.hide(document, self.next as u32, block.within) {
                self.set_folded(document, block, id);
                self.next += 1;
                continue;
            }
            let links = self.page.links.len();
            let line = self.page.lines.len();
            Setting { setter: self, document, block }.block();
            for link in &mut self.page.links[links..] {
                if link.line == usize::MAX {
                    link.line = line;
                }
            }
            self.next += 1;
        }
        self.next >= document.blocks.len()
    }

    /// Sets a block that is folded away: what it would add to the page is kept beside it.
    fn set_folded(&mut self, document: &Document, block: &Block, id: u32) {
        let page = &mut self.page;
        let at = page.lines.len().saturating_sub(1);
        let (headings, details, notes) = (page.headings.len(), page.details.len(), page.notes.len());
        let (links, full_width, pictures) = (page.links.len(), page.full_width, page.pictures.len());
        let seen = std::mem::take(&mut page.lines);
        Setting { setter: self, document, block }.block();
        let page = &mut self.page;
        let lines = std::mem::replace(&mut page.lines, seen);
        page.full_width = full_width;
        page.details.truncate(details);
        page.notes.truncate(notes);
        page.pictures.truncate(pictures);
        for link in &mut page.links[links..] {
            link.line = at;
        }
        let within = page.headings.drain(headings..).map(|heading| HeadingAt { line: at, ..heading });
        if let Some(folded) = page.folded.last_mut().filter(|folded| folded.id == id) {
            folded.lines.extend(lines);
            folded.headings.extend(within);
        } else {
            let headings = within.collect();
            page.folded.push(Folded { line: at, id, lines, headings });
        }
    }
}

/// One block being set.
pub(super) struct Setting<'s> {
    pub(super) setter: &'s mut Setter,
    pub(super) document: &'s Document,
    pub(super) block: &'s Block,
}

impl Setting<'_> {
    fn block(mut self) {
        self.setter.lead.leave(self.document, self.block.shared);
        if self.block.gap {
            let pieces = self.setter.lead.gap();
            self.setter.page.lines.push(Line { pieces, ..Line::default() });
        }
        let index = self.setter.next as u32;
        let entered = self.setter.lead.enter(self.document, self.block.within, index, &self.setter.folds);
        let line = self.setter.page.lines.len();
        self.setter.page.notes.extend(entered.note.map(|number| (number, line)));
        for ix in entered.details {
            let (number, open) = (self.setter.folds.number(ix), !self.setter.folds.is_closed(ix));
            self.setter.page.details.extend(number.map(|id| DetailsAt { line, id, open }));
        }
        for marker in entered.stranded {
            let mut ink = Ink::default();
            ink.push(marker.trim(), Look::of(Role::Marker));
            self.rows(&ink, &wrap(&ink.text, self.room()), &[], 0);
        }
        let document = self.document;
        match &self.block.kind {
            BlockKind::Paragraph(spans) => {
                if !set_pictures(&mut self, document.spans(*spans)) {
                    self.paragraph(*spans, self.setter.lead.text_role());
                }
            }
            BlockKind::Term(spans) | BlockKind::Summary(spans) => self.strong_line(*spans),
            BlockKind::Heading { level, spans, id } => self.heading(*level, *spans, id.as_deref()),
            BlockKind::Code(block) => code::set(&mut self, block, document.code(block)),
            BlockKind::Table(block) => table::set(&mut self, block),
            BlockKind::Rule => self.rule(self.room()),
            BlockKind::FootnoteRule => self.rule(self.room().min(12)),
            BlockKind::AlertTitle(alert, title) => self.alert_title(*alert, *title),
        }
    }

    /// Columns left for text.
    pub(super) fn room(&self) -> usize {
        self.setter.lead.room()
    }

    /// From which column on a block of so many columns is seen where the page is scrolled sideways: no further than
    /// shows its end. `None` where the page is not, or all of the block fits.
    pub(super) fn scrolled(&self, columns: usize) -> Option<usize> {
        let furthest = columns.checked_sub(self.room()).filter(|furthest| *furthest > 0)?;
        self.options().sideways.map(|shift| shift.min(furthest))
    }

    /// Index of the block in its document.
    pub(super) fn setter_index(&self) -> usize {
        self.setter.next
    }

    pub(super) fn options(&self) -> &Options {
        &self.setter.options
    }

    fn paragraph(&mut self, spans: Spans, role: Role) -> usize {
        let mut ink = Ink::default();
        let mut breaks = Vec::new();
        self.ink(spans, Look::of(role), &mut ink, &mut breaks);
        let rows = wrap(&ink.text, self.room());
        self.rows(&ink, &rows, &breaks, 0);
        rows.iter().map(|row| width(&ink.text[row.range.clone()])).max().unwrap_or(0)
    }

    fn strong_line(&mut self, spans: Spans) {
        let mut ink = Ink::default();
        let style = Emphasis { strong: true, ..Emphasis::default() };
        let look = Look { role: self.setter.lead.text_role(), style, link: None };
        self.ink(spans, look, &mut ink, &mut Vec::new());
        self.rows(&ink, &wrap(&ink.text, self.room()), &[], 0);
    }

    fn heading(&mut self, level: u8, spans: Spans, id: Option<&str>) {
        let rank = self.document.heading_rank(level);
        let line = self.setter.page.lines.len();
        let text = crate::text::visible(&self.document.plain(spans)).into_owned();
        let anchor = id.map_or_else(|| self.setter.free_anchor(&text), str::to_owned);
        self.setter.page.headings.push(HeadingAt { line, level, text, anchor });
        let columns = self.paragraph(spans, Role::Heading(rank));
        if rank == 1 {
            let stroke = if level == 1 { "━" } else { "─" };
            self.line(vec![Piece::new(stroke.repeat(columns.min(self.room())), Role::HeadingRule)], 0, Join::Apart);
        }
    }

    fn rule(&mut self, columns: usize) {
        self.line(vec![Piece::new("─".repeat(columns), Role::Rule)], 0, Join::Apart);
    }

    fn alert_title(&mut self, alert: Alert, title: Spans) {
        let sign = match alert {
            Alert::Note => "ⓘ ",
            Alert::Tip => "✦ ",
            Alert::Important => "❢ ",
            Alert::Warning => "▲ ",
            Alert::Caution => "■ ",
        };
        let mut ink = Ink::default();
        let style = Emphasis { strong: true, ..Emphasis::default() };
        let look = Look { role: Role::Alert(alert), style, link: None };
        ink.push(sign, look);
        self.ink(title, look, &mut ink, &mut Vec::new());
        self.rows(&ink, &wrap(&ink.text, self.room()), &[], 0);
    }

    /// Puts rows of ink on the page. `breaks` are bytes of the ink's text at which a line of the note ends; `down`
    /// counts lines of the note from the block's first to the ink's first.
    pub(super) fn rows(&mut self, ink: &Ink, rows: &[Row], breaks: &[usize], down: u32) {
        let mut cutter = Cutter::new(ink);
        let columns = self.room();
        for row in rows {
            let mut pieces = Vec::new();
            cutter.cut(row.range.clone(), columns, &mut pieces);
            let passed = breaks.partition_point(|at| *at < row.range.start) as u32;
            self.line(pieces, down + passed, row.join);
        }
    }

    /// Leaves room for a picture, below what is on the page.
    pub(super) fn leave_room(&mut self, picture: PictureAt, down: u32) {
        let line = self.setter.page.lines.len();
        let column = self.options().width.saturating_sub(self.room()) as u16;
        self.setter.page.pictures.push(PictureAt { line, column, ..picture });
        for _ in 0..picture.rows {
            self.line(Vec::new(), down, Join::Apart);
        }
    }

    /// Puts a line on the page, after what leads it; `down` counts lines of the note from the block's first.
    pub(super) fn line(&mut self, pieces: Vec<Piece>, down: u32, join: Join) {
        self.put(Line { pieces, join, ..Line::default() }, down);
    }

    /// Puts a line of a table on the page, with its cells.
    pub(super) fn line_of_cells(&mut self, pieces: Vec<Piece>, cells: Vec<CellAt>, down: u32) {
        self.put(Line { pieces, cells, ..Line::default() }, down);
    }

    fn put(&mut self, mut line: Line, down: u32) {
        let at = self.setter.page.lines.len();
        for link in line.pieces.iter().filter_map(|piece| piece.link) {
            if let Some(link) = self.setter.page.links.get_mut(link as usize)
                && link.line == usize::MAX
            {
                link.line = at;
            }
        }
        let mut led = self.setter.lead.take(line.pieces.len());
        for cell in &mut line.cells {
            cell.pieces = (cell.pieces.0 + led.len() as u32, cell.pieces.1 + led.len() as u32);
        }
        led.append(&mut line.pieces);
        line.pieces = led;
        line.source = if self.block.line == 0 { 0 } else { self.block.line + down };
        self.setter.page.lines.push(line);
    }

    /// Whether another diagram may be drawn: laying them out costs more than all else on a page.
    pub(super) fn may_draw(&mut self, bytes: usize) -> bool {
        self.setter.drawn = self.setter.drawn.saturating_add(bytes);
        self.setter.drawn <= MOST_DRAWN
    }

    /// Says how wide a line would be if it were not cut to the page's width.
    pub(super) fn needs(&mut self, columns: usize) {
        let columns = columns + self.options().width.saturating_sub(self.room());
        let page = &mut self.setter.page;
        page.full_width = page.full_width.max(columns);
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{page, screen};
    use super::*;

    #[test]
    fn headings_differ_by_their_rule_and_space() {
        insta::assert_snapshot!(screen("# Day one\n\nText\n\n## A talk\n\nText\n\n### Part\n- a\n", 30), @r#"
        Day one
        ━━━━━━━
        Text

        A talk
        Text

        Part
         • a
        "#);
        insta::assert_snapshot!(screen("### A part of a talk\n\nText\n", 12), @r#"
        A part of a
        talk
        ───────────
        Text
        "#);
    }

    #[test]
    fn headings_are_found_by_their_line() {
        let page = page("Text\n\n## One `a`\n\nText\n\n### Two\n", 40);
        let headings: Vec<_> = page.headings.iter().map(|h| (h.line, h.level, h.text.as_str())).collect();
        assert_eq!(headings, [(2, 2, "One a"), (6, 3, "Two")]);
    }

    #[test]
    fn paragraphs_and_rules_stand_apart() {
        insta::assert_snapshot!(screen("One thing and then\nanother.\n\n---\n\nAfter", 14), @r#"
        One thing and
        then
        another.

        ──────────────

        After
        "#);
    }

    #[test]
    fn lines_know_where_they_come_from() {
        let page = page("# A\n\none\ntwo\n\n```\nx\ny\n```\n\n|a|\n|-|\n|b|\n", 40);
        let sources: Vec<u32> = page.lines.iter().map(|line| line.source).collect();
        assert_eq!(sources, [1, 1, 3, 4, 0, 7, 8, 0, 11, 12, 13]);
    }

    #[test]
    fn a_page_can_be_set_as_far_as_it_is_seen() {
        let note = "One\n\n".repeat(100);
        let document = crate::markdown::parse(&note, 0..note.len(), &[], false);
        let mut setter = Setter::new(Options::at(40));
        assert!(!setter.set(&document, 10));
        assert!((10..14).contains(&setter.page().lines.len()));
        assert!(setter.set(&document, usize::MAX));
        assert_eq!(setter.into_page(), typeset(&document, &Options::at(40)));
    }
}
