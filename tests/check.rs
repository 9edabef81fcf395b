//! `kcbrowse check`: how files were read and what is doubtful in them.

use crate::support::program::{folder, run};
use crate::support::shared;

const TALKS: &str = "---
title: PlatformCon 2024
tags: [platform]
---

## Contents

- [Paved roads](#paved-roads-for-everyone)
- [Pagers](#sleepy-pagers)

## Paved roads for everyone
Speaker: Ada Quist, Northgate

Itâ€™s a default, not a fence. ![map](img/map.png) ![plan](img/plan.png)

## Sleeping pagers
Speaker: Cleo Haas, Lumen Rail

See [the runbook]((https://runbooks.example.org/sleep)).
";

#[test]
fn each_file_is_accounted_for_and_what_is_doubtful_is_listed_with_its_line() {
    let notes = folder(&[
        ("2024/day.md", TALKS.as_bytes()),
        ("2024/img/map.png", b""),
        ("pager.md", b"# A pager of one's own\n\nSpeaker: Kim Ahn\n\nOnly one.\n"),
        ("zip.md", b"PK\x03\x04\0\0\0\0\0\0\0\0\x01\x02"),
    ]);
    let run = run(notes.path(), "check .");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.out, @"
    FILES
    ./2024/day.md  2 talks  headings of level 2   UTF-8, mended, header: YAML; a field names the speakers (2 of 2); 3 words in no talk (line 6)
    ./pager.md      1 talk  the file is the talk  UTF-8; a field names the speakers

    FINDINGS
    ./zip.md: is not text
        → it is left out of lists and exports

    ./2024/day.md:14: misread characters; it reads: It’s a default, not a fence. ![map](img/map.png)…
        → shown and searched mended; saved so, other programs show it right too
    ./2024/day.md:19: the target stands in a second pair of parentheses: [the runbook]((https://runbooks.example.org/sleep…
        → write `[text](address)`
    ./2024/day.md:9:  `#sleepy-pagers` leads to no heading of this file
        → the heading that is nearest: Sleeping pagers
    ./2024/day.md:14: the image `img/plan.png` is not there
        → it was looked for beside the note and in the folders above

    2 files, 3 talks: 5 findings (unreadable 1, mojibake 1, link-slip 1, dead-anchor 1, missing-file 1)
    ");
}

#[test]
fn embedded_files_are_looked_for_by_name_anywhere_among_the_notes() {
    let note = "# Paved roads\n\nSpeaker: Ada Quist\n\n![[Map.png]] ![[old/plan.png|300]] ![[beside.png]]\n\n\
        ![[gone.png]] ![[talks/lost slide.pdf#page=2]] ![[Another note]] `![[code.png]]`\n";
    let notes = folder(&[
        ("talks/day.md", note.as_bytes()),
        ("talks/beside.png", b""),
        ("files/deep/map.png", b""),
        ("plan.png", b""),
    ]);
    let found = |args: &str| {
        let out = run(notes.path(), args).out;
        out.lines().filter(|line| line.contains("is not there")).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(found("check ."), @"
    ./talks/day.md:7: the embedded file `gone.png` is not there
    ./talks/day.md:7: the embedded file `talks/lost slide.pdf` is not there
    ");
}

#[test]
fn wiki_links_to_no_note_are_found_where_notes_are_linked_so() {
    let found = |day: &str| {
        let notes = folder(&[
            ("talks/day.md", day.as_bytes()),
            ("Locks.md", b"---\naliases: [Mutexes]\n---\n# Locks without tears\n\nSpeaker: Ada Quist\n\nText.\n"),
            ("files/deep/map.canvas", b""),
        ]);
        let out = run(notes.path(), "check .").out;
        out.lines().filter(|line| line.contains("leads to no note")).collect::<Vec<_>>().join("\n")
    };
    let linked = "# Paved roads\n\nSpeaker: Ada Quist\n\n[[locks]] [[Locks#Why|why]] [[Locks without tears]] [[mutexes]]\n\
        [[map.canvas]] [[#Here]] [[1]] `[[code]]`\n\n[[nowhere]] and [[Nowhere|again]], [[old/Lost note#part]]\n";
    insta::assert_snapshot!(found(linked), @"
    ./talks/day.md:8: `[[nowhere]]` leads to no note
    ./talks/day.md:8: `[[old/Lost note]]` leads to no note
    ");
    assert_eq!(found("# Paved roads\n\nSpeaker: Ada Quist\n\nFill in [[your name]] and [[your city]].\n"), "");
}

#[test]
fn scripts_get_files_and_findings_as_one_object() {
    let notes = folder(&[("day.md", TALKS.as_bytes())]);
    let report: serde_json::Value =
        serde_json::from_str(&run(notes.path(), "check day.md --format json").out).expect("JSON");
    let file = &report["files"][0];
    assert_eq!((&file["talks"], &file["form"], &file["header"]), (&2.into(), &"headings".into(), &"YAML".into()));
    assert_eq!(file["reasons"][0], serde_json::json!({"reason": "a field names the speakers", "talks": 2}));
    let apart = serde_json::json!([{"title": "Contents", "line": 6, "end_line": 9, "words": 3}]);
    assert_eq!(file["apart"], apart);
    let slip = report["findings"].as_array().expect("a list").iter().find(|finding| finding["kind"] == "link-slip");
    let slip = slip.expect("the slip is found");
    assert_eq!((&slip["path"], &slip["line"]), (&"day.md".into(), &19.into()));
    assert_eq!(slip["talk"].as_str().map(str::len), Some(8));
}

#[test]
fn clean_notes_are_exit_code_0_and_a_missing_path_is_2() {
    let notes = folder(&[("a.md", b"# A pager of one's own\n\nSpeaker: Kim Ahn\n\nOnly one.\n")]);
    let clean = run(notes.path(), "check a.md");
    assert_eq!(clean.code, Some(0));
    assert!(clean.out.ends_with("\n1 file, 1 talk: nothing is doubtful\n"), "{}", clean.out);
    assert_eq!(run(notes.path(), "check --demo").code, Some(0));
    assert_eq!(run(notes.path(), "check nots").code, Some(2));
}

#[test]
fn of_the_reference_notes_nothing_is_said_that_is_not_so() {
    let Some(notes) = shared("notes") else { return };
    let home = folder(&[]);
    let out = run(home.path(), &format!("check --format json {}", notes.display())).out;
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let shown = report["findings"].as_array().expect("a list").iter().map(|finding| {
        let file = finding["path"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        format!("{} {}:{}", finding["kind"].as_str().unwrap_or_default(), &file[..3], finding["line"])
    });
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"), @"
    mojibake 001:73
    mojibake 001:697
    copy 001:461
    copy 001:596
    copy 001:695
    link-slip 002:232
    no-speakers 004:2
    ");
}
