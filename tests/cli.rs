//! The command line: arguments in; stdout, stderr, exit code out.

use std::io::Write;
use std::process::Stdio;

use crate::support::program::{folder, program, run, run_args};

const DAY: &str = "\
# PlatformCon 2024

## Paved roads for everyone
- **Speakers**: Ada Quist, Northgate; Ben Osei, Lumen Rail
- **Tags**: platform, devex

A paved road is a default, not a fence.

---

## Sleeping pagers
- **Speakers**: Cleo Haas, Lumen Rail

Alert on symptoms. See [the runbook](https://runbooks.example.org/sleep).
";

fn day() -> tempfile::TempDir {
    folder(&[("day.md", DAY.as_bytes())])
}

#[test]
fn a_list_for_scripts_has_every_key_of_the_contract() {
    let notes = day();
    let run = run(notes.path(), "list --format jsonl .");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let talks: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(talks.len(), 2);
    let keys: Vec<&str> = talks[0].as_object().expect("an object").keys().map(String::as_str).collect();
    let contract = "id title speakers organizations event date section tags topics links path line end_line words confidence copies";
    let mut wanted: Vec<&str> = contract.split(' ').collect();
    wanted.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, wanted);
    assert_eq!(talks[0]["title"], "Paved roads for everyone");
    assert_eq!(talks[0]["speakers"][1], serde_json::json!({"name": "Ben Osei", "affiliation": "Lumen Rail"}));
    assert_eq!((talks[0]["line"].as_u64(), talks[0]["end_line"].as_u64()), (Some(3), Some(7)));
    assert_eq!(talks[0]["event"], "PlatformCon 2024");
    assert_eq!(talks[1]["links"][0]["url"], "https://runbooks.example.org/sleep");
    assert_eq!((&talks[1]["date"], &talks[1]["section"]), (&serde_json::json!("2024"), &serde_json::json!([])));
    assert_eq!(talks[1]["copies"], serde_json::json!([]));
}

#[test]
fn json_is_the_same_as_one_array() {
    let notes = day();
    let lines = run(notes.path(), "list --format jsonl .").out;
    let array: Vec<serde_json::Value> =
        serde_json::from_str(&run(notes.path(), "list --format json .").out).expect("JSON");
    let one_by_one: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(array, one_by_one);
    assert_eq!(run(notes.path(), "list --format json -q zzzzz .").out, "[]\n");
}

#[test]
fn an_export_is_the_authors_text_byte_for_byte() {
    let notes = day();
    let run = run_args(notes.path(), &["export", ".", "-q", "\"Sleeping pagers\""]);
    let wanted = DAY.split_once("---\n\n").expect("two talks").1;
    assert_eq!((run.out.as_str(), run.code), (wanted, Some(0)));
}

#[test]
fn several_talks_are_separated_by_a_rule_between_blank_lines() {
    let notes = day();
    let run = run(notes.path(), "export . -q org:Lumen");
    let (first, second) = run.out.split_once("\n\n---\n\n").expect("a rule");
    assert!(first.starts_with("## Paved roads") && first.ends_with("not a fence."), "{first}");
    assert!(second.starts_with("## Sleeping pagers"), "{second}");
}

#[test]
fn line_endings_of_the_author_are_kept() {
    let crlf = DAY.replace('\n', "\r\n");
    let notes = folder(&[("day.md", crlf.as_bytes())]);
    let run = run_args(notes.path(), &["export", "day.md", "-q", "Sleeping"]);
    assert_eq!(run.out, crlf.split_once("---\r\n\r\n").expect("two talks").1);
}

#[test]
fn what_a_talk_inherits_can_be_put_in_front() {
    let notes = day();
    let run = run(notes.path(), "export . -q Paved --front-matter");
    let header = "---\ntitle: \"Paved roads for everyone\"\nspeakers:\n  - \"Ada Quist, Northgate\"\n  - \"Ben Osei, Lumen Rail\"\nevent: \"PlatformCon 2024\"\n";
    assert!(run.out.starts_with(header), "{}", run.out);
    assert!(run.out.contains("tags: [\"platform\", \"devex\"]\n---\n\n## Paved roads"), "{}", run.out);
}

