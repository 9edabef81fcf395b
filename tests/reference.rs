//! Real notes, where they are at hand: what the loader finds in them, and that exports equal the files' lines.

use std::fs;

use crate::support::program::{folder, run_args};
use crate::support::shared;

#[test]
fn the_reference_notes_are_46_entries_three_of_them_with_a_copy() {
    let Some(notes) = shared("notes") else { return };
    let home = folder(&[]);
    let run = run_args(home.path(), &["list", "--format", "jsonl", &notes.to_string_lossy()]);
    let talks: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(talks.len(), 46);
    let copies = talks.iter().filter(|talk| talk["copies"].as_array().is_some_and(|copies| copies.len() == 1));
    assert_eq!(copies.count(), 3);
}

#[test]
fn each_export_equals_the_lines_of_its_file() {
    let Some(notes) = shared("notes") else { return };
    let home = folder(&[]);
    let list = run_args(home.path(), &["list", "--format", "jsonl", &notes.to_string_lossy()]);
    for line in list.out.lines() {
        let talk: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = fs::read_to_string(talk["path"].as_str().expect("a path")).expect("the file");
        let (first, last) =
            (talk["line"].as_u64().expect("a line") as usize, talk["end_line"].as_u64().expect("a line") as usize);
        let wanted: String = text.split_inclusive('\n').skip(first - 1).take(last + 1 - first).collect();
        let id = talk["id"].as_str().expect("an id");
        let export = run_args(home.path(), &["export", "--id", id, &notes.to_string_lossy()]);
        assert_eq!(export.out, wanted, "{}", talk["title"]);
    }
}
