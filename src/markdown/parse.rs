//! One talk's Markdown becomes a [`Document`]: `CommonMark` and GFM through pulldown-cmark, walked without
//! recursion, with what the rest of the note defines (link references, footnotes) still at hand.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::builder::{Builder, Holder};
use super::definitions::Definitions;
use super::document::{Alert, Align, BlockKind, ContainerKind, Document, Marker, SpanKind, TargetKind};
use super::html;
use super::passage::{Lines, Passage};

/// Parses a part of a note.
///
/// `part` are bytes of `note_text`; the lines in `leave_out` (byte ranges of `note_text`, whole lines,
/// ascending) are passed over; `mojibake` says that the text wants [`repair`](crate::source::repair). What
/// the rest of the note defines still resolves. Never fails, and never recurses.
pub fn parse(note_text: &str, part: Range<usize>, leave_out: &[Range<u32>], mojibake: bool) -> Document {
    let mut definitions = Definitions::outside(note_text, &part);
    let passage = Passage::cut(note_text, part, leave_out, mojibake);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let resolve =
        |link: pulldown_cmark::BrokenLink<'_>| definitions.resolve(&link.reference).map(|url| (url.into(), "".into()));
    let events = Parser::new_with_broken_link_callback(&passage.text, options, Some(resolve)).into_offset_iter();
    let walk =
        Walk { lines: passage.lines(), builder: Builder::with_capacity(passage.text.len()), code: None, html: None };
    walk.run(events)
}

struct Walk<'p> {
    lines: Lines<'p>,
    builder: Builder,
    /// The code block being collected: language, text, first line.
    code: Option<(String, String, u32)>,
    /// The HTML block being collected.
    html: Option<String>,
}

impl Walk<'_> {
    fn run<'a, F>(mut self, events: OffsetIter<'a, F>) -> Document
    where
        F: pulldown_cmark::BrokenLinkCallback<'a>,
    {
        for (event, range) in events {
            match event {
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag),
                Event::Text(text) => self.text(&text),
                Event::Code(code) => {
                    self.builder.enter_inline("code");
                    self.builder.text(&code);
                    self.builder.leave_inline("code");
                }
                Event::Html(html) => match &mut self.html {
                    Some(block) => block.push_str(&html),
                    None => html::block(&mut self.builder, &html),
                },
                Event::InlineHtml(html) => html::inline(&mut self.builder, &html),
                Event::SoftBreak => {
                    let kind = if self.lines.is_meant(range.start) { SpanKind::HardBreak } else { SpanKind::SoftBreak };
                    self.builder.span(kind, "");
                }
                Event::HardBreak => self.builder.span(SpanKind::HardBreak, ""),
                Event::Rule => self.block(BlockKind::Rule, range),
                Event::TaskListMarker(done) => self.builder.tick(done),
                Event::FootnoteReference(label) => {
                    let number = self.builder.note_number(&label);
                    self.builder.span(SpanKind::Note, &number.to_string());
                }
                Event::InlineMath(text) | Event::DisplayMath(text) => self.builder.text(&text),
            }
        }
        self.builder.finish()
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code, _)) = &mut self.code {
            code.push_str(text);
        } else if self.builder.hidden.is_none() {
            self.builder.text(text);
        }
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        self.begin(&range);
        self.builder.push(kind);
    }

    /// Before a block starts: what was collected ends here.
    fn begin(&mut self, range: &Range<usize>) {
        self.builder.flush();
        self.builder.end_table();
        self.stand_at(range.start);
    }

    /// Says where in the note what comes next stands.
    fn stand_at(&mut self, at: usize) {
        self.builder.line = self.lines.number(at);
        self.builder.after_blank = self.lines.is_after_blank();
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.begin(&range);
                self.builder.hold(Holder::Paragraph);
            }
            Tag::Heading { level, id, .. } => {
                self.begin(&range);
                self.builder.heading_id = id.map(|id| id.as_ref().into());
                self.builder.hold(Holder::Heading(level_number(level)));
            }
            Tag::BlockQuote(kind) => {
                self.begin(&range);
                let alert = kind.map(alert);
                self.builder.open(ContainerKind::Quote(alert));
                if let Some(alert) = alert {
                    let title = self.builder.doc.word(alert.name());
                    self.builder.push(BlockKind::AlertTitle(alert, title));
                }
            }
            Tag::CodeBlock(kind) => {
                self.begin(&range);
                let line = self.builder.line;
                self.code = Some(match kind {
                    CodeBlockKind::Indented => (String::new(), String::new(), line),
                    CodeBlockKind::Fenced(info) => (language(&info).to_owned(), String::new(), line + 1),
                });
            }
            Tag::HtmlBlock => {
                self.builder.flush();
                self.stand_at(range.start);
                self.html = Some(String::new());
            }
            Tag::List(start) => {
                self.begin(&range);
                let nesting = self.builder.list_nesting();
                self.builder.open(ContainerKind::List { nesting, next: start });
            }
            Tag::Item => {
                self.begin(&range);
                let marker = self.builder.next_number().map_or(Marker::Bullet, Marker::Number);
                self.builder.open(ContainerKind::Item(marker));
            }
            Tag::FootnoteDefinition(label) => {
                self.begin(&range);
                self.builder.start_note(&label);
            }
            Tag::DefinitionList => self.begin(&range),
            Tag::DefinitionListTitle => {
                self.begin(&range);
                self.builder.hold(Holder::Term);
            }
            Tag::DefinitionListDefinition => {
                self.begin(&range);
                self.builder.open(ContainerKind::Definition);
            }
            Tag::Table(alignments) => {
                self.begin(&range);
                self.builder.start_table(alignments.into_iter().map(align).collect());
            }
            Tag::TableHead => self.builder.in_head = true,
            Tag::TableRow => {
                self.stand_at(range.start);
                self.builder.start_row();
            }
            Tag::TableCell => self.builder.hold(Holder::Cell),
            Tag::Emphasis => self.builder.enter_inline("em"),
            Tag::Strong => self.builder.enter_inline("strong"),
            Tag::Strikethrough => self.builder.enter_inline("del"),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. } => self.builder.start_embed(&dest_url),
            Tag::Image { dest_url, .. } => self.builder.start_image(&dest_url),
        }
    }

    fn link(&mut self, link_type: LinkType, url: &str) {
        let kind = match link_type {
            LinkType::WikiLink { .. } => TargetKind::Wiki,
            LinkType::Autolink | LinkType::Email => TargetKind::Bare,
            _ => TargetKind::Link,
        };
        match link_type {
            LinkType::Email => self.builder.start_link(&format!("mailto:{url}"), kind),
            _ => self.builder.start_link(url, kind),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                self.builder.flush();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::DefinitionListDefinition => {
                self.builder.end_table();
                self.builder.close();
            }
            TagEnd::CodeBlock => {
                if let Some((language, code, line)) = self.code.take() {
                    self.builder.code_block(&language, &code, line);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    html::block(&mut self.builder, &block);
                }
            }
            TagEnd::FootnoteDefinition => self.builder.end_note(),
            TagEnd::Table => self.builder.end_table(),
            TagEnd::TableHead => self.builder.in_head = false,
            TagEnd::Emphasis => self.builder.leave_inline("em"),
            TagEnd::Strong => self.builder.leave_inline("strong"),
            TagEnd::Strikethrough => self.builder.leave_inline("del"),
            TagEnd::Link => self.builder.end_link(),
            TagEnd::Image => self.builder.end_image(),
            TagEnd::TableRow
            | TagEnd::DefinitionList
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }
}

