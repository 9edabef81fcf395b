//! The line by line scan behind [`outline`](super::outline): which containers a line goes on with, which it
//! opens, and which leaf it belongs to (`CommonMark`, "Phase 1: block structure").

use super::definition::definitions_end;
use super::html_block::{HtmlEnd, html_block_start};
use super::lines::{Lines, skip_blanks};
use super::marks::{cell_count, is_closing_fence, is_delimiter_row, is_rule, is_underline, unspaced_level};
use super::outline::{Block, BlockKind, HeadingStyle, Marker, Outline};

/// Containers deeper than this are text: nobody nests so, and each open container costs on each line.
const MAX_DEPTH: usize = 60;

/// Finds the blocks of a text from a byte on.
pub(super) fn scan(bytes: &[u8], start: usize, line: u32) -> Outline {
    let mut scan = Scan::new(bytes, line);
    for row in Lines::new(bytes, start) {
        scan.line(row.start, row.end, row.next);
    }
    scan.close_leaf();
    scan.close_to(0);
    Outline { blocks: scan.blocks, lines: scan.number - 1 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Quote,
    /// Its text begins `width` columns right of the container's edge.
    Item {
        width: u32,
        empty: bool,
    },
}

#[derive(Debug, Clone, Copy)]
struct Open {
    holder: Holder,
    block: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaf {
    None,
    /// A `CommonMark` paragraph whose first block is `first`; `open` while the last block takes lines.
    Paragraph {
        first: u32,
        open: bool,
    },
    Fence {
        mark: u8,
        len: u32,
    },
    Indented,
    Html(HtmlEnd),
    Table,
}

/// Where in a line the scan stands.
#[derive(Clone, Copy)]
struct Cursor {
    /// The column the container's content begins at.
    edge: u32,
    /// The next byte that is no blank, and its column.
    at: usize,
    column: u32,
    end: usize,
}

impl Cursor {
    fn indent(&self) -> u32 {
        self.column.saturating_sub(self.edge)
    }

    fn is_blank(&self) -> bool {
        self.at == self.end
    }
}

struct Scan<'t> {
    bytes: &'t [u8],
    blocks: Vec<Block>,
    open: Vec<Open>,
    leaf: Leaf,
    number: u32,
    /// Bytes of the line being read.
    start: usize,
    next: usize,
    /// Where the last line of text starts, and its text within it.
    text: (usize, usize),
    /// End and number of the last line that held something.
    held: usize,
    held_line: u32,
}

impl<'t> Scan<'t> {
    fn new(bytes: &'t [u8], number: u32) -> Scan<'t> {
        let blocks = Vec::with_capacity(bytes.len() / 64 + 4);
        let (start, next, held, held_line) = (0, 0, 0, 0);
        Scan { bytes, blocks, open: Vec::new(), leaf: Leaf::None, number, start, next, text: (0, 0), held, held_line }
    }

    fn line(&mut self, start: usize, end: usize, next: usize) {
        self.start = start;
        self.next = next;
        let (at, column) = skip_blanks(self.bytes, start, end, 0);
        let mut cursor = Cursor { edge: 0, at, column, end };
        let matched = self.match_containers(&mut cursor);
        let all = matched == self.open.len();
        if !(all && self.continue_leaf(cursor)) {
            if cursor.is_blank() {
                self.blank(matched);
            } else {
                self.start_blocks(cursor, matched);
            }
        }
        if !cursor.is_blank() || at != end || matches!(self.leaf, Leaf::Fence { .. } | Leaf::Html(_)) {
            self.held = next;
            self.held_line = self.number;
        }
        self.number += 1;
    }

    /// How many open containers the line goes on with.
    fn match_containers(&mut self, cursor: &mut Cursor) -> usize {
        for (depth, open) in self.open.iter().enumerate() {
            match open.holder {
                Holder::Quote => {
                    if cursor.is_blank() || cursor.indent() > 3 || self.bytes[cursor.at] != b'>' {
                        return depth;
                    }
                    enter_quote(self.bytes, cursor);
                }
                Holder::Item { empty: true, .. } if cursor.is_blank() => return depth,
                Holder::Item { .. } if cursor.is_blank() => {}
                Holder::Item { width, .. } if cursor.indent() >= width => cursor.edge += width,
                Holder::Item { .. } => return depth,
            }
        }
        self.open.len()
    }

    /// Whether the line belongs to the open code, HTML or table.
    fn continue_leaf(&mut self, cursor: Cursor) -> bool {
        match self.leaf {
            Leaf::None | Leaf::Paragraph { .. } => false,
            Leaf::Fence { mark, len } => {
                if cursor.indent() < 4 && is_closing_fence(&self.bytes[cursor.at..cursor.end], mark, len) {
                    self.held = self.next;
                    self.held_line = self.number;
                    self.close_leaf();
                }
                true
            }
            Leaf::Html(end) => {
                if end == HtmlEnd::Blank && cursor.is_blank() {
                    self.close_leaf();
                    return false;
                }
                if end.is_in(&self.bytes[cursor.at..cursor.end]) {
                    self.held = self.next;
                    self.held_line = self.number;
                    self.close_leaf();
                }
                true
            }
            Leaf::Indented => {
                if cursor.is_blank() || cursor.indent() >= 4 {
                    return true;
                }
                self.close_leaf();
                false
            }
            Leaf::Table => !cursor.is_blank() && !self.begins_block(cursor),
        }
    }

    fn blank(&mut self, matched: usize) {
        self.close_to(matched);
        if !matches!(self.leaf, Leaf::Fence { .. } | Leaf::Html(_) | Leaf::Indented) {
            self.close_leaf();
        }
    }

    fn start_blocks(&mut self, mut cursor: Cursor, mut matched: usize) {
        let all = matched == self.open.len();
        let mut fresh = false;
        loop {
            let paragraph = all && !fresh && matches!(self.leaf, Leaf::Paragraph { .. });
            if cursor.is_blank() {
                // A container that begins with an empty line.
                return;
            }
            if cursor.indent() >= 4 {
                if matches!(self.leaf, Leaf::Paragraph { .. }) && !fresh {
                    break;
                }
                self.close_to(matched);
                self.close_leaf();
                self.fill();
                self.push(BlockKind::Indented);
                self.leaf = Leaf::Indented;
                return;
            }
            let rest = &self.bytes[cursor.at..cursor.end];
            if rest[0] == b'>' && self.open.len() < MAX_DEPTH {
                self.close_to(matched);
                self.close_leaf();
                self.fill();
                self.open_container(Holder::Quote, BlockKind::Quote);
                enter_quote(self.bytes, &mut cursor);
            } else if self.start_leaf(rest, matched, paragraph, fresh) {
                return;
            } else if let Some((marker, offset)) = self.item_marker(cursor, paragraph) {
                self.close_to(matched);
                self.close_leaf();
                self.fill();
                let after = cursor.at + offset.bytes;
                let (at, column) = skip_blanks(self.bytes, after, cursor.end, cursor.column + offset.bytes as u32);
                let holder = Holder::Item { width: u32::from(marker.width), empty: at == cursor.end };
                self.open_container(holder, BlockKind::Item(marker));
                cursor = Cursor { edge: cursor.edge + offset.width, at, column, end: cursor.end };
            } else {
                break;
            }
            fresh = true;
            matched = self.open.len();
        }
        self.text_line(cursor, matched, all && !fresh, fresh);
    }

    /// Starts a heading, fence, HTML block or rule where the line is one.
    fn start_leaf(&mut self, rest: &[u8], matched: usize, paragraph: bool, fresh: bool) -> bool {
        match rest[0] {
            b'#' => {
                let level = rest.iter().take_while(|b| **b == b'#').count();
                if level > 6 || rest.get(level).is_some_and(|b| !matches!(b, b' ' | b'\t')) {
                    return false;
                }
                self.single(BlockKind::Heading(level as u8, HeadingStyle::Atx), matched);
                true
            }
            mark @ (b'`' | b'~') => {
                let len = rest.iter().take_while(|b| **b == mark).count();
                if len < 3 || (mark == b'`' && memchr::memchr(b'`', &rest[len..]).is_some()) {
                    return false;
                }
                self.begin(BlockKind::Fenced, Leaf::Fence { mark, len: len as u32 }, matched);
                true
            }
            b'<' => {
                let interrupts = !fresh && matches!(self.leaf, Leaf::Paragraph { .. });
                let Some(end) = html_block_start(rest, interrupts) else { return false };
                self.begin(BlockKind::Html, Leaf::Html(end), matched);
                if end.is_in(rest) {
                    self.held = self.next;
                    self.held_line = self.number;
                    self.close_leaf();
                }
                true
            }
            b'=' | b'-' if paragraph && is_underline(rest) && self.setext(rest[0]) => true,
            b'-' | b'*' | b'_' if is_rule(rest) => {
                self.single(BlockKind::Rule, matched);
                true
            }
            _ => false,
        }
    }

    /// Whether the line begins another block, so that a table above it ends.
    fn begins_block(&self, cursor: Cursor) -> bool {
        let rest = &self.bytes[cursor.at..cursor.end];
        match rest[0] {
            b'>' => true,
            b'#' => {
                let level = rest.iter().take_while(|b| **b == b'#').count();
                level <= 6 && rest.get(level).is_none_or(|b| matches!(b, b' ' | b'\t'))
            }
            mark @ (b'`' | b'~') => rest.len() >= 3 && rest[1] == mark && rest[2] == mark,
            b'<' => html_block_start(rest, true).is_some(),
            _ => is_rule(rest) || self.item_marker(cursor, false).is_some(),
        }
    }

    fn item_marker(&self, cursor: Cursor, paragraph: bool) -> Option<(Marker, Offset)> {
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        let rest = &self.bytes[cursor.at..cursor.end];
        let (ordered, bytes) = match rest[0] {
            b'-' | b'+' | b'*' => (false, 1),
            b'0'..=b'9' => {
                let digits = rest.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
                if digits > 9 || !matches!(rest.get(digits), Some(b'.' | b')')) {
                    return None;
                }
                if paragraph && rest[..digits].iter().skip_while(|b| **b == b'0').ne([b'1'].iter()) {
                    return None;
                }
                (true, digits + 1)
            }
            _ => return None,
        };
        if rest.get(bytes).is_some_and(|b| !matches!(b, b' ' | b'\t')) {
            return None;
        }
        let column = cursor.column + bytes as u32;
        let (at, text) = skip_blanks(self.bytes, cursor.at + bytes, cursor.end, column);
        let empty = at == cursor.end;
        if empty && paragraph {
            return None;
        }
        // An empty item, or one whose text is indented code, begins one column after its marker.
        let pad = if empty || text - column > 4 { 1 } else { text - column };
        let width = cursor.indent() + bytes as u32 + pad;
        let task = matches!(&self.bytes[at..cursor.end.min(at + 3)], [b'[', b' ' | b'x' | b'X', b']']);
        let marker = Marker { ordered, task, width: width.min(255) as u8 };
        Some((marker, Offset { bytes, width }))
    }

    fn text_line(&mut self, cursor: Cursor, matched: usize, all: bool, fresh: bool) {
        let lazy = !all && !fresh && matches!(self.leaf, Leaf::Paragraph { .. });
        if !lazy {
            self.close_to(matched);
        }
        self.fill();
        let rest = &self.bytes[cursor.at..cursor.end];
        let unspaced = if self.open.is_empty() && rest[0] == b'#' { unspaced_level(rest) } else { None };
        match (self.leaf, unspaced) {
            (Leaf::Paragraph { first, open }, Some(level)) if level > 1 => {
                if open {
                    self.end_block(self.blocks.len() - 1);
                }
                self.push(BlockKind::Heading(level, HeadingStyle::Unspaced));
                self.leaf = Leaf::Paragraph { first, open: false };
                self.close_last_line();
            }
            (Leaf::Paragraph { open: true, .. }, _) => {
                if !lazy && self.is_table(rest) {
                    self.start_table();
                }
            }
            (Leaf::Paragraph { open: false, first }, _) => {
                self.push(BlockKind::Paragraph);
                self.leaf = Leaf::Paragraph { first, open: true };
            }
            (_, Some(level)) => {
                self.close_leaf();
                let first = self.blocks.len() as u32;
                self.push(BlockKind::Heading(level, HeadingStyle::Unspaced));
                self.leaf = Leaf::Paragraph { first, open: false };
                self.close_last_line();
            }
            _ => {
                self.close_leaf();
                let first = self.blocks.len() as u32;
                self.push(BlockKind::Paragraph);
                self.leaf = Leaf::Paragraph { first, open: true };
            }
        }
        self.text = (self.start, cursor.at);
    }

    /// Whether the line before, the last of the open paragraph, is a table's head and this its delimiter row.
    fn is_table(&self, rest: &[u8]) -> bool {
        matches!(rest[0], b'|' | b':' | b'-')
            && is_delimiter_row(rest)
            && cell_count(self.bytes[self.text.1..self.held].trim_ascii()) == cell_count(rest.trim_ascii())
    }

    /// The paragraph's last line becomes a table's head.
    fn start_table(&mut self) {
        let (start, _) = self.text;
        let line = self.number - 1;
        if let Some(block) = self.blocks.last_mut() {
            if block.line == line {
                block.kind = BlockKind::Table;
            } else {
                block.end = start as u32;
                block.last_line = line - 1;
                let table = Block { kind: BlockKind::Table, start: start as u32, line, ..*block };
                self.blocks.push(table);
            }
        }
        self.leaf = Leaf::Table;
    }

    /// Makes the open paragraph a heading, unless it is definitions of links only.
    fn setext(&mut self, mark: u8) -> bool {
        let Leaf::Paragraph { first, .. } = self.leaf else { return false };
        let block = self.blocks[first as usize];
        let text = &self.bytes[block.start as usize..self.held];
        let defined = if text.first() == Some(&b'[') { definitions_end(text) } else { 0 };
        if defined == text.trim_ascii_end().len() {
            return false;
        }
        self.blocks.truncate(first as usize + 1);
        let level = if mark == b'=' { 1 } else { 2 };
        let heading = &mut self.blocks[first as usize];
        heading.kind = BlockKind::Heading(level, HeadingStyle::Setext);
        heading.line += Lines::new(&text[..defined], 0).count() as u32;
        heading.start += defined as u32;
        self.held = self.next;
        self.held_line = self.number;
        self.end_block(first as usize);
        self.leaf = Leaf::None;
        true
    }

    fn single(&mut self, kind: BlockKind, matched: usize) {
        self.begin(kind, Leaf::None, matched);
        self.close_last_line();
    }

    fn begin(&mut self, kind: BlockKind, leaf: Leaf, matched: usize) {
        self.close_to(matched);
        self.close_leaf();
        self.fill();
        self.push(kind);
        self.leaf = leaf;
    }

    fn push(&mut self, kind: BlockKind) {
        self.blocks.push(Block {
            kind,
            start: self.start as u32,
            end: self.next as u32,
            line: self.number,
            last_line: self.number,
            depth: self.open.len() as u8,
        });
    }

    fn open_container(&mut self, holder: Holder, kind: BlockKind) {
        let block = self.blocks.len() as u32;
        self.push(kind);
        self.open.push(Open { holder, block });
    }

    /// The innermost item holds something now.
    fn fill(&mut self) {
        if let Some(Open { holder: Holder::Item { empty, .. }, .. }) = self.open.last_mut() {
            *empty = false;
        }
    }

    fn close_last_line(&mut self) {
        if let Some(last) = self.blocks.last_mut() {
            last.end = self.next as u32;
            last.last_line = self.number;
        }
    }

    fn end_block(&mut self, index: usize) {
        if let Some(block) = self.blocks.get_mut(index) {
            block.end = block.end.max(self.held as u32);
            block.last_line = block.last_line.max(self.held_line);
        }
    }

    fn close_leaf(&mut self) {
        let ends = match self.leaf {
            Leaf::None => false,
            Leaf::Paragraph { open, .. } => open,
            _ => true,
        };
        if ends {
            self.end_block(self.blocks.len().saturating_sub(1));
        }
        self.leaf = Leaf::None;
    }

    /// Closes all containers beyond the first `depth`, and the leaf with them.
    fn close_to(&mut self, depth: usize) {
        if depth < self.open.len() {
            self.close_leaf();
        }
        while self.open.len() > depth {
            if let Some(open) = self.open.pop() {
                self.end_block(open.block as usize);
            }
        }
    }
}

/// Bytes of an item's marker and columns from the container's edge to its text.
struct Offset {
    bytes: usize,
    width: u32,
}

fn enter_quote(bytes: &[u8], cursor: &mut Cursor) {
    let after = cursor.at + 1;
    let column = cursor.column + 1;
    let padded = matches!(bytes.get(after), Some(b' ' | b'\t')) && after < cursor.end;
    let (at, text) = skip_blanks(bytes, after, cursor.end, column);
    *cursor = Cursor { edge: column + u32::from(padded), at, column: text, end: cursor.end };
}
