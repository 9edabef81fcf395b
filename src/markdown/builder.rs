//! Puts a [`Document`] together, block by block and span by span. Both Markdown's events (`parse`) and
//! HTML's tags (`html`) arrive here.

use std::collections::HashMap;

use super::bare_links;
use super::document::{Block, BlockKind, Code, Container, ContainerIx, ContainerKind, Document, Marker, Spans, Table};
use super::footnotes::{Aside, NoteDefinition};
use super::scripts::Script;
use super::vault;

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
pub(super) struct Open {
    pub(super) ix: ContainerIx,
    pub(super) html: bool,
    /// How many blocks there were when it was opened.
    pub(super) blocks: usize,
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) doc: Document,
    pub(super) open: Vec<Open>,
    /// The fewest containers open since the last block.
    pub(super) low: usize,
    /// The line new blocks start on.
    pub(super) line: u32,
    /// Whether an empty line stands before it.
    pub(super) after_blank: bool,
    /// The name given to the heading at hand.
    pub(super) heading_id: Option<Box<str>>,
    pub(super) holder: Option<(Holder, u32, u32)>,
    pub(super) strong: u32,
    pub(super) italic: u32,
    pub(super) struck: u32,
    pub(super) code: u32,
    pub(super) key: u32,
    pub(super) script: Option<Script>,
    /// The byte of the document's text after what was last set above or below the line.
    pub(super) after_script: u32,
    pub(super) links: Vec<u32>,
    pub(super) image: Option<(u32, u32, String)>,
    /// Whether it is an embedded file.
    pub(super) embed: bool,
    /// Inline HTML elements open in this block.
    pub(super) inline_html: Vec<&'static str>,
    /// The inline element whose content is not shown (`<script>`).
    pub(super) hidden: Option<&'static str>,
    pub(super) table: Option<Table>,
    pub(super) in_head: bool,
    pub(super) table_line: u32,
    pub(super) note_numbers: HashMap<String, u32>,
    pub(super) notes: Vec<NoteDefinition>,
    pub(super) aside: Vec<Aside>,
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

    pub(super) fn open_as(&mut self, kind: ContainerKind, html: bool) -> ContainerIx {
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

    pub(super) fn pop(&mut self, open: Open) {
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

    /// Puts a block at the end. Details whose author gave no summary get the one browsers show.
    pub(super) fn push(&mut self, kind: BlockKind) {
        while let Some(at) = (self.low..self.open.len()).find(|at| self.is_details(*at)) {
            if at + 1 == self.open.len() && matches!(kind, BlockKind::Summary(_)) {
                break;
            }
            let inner = self.open.split_off(at + 1);
            let spans = self.doc.word("Details");
            self.put(BlockKind::Summary(spans));
            self.open.extend(inner);
        }
        self.put(kind);
    }

    fn is_details(&self, at: usize) -> bool {
        let container = self.open.get(at).and_then(|open| self.doc.container(open.ix));
        container.is_some_and(|container| matches!(container.kind, ContainerKind::Details { .. }))
    }

    fn put(&mut self, kind: BlockKind) {
        let shared = self.low.checked_sub(1).and_then(|at| self.open.get(at)).map(|open| open.ix);
        let within = self.open.last().map(|open| open.ix);
        let gap = self.doc.blocks.last().is_some_and(|before| {
            let shared = shared.and_then(|ix| self.doc.container(ix)).map(|shared| shared.kind);
            match shared {
                // Within lists space says what the author's empty lines said.
                Some(ContainerKind::List { .. } | ContainerKind::Item(_)) => self.after_blank,
                _ => self.gap_between(before, &kind),
            }
        });
        self.doc.blocks.push(Block { kind, within, shared, line: self.line, gap });
        self.low = self.open.len();
    }

    fn gap_between(&self, before: &Block, kind: &BlockKind) -> bool {
        let entered = self.open.get(self.low).and_then(|open| self.doc.container(open.ix)).map(|entered| entered.kind);
        let left = before.within.and_then(|ix| self.doc.container(ix)).map(|left| left.kind);
        match (&before.kind, kind) {
            (BlockKind::AlertTitle(..) | BlockKind::Summary(_) | BlockKind::FootnoteRule, _)
            | (BlockKind::Term(_), BlockKind::Term(_)) => false,
            (_, BlockKind::Heading { .. }) => true,
            (BlockKind::Heading { .. }, _) => false,
            _ => match (left, entered) {
                (_, Some(ContainerKind::Definition))
                | (Some(ContainerKind::Footnote(_)), Some(ContainerKind::Footnote(_))) => false,
                (_, Some(ContainerKind::List { .. })) => {
                    !matches!(before.kind, BlockKind::Paragraph(_)) || self.after_blank
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

    pub(super) fn held(&mut self) {
        if self.holder.is_none() {
            let holder = if self.is_in_table() { Holder::Cell } else { Holder::Paragraph };
            self.holder = Some((holder, self.doc.spans.len() as u32, self.line));
        }
    }

    /// Ends what collects inline content, and puts it where it belongs.
    pub(super) fn flush(&mut self) {
        self.end_inlines();
        let Some((holder, start, line)) = self.holder.take() else { return };
        self.trim(start);
        if holder == Holder::Paragraph && vault::unname(&mut self.doc, start, self.after_script) {
            self.trim(start);
        }
        vault::mark(&mut self.doc, start);
        bare_links::link(&mut self.doc, start);
        let spans = Spans { start, end: self.doc.spans.len() as u32 };
        let empty = spans.start == spans.end;
        let line_now = std::mem::replace(&mut self.line, line);
        match holder {
            Holder::Paragraph if !empty => self.paragraph(spans),
            Holder::Heading(level) if !empty => {
                self.doc.levels |= 1 << (level.clamp(1, 6) - 1);
                let id = self.heading_id.take();
                self.push(BlockKind::Heading { level, spans, id });
            }
            Holder::Term if !empty => self.push(BlockKind::Term(spans)),
            Holder::Summary => self.push(BlockKind::Summary(spans)),
            Holder::Cell => self.cell(spans),
            Holder::Paragraph | Holder::Heading(_) | Holder::Term => {}
        }
        self.line = line_now;
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
