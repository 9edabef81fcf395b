//! The forms of notes in `tests/fixtures/forms/`, and what a careful reader finds in each; the format is
//! told in `tests/fixtures/README.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kcbrowse::source::Note;
use kcbrowse::talk::{self, Talk};

/// How many forms are understood in every detail so far. It may only rise.
const UNDERSTOOD: usize = 42;

#[test]
fn forms_once_understood_stay_so() {
    let forms = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms");
    let mut differences = String::new();
    let mut understood = 0;
    let notes = notes_below(&forms);
    for note in &notes {
        let expected = fs::read_to_string(note.with_extension("expect")).expect("what is expected");
        let difference = difference(&expected, &found_in(note, &forms));
        if difference.is_empty() {
            understood += 1;
        } else {
            let _ = writeln!(differences, "{}\n{difference}", note.display());
        }
    }
    assert!(understood >= UNDERSTOOD, "{understood} of {} forms are understood\n{differences}", notes.len());
}

/// All notes of a folder and of those in it, by name.
fn notes_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    let mut notes = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            notes.extend(notes_below(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "md") {
            notes.push(entry);
        }
    }
    notes
}

/// The talks of a form, written as `.expect` files are. Only in a folder of its own does its name count.
fn found_in(note: &Path, forms: &Path) -> String {
    let below = note.strip_prefix(forms).expect("a form");
    let name = if below.components().count() > 1 { below } else { Path::new("notes.md") };
    let text = fs::read_to_string(note).expect("a note");
    talk::detect(&Arc::new(Note::from_text(name, text))).iter().map(written).collect()
}

fn written(talk: &Talk) -> String {
    let mut block = format!("{}-{} {}\n", talk.place.line, talk.place.end_line, talk.title);
    let mut add = |field: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(block, "  {field}: {value}");
        }
    };
    let speakers: Vec<String> = talk
        .speakers
        .iter()
        .map(|speaker| match &speaker.affiliation {
            Some(company) => format!("{} ({company})", speaker.name),
            None => speaker.name.to_string(),
        })
        .collect();
    let named: Vec<&str> = talk.speakers.iter().filter_map(|speaker| speaker.affiliation.as_deref()).collect();
    let others: Vec<&str> =
        talk.organizations.iter().map(|name| &**name).filter(|name| !named.contains(name)).collect();
    add("speakers", &speakers.join("; "));
    add("organizations", &others.join("; "));
    add("event", talk.event.as_deref().unwrap_or_default());
    add("date", &talk.date.map(|date| date.to_string()).unwrap_or_default());
    add("section", &talk.section.join(" / "));
    add("tags", &talk.tags.join(", "));
    block
}

/// Lines that are expected and not found (`-`), or found and not expected (`+`).
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.len() == found.len() && expected.iter().zip(&found).all(|(left, right)| is_same(left, right));
    if same {
        return String::new();
    }
    let only = |mark: &str, lines: &[&str], others: &[&str]| -> String {
        let missing = |line: &&&str| !others.iter().any(|other| is_same(line, other));
        lines.iter().filter(missing).fold(String::new(), |all, line| all + mark + line + "\n")
    };
    format!("{}{}", only("- ", &expected, &found), only("+ ", &found, &expected))
}

/// Whether two lines say the same. Of an event only letters and digits count.
fn is_same(left: &str, right: &str) -> bool {
    let bare =
        |line: &str| line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    left == right || (left.starts_with("  event:") && right.starts_with("  event:") && bare(left) == bare(right))
}
