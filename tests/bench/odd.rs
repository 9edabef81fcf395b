//! Notes of a single thing over and over, as generators, exports and mistakes make them: what each costs a megabyte.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use kcbrowse::source::Note;
use kcbrowse::talk;

const BYTES: usize = 1_000_000;

/// What the notes are made of, by name.
const KINDS: [&str; 17] = [
    "headings",
    "headings, no two alike",
    "underlined headings",
    "talks of a line",
    "days of a talk",
    "chapters of one name",
    "emphasis",
    "lists in lists",
    "a thousand lists in lists",
    "list items",
    "table rows",
    "talks in table rows",
    "brackets",
    "links",
    "link definitions",
    "quotes",
    "one long line",
];

/// The piece of this number.
fn piece(kind: &str, number: usize) -> String {
    match kind {
        "headings" => "###### x\n".to_owned(),
        "headings, no two alike" => format!("## Heading {number}\n"),
        "underlined headings" => "Some title\n---\n".to_owned(),
        "talks of a line" => format!("# Talk {number}\n\nsome text here\n\n"),
        "days of a talk" => format!("# Day {number}\n\n## How we run {number} nodes\n\n"),
        "chapters of one name" if number == 0 => "# How we run nodes by Ada Pohl\n".to_owned(),
        "chapters of one name" => "# Notes\n".to_owned(),
        "emphasis" => "*a **b** c*".to_owned(),
        "lists in lists" => nested_list(10),
        "a thousand lists in lists" => nested_list(1000),
        "list items" => format!("- item {number}\n"),
        "table rows" if number == 0 => "| a | b |\n|---|---|\n".to_owned(),
        "table rows" => "| cell | other |\n".to_owned(),
        "talks in table rows" if number == 0 => "| Title | Speaker |\n|---|---|\n".to_owned(),
        "talks in table rows" => format!("| Scaling {number} | Ada Pohl |\n"),
        "brackets" => "](".to_owned(),
        "links" => format!("[text](https://example.org/{number})\n"),
        "link definitions" => format!("[a{number}]: https://example.org/{number}\n"),
        "quotes" => "> a\n".to_owned(),
        _ => "word ".to_owned(),
    }
}

/// A list in a list in a list …
fn nested_list(depth: usize) -> String {
    let mut list = String::new();
    for depth in 0..depth {
        list.push_str(&"  ".repeat(depth));
        list.push_str("- item\n");
    }
    list
}

/// A note of about [`BYTES`] bytes.
fn note(kind: &str) -> Arc<Note> {
    let mut text = String::with_capacity(2 * BYTES);
    let mut number = 0;
    while text.len() < BYTES {
        text.push_str(&piece(kind, number));
        number += 1;
    }
    Arc::new(Note::from_text(format!("{kind}.md"), text))
}

/// The talks of such notes.
#[divan::bench(args = KINDS, sample_count = 5, sample_size = 1)]
fn understand_note_of(bencher: Bencher, kind: &str) {
    let note = note(kind);
    bencher.counter(BytesCount::new(note.text.len())).bench_local(|| talk::detect(&note).len());
}