#[test]
fn a_company_that_no_speaker_is_of_is_put_in_front_and_read_again() {
    let talk = "## Rails on time\n- **Speaker**: Ada Quist, Northgate\n- **Company**: Lumen Rail\n\nText.\n";
    let exported = run(folder(&[("day.md", talk.as_bytes())]).path(), "export . -q Rails --front-matter").out;
    let header = "speakers:\n  - \"Ada Quist, Northgate\"\norganizations:\n  - \"Lumen Rail\"\n---\n";
    assert!(exported.contains(header), "{exported}");
    // Without the field below the heading only the header tells.
    let alone = exported.replace("- **Company**: Lumen Rail\n", "");
    let again = run(folder(&[("talk.md", alone.as_bytes())]).path(), "list . --format json").out;
    assert!(again.contains(r#""organizations":["Northgate","Lumen Rail"]"#), "{again}");
}

#[test]
fn a_talk_is_named_by_any_unique_beginning_of_its_id() {
    let notes = day();
    let all = run(notes.path(), "list --format tsv .").out;
    let id = all.lines().next().and_then(|line| line.split('\t').next()).expect("an id");
    assert_eq!(id.len(), 8);
    let by_id = run_args(notes.path(), &["export", ".", "--id", &id[..6]]);
    assert!(by_id.out.starts_with("## Paved roads"), "{}{}", by_id.out, by_id.err);
    let unknown = run_args(notes.path(), &["export", ".", "--id", "zz"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.starts_with("kcbrowse: no talk has the id zz"), "{}", unknown.err);
}

#[test]
fn ids_survive_edits_to_the_body_and_talks_elsewhere() {
    let id = |text: &str| {
        let notes = folder(&[("day.md", text.as_bytes())]);
        let out = run(notes.path(), "list --format tsv . -q Sleeping").out;
        out.split('\t').next().map(str::to_owned)
    };
    let before = id(DAY);
    assert!(before.as_ref().is_some_and(|id| id.len() == 8));
    assert_eq!(before, id(&DAY.replace("Alert on symptoms.", "Alert on symptoms, never on causes.")));
    assert_eq!(
        before,
        id(&DAY.replace("## Paved", "## Opening words\n- **Speakers**: Dee Ray, Ombra\n\nHello.\n\n## Paved"))
    );
}

#[test]
fn nothing_found_is_exit_code_1() {
    let notes = day();
    for arguments in ["list . -q zzzzz", "export . -q zzzzz", "tags . -q zzzzz"] {
        let run = run(notes.path(), arguments);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(1), "", ""), "{arguments}");
    }
}

#[test]
fn a_missing_path_is_exit_code_2_and_is_named() {
    let notes = day();
    for arguments in ["list nots", "export nots -q a", "nots"] {
        let run = run(notes.path(), arguments);
        assert_eq!(run.code, Some(2), "{arguments}");
        assert_eq!(run.err, "kcbrowse: nots: no such file or folder; check the spelling\n", "{arguments}");
    }
}

#[test]
fn no_path_and_none_configured_says_how_to_begin() {
    let notes = day();
    let run = run(notes.path(), "list");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("kcbrowse ~/notes") && run.err.contains("--demo"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1);
}

#[test]
fn who_begins_is_told_how_in_three_lines() {
    let run = run(folder(&[]).path(), "");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.err, @r"
    kcbrowse: no notes are named
      kcbrowse ~/notes        opens a folder of notes in Markdown
      kcbrowse --demo         opens the notes built in
      kcbrowse config init    writes a configuration, whose `notes` are opened when none are named
    ");
}

#[test]
fn configured_notes_are_opened_where_no_path_is_given() {
    let notes = day();
    std::fs::create_dir_all(notes.path().join("config/kcbrowse")).expect("a folder");
    std::fs::write(notes.path().join("config/kcbrowse/config.toml"), "notes = [\"~/day.md\"]\n").expect("a file");
    assert_eq!(run(notes.path(), "list --format tsv").out.lines().count(), 2);
}

#[test]
fn configured_notes_that_are_gone_are_told_and_the_others_opened() {
    let notes = day();
    let file = notes.path().join("config/kcbrowse/config.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(&file, "\nnotes = [\"~/day.md\", \"/gone/notes\"]\n").expect("a file");
    let told = "config.toml:2: `notes`: /gone/notes: no such file or folder; check the spelling\n";
    let some = run(notes.path(), "list --format tsv");
    assert_eq!((some.code, some.out.lines().count()), (Some(0), 2));
    assert!(some.err.ends_with(told) && some.err.lines().count() == 1, "{}", some.err);
    std::fs::write(&file, "\nnotes = \"/gone/notes\"\n").expect("a file");
    let none = run(notes.path(), "list");
    assert_eq!((none.code, none.out.as_str()), (Some(2), ""));
    assert!(none.err.ends_with(told), "{}", none.err);
}

#[test]
fn one_document_on_stdin_is_a_dash() {
    let notes = day();
    let mut command = program(notes.path());
    let mut child = command
        .args(["list", "-", "--format", "tsv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(DAY.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(out.lines().count(), 2);
    assert!(out.lines().all(|line| line.contains("\t-\t")), "{out}");
}

#[test]
fn a_folder_called_list_is_dot_slash_list() {
    let notes = folder(&[("list/day.md", DAY.as_bytes()), ("notes/other.md", b"# Alone\n\nA single note.\n")]);
    assert_eq!(run(notes.path(), "list ./list --format tsv").out.lines().count(), 2);
    // Without a terminal, plain `kcbrowse PATH` prints what `list` would.
    let plain = run(notes.path(), "./list");
    assert_eq!((plain.out.lines().count(), plain.code, plain.err.as_str()), (2, Some(0), ""));
    let both = run(notes.path(), "notes ./list");
    assert_eq!(both.out.lines().count(), 3, "{}{}", both.out, both.err);
}

#[test]
fn files_that_cannot_be_read_are_reported_once_and_the_rest_is_loaded() {
    let notes = folder(&[
        ("day.md", DAY.as_bytes()),
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa\0\0\0\0"),
        ("empty.md", b""),
    ]);
    let run = run(notes.path(), "list . --format tsv");
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    assert_eq!((run.err.as_str(), run.code), ("kcbrowse: ./picture.md: is not text\n", Some(0)));
    let named = self::run(notes.path(), "list picture.md");
    assert_eq!((named.err.as_str(), named.code), ("kcbrowse: picture.md: is not text\n", Some(2)));
}

#[cfg(unix)]
#[test]
fn loops_of_links_end() {
    let notes = day();
    std::os::unix::fs::symlink(".", notes.path().join("again")).expect("a link");
    std::os::unix::fs::symlink("nowhere.md", notes.path().join("dangling.md")).expect("a link");
    let run = run(notes.path(), "list . --format tsv");
    assert_eq!((run.out.lines().count(), run.code), (2, Some(0)), "{}{}", run.out, run.err);
}

#[test]
#[cfg(unix)]
fn a_pipe_of_the_shell_is_read_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let note = folder.path().join("day.md");
    std::fs::write(&note, DAY).expect("a note");
    let script = format!("'{}' list --format jsonl <(cat '{}')", env!("CARGO_BIN_EXE_kcbrowse"), note.display());
    let output = std::process::Command::new("bash").args(["-c", &script]).output().expect("bash runs");
    let direct = std::process::Command::new(env!("CARGO_BIN_EXE_kcbrowse"))
        .args(["list", "--format", "jsonl"])
        .arg(&note)
        .output()
        .expect("it runs");
    assert!(output.status.success());
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().count();
    assert_eq!(lines(&output.stdout), lines(&direct.stdout));
    assert!(lines(&output.stdout) > 0);
}

#[test]
fn a_closed_pipe_is_success() {
    let notes = day();
    let talks = "\n## Another talk\n- **Speaker**: Dee Ray\n\nWords.\n".repeat(4000);
    std::fs::write(notes.path().join("many.md"), format!("# Long days\n{talks}")).expect("a file");
    for command in ["list . --format jsonl", "export . -q another", "export . -q another --format html", "tags ."] {
        let mut child = program(notes.path())
            .args(command.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let ended = (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned());
        assert_eq!(ended, (Some(0), String::new()), "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_exit_code_2_and_says_so() {
    let home = day();
    for command in
        ["export . -q alert", "export . -q alert --format html", "list .", "list . --format json", "tags .", "man"]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a disk that is full");
        let output = program(home.path()).args(command.split(' ')).stdout(full).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("the disk is full"), "{command}: {said}");
    }
}

#[test]
fn long_titles_do_not_push_the_table_out_of_line() {
    let long = "How we moved four hundred clusters and nobody noticed until the bill came";
    let notes = folder(&[
        ("day.md", DAY.as_bytes()),
        ("more.md", format!("# PlatformCon 2024\n\n## {long}\n- **Speaker**: Dia Ek, Fjord\n\nText.\n").as_bytes()),
    ]);
    let table = run(notes.path(), "list .").out;
    assert!(table.contains(long), "nothing is cut");
    let columns: Vec<Option<usize>> = table.lines().map(|line| line.find("PlatformCon")).collect();
    assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{table}");
}

#[test]
fn the_table_lines_up_and_has_no_colour_in_a_pipe() {
    let notes = day();
    insta::assert_snapshot!(run(notes.path(), "list .").out, @"
    2024  Paved roads for everyone  Ada Quist, Ben Osei  PlatformCon 2024
    2024  Sleeping pagers           Cleo Haas            PlatformCon 2024
    ");
}

#[test]
fn tags_count_every_facet() {
    let notes = day();
    insta::assert_snapshot!(run(notes.path(), "tags .").out, @"
    TOPICS
    internal developer platform  1  ████████

    TAGS
    devex                        1  ████████
    platform                     1  ████████

    EVENTS
    PlatformCon 2024             2  ████████████████

    SPEAKERS
    Ada Quist                    1  ████████
    Ben Osei                     1  ████████
    Cleo Haas                    1  ████████

    COMPANIES
    Lumen Rail                   2  ████████████████
    Northgate                    1  ████████

    YEARS
    2024                         2  ████████████████
    ");
    let records: Vec<serde_json::Value> = run(notes.path(), "tags . --format jsonl")
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(records.contains(&serde_json::json!({"facet": "org", "value": "Lumen Rail", "count": 2})), "{records:?}");
}

#[test]
fn escape_sequences_in_notes_do_not_reach_a_terminal() {
    let notes = folder(&[("evil.md", b"# Evil \x1b]0;owned\x07 talk\n\nBy \x1b[31mnobody\n")]);
    let run = run(notes.path(), "list . --color always");
    assert!(run.out.contains("Evil ␛]0;owned␇ talk"), "{:?}", run.out);
}

#[test]
fn the_demo_can_be_listed_exported_and_counted() {
    let home = folder(&[]);
    let list = run(home.path(), "list --demo --format tsv");
    assert!((8..=12).contains(&list.out.lines().count()), "{}", list.out);
    assert_eq!(run(home.path(), "export --demo -q has:table").code, Some(0));
    assert_eq!(run(home.path(), "tags --demo").code, Some(0));
}

#[test]
fn mistakes_in_arguments_are_exit_code_2() {
    let notes = day();
    let unknown = run(notes.path(), "list . --sort size");
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("match, date, title"), "{}", unknown.err);
    assert_eq!(run(notes.path(), "export .").code, Some(2));
    assert_eq!(run(notes.path(), "--theme pink .").code, Some(2));
}

#[test]
fn talks_are_exported_as_text_for_a_terminal_and_for_a_browser() {
    let note = b"# Conf\n\n## A talk on reading\n- **Speaker**: Ann Lee, Ombra\n\nSee **the** [site](https://example.org/a) and much more text here.\n";
    let home = folder(&[("a.md", note)]);
    let text = run(home.path(), "export a.md -q reading --format text --width 30");
    assert_eq!(text.code, Some(0), "{}", text.err);
    assert!(text.out.starts_with("A talk on reading\nAnn Lee"), "{}", text.out);
    assert!(!text.out.contains("**") && text.out.contains("https://example.org/a"), "{}", text.out);
    assert!(text.out.lines().all(|line| line.chars().count() <= 30 || line.contains("https")), "{}", text.out);
    let ansi = run(home.path(), "export a.md -q reading --format ansi");
    assert!(ansi.out.contains("\x1b[1") && ansi.out.contains("\x1b]8;;https://example.org/a"), "{:?}", ansi.out);
    let html = run(home.path(), "export a.md -q reading --format html");
    assert!(html.out.starts_with("<!doctype html>") && html.out.contains("href=\"https://example.org/a\""));
    let nothing = run(home.path(), "export a.md -q zzzz --format html");
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(1), ""));
    assert_eq!(run(home.path(), "export a.md -q reading --format text --width 0").code, Some(2));
}

#[test]
fn several_talks_are_exported_as_a_diary() {
    let note = |title: &str, date: &str| {
        format!(
            "# {title}\n\n**Date:** {date}\n\n## A talk of {date}\n- **Speaker**: Ann Lee, Ombra\n\nText.\n\n## B talk of {date}\n- **Speaker**: Bo Ray, Ombra\n\nText.\n"
        )
    };
    let (late, early) = (note("LateConf", "2024-05-04"), note("EarlyConf", "2019-03-02"));
    let home = folder(&[("a.md", late.as_bytes()), ("b.md", early.as_bytes())]);
    let text = run(home.path(), "export . -q talk --format text --width 30").out;
    let lines: Vec<&str> =
        text.lines().filter(|line| line.contains("Conf ·") || line.contains("talk of") || line.contains('━')).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    EarlyConf · 2019-03-02
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    A talk of 2019-03-02
    EarlyConf · 2019-03-02
    B talk of 2019-03-02
    EarlyConf · 2019-03-02
    LateConf · 2024-05-04
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    A talk of 2024-05-04
    LateConf · 2024-05-04
    B talk of 2024-05-04
    LateConf · 2024-05-04
    ");
    let html = run(home.path(), "export . -q talk --format html").out;
    assert_eq!(html.matches("<h1 class=\"chapter\">").count(), 2, "{html}");
    assert!(run(home.path(), "export . -q talk --format ansi").out.contains("EarlyConf · 2019-03-02"));
    let markdown = run(home.path(), "export . -q talk").out;
    assert!(markdown.starts_with("## A talk of 2019-03-02\n"), "{markdown}");
    assert!(!markdown.contains("EarlyConf"), "the talks' own text, and nothing else: {markdown}");
    let one = run_args(home.path(), &["export", ".", "-q", "\"B talk of 2019\"", "--format", "text"]).out;
    assert!(one.starts_with("B talk of"), "{one}");
}

#[test]
fn options_may_stand_before_or_behind_the_command() {
    let notes = day();
    for arguments in ["--color never list . --format tsv", "list . --format tsv --color never"] {
        let run = run(notes.path(), arguments);
        assert_eq!((run.out.lines().count(), run.code), (2, Some(0)), "{arguments}: {}", run.err);
    }
    let misplaced = run(notes.path(), "-q a list .");
    assert_eq!(misplaced.code, Some(2));
    assert!(misplaced.err.contains("stand after the command"), "{}", misplaced.err);
}

#[test]
fn files_of_one_name_under_two_paths_give_ids_of_their_own() {
    let other = DAY.replace("A paved road is a default, not a fence.", "Nobody was there, nothing was said.");
    let notes = folder(&[("a/day.md", DAY.as_bytes()), ("b/day.md", other.as_bytes())]);
    let out = run(notes.path(), "list a b --format tsv -q Paved").out;
    let ids: Vec<&str> = out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(ids.len(), 2, "{out}");
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        assert_eq!(run_args(notes.path(), &["export", "a", "b", "--id", id]).code, Some(0));
    }
}

#[test]
fn scripts_get_no_raw_control_characters() {
    let notes = folder(&[("evil.md", "# Evil \u{1b}[31m \u{202e}talk\u{7f}\n\nBy nobody\n".as_bytes())]);
    for format in ["tsv", "json", "jsonl", "table"] {
        let out = run_args(notes.path(), &["list", ".", "--format", format]).out;
        let raw = |c: char| kcbrowse::text::is_unsafe(c) && !matches!(c, '\n' | '\t');
        assert!(out.contains("Evil") && !out.chars().any(raw), "{format}: {out:?}");
    }
    let json = run(notes.path(), "list . --format jsonl").out;
    let talk: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(talk["title"], "Evil \u{1b}[31m \u{202e}talk\u{7f}");
}

#[test]
fn why_a_talk_is_one_is_said_weight_by_weight_with_the_lines() {
    let notes = day();
    let id = run(notes.path(), "list --format tsv . -q Sleeping").out[..8].to_owned();
    let text = run_args(notes.path(), &["list", ".", "--explain", &id[..6]]);
    assert_eq!(text.code, Some(0), "{}", text.err);
    let field = text.out.lines().find(|line| line.contains("a field names the speakers")).expect("the evidence");
    assert!(
        field.trim_start().starts_with("4.00") && field.ends_with("- **Speakers**: Cleo Haas, Lumen Rail"),
        "{field}"
    );
    let data = run_args(notes.path(), &["list", ".", "--explain", &id, "--format", "json"]);
    let talk: serde_json::Value = serde_json::from_str(&data.out).expect("JSON");
    assert_eq!((&talk["title"], &talk["form"]), (&"Sleeping pagers".into(), &"headings".into()));
    assert_eq!(talk["evidence"][0]["line"], 12);
    assert_eq!(talk["near"][0]["title"], "PlatformCon 2024");
    assert_eq!(run(notes.path(), "list . --explain zz").code, Some(2));
}

#[test]
fn nothing_is_cut_where_the_output_is_no_terminal() {
    let title = "A very long name of a conference that goes on and on until nobody listens 2024";
    let notes = folder(&[("a.md", format!("# A talk\n\nSpeaker: Kim Ahn\nEvent: {title}\n\nText.\n").as_bytes())]);
    assert!(run(notes.path(), "tags .").out.contains(title));
}

#[test]
fn help_is_short_as_a_flag_and_long_as_a_command() {
    let home = folder(&[]);
    for command in ["", "list ", "export "] {
        let (short, long) =
            (run(home.path(), &format!("{command}--help")), run(home.path(), &format!("help {command}")));
        assert_eq!((short.code, long.code), (Some(0), Some(0)), "{command}");
        assert!(short.out.lines().count() < 45, "{}", short.out);
        assert!(long.out.lines().count() > short.out.lines().count() + 20, "{}", long.out);
        assert!(long.out.contains("\nExamples:\n"), "{}", long.out);
        assert_eq!(run(home.path(), &format!("{command}-h")).out, short.out);
    }
    assert!(run(home.path(), "help").out.contains("is:starred"));
}

#[test]
fn the_manual_page_has_options_keys_variables_and_the_query_language() {
    let page = run(folder(&[]).path(), "man").out;
    for setting in kcbrowse::config::SETTINGS {
        assert!(page.contains(&setting.variable()), "{}", setting.key);
    }
    for part in
        [".SS \"kcbrowse export\"", "\\-\\-front\\-matter", ".SH EXAMPLES", ".SH ENVIRONMENT", ".SH \"EXIT STATUS\""]
    {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for part in [".SH KEYS", ".SS EVERYWHERE", ".SH QUERY", "quit with exit code 130", "is:starred"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_picture_whose_file_is_not_there_is_told_apart() {
    let note = "# Day\n\n## Talk\n- **Speaker**: Ann Lee\n\n![The plan](img/plan.png)\n\n![Gone](img/gone.png)\n";
    let notes = folder(&[("day.md", note.as_bytes()), ("img/plan.png", b"x")]);
    for format in ["text", "ansi", "html"] {
        let out = run(notes.path(), &format!("export . -q talk --format {format}")).out;
        assert_eq!(out.matches("file not found").count(), 1, "{out}");
        assert!(out.contains("plan.png") && out.contains("gone.png"), "{out}");
    }
}

#[test]
fn what_stands_beside_the_fields_in_their_lines_is_found() {
    let text = "# Cloud Days 2024\n\n## 10:00 Keynote: Ten years of queues\n\n- **Speaker**: Jun Sato (Blue Harbor), first time here\n\n\
        One point.\n\n## Ropes in motion\n\n*Ida Holm, Northwind, cancelled*\n\nNothing here.\n";
    let notes = folder(&[("day.md", text.as_bytes())]);
    let titles = |query: &str| {
        let run = run(notes.path(), &format!("list . --format tsv -q {query}"));
        run.out
            .lines()
            .map(|line| line.split('\t').nth(2).unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
            .join(", ")
    };
    for (query, found) in [
        ("keynote", "Ten years of queues"),
        ("10:00", "Ten years of queues"),
        ("first", "Ten years of queues"),
        ("cancelled", "Ropes in motion"),
        // A label is no word of the talk, and what a field says is looked for there.
        ("speaker", ""),
        ("text:sato", ""),
        ("text:queues", ""),
    ] {
        assert_eq!(titles(query), found, "{query}");
    }
}

#[test]
fn notes_in_a_cell_of_a_table_are_the_text_of_their_talk() {
    let table = "# River Days 2023\n\n| Time | Talk | Speaker | Room | Notes |\n|-|-|-|-|-|\n\
        | 09:00 | Async drop at last | Eva Lind (Nimbus) | Hall 5 | The trait needs `poll`; a blocking drop stalls every task. |\n\
        | 10:00 | Faster builds | Jo Park | Attic | |\n";
    let notes = folder(&[("day.md", table.as_bytes())]);
    insta::assert_snapshot!(run(notes.path(), "export . -q drop --format text --width 60").out, @"
    Async drop at last
    Eva Lind · Nimbus
    River Days 2023 · 09:00 · Hall 5
    ────────────────────────────────────────────────────────────

    The trait needs poll; a blocking drop stalls every task.
    ");
    insta::assert_snapshot!(run(notes.path(), "export . -q builds --format text --width 60").out, @"
    Faster builds
    Jo Park
    River Days 2023 · 10:00 · Attic
    ────────────────────────────────────────────────────────────
    ");
    assert_eq!(run(notes.path(), "list . -q stalls --format tsv").out.lines().count(), 1);
}
