//! A parsed document and a width in columns become lines of pieces. A piece has a role (heading, link,
//! code …), never a colour: themes give roles their looks.

use std::ops::Range;

/// A typeset document at one width.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// The lines, top to bottom. No line is wider than the width it was typeset for.
    pub lines: Vec<Line>,
    /// Headings in order, for the outline and jumping.
    pub headings: Vec<HeadingAt>,
    /// Links in order; pieces refer to them by index.
    pub links: Vec<LinkAt>,
}

/// One row of a page.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Line {
    /// Pieces from left to right.
    pub pieces: Vec<Piece>,
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
    /// Heading text, 1 to 6.
    Heading(u8),
    /// The rule below a heading.
    HeadingRule,
    /// Link text.
    Link,
    /// Inline code.
    Code,
    /// A line of a code block; its ground is the code's.
    CodeBlock,
    /// The language's name at a code block's edge.
    CodeLanguage,
    /// The bar before a quote.
    QuoteBar,
    /// Quoted text.
    Quote,
    /// A bullet, number or check box.
    Marker,
    /// A table's head cell.
    TableHead,
    /// Lines of tables and rules.
    Rule,
    /// Secondary text: captions, notes about what is not shown.
    Quiet,
    /// A character standing for one that must not be sent to a terminal.
    Control,
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
}

/// A found piece of text on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Index of the line.
    pub line: usize,
    /// Byte range in the line's text (its pieces joined).
    pub range: Range<usize>,
}
