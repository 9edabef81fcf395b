//! The blocks of a whole note, found line by line: headings, paragraphs, list items, quotes, code, HTML,
//! tables and rules with their places.
//!
//! This is `CommonMark`'s block structure (containers, lazy lines, setext, the seven HTML blocks) without
//! inlines and without a tree, because understanding reads every note of a library and only one is shown.
//! Not here: what a block means (`talk`), inlines and documents (`markdown::document`).

use super::scan::scan;

/// The blocks of a note in the order they begin.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Blocks in the order they begin; a container (item, quote) stands before what it holds.
    pub blocks: Vec<Block>,
    /// How many lines the note has.
    pub lines: u32,
}

/// One block and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// First byte of its first line.
    pub start: u32,
    /// One past the end of its last line, line ending included; blank lines after it are not.
    pub end: u32,
    /// 1-based number of its first line.
    pub line: u32,
    /// 1-based number of its last line.
    pub last_line: u32,
    /// How many items and quotes it stands in; 0 at the top level.
    pub depth: u8,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, 1 to 6.
    Heading(u8, HeadingStyle),
    /// Running text.
    Paragraph,
    /// A list item, with all it holds.
    Item(Marker),
    /// A block quote, with all it holds.
    Quote,
    /// Code between fences.
    Fenced,
    /// Code by indentation.
    Indented,
    /// Raw HTML.
    Html,
    /// A table with a head.
    Table,
    /// A thematic break.
    Rule,
}

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingStyle {
    /// `## Title`
    Atx,
    /// Underlined.
    Setext,
    /// `##Title`: text to `CommonMark`, but people write it and mean a heading.
    Unspaced,
}

/// What a list item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// `1.` rather than `-`.
    pub ordered: bool,
    /// `[ ]` or `[x]` follows.
    pub task: bool,
    /// Columns from the container's edge to the item's text.
    pub width: u8,
}

impl Block {
    /// Whether it is a code block.
    pub fn is_code(&self) -> bool {
        matches!(self.kind, BlockKind::Fenced | BlockKind::Indented)
    }

    /// The level of a heading.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading(level, _) => Some(level),
            _ => None,
        }
    }

    /// The block's own lines.
    pub fn source<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// A heading's text as written, without `#`s and underline; may hold line breaks (setext).
    pub fn heading_text<'t>(&self, text: &'t str) -> &'t str {
        let source = self.source(text).trim();
        match self.kind {
            BlockKind::Heading(_, HeadingStyle::Setext) => {
                let cut = source.rfind(['\n', '\r']).unwrap_or(source.len());
                source[..cut].trim()
            }
            BlockKind::Heading(_, style) => {
                let inner = source.trim_start_matches('#').trim();
                let open = inner.trim_end_matches('#');
                if open.len() == inner.len() || open.is_empty() {
                    return open;
                }
                let spaced = open.ends_with([' ', '\t']);
                if spaced || style == HeadingStyle::Unspaced { open.trim_end() } else { inner }
            }
            _ => source,
        }
    }
}

/// Finds the blocks of a note. Linear; never fails.
pub fn outline(text: &str) -> Outline {
    outline_from(text, 0, 1)
}

