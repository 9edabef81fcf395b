//! `.kcbrowse.toml`: what a person says of notes against what is found in them.

use crate::support::program::{folder, run};

const DAY: &[u8] = b"# Day one\n\n## Buying a bicycle\n\nText.\n\n### Which one\n\nText.\n\n## Wifi\n\nNone.\n\n## Riding far\n\nText.\n";

fn titles(out: &str) -> Vec<String> {
    out.lines().filter_map(|line| line.split('\t').nth(2)).map(str::to_owned).collect()
}

#[test]
fn a_person_has_the_last_word_about_level_headings_event_date_and_tags() {
    let said = b"event = \"Wheels 2024\"\ntags = [\"bicycle\"]\n\n[[notes]]\nfiles = \"days/*.md\"\nignore = \"wifi\"\ntalk_level = 2\ndate = 2024-05-18\n";
    let notes = folder(&[
        ("days/one.md", DAY),
        (".kcbrowse.toml", said),
        ("other.md", b"# A talk\n\nSpeaker: Kim Ahn\n\nText.\n"),
    ]);
    let run = run(notes.path(), "list --format jsonl .");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let talks: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let shown: Vec<String> = talks
        .iter()
        .map(|talk| format!("{} {} {} {}", talk["title"], talk["event"], talk["date"], talk["tags"]))
        .collect();
    assert_eq!(
        shown,
        [
            r#""Buying a bicycle" "Wheels 2024" "2024-05-18" ["bicycle"]"#,
            r#""Riding far" "Wheels 2024" "2024-05-18" ["bicycle"]"#,
            r#""A talk" "Wheels 2024" "2024" ["bicycle"]"#,
        ]
    );
}

#[test]
fn the_nearest_file_wins_and_a_file_given_by_name_has_that_of_its_folder() {
    let notes = folder(&[
        ("days/one.md", DAY),
        ("days/.kcbrowse.toml", b"talk_level = 3\n"),
        ("two.md", DAY),
        (".kcbrowse.toml", b"single = true\n"),
    ]);
    assert_eq!(titles(&run(notes.path(), "list . --format tsv").out), ["Which one", "Day one"]);
    assert_eq!(titles(&run(notes.path(), "list days/one.md --format tsv").out), ["Which one"]);
}

#[test]
fn a_mistake_is_named_and_the_rest_is_used() {
    let notes = folder(&[("one.md", DAY), (".kcbrowse.toml", b"talk_levl = 2\nsingle = true\n")]);
    let list = run(notes.path(), "list . --format tsv");
    assert_eq!(list.err, "kcbrowse: ./.kcbrowse.toml: line 1: unknown key `talk_levl`; did you mean `talk_level`?\n");
    assert_eq!((titles(&list.out), list.code), (vec!["Day one".to_owned()], Some(0)));
    let check = run(notes.path(), "check .");
    assert_eq!(check.code, Some(1));
    assert!(
        check.out.contains("./.kcbrowse.toml:1: unknown key `talk_levl`; did you mean `talk_level`?"),
        "{}",
        check.out
    );
}

#[test]
fn a_level_no_heading_has_is_found_by_check() {
    let notes = folder(&[("one.md", DAY), (".kcbrowse.toml", b"talk_level = 5\n")]);
    let check = run(notes.path(), "check .");
    assert!(
        check.out.contains("./one.md:1: `talk_level = 5` is said of this file, but it has no heading"),
        "{}",
        check.out
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_never_ends_is_not_read() {
    let notes = folder(&[("one.md", DAY)]);
    std::os::unix::fs::symlink("/dev/zero", notes.path().join(".kcbrowse.toml")).expect("a link");
    let list = run(notes.path(), "list . --format tsv");
    assert_eq!((list.err.as_str(), list.code), ("kcbrowse: ./.kcbrowse.toml: is not a regular file\n", Some(0)));
}

#[test]
fn a_file_of_megabytes_is_not_read_and_one_that_is_broken_all_over_is() {
    let huge = folder(&[("one.md", DAY), (".kcbrowse.toml", "# more\n".repeat(1 << 18).as_bytes())]);
    let list = run(huge.path(), "list . --format tsv");
    assert_eq!(list.err, "kcbrowse: ./.kcbrowse.toml: is not read: it is larger than 1 MB\n");
    let broken = folder(&[("one.md", DAY), (".kcbrowse.toml", "event = \n".repeat(5_000).as_bytes())]);
    let list = run(broken.path(), "list . --format tsv");
    assert_eq!(list.err.lines().count(), 51);
    assert!(list.err.ends_with("more mistakes from here on\n"), "{}", list.err);
}

#[test]
fn files_side_by_side_tell_of_a_mistake_once() {
    let notes = folder(&[("one.md", DAY), ("two.md", DAY), (".kcbrowse.toml", b"talk_levl = 2\n")]);
    assert_eq!(run(notes.path(), "list one.md two.md").err.lines().count(), 1);
}

#[test]
fn check_names_patterns_that_are_about_no_note() {
    let said = b"[[notes]]\nfiles = [\"days/\", \"tow.md\"]\nevent = \"Wheels\"\n\n[[notes]]\nfiles = \"2022/*.md\"\n";
    let notes = folder(&[
        ("days/one.md", DAY),
        (".kcbrowse.toml", said),
        ("days/.kcbrowse.toml", b"[[notes]]\nfiles = \"*.md\"\n"),
    ]);
    let found = |arguments: &str| {
        let out = run(notes.path(), arguments).out;
        out.lines().filter(|line| line.contains("no note")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        found("check ."),
        [
            "./.kcbrowse.toml:2: `files`: `tow.md` is the name of no note",
            "./.kcbrowse.toml:6: `files`: `2022/*.md` is the name of no note",
        ]
    );
    // Of one file alone it cannot be told.
    assert_eq!(found("check days/one.md"), Vec::<String>::new());
}

#[test]
fn check_names_headings_to_ignore_that_no_note_has() {
    let said = b"ignore = [\"Wifii\", \"wifi\", \"Lunch\"]\n\n[[notes]]\nfiles = \"days/\"\nignore = \"Riding home\"\n";
    let notes =
        folder(&[("days/one.md", DAY), ("two.md", b"# Two\n\n## Riding home\n\nText.\n"), (".kcbrowse.toml", said)]);
    let out = run(notes.path(), "check .").out;
    let found: Vec<&str> = out.lines().filter(|line| line.contains("no heading is")).collect();
    insta::assert_snapshot!(found.join("\n"), @"
    ./.kcbrowse.toml:1: `ignore`: no heading is `Lunch`
    ./.kcbrowse.toml:1: `ignore`: no heading is `Wifii`; did you mean `Wifi`?
    ./.kcbrowse.toml:5: `ignore`: no heading is `Riding home`
    ");
    assert!(out.contains("write a heading as it stands in the note"), "{out}");
}
