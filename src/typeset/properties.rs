//! What holds for any document at any width: nothing is lost, no line is too wide, the same comes out twice.
//! Over the examples of the `CommonMark` and GFM specifications where they are at hand, and over generated text.

use std::sync::Arc;

use pulldown_cmark::{Event, Options as Syntax, Parser, Tag, TagEnd};

use super::{Details, Needle, Options, Page, Setter, typeset};
use crate::markdown::parse;
use crate::text::{Case, is_unsafe, stand_in, width};

const WIDTHS: [usize; 6] = [1, 2, 7, 20, 80, 200];

/// What a reader must find on the page, read off the parser's events: the characters of all text and code.
struct Expected {
    ink: Vec<char>,
    /// Whether typesetting may show it in another order: cells side by side, footnotes at the end.
    moved: bool,
}

fn expected(note: &str, columns: usize) -> Expected {
    let syntax = Syntax::ENABLE_TABLES
        | Syntax::ENABLE_FOOTNOTES
        | Syntax::ENABLE_STRIKETHROUGH
        | Syntax::ENABLE_TASKLISTS
        | Syntax::ENABLE_HEADING_ATTRIBUTES
        | Syntax::ENABLE_GFM
        | Syntax::ENABLE_DEFINITION_LIST
        | Syntax::ENABLE_WIKILINKS;
    let mut expected = Expected { ink: Vec::new(), moved: false };
    let mut in_html = false;
    for event in Parser::new_ext(note, syntax) {
        match event {
            Event::Start(Tag::HtmlBlock) => in_html = true,
            Event::End(TagEnd::HtmlBlock) => in_html = false,
            Event::Start(Tag::Table(_) | Tag::FootnoteDefinition(_)) => expected.moved = true,
            Event::Text(text) | Event::Code(text) if !in_html => {
                for c in text.chars().filter(|c| {
                    !c.is_whitespace() && (width(&c.to_string()) > 0 || is_unsafe(*c) && stand_in(*c) != '\u{200c}')
                }) {
                    let c = if is_unsafe(c) { stand_in(c) } else { c };
                    // A line of one column has no room for a wide character.
                    if width(&c.to_string()) <= columns {
                        expected.ink.push(c);
                    }
                }
            }
            _ => {}
        }
    }
    expected
}

fn page_ink(page: &Page) -> Vec<char> {
    let pieces = page.lines.iter().flat_map(|line| &line.pieces).filter(|piece| !piece.role.is_ornament());
    pieces.flat_map(|piece| piece.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

/// The first expected character the page does not have.
fn first_lost(expected: &Expected, page: &Page) -> Option<usize> {
    let mut shown = page_ink(page);
    let mut wanted = expected.ink.clone();
    if expected.moved {
        shown.sort_unstable();
        wanted.sort_unstable();
    }
    let mut shown = shown.into_iter();
    wanted.iter().position(|c| !shown.any(|shown| shown == *c))
}

fn check(note: &str, content: bool) {
    let document = parse(note, 0..note.len(), &[], false);
    for columns in WIDTHS {
        let options = Options::at(columns);
        let page = typeset(&document, &options);
        for line in &page.lines {
            assert!(line.width() <= columns, "at {columns}: {:?} of {note:?}", line.text());
            assert!(width(&line.text()) <= columns, "at {columns}: {:?} of {note:?}", line.text());
            assert!(!line.text().contains(is_unsafe), "{:?} of {note:?}", line.text());
        }
        if content {
            let expected = expected(note, columns);
            let lost = first_lost(&expected, &page);
            let text: String = lost.iter().flat_map(|at| &expected.ink[*at..]).take(12).collect();
            assert!(lost.is_none(), "at {columns} {text:?} is lost: {note:?}");
        }
        assert_eq!(page, typeset(&document, &options));
        let scrolled = Options { sideways: Some(5), ..options.clone() };
        for line in &typeset(&document, &scrolled).lines {
            assert!(line.width() <= columns, "at {columns}, scrolled: {:?} of {note:?}", line.text());
        }
        let mut setter = Setter::new(options);
        let mut rows = 1;
        while !setter.set(&document, rows) {
            rows += 3;
        }
        assert_eq!(setter.into_page(), page);
    }
}

/// The examples of a specification: what is between the fences, before the dot.
fn examples(specification: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    for part in specification.split(&format!("{fence} example")).skip(1) {
        let body = part.split_once('\n').map_or("", |(_, body)| body);
        let source = body.split("\n.\n").next().unwrap_or_default();
        examples.push(format!("\n{}\n", source.trim_start_matches(".\n").replace('→', "\t")));
    }
    examples
}

#[test]
fn the_specifications_examples_lose_nothing_at_any_width() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/practice/spec");
    for name in ["commonmark-spec.txt", "gfm-spec.txt"] {
        let Ok(specification) = std::fs::read_to_string(folder.join(name)) else { continue };
        let examples = examples(&specification);
        assert!(examples.len() > 600, "{}", examples.len());
        for example in examples {
            let hides = ["<script", "<style", "<textarea", "<pre", "<title"].iter().any(|tag| example.contains(tag));
            check(&example, !hides);
        }
    }
}

#[test]
fn real_notes_lose_nothing_at_any_width() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    for folder in [folder.join("notes"), folder.join("practice/files")] {
        let Ok(files) = std::fs::read_dir(folder) else { continue };
        for file in files.flatten() {
            let Ok(note) = std::fs::read_to_string(file.path()) else { continue };
            let note = note.trim_start_matches("---").replace("```mermaid", "```");
            check(&note, !note.contains("{{<") && !note.contains("###T"));
        }
    }
}

