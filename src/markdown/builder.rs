//! Puts a [`Document`] together, block by block and span by span. Both Markdown's events (`parse`) and
//! HTML's tags (`html`) arrive here.

use std::collections::HashMap;

use super::bare_links;
use super::document::{
    Align, Block, BlockKind, Code, Container, ContainerIx, ContainerKind, Document, Marker, Span, SpanKind, Spans,
    Style, Table, Target, TargetKind,
};

/// HTML can nest without writing much; deeper containers than this look no different anyway.
const MAX_HTML_NESTING: usize = 48;

/// What collects inline content right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Paragraph,
    Heading(u8),
    Term,
    Summary,
    Cell,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    ix: ContainerIx,
    html: bool,
    /// How many blocks there were when it was opened.
    blocks: usize,
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    doc: Document,
    open: Vec<Open>,
    /// The fewest containers open since the last block.
    low: usize,
    /// Last line of the last block, for paragraphs.
    last_line: u32,
    /// The line new blocks start on.
    pub(super) line: u32,
    holder: Option<(Holder, u32, u32)>,
    strong: u32,
    italic: u32,
    struck: u32,
    code: u32,
    key: u32,
    links: Vec<u32>,
    image: Option<(u32, u32, String)>,
    /// Inline HTML elements open in this block.
    pub(super) inline_html: Vec<&'static str>,
    /// The inline element whose content is not shown (`<script>`).
    pub(super) hidden: Option<&'static str>,
    pub(super) table: Option<Table>,
    pub(super) in_head: bool,
    pending_gaps: Vec<(usize, ContainerIx)>,
    note_numbers: HashMap<String, u32>,
    notes: Vec<NoteDefinition>,
    aside: Vec<Aside>,
}

/// A footnote's blocks, kept until the end.
#[derive(Debug)]
struct NoteDefinition {
    label: String,
    container: ContainerIx,
    blocks: Vec<Block>,
    pending_gaps: Vec<(usize, ContainerIx)>,
}

/// The flow a footnote interrupts.
#[derive(Debug)]
struct Aside {
    label: String,
    container: ContainerIx,
    open: Vec<Open>,
    low: usize,
    blocks: Vec<Block>,
    pending_gaps: Vec<(usize, ContainerIx)>,
}

impl Builder {
    pub(super) fn with_capacity(bytes: usize) -> Builder {
        let mut builder = Builder::default();
        builder.doc.text.reserve(bytes);
        // About what notes need; growing later would copy megabytes.
        builder.doc.blocks.reserve(bytes / 64);
        builder.doc.spans.reserve(bytes / 32);
        builder
    }

    // Containers

    pub(super) fn open(&mut self, kind: ContainerKind) -> ContainerIx {
        self.flush();
        self.open_as(kind, false)
    }

    /// Opens a container for an HTML element; none when they nest too deep.
    pub(super) fn open_html(&mut self, kind: ContainerKind) {
        self.flush();
        if self.open.iter().rev().take(MAX_HTML_NESTING).filter(|open| open.html).count() < MAX_HTML_NESTING {
            self.open_as(kind, true);
        }
    }

    fn open_as(&mut self, kind: ContainerKind, html: bool) -> ContainerIx {
        let ix = ContainerIx(self.doc.containers.len() as u32);
        let parent = self.open.last().map(|open| open.ix);
        self.doc.containers.push(Container { kind, parent, depth: self.open.len() as u32, first: u32::MAX });
        self.open.push(Open { ix, html, blocks: self.doc.blocks.len() });
        ix
    }

    /// Closes the innermost container Markdown opened, and what HTML left open in it.
    pub(super) fn close(&mut self) {
        self.flush();
        while let Some(open) = self.open.last().copied() {
            self.pop(open);
            if !open.html {
                break;
            }
        }
    }

