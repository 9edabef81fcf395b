//! A parsed piece of a note: its blocks in reading order, made to be typeset one after the other.
//!
//! A [`Document`] is flat. Blocks that hold text stand in one list; what encloses them (quotes, lists, items)
//! stands in another, each naming its parent. So ten thousand nested quotes cost no stack, and a typesetter can
//! stop after the first screen. All text lives in one buffer that spans point into.
//!
//! Not here: how it is made from Markdown (`parse`), how it looks (`typeset`).

use std::ops::Range;

/// A parsed piece of a note.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Document {
    /// Blocks in reading order; footnotes stand at the end.
    pub blocks: Vec<Block>,
    /// What encloses them. A parent always stands before its children.
    pub containers: Vec<Container>,
    /// Link targets; spans point to them.
    pub links: Vec<Target>,
    pub(super) spans: Vec<Span>,
    pub(super) text: String,
    /// One bit for each heading level used.
    pub(super) levels: u8,
}

/// A block that holds text itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The innermost container it stands in.
    pub within: Option<ContainerIx>,
    /// The innermost container it shares with the block before it.
    pub shared: Option<ContainerIx>,
    /// 1-based line of the note it starts on; 0 where it stands in no line of its own.
    pub line: u32,
    /// Whether an empty line belongs before it.
    pub gap: bool,
}

/// Kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Spans),
    /// A heading.
    Heading {
        /// 1 to 6, as written.
        level: u8,
        /// Its text.
        spans: Spans,
        /// The name its author gave it for links (`{#name}`).
        id: Option<Box<str>>,
    },
    /// A code block.
    Code(Code),
    /// A table.
    Table(Box<Table>),
    /// A thematic break.
    Rule,
    /// The term of a definition list.
    Term(Spans),
    /// The line of a `<details>` block that is always seen.
    Summary(Spans),
    /// The title line of an alert, and what it says.
    AlertTitle(Alert, Spans),
    /// What sets footnotes apart from the text above.
    FootnoteRule,
}

/// A code block.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// The language named by its author; empty where none is.
    pub language: Box<str>,
    /// Where its text stands; see [`Document::code`].
    pub text: Range<u32>,
    /// 1-based line of the note its first line of code stands on.
    pub line: u32,
}

/// A table.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Align>,
    /// The head's cells, one for each column; empty where there is no head.
    pub head: Vec<Spans>,
    /// The body's cells row by row, one for each column.
    pub cells: Vec<Spans>,
    /// 1-based line of the note for each row of the body.
    pub lines: Vec<u32>,
}

impl Table {
    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.alignments.len()
    }
}

/// How a table's column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Not said.
    #[default]
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// Something that encloses blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// What it is.
    pub kind: ContainerKind,
    /// What encloses it.
    pub parent: Option<ContainerIx>,
    /// How many containers enclose it.
    pub depth: u32,
    /// Index of the first block in it; `u32::MAX` where it holds none.
    pub first: u32,
}

/// Kinds of containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// A quote, or an alert.
    Quote(Option<Alert>),
    /// A list; its items are its children.
    List {
        /// How many lists enclose it.
        nesting: u32,
        /// The number that would follow its last item's, in an ordered list.
        next: Option<u64>,
    },
    /// An item of a list.
    Item(Marker),
    /// What a definition list says of a term.
    Definition,
    /// A `<details>` block; its first block is its summary.
    Details {
        /// Whether its author wants it open.
        open: bool,
    },
    /// A footnote and its number, from 1.
    Footnote(u32),
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// A check box, ticked or not.
    Task(bool),
}

/// Kinds of alerts (`> [!NOTE]`); callouts of other kinds look like one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alert {
    /// `> [!NOTE]`
    Note,
    /// `> [!TIP]`
    Tip,
    /// `> [!IMPORTANT]`
    Important,
    /// `> [!WARNING]`
    Warning,
    /// `> [!CAUTION]`
    Caution,
}

impl Alert {
    /// What it is called where it has no title of its own.
    pub fn name(self) -> &'static str {
        match self {
            Alert::Note => "Note",
            Alert::Tip => "Tip",
            Alert::Important => "Important",
            Alert::Warning => "Warning",
            Alert::Caution => "Caution",
        }
    }
}

/// Index into [`Document::containers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContainerIx(pub u32);

/// Some neighbouring spans of a document; see [`Document::spans`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A run of text with one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Emphasis on top.
    pub style: Style,
    /// Index into [`Document::links`].
    pub link: Option<u32>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Kinds of spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// Text.
    Text,
    /// Inline code.
    Code,
    /// A key of a keyboard.
    Key,
    /// A line end that reads as a blank.
    SoftBreak,
    /// A line end that stays one.
    HardBreak,
    /// An image: the text is its description, the number that of its file in [`Document::links`].
    Image(u32),
    /// The number of a footnote.
    Note,
}

/// Emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub italic: bool,
    /// `~~struck~~`
    pub struck: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address as written, entities decoded.
    pub url: String,
    /// What kind of link it is.
    pub kind: TargetKind,
    pub(super) text: Range<u32>,
}

/// Kinds of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// A link in Markdown or HTML.
    Link,
    /// An address that stands in the text as it is.
    Bare,
    /// A wiki link to another note.
    Wiki,
    /// A picture.
    Image,
    /// From a footnote's number in the text to the footnote (`#note-3`), on a page only.
    Note,
}

impl Document {
    /// The spans of a paragraph, heading or cell.
    pub fn spans(&self, spans: Spans) -> &[Span] {
        self.spans.get(spans.start as usize..spans.end as usize).unwrap_or_default()
    }

    /// A span's text: as the note has it, control characters included.
    pub fn text(&self, span: &Span) -> &str {
        self.slice(span.start, span.end)
    }

    /// A code block's text, line ends included.
    pub fn code(&self, code: &Code) -> &str {
        self.slice(code.text.start, code.text.end)
    }

    /// The text a link is put on, without markup.
    pub fn link_text(&self, target: &Target) -> &str {
        self.slice(target.text.start, target.text.end)
    }

    /// The text of some spans without markup, in one line.
    pub fn plain(&self, spans: Spans) -> String {
        let mut plain = String::new();
        for span in self.spans(spans) {
            match span.kind {
                SpanKind::SoftBreak | SpanKind::HardBreak => plain.push(' '),
                SpanKind::Note => {}
                _ => plain.push_str(self.text(span)),
            }
        }
        plain
    }

    /// A container.
    pub fn container(&self, ix: ContainerIx) -> Option<&Container> {
        self.containers.get(ix.0 as usize)
    }

    /// How deep a heading level is among those this document uses: 1 for the topmost.
    pub fn heading_rank(&self, level: u8) -> u8 {
        let above = self.levels & ((1u8 << level.clamp(1, 7)) - 1);
        above.count_ones().max(1) as u8
    }

    /// Adds a word of no note: a span of its own.
    pub(super) fn word(&mut self, word: &str) -> Spans {
        let (start, at) = (self.text.len() as u32, self.spans.len() as u32);
        self.text.push_str(word);
        let end = self.text.len() as u32;
        self.spans.push(Span { kind: SpanKind::Text, style: Style::default(), link: None, start, end });
        Spans { start: at, end: at + 1 }
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}