#[test]
fn a_mark_on_a_stand_in_of_another_look_takes_no_column_that_is_not_there() {
    check("\t\u{202e}\u{16f51}", false);
}

#[test]
fn hostile_documents_stay_bounded() {
    let many = 10_000;
    for note in [
        "> ".repeat(many) + "deep",
        "- ".repeat(many) + "deep",
        "1. ".repeat(many) + "deep",
        "[".repeat(many),
        "![".repeat(many) + "a" + &"](b)".repeat(many),
        "*a **b ".repeat(many),
        "<blockquote>".repeat(many) + "deep",
        "<b>".repeat(many) + "deep" + &"</b>".repeat(many),
        "<ul><li>".repeat(many) + "deep",
        "<a \"".repeat(many) + ">",
        "<table><tr><td>".repeat(1_000) + "deep",
        "</".repeat(many),
        "&amp".repeat(many),
        "a".repeat(1 << 20),
        "日".repeat(1 << 18),
        "word ".repeat(1 << 18),
        "\u{301}".repeat(1 << 16),
        "https://a.io/ ".repeat(many),
        format!("|{}|\n|{}|\n{}", "a|".repeat(500), "-|".repeat(500), "|b|\n".repeat(many)),
        format!("|a|b|\n|-|-|\n{}", format!("|{}|2|\n", "a cell of many words ".repeat(5)).repeat(many)),
        "[a](b) ".repeat(10 * many),
        "<details>\n\n".repeat(many) + "deep",
        "<details><summary>a</summary>\n\nb\n\n</details>\n\n".repeat(1_000),
        "[^1] ".repeat(many) + "\n\n[^1]: note\n",
        "{{<".repeat(many),
        "`".repeat(many) + "a",
        format!("```\n{}\n```", "x".repeat(1 << 20)),
    ] {
        let document = parse(&note, 0..note.len(), &[], false);
        let details = Details::Toggled(Arc::default());
        for options in [Options::at(1), Options { details, ..Options::at(40) }] {
            let page = typeset(&document, &options);
            assert!(page.lines.iter().all(|line| line.width() <= options.width));
            page.find(&[Needle::new("a", Case::Ignore)]);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn generated_markdown_loses_nothing(
        parts in proptest::collection::vec("(# |## |> |- |  - |1\\. |    |\\* \\[x\\] |\\| |\\|a\\|b\\|\n\\|-\\|-\\|\n|```\n|---\n|\\*\\*|\\*|_|`|\\[a\\]\\(b\\)|!\\[c\\]\\(d\\)|\\[\\^1\\]|\\[\\^1\\]: |https://e\\.io/f |<b>|</b>|<br>|<kbd>|\\\\|&amp;|\n|\n\n|\t|word |日本語|👩‍💻|é|\u{1b}|ا|: )", 0..24)
    ) {
        check(&format!("\n{}", parts.concat()), true);
    }

    #[test]
    fn any_text_at_all_can_be_typeset(text in "[\\PC\n\t<>&|`*_#\\[\\]()!\u{0}-\u{1f}\u{85}\u{202e}]{0,80}", columns in 1usize..30) {
        let document = parse(&text, 0..text.len(), &[], true);
        for line in &typeset(&document, &Options::at(columns)).lines {
            proptest::prop_assert!(line.width() <= columns);
        }
    }

    #[test]
    fn html_loses_no_word_and_keeps_their_order(
        parts in proptest::collection::vec("(</?(p|div|b|i|ul|li|ol|blockquote|details|summary|table|tr|td|th|thead|dl|dt|dd|h2|a|span|kbd|sup|q|center|section|figure)>|<br>|<hr>|<!-- no -->|<img src=x>|\n|\n\n| |word)", 0..30)
    ) {
        let mut words = 0;
        let mut note = String::from("\n<div>");
        for part in parts {
            if part == "word" {
                words += 1;
                note.extend(["w", &words.to_string(), "w"]);
            } else {
                note.push_str(&part);
            }
        }
        let document = parse(&note, 0..note.len(), &[], false);
        let page = typeset(&document, &Options::at(400));
        let text: String = page.lines.iter().map(|line| line.text() + "\n").collect();
        let mut found = 0;
        for word in text.split('w').filter(|word| word.parse::<u32>().is_ok()) {
            found += 1;
            proptest::prop_assert_eq!(word.to_owned(), found.to_string(), "{:?} became {}", note, text);
        }
        proptest::prop_assert_eq!(found, words, "{:?} became {}", note, text);
    }
}