    /// Closes the innermost HTML container that fits, if one is open inside what Markdown opened last.
    pub(super) fn close_html(&mut self, fits: impl Fn(ContainerKind) -> bool) {
        self.flush();
        let Some(at) = self.find_html(fits) else { return };
        while self.open.len() > at {
            let Some(open) = self.open.last().copied() else { break };
            self.pop(open);
        }
    }

    fn find_html(&self, fits: impl Fn(ContainerKind) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if !open.html {
                return None;
            }
            if self.doc.container(open.ix).is_some_and(|container| fits(container.kind)) {
                return Some(at);
            }
        }
        None
    }

    fn pop(&mut self, open: Open) {
        let is_item = matches!(self.innermost(), Some(ContainerKind::Item(_)));
        if is_item && open.blocks == self.doc.blocks.len() {
            let at = self.doc.spans.len() as u32;
            self.push(BlockKind::Paragraph(Spans { start: at, end: at }));
        }
        self.open.pop();
        self.low = self.low.min(self.open.len());
    }

    pub(super) fn innermost(&self) -> Option<ContainerKind> {
        self.open.last().and_then(|open| self.doc.container(open.ix)).map(|container| container.kind)
    }

    /// How many lists are open.
    pub(super) fn list_nesting(&self) -> u32 {
        let lists = self.open.iter().rev().filter_map(|open| match self.doc.container(open.ix)?.kind {
            ContainerKind::List { nesting, .. } => Some(nesting + 1),
            _ => None,
        });
        lists.into_iter().next().unwrap_or(0)
    }

    /// The number the next item of the innermost list gets: `None` in a bullet list.
    pub(super) fn next_number(&mut self) -> Option<u64> {
        let ix = self.open.last()?.ix;
        let container = self.doc.containers.get_mut(ix.0 as usize)?;
        let ContainerKind::List { next: Some(next), .. } = &mut container.kind else { return None };
        let number = *next;
        *next = next.saturating_add(1);
        Some(number)
    }

    /// Turns the innermost item into one with a check box.
    pub(super) fn tick(&mut self, done: bool) {
        let Some(open) = self.open.last() else { return };
        if let Some(container) = self.doc.containers.get_mut(open.ix.0 as usize)
            && let ContainerKind::Item(marker) = &mut container.kind
        {
            *marker = Marker::Task(done);
        }
    }

    /// Notes that empty lines separate the items of the innermost list.
    pub(super) fn loosen(&mut self) {
        let Some(parent) = self.open.last().and_then(|open| self.doc.container(open.ix)?.parent) else { return };
        if let Some(container) = self.doc.containers.get_mut(parent.0 as usize)
            && let ContainerKind::List { loose, .. } = &mut container.kind
        {
            *loose = true;
        }
    }

    // Blocks

    /// Puts a block at the end.
    pub(super) fn push(&mut self, kind: BlockKind) {
        let shared = self.low.checked_sub(1).and_then(|at| self.open.get(at)).map(|open| open.ix);
        let within = self.open.last().map(|open| open.ix);
        let at = self.doc.blocks.len();
        let gap = match self.doc.blocks.last() {
            None => false,
            Some(before) => match shared.and_then(|ix| self.doc.container(ix).map(|container| (ix, container))) {
                Some((ix, Container { kind: ContainerKind::List { .. }, .. })) => {
                    self.pending_gaps.push((at, ix));
                    false
                }
                Some((_, Container { kind: ContainerKind::Item(_), parent: Some(list), .. })) => {
                    self.pending_gaps.push((at, *list));
                    false
                }
                _ => self.gap_between(before, &kind),
            },
        };
        self.doc.blocks.push(Block { kind, within, shared, line: self.line, gap });
        self.low = self.open.len();
        self.last_line = 0;
    }

    fn gap_between(&self, before: &Block, kind: &BlockKind) -> bool {
        let entered = self.open.get(self.low).and_then(|open| self.doc.container(open.ix)).map(|entered| entered.kind);
        let left = before.within.and_then(|ix| self.doc.container(ix)).map(|left| left.kind);
        match (&before.kind, kind) {
            (BlockKind::AlertTitle(_) | BlockKind::Summary(_) | BlockKind::FootnoteRule, _)
            | (BlockKind::Term(_), BlockKind::Term(_)) => false,
            (_, BlockKind::Heading { .. }) => true,
            (BlockKind::Heading { .. }, _) => false,
            _ => match (left, entered) {
                (_, Some(ContainerKind::Definition))
                | (Some(ContainerKind::Footnote(_)), Some(ContainerKind::Footnote(_))) => false,
                (_, Some(ContainerKind::List { .. })) => {
                    !matches!(before.kind, BlockKind::Paragraph(_)) || self.last_line + 1 != self.line
                }
                _ => true,
            },
        }
    }

    pub(super) fn code_block(&mut self, language: &str, text: &str, line: u32) {
        self.flush();
        let start = self.doc.text.len() as u32;
        self.doc.text.push_str(text);
        let code = Code { language: language.into(), text: start..self.doc.text.len() as u32, line };
        self.push(BlockKind::Code(code));
    }

    /// Begins to collect inline content.
    pub(super) fn hold(&mut self, holder: Holder) {
        self.flush();
        self.holder = Some((holder, self.doc.spans.len() as u32, self.line));
    }

    pub(super) fn holder(&self) -> Option<Holder> {
        self.holder.map(|(holder, ..)| holder)
    }

    fn held(&mut self) {
        if self.holder.is_none() {
            self.holder = Some((Holder::Paragraph, self.doc.spans.len() as u32, self.line));
        }
    }

    /// Ends what collects inline content, and puts it where it belongs.
    pub(super) fn flush(&mut self) {
        self.end_inlines();
        let Some((holder, start, line)) = self.holder.take() else { return };
        self.trim(start);
        bare_links::link(&mut self.doc, start);
        let spans = Spans { start, end: self.doc.spans.len() as u32 };
        let empty = spans.start == spans.end;
        let line_now = std::mem::replace(&mut self.line, line);
        match holder {
            Holder::Paragraph if !empty => self.push(BlockKind::Paragraph(spans)),
            Holder::Heading(level) if !empty => {
                self.doc.levels |= 1 << (level.clamp(1, 6) - 1);
                self.push(BlockKind::Heading { level, spans });
            }
            Holder::Term if !empty => self.push(BlockKind::Term(spans)),
            Holder::Summary => self.push(BlockKind::Summary(spans)),
            Holder::Cell => self.cell(spans),
            Holder::Paragraph | Holder::Heading(_) | Holder::Term => {}
        }
        self.line = line_now;
    }

    /// Says on which line the last block ended.
    pub(super) fn ended(&mut self, line: u32) {
        self.last_line = line;
    }

    fn end_inlines(&mut self) {
        self.hidden = None;
        while let Some(name) = self.inline_html.pop() {
            self.leave_inline(name);
        }
        if self.image.is_some() {
            self.end_image();
        }
        (self.strong, self.italic, self.struck, self.code, self.key) = (0, 0, 0, 0, 0);
        while !self.links.is_empty() {
            self.end_link();
        }
    }

    fn trim(&mut self, start: u32) {
        while self.doc.spans.len() > start as usize
            && self.doc.spans.last().is_some_and(|span| matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak))
        {
            self.doc.spans.pop();
        }
    }

    // Tables

    pub(super) fn start_table(&mut self, alignments: Vec<Align>) {
        self.flush();
        self.end_table();
        self.table = Some(Table { alignments, ..Table::default() });
        self.in_head = false;
    }

    pub(super) fn start_row(&mut self) {
        self.flush();
        self.fill_row();
        let line = self.line;
        if let Some(table) = &mut self.table
            && !self.in_head
        {
            table.lines.push(line);
        }
    }

    fn cell(&mut self, spans: Spans) {
        let in_head = self.in_head;
        let Some(table) = &mut self.table else { return };
        if in_head {
            table.head.push(spans);
            if table.alignments.len() < table.head.len() {
                table.alignments.push(Align::None);
            }
        } else {
            table.cells.push(spans);
        }
    }

    /// Fills the last row with empty cells, up to the number of columns.
    fn fill_row(&mut self) {
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
            self.push(BlockKind::Table(Box::new(table)));
        }
    }

    // Inlines

    fn style(&self) -> Style {
        Style { strong: self.strong > 0, italic: self.italic > 0, struck: self.struck > 0 }
    }

    pub(super) fn text(&mut self, text: &str) {
        let kind = match (self.code, self.key) {
            (0, 0) => SpanKind::Text,
            (_, 0) => SpanKind::Code,
            _ => SpanKind::Key,
        };
        self.span(kind, text);
    }

    pub(super) fn span(&mut self, kind: SpanKind, text: &str) {
        if text.is_empty() && !matches!(kind, SpanKind::SoftBreak | SpanKind::HardBreak) {
            return;
        }
        self.held();
        if self.image.is_some() {
            self.doc.text.push_str(if text.is_empty() { " " } else { text });
            return;
        }
        let start = self.doc.text.len() as u32;
        self.doc.text.push_str(text);
        let end = self.doc.text.len() as u32;
        let link = self.links.last().copied();
        let style = self.style();
        let first = self.holder.map_or(0, |(_, first, _)| first as usize);
        if self.doc.spans.len() > first
            && let Some(last) = self.doc.spans.last_mut()
            && last.kind == kind
            && last.end == start
            && last.style == style
            && last.link == link
            && !matches!(kind, SpanKind::SoftBreak | SpanKind::HardBreak | SpanKind::Note)
        {
            last.end = end;
        } else {
            self.doc.spans.push(Span { kind, style, link, start, end });
        }
    }

    /// Whether nothing, or a blank, stands before what comes next.
    pub(super) fn at_blank(&self) -> bool {
        match self.holder {
            None => true,
            Some((_, first, _)) => match self.doc.spans.get(first as usize..).and_then(<[Span]>::last) {
                None => true,
                Some(span) => {
                    matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak) || self.doc.text(span).ends_with(' ')
                }
            },
        }
    }

    pub(super) fn enter_inline(&mut self, name: &str) {
        match name {
            "strong" => self.strong += 1,
            "em" => self.italic += 1,
            "del" => self.struck += 1,
            "code" => self.code += 1,
            "kbd" => self.key += 1,
            _ => {}
        }
    }

    pub(super) fn leave_inline(&mut self, name: &str) {
        match name {
            "strong" => self.strong = self.strong.saturating_sub(1),
            "em" => self.italic = self.italic.saturating_sub(1),
            "del" => self.struck = self.struck.saturating_sub(1),
            "code" => self.code = self.code.saturating_sub(1),
            "kbd" => self.key = self.key.saturating_sub(1),
            "a" => self.end_link(),
            _ => {}
        }
    }

    pub(super) fn start_link(&mut self, url: &str, kind: TargetKind) {
        self.held();
        let at = self.doc.text.len() as u32;
        self.links.push(self.doc.links.len() as u32);
        self.doc.links.push(Target { url: url.to_owned(), kind, text: at..at });
    }

    /// Ends the innermost link. One without a target leads to what its text says, one without text shows
    /// its target: people write `[https://…]()`.
    pub(super) fn end_link(&mut self) {
        let Some(ix) = self.links.last().copied() else { return };
        let end = self.doc.text.len() as u32;
        let Some(target) = self.doc.links.get_mut(ix as usize) else { return };
        target.text.end = end;
        if target.text.is_empty() {
            let url = target.url.clone();
            self.span(SpanKind::Text, &url);
            let end = self.doc.text.len() as u32;
            if let Some(target) = self.doc.links.get_mut(ix as usize) {
                target.text.end = end;
            }
        } else if target.url.is_empty() {
            let text = self.doc.text.get(target.text.start as usize..end as usize).unwrap_or_default();
            if bare_links::is_url(text.trim()) {
                text.trim().clone_into(&mut target.url);
            }
        }
        self.links.pop();
    }

    pub(super) fn start_image(&mut self, url: &str) {
        self.held();
        match &mut self.image {
            Some((depth, ..)) => *depth += 1,
            None => self.image = Some((1, self.doc.text.len() as u32, url.to_owned())),
        }
    }

    pub(super) fn end_image(&mut self) {
        match self.image.take() {
            Some((depth, start, url)) if depth > 1 => {
                self.image = Some((depth - 1, start, url));
            }
            Some((_, start, url)) => {
                let end = self.doc.text.len() as u32;
                let ix = self.doc.links.len() as u32;
                self.doc.links.push(Target { url, kind: TargetKind::Image, text: start..end });
                let link = self.links.last().copied().or(Some(ix));
                self.doc.spans.push(Span { kind: SpanKind::Image(ix), style: self.style(), link, start, end });
            }
            None => {}
        }
    }

    // Footnotes

    /// The number of a footnote, in the order they are first mentioned.
    pub(super) fn note_number(&mut self, label: &str) -> u32 {
        let next = self.note_numbers.len() as u32 + 1;
        *self.note_numbers.entry(label.to_lowercase()).or_insert(next)
    }

    pub(super) fn start_note(&mut self, label: &str) {
        self.flush();
        let open = std::mem::take(&mut self.open);
        let low = std::mem::take(&mut self.low);
        let blocks = std::mem::take(&mut self.doc.blocks);
        let pending_gaps = std::mem::take(&mut self.pending_gaps);
        let container = self.open_as(ContainerKind::Footnote(0), false);
        self.aside.push(Aside { label: label.to_owned(), container, open, low, blocks, pending_gaps });
    }

    pub(super) fn end_note(&mut self) {
        self.end_table();
        self.flush();
        let Some(aside) = self.aside.pop() else { return };
        self.notes.push(NoteDefinition {
            label: aside.label,
            container: aside.container,
            blocks: std::mem::replace(&mut self.doc.blocks, aside.blocks),
            pending_gaps: std::mem::replace(&mut self.pending_gaps, aside.pending_gaps),
        });
        self.open = aside.open;
        self.low = aside.low;
    }

    fn append_notes(&mut self) {
        let mut notes: Vec<(u32, NoteDefinition)> =
            std::mem::take(&mut self.notes).into_iter().map(|note| (self.note_number(&note.label), note)).collect();
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|(number, _)| *number);
        (self.open, self.low, self.line) = (Vec::new(), 0, 0);
        self.push(BlockKind::FootnoteRule);
        for (number, note) in notes {
            let offset = self.doc.blocks.len();
            if let Some(container) = self.doc.containers.get_mut(note.container.0 as usize) {
                container.kind = ContainerKind::Footnote(number);
            }
            self.pending_gaps.extend(note.pending_gaps.into_iter().map(|(at, list)| (at + offset, list)));
            self.doc.blocks.extend(note.blocks);
        }
    }

    /// The document, complete.
    pub(super) fn finish(mut self) -> Document {
        self.end_table();
        self.flush();
        while !self.aside.is_empty() {
            self.end_note();
        }
        while let Some(open) = self.open.last().copied() {
            self.pop(open);
        }
        self.append_notes();
        for (at, list) in std::mem::take(&mut self.pending_gaps) {
            if let Some(ContainerKind::List { loose: true, .. }) = self.doc.container(list).map(|list| list.kind)
                && let Some(block) = self.doc.blocks.get_mut(at)
            {
                block.gap = true;
            }
        }
        self.find_firsts();
        self.doc
    }

    /// Each container learns its first block.
    fn find_firsts(&mut self) {
        for (at, block) in self.doc.blocks.iter().enumerate() {
            let mut within = block.within;
            while let Some(container) = within.and_then(|ix| self.doc.containers.get_mut(ix.0 as usize))
                && container.first == u32::MAX
            {
                container.first = at as u32;
                within = container.parent;
            }
        }
    }
}
