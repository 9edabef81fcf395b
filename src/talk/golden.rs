//! Notes in the forms people use, under `tests/fixtures/detected`, with the talks a careful reader finds beside
//! each: `FIRST-LAST title | speakers | event | date | sections`, one line a talk.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Reading, Talk, read};
use crate::source::Note;

fn fixtures(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the fixtures are there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            fixtures(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn shown(talk: &Talk) -> String {
    let speaker =
        |s: &super::Speaker| s.affiliation.as_ref().map_or(s.name.to_string(), |org| format!("{} @{org}", s.name));
    let speakers: Vec<String> = talk.speakers.iter().map(speaker).collect();
    let mut line = format!("{}-{} {} | {}", talk.place.line, talk.place.end_line, talk.title, speakers.join("; "));
    let date = talk.date.map(|date| date.to_string()).unwrap_or_default();
    let _ = write!(line, " | {} | {date} | {}", talk.event.as_deref().unwrap_or_default(), talk.section.join(" > "));
    line.trim_end_matches([' ', '|']).to_owned()
}

#[test]
fn talks_are_found_in_every_form() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/detected"));
    let mut paths = Vec::new();
    fixtures(&root, &mut paths);
    assert!(paths.len() >= 20);
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a fixture");
        let relative = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        let note = Arc::new(Note::from_text(relative.clone(), text));
        let found = read(&note).talks.iter().map(shown).collect::<Vec<_>>().join("\n");
        let expected = std::fs::read_to_string(path.with_extension("talks")).expect("what is expected");
        assert_eq!(found, expected.trim_end().replace("\r\n", "\n"), "{relative}");
    }
}

fn whole(text: &str) -> Reading {
    read(&Arc::new(Note::from_text("notes/2021.md", text)))
}

#[test]
fn companies_of_a_header_are_told_apart() {
    let reading = whole("---\ncompany: [Bramble, Nettle & Sons]\nspeaker: Ada Pohl\n---\n# Ropes\n\ntext\n");
    let companies: Vec<&str> = reading.talks[0].organizations.iter().map(|company| &**company).collect();
    assert_eq!(companies, ["Bramble", "Nettle & Sons"]);
}

/// Texts with all that notes are made of, in any order.
fn notes() -> impl proptest::strategy::Strategy<Value = String> {
    let line = proptest::sample::select(vec![
        "# KubeCon 2021",
        "## Day 1",
        "## Tiny clusters - Ada Pohl",
        "### 10:00 Large clusters",
        "## Notes",
        "#### Q&A",
        "##Unspaced",
        "Title",
        "=====",
        "---",
        "**Speaker**: Ada Pohl, Nimbus",
        "*Uwe Brandt (Umbra)*",
        "- [A talk](https://youtu.be/x) by Ada Pohl",
        "- item",
        "  - nested #tag",
        "> Ada Pohl",
        "| Title | Speaker |",
        "|---|---|",
        "| One thing | Ada Pohl |",
        "**Bold talk** by Uwe Brandt",
        "```",
        "text about helm",
        "<div>",
        "",
        "",
        "Tags: a, b",
        "Title: x",
        "+++",
        "日付: 2026年5月13日",
    ]);
    let end = proptest::sample::select(vec!["\n", "\n", "\r\n", "\r"]);
    proptest::strategy::Strategy::prop_map((proptest::collection::vec(line, 0..16), end), |(lines, end)| {
        lines.join(end)
    })
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(600))]

    #[test]
    fn a_note_that_is_not_blank_has_a_talk(text in "\\PC{1,40}|[ #*\\-|>a-z\\n\\r\\t:.]{1,60}") {
        proptest::prop_assert_eq!(whole(&text).talks.is_empty(), text.trim().is_empty());
    }

    #[test]
    fn talks_lie_apart_on_whole_lines_and_leftovers_beside_them(text in notes()) {
        let reading = whole(&text);
        let starts = |at: u32| at == 0 || matches!(text.as_bytes()[at as usize - 1], b'\n' | b'\r');
        let mut end = 0;
        for talk in &reading.talks {
            proptest::prop_assert!(talk.place.start >= end && talk.place.end >= talk.place.start, "{:?}", talk.place);
            proptest::prop_assert!(starts(talk.place.start), "{:?}", talk.place);
            proptest::prop_assert!(talk.place.end_line >= talk.place.line);
            proptest::prop_assert!(!talk.title.trim().is_empty());
            let line = text[..talk.place.start as usize].replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
            proptest::prop_assert_eq!(line as u32, talk.place.line);
            for told in &talk.told {
                proptest::prop_assert!(told.start >= talk.place.start && told.end <= talk.place.end && starts(told.start));
            }
            end = talk.place.end;
        }
        for left in &reading.leftovers {
            let overlaps = |talk: &Talk| talk.place.start < left.place.end && left.place.start < talk.place.end;
            proptest::prop_assert!(!reading.talks.iter().any(overlaps), "{:?}", left);
        }
        let header = crate::markdown::front_matter(&text).map_or(0, |header| header.end as usize);
        let mut at = 0;
        for line in text.split_inclusive(['\n', '\r']) {
            let holds = |place: super::Place| (place.start as usize) <= at && at < place.end as usize;
            let covered = reading.talks.iter().any(|talk| holds(talk.place))
                || reading.leftovers.iter().any(|left| holds(left.place));
            let is_text = line.contains(char::is_alphanumeric) && at >= header;
            proptest::prop_assert!(covered || !is_text, "lost: {:?} in {:?}", line, text);
            at += line.len();
        }
        let ids: std::collections::HashSet<_> = reading.talks.iter().map(|talk| talk.id).collect();
        proptest::prop_assert_eq!(ids.len(), reading.talks.len());
        let again = whole(&text);
        proptest::prop_assert_eq!(
            reading.talks.iter().map(shown).collect::<Vec<_>>(),
            again.talks.iter().map(shown).collect::<Vec<_>>()
        );
    }
}