/// As [`outline`], from a byte (the start of a line) and its 1-based line number: what stands before, a
/// header, is no Markdown.
pub fn outline_from(text: &str, start: usize, line: u32) -> Outline {
    // Places are 32 bits wide; what stands beyond four gigabytes is not outlined.
    let end = text.len().min(u32::MAX as usize - 1);
    scan(text.as_bytes().get(..end).unwrap_or_default(), start, line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::lines::Lines;
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

    fn kinds(text: &str) -> Vec<(u32, u32, u8, String)> {
        let name = |kind: BlockKind| match kind {
            BlockKind::Heading(level, _) => format!("h{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::Item(_) => "item".into(),
            BlockKind::Quote => "quote".into(),
            BlockKind::Fenced => "fence".into(),
            BlockKind::Indented => "indented".into(),
            BlockKind::Html => "html".into(),
            BlockKind::Table => "table".into(),
            BlockKind::Rule => "rule".into(),
        };
        outline(text).blocks.iter().map(|b| (b.line, b.last_line, b.depth, name(b.kind))).collect()
    }

    /// Top-level headings as (first byte, level, text).
    fn headings(text: &str) -> Vec<(usize, u8, String)> {
        let plain = |block: &Block| block.heading_text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        outline(text)
            .blocks
            .iter()
            .filter(|b| b.depth == 0 && !matches!(b.kind, BlockKind::Heading(_, HeadingStyle::Unspaced)))
            .filter_map(|b| Some((b.start as usize, b.level()?, plain(b))))
            .collect()
    }

    /// First lines of code blocks at any depth: where a code block begins decides what is code.
    fn codes(text: &str) -> Vec<usize> {
        outline(text).blocks.iter().filter(|b| b.is_code()).map(|b| line_of(text, b.start as usize)).collect()
    }

    fn line_of(text: &str, at: usize) -> usize {
        let upto = &text.as_bytes()[..at];
        Lines::new(text.as_bytes(), 0).take_while(|row| row.next <= upto.len()).count() + 1
    }

    type Headings = Vec<(usize, u8, String)>;

    fn by_pulldown(text: &str) -> (Headings, Vec<usize>) {
        let (mut headings, mut codes, mut depth) = (Vec::new(), Vec::new(), 0);
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::BlockQuote(_) | Tag::Item) => depth += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => depth -= 1,
                Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                    let source = &text[range.clone()];
                    let block = Block {
                        kind: BlockKind::Heading(
                            level as u8,
                            if source.trim_start().starts_with('#') && !source.trim().contains(['\n', '\r']) {
                                HeadingStyle::Atx
                            } else {
                                HeadingStyle::Setext
                            },
                        ),
                        start: range.start as u32,
                        end: range.end as u32,
                        line: 0,
                        last_line: 0,
                        depth: 0,
                    };
                    let plain = block.heading_text(text).split_whitespace().collect::<Vec<_>>().join(" ");
                    headings.push((line_of(text, range.start), level as u8, plain));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                    codes.push(line_of(text, range.start));
                }
                _ => {}
            }
        }
        (headings, codes)
    }

    fn ours(text: &str) -> (Headings, Vec<usize>) {
        (headings(text).into_iter().map(|(at, level, plain)| (line_of(text, at), level, plain)).collect(), codes(text))
    }

    #[test]
    fn what_looks_like_a_heading_inside_something_else_is_none() {
        let text = "# One\n\n- item\n  # inside\n\n> # quoted\n\n```\n# fenced\n```\n\n    # indented\n\n<div>\n# html\n</div>\n\n## Two\n";
        let found: Vec<_> = headings(text).into_iter().map(|(_, level, plain)| (level, plain)).collect();
        assert_eq!(found, [(1, "One".to_owned()), (2, "Two".to_owned())]);
    }

    #[test]
    fn blocks_have_their_lines_and_depths() {
        let text = "Title\n===\n\n* [a] item\n  lazy\nlazy too\n\n  ~~~\n  code\n\n  ~~~\n1. x\n\n---\n> q\n\n|a|b|\n|-|-|\n|1|2|\ntext";
        let expected = [
            (1, 2, 0, "h1"),
            (4, 11, 0, "item"),
            (4, 6, 1, "p"),
            (8, 11, 1, "fence"),
            (12, 12, 0, "item"),
            (12, 12, 1, "p"),
            (14, 14, 0, "rule"),
            (15, 15, 0, "quote"),
            (15, 15, 1, "p"),
            (17, 20, 0, "table"),
        ];
        assert_eq!(kinds(text), expected.map(|(a, b, c, d)| (a, b, c, d.to_owned())));
    }

    #[test]
    fn headings_without_a_space_are_forgiven_and_tags_are_not_headings() {
        let levels = |text: &str| outline(text).blocks.iter().filter_map(Block::level).collect::<Vec<_>>();
        assert_eq!(levels("###Theory###\n\ntext"), [3]);
        assert_eq!(levels("#The state of things\n"), [1]);
        assert!(levels("#rust\n").is_empty());
        assert!(levels("#rust #kubernetes #wasm\n").is_empty());
        let outline = outline("para\n###Theory###\nmore\n");
        assert_eq!(outline.blocks.iter().map(|b| (b.line, b.last_line)).collect::<Vec<_>>(), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(outline.blocks[1].heading_text("para\n###Theory###\nmore\n"), "Theory");
    }

    #[test]
    fn headings_lose_their_marks_only() {
        let text = |source: &'static str| outline(source).blocks[0].heading_text(source);
        assert_eq!(text("## A title ##  "), "A title");
        assert_eq!(text("## C#"), "C#");
        assert_eq!(text("#"), "");
        assert_eq!(text("Long\nTitle\n---"), "Long\nTitle");
    }

    #[test]
    fn examples_of_the_specifications_agree_with_pulldown_cmark() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/practice/spec/");
        let (mut seen, mut differ) = (0, Vec::new());
        for name in ["commonmark-spec.txt", "gfm-spec.txt"] {
            let Ok(spec) = std::fs::read_to_string(format!("{folder}{name}")) else { return };
            let fence = "`".repeat(32);
            for example in spec.split(&format!("\n{fence} example")).skip(1) {
                let Some(source) = example.split_once('\n').and_then(|(_, rest)| rest.split("\n.\n").next()) else {
                    continue;
                };
                let source = source.replace('→', "\t");
                seen += 1;
                if ours(&source) != by_pulldown(&source) {
                    differ.push(source);
                }
            }
        }
        assert!(seen > 1000, "{seen}");
        assert_eq!(differ, Vec::<String>::new());
    }

    fn generated() -> impl proptest::strategy::Strategy<Value = String> {
        let line = proptest::sample::select(vec![
            "# one",
            "## two ##",
            "### ",
            "text",
            "  text",
            "    four",
            "\tabbed",
            "- item",
            "  - nested",
            "* a",
            "1. one",
            "2) two",
            "> quote",
            "> > deep",
            ">",
            "> # q",
            "```",
            "```rust",
            "~~~",
            "    ```",
            "  ```",
            "===",
            "---",
            "- - -",
            "***",
            "-",
            "+",
            "",
            "",
            "",
            "   ",
            "<div>",
            "</div>",
            "<!-- c",
            "-->",
            "<script>",
            "</script>",
            "<b>",
            "| a | b |",
            "| - | - |",
            "[a]: /b",
            "[a]: /b \"t",
            "- # h",
            "  # in",
            "-     code",
            "10. ten",
            "   three",
            ">     code",
            "- > x",
            "\\# no",
            "#no",
        ]);
        let end = proptest::sample::select(vec!["\n", "\n", "\r\n"]);
        proptest::strategy::Strategy::prop_map((proptest::collection::vec(line, 0..14), end), |(lines, end)| {
            lines.join(end)
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn generated_notes_agree_with_pulldown_cmark(text in generated()) {
            proptest::prop_assert_eq!(ours(&text), by_pulldown(&text));
        }

        #[test]
        fn line_endings_change_nothing(text in generated()) {
            let lf = text.replace("\r\n", "\n");
            proptest::prop_assert_eq!(ours(&lf.replace('\n', "\r")), ours(&lf));
        }

        #[test]
        fn any_text_has_an_outline_in_order(text in "\\PC{0,60}|[#>*`~\\-+=|<0-9. \t\r\n]{0,60}") {
            let outline = outline(&text);
            let mut start = 0;
            for block in &outline.blocks {
                proptest::prop_assert!(block.start >= start && block.end >= block.start);
                proptest::prop_assert!(block.last_line >= block.line && block.last_line <= outline.lines);
                proptest::prop_assert!(text.get(block.start as usize..block.end as usize).is_some());
                start = block.start;
            }
        }
    }
}