/// The language of a fence: its info string's first word, as `rust,ignore` and `{.rust}` are written too.
fn language(info: &str) -> &str {
    let word = info.trim_start_matches(['{', '.', ' ']);
    word.split([' ', '\t', ',', '{', '}', ':']).next().unwrap_or_default()
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::super::dump::{dump, of};
    use super::*;

    #[test]
    fn blocks_know_their_lines_and_what_encloses_them() {
        insta::assert_snapshot!(dump("# A\n\nText *em* **st** ~~no~~ `c`\n\n> q\n>\n> - one\n>   1. two\n>\n>   par\n\n---\n"), @r#"
        1 h1 A
        3 Text *em* **st** ~~no~~ `c`

        5 > q

        7 > - one
        8 > .. 1. two

        10 > .. par

        12 ---
        "#);
    }

    #[test]
    fn empty_lines_in_lists_stay_where_their_author_put_them() {
        insta::assert_snapshot!(dump("Caption:\n- a\n- b\n\n- c\n  - d\n- [x] e\n-\n\n7. f\n"), @r#"
        1 Caption:
        2 - a
        3 - b

        5 - c
        6 .. - d
        7 [x] e
        8 -

        10 7. f
        "#);
    }

    #[test]
    fn line_ends_that_are_meant_stay() {
        insta::assert_snapshot!(dump("one thought\nanother\n"), @r#"
        1 one thought\another
        "#);
        insta::assert_snapshot!(dump("A paragraph whose lines are as long as the editor of its author lets\nthem be, so that nobody meant the line end that stands in it here.\n"), @r#"
        1 A paragraph whose lines are as long as the editor of its author lets~them be, so that nobody meant the line end that stands in it here.
        "#);
        insta::assert_snapshot!(dump("hard  \nbreak\\\nhere\n"), @r#"
        1 hard\break\here
        "#);
    }

    #[test]
    fn addresses_become_links_but_not_in_code() {
        insta::assert_snapshot!(dump("See https://a.io/x_y_z, `https://b.io`, [https://c.io](), [](https://d.io), <https://e.io>, <f@g.io>\n\n    https://h.io\n"), @r#"
        1 See [https://a.io/x_y_z](https://a.io/x_y_z), `https://b.io`, [https://c.io](https://c.io), [https://d.io](https://d.io), [https://e.io](https://e.io), [f@g.io](mailto:f@g.io)

        3 code() "https://h.io\n"
        "#);
    }

    #[test]
    fn pictures_keep_their_description_and_file() {
        insta::assert_snapshot!(dump("![a *b* `c`](d.png) [![e](f.svg)](g) ![](h.png) ![i][]\n\n[i]: j.png\n"), @r#"
        1 !a b c<d.png> !e<f.svg> !<h.png> !i<j.png>
        "#);
    }

    #[test]
    fn wiki_links_definition_lists_and_alerts_are_understood() {
        insta::assert_snapshot!(dump("[[Page]] [[page|shown]]\n\nTerm\n: what it is\n: and more\n\n> [!TIP]\n> Do it.\n"), @r#"
        1 [Page](Page) [shown](page)

        3 term Term
        4 : what it is
        5 : and more

        7 Tip> Tip! Tip
        8 Tip> Do it.
        "#);
    }

    #[test]
    fn tables_keep_their_alignments_and_fill_their_rows() {
        let note = "| a | b |\n|:-:|--:|\n| 1 |\n| **2** | 3 | 4 |\n";
        insta::assert_snapshot!(dump(note), @r#"
        1 table a|b / 1| / **2**|3
        "#);
        let document = parse(note, 0..note.len(), &[], false);
        let BlockKind::Table(table) = &document.blocks[0].kind else { unreachable!("a table") };
        assert_eq!(table.alignments, [Align::Center, Align::Right]);
    }

    #[test]
    fn footnotes_are_numbered_as_mentioned_and_stand_at_the_end() {
        insta::assert_snapshot!(dump("[^b]: Bee\n\nOne[^a], two[^b], three[^a].\n\n[^a]: Ay\n\n    - more\n\n[^c]: unused\n\nEnd\n"), @r#"
        3 One[^1], two[^2], three[^1].

        11 End

        0 -- notes --
        5 ^1 Ay

        7 ^1 - more
        1 ^2 Bee
        9 ^3 unused
        "#);
    }

    #[test]
    fn what_the_rest_of_the_note_defines_still_resolves() {
        let note = "# A\n\nSee [docs] and[^n].\n\n# B\n\n[docs]: https://docs.io 'D'\n[^n]: Note.\n";
        let part = 0..note.find("# B").expect("B");
        insta::assert_snapshot!(of(&parse(note, part, &[], false)), @r#"
        1 h1 A
        3 See [docs](https://docs.io) and[^1].

        0 -- notes --
        0 ^1 Note.
        "#);
    }

    #[test]
    fn a_part_is_parsed_without_what_is_told_elsewhere() {
        let note = "## A\n\n### Talk\n- **By**: Ada\n- one\n\nText\n\n### Next\n";
        let part = note.find("### Talk").expect("talk")..note.find("### Next").expect("next");
        let told = note.find("### Talk").expect("talk") as u32..note.find("- one").expect("one") as u32;
        insta::assert_snapshot!(of(&parse(note, part, &[told], false)), @r#"
        5 - one

        7 Text
        "#);
    }

    #[test]
    fn line_endings_of_all_kinds_count_the_same() {
        let unix = "# A\n\ntext\n\n- b\n- c\n\n```x\nd\n```\n";
        assert_eq!(dump(unix), dump(&unix.replace('\n', "\r\n")).replace("\\r", ""));
        assert_eq!(dump(unix), dump(&unix.replace('\n', "\r")));
    }

    #[test]
    fn front_matter_shortcodes_and_the_teaser_mark_are_not_text() {
        insta::assert_snapshot!(dump("---\ntitle: A\n---\n{{< youtube x >}}\n\nText\n\n<!--more-->\n\nMore\n"), @r#"
        4 [https://www.youtube.com/watch?v=x](https://www.youtube.com/watch?v=x)

        6 Text

        10 More
        "#);
    }

    #[test]
    fn ten_thousand_nested_quotes_do_not_overflow() {
        let note = "> ".repeat(10_000) + "deep";
        let document = parse(&note, 0..note.len(), &[], false);
        assert_eq!(document.containers.len(), 10_000);
    }
}
