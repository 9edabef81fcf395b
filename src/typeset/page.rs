//! What typesetting makes: lines of pieces, each with a role, and where headings, links and code stand.

use std::ops::Range;

use super::folds::Folded;

/// A typeset document at one width.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// The lines, top to bottom. No line is wider than the width it was typeset for.
    pub lines: Vec<Line>,
    /// Headings in order, for the outline and jumping.
    pub headings: Vec<HeadingAt>,
    /// Links in order; pieces refer to them by index.
    pub links: Vec<LinkAt>,
    /// Blocks that can be opened and closed, in order.
    pub details: Vec<DetailsAt>,
    /// What is folded away in those that are closed, in order of lines.
    pub folded: Vec<Folded>,
    /// Pictures that can be shown, in order.
    pub pictures: Vec<PictureAt>,
    /// Footnotes: number and index of the first line, in order.
    pub notes: Vec<(u32, usize)>,
    /// The widest line there would be if nothing were cut, in columns: how far it can be scrolled sideways.
    pub full_width: usize,
}

/// One row of a page.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Line {
    /// Pieces from left to right.
    pub pieces: Vec<Piece>,
    /// 1-based line of the note this comes from; 0 where it comes from none.
    pub source: u32,
    /// How the text goes on from the line above.
    pub join: Join,
    /// The cells on a line of a table, each a text of its own; empty elsewhere.
    pub cells: Vec<CellAt>,
}

/// A cell on a line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellAt {
    /// Its column, from 0.
    pub column: u32,
    /// Its first piece on the line, and the one after its last.
    pub pieces: (u32, u32),
    /// How its text goes on from the line above.
    pub join: Join,
}

/// How a line's text goes on from the line above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Join {
    /// It does not.
    #[default]
    Apart,
    /// A blank stood where the text was broken.
    Blank,
    /// Nothing stood there: a long word, or a script without blanks.
    Tight,
}

/// A run of text with one role.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What is shown: no control characters, no line breaks.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// Emphasis on top of the role.
    pub style: Emphasis,
    /// The link it belongs to: an index into [`Page::links`].
    pub link: Option<u32>,
}

/// What a piece of text is. A theme maps each role to a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// Heading text: 1 for the topmost level the document uses, to 6.
    Heading(u8),
    /// The rule below a heading.
    HeadingRule,
    /// Link text.
    Link,
    /// Inline code.
    Code,
    /// A key of a keyboard.
    Key,
    /// A line of a code block; its ground is the code's.
    CodeBlock,
    /// A token in a code block; its ground is the code's.
    Token(Token),
    /// The language's name at a code block's edge; its ground is the code's.
    CodeLanguage,
    /// The mark where a long line of code is broken or cut; its ground is the code's.
    CodeMark,
    /// A drawn diagram.
    Diagram,
    /// The bar before a quote.
    QuoteBar,
    /// Quoted text.
    Quote,
    /// An alert's title and bar.
    Alert(AlertKind),
    /// A bullet, number or check box.
    Marker,
    /// A table's head cell.
    TableHead,
    /// Lines of tables and rules.
    Rule,
    /// The label of a picture.
    Image,
    /// A footnote's number in the text.
    FootnoteMark,
    /// Secondary text: captions, notes about what is not shown.
    Quiet,
    /// The title in a talk's header.
    Title,
    /// A person in a talk's header.
    Person,
    /// A tag or topic in a talk's header.
    Chip,
    /// A character standing for one that must not be sent to a terminal.
    Control,
}

pub use crate::markdown::document::Alert as AlertKind;
pub use crate::markdown::document::TargetKind as LinkKind;

/// Kinds of tokens in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// `fn`, `if`, storage classes, operators that are words.
    Keyword,
    /// Quoted text.
    String,
    /// Numbers, constants, escapes.
    Constant,
    /// Comments.
    Comment,
    /// Names of functions.
    Function,
    /// Names of types, classes, tags.
    Type,
    /// Keys and attributes: what a value stands behind.
    Name,
    /// Lines a diff adds.
    Inserted,
    /// Lines a diff takes away.
    Deleted,
}

/// Emphasis flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Emphasis {
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub italic: bool,
    /// `~~struck~~`
    pub struck: bool,
}

/// A heading's place on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingAt {
    /// Index of its first line.
    pub line: usize,
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The name links within the note call it by, without `#`.
    pub anchor: String,
}

/// A block that can be opened and closed (`<details>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetailsAt {
    /// Index of the line that is always seen.
    pub line: usize,
    /// Its number, the first of the document is 0: what [`Details::Toggled`](super::Details::Toggled) calls it.
    pub id: u32,
    /// Whether its content is shown.
    pub open: bool,
}

/// A picture that can be shown, and the room left for it on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureAt {
    /// Index of its first line.
    pub line: usize,
    /// Its first column, from 0.
    pub column: u16,
    /// Columns it has.
    pub columns: u16,
    /// Rows it has.
    pub rows: u16,
    /// Which it is, to whoever shows it; see [`Plate::id`](super::Plate::id).
    pub id: u32,
}

/// A link and where it is on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkAt {
    /// Index of the line its text begins on.
    pub line: usize,
    /// Where it leads.
    pub url: String,
    /// Its text without markup.
    pub text: String,
    /// What kind of link it is.
    pub kind: LinkKind,
    /// The number shown after its text, from 1; see [`LinkNumbers`](super::LinkNumbers).
    pub number: Option<u32>,
}

/// A found piece of text on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Index of the line.
    pub line: usize,
    /// Byte range in the line's text (its pieces joined).
    pub range: Range<usize>,
    /// Number of the hit, 0-based: one that is broken over lines is found once a line.
    pub hit: usize,
    /// The closed details it is in, if it is: `line` is then the one it is folded away below, and `range` that of
    /// the mark there.
    pub folded: Option<u32>,
}

impl Line {
    /// The line's text: its pieces joined.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The line with the indices of its links counted from another.
    fn with_links_from(mut self, first: u32) -> Line {
        for piece in &mut self.pieces {
            piece.link = piece.link.map(|link| link + first);
        }
        self
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| crate::text::width(&piece.text)).sum()
    }
}

impl Piece {
    /// Text in a role, without emphasis or link.
    pub fn new(text: impl Into<String>, role: Role) -> Piece {
        Piece { text: text.into(), role, style: Emphasis::default(), link: None }
    }
}

impl Piece {
    /// The columns it takes.
    pub fn width(&self) -> usize {
        crate::text::width(&self.text)
    }
}

impl Role {
    /// Whether pieces of this role are put there by typesetting, and are no text of the note.
    pub fn is_ornament(self) -> bool {
        matches!(
            self,
            Role::HeadingRule | Role::CodeLanguage | Role::CodeMark | Role::QuoteBar | Role::Marker | Role::Rule
        )
    }
}

impl Folded {
    fn down(mut self, lines: usize, links: u32) -> Folded {
        self.line += lines;
        for heading in &mut self.headings {
            heading.line += lines;
        }
        self.lines = self.lines.into_iter().map(|line| line.with_links_from(links)).collect();
        self
    }
}

impl Page {
    /// The heading whose text, or the rule below it, is on this line at this column.
    pub fn heading_on(&self, line: usize, column: usize) -> Option<&HeadingAt> {
        let after = self.headings.partition_point(|heading| heading.line <= line);
        let heading = &self.headings[after.checked_sub(1)?];
        let is_rule = |line: &Line| line.pieces.last().is_some_and(|piece| piece.role == Role::HeadingRule);
        let goes_on = |line: &Line| line.join != Join::Apart || is_rule(line);
        let is_heading = self.lines.get(heading.line + 1..=line)?.iter().all(goes_on);
        (is_heading && column < self.lines.get(line)?.width()).then_some(heading)
    }

    /// The page with another below it, an empty line between the two.
    #[must_use]
    pub fn above(mut self, below: Page) -> Page {
        if !self.lines.is_empty() && !below.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let (lines, links) = (self.lines.len(), self.links.len() as u32);
        self.headings
            .extend(below.headings.into_iter().map(|heading| HeadingAt { line: heading.line + lines, ..heading }));
        self.links.extend(below.links.into_iter().map(|link| LinkAt { line: link.line + lines, ..link }));
        self.notes.extend(below.notes.into_iter().map(|(number, line)| (number, line + lines)));
        self.pictures.extend(below.pictures.into_iter().map(|at| PictureAt { line: at.line + lines, ..at }));
        self.details.extend(below.details.into_iter().map(|at| DetailsAt { line: at.line + lines, ..at }));
        self.folded.extend(below.folded.into_iter().map(|folded| folded.down(lines, links)));
        self.lines.extend(below.lines.into_iter().map(|line| line.with_links_from(links)));
        self.full_width = self.full_width.max(below.full_width);
        self
    }
}
