//! Leaving and coming back: what is remembered between runs, and what `--fresh` leaves out.

use std::path::Path;

use crate::support::program::{folder, run};
use crate::support::terminal::Pty;

const DAY: &str = "\
# LedgeConf 2023

## Prometheus without tears
- **Speaker**: Ida Brandt, Quarry

Pull, do not push.

## Helm for the impatient
- **Speaker**: Jon Vale, Quarry

Charts are packages.

## Etcd on a diet
- **Speaker**: Kim Aoki, Lattice

Compaction matters.
";

fn home() -> tempfile::TempDir {
    folder(&[("notes/day.md", DAY.as_bytes()), ("other/day.md", DAY.as_bytes())])
}

fn browse(home: &Path, arguments: &str) -> Pty {
    let mut pty = Pty::shell(home, &format!("exec \"$KCBROWSE\" {arguments}"), 120, 30);
    pty.wait_for("3 talks");
    pty
}

fn leave(mut pty: Pty) {
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn notes_are_found_as_they_were_left_each_folder_by_itself() {
    let home = home();
    let mut pty = browse(home.path(), "notes");
    pty.send("/quarry\r");
    pty.wait_for("2 of 3 talks");
    pty.send("jt");
    pty.wait("the facets to go", |screen| !screen.contents().contains("COMPANIES"));
    pty.wait_for("▌ Helm");
    leave(pty);
    let mut pty = browse(home.path(), "notes");
    pty.wait_for("2 of 3 talks");
    pty.wait_for("▌ Helm for the impatient");
    assert!(!pty.screen().contains("COMPANIES"), "{}", pty.screen());
    leave(pty);
    for arguments in ["other", "--fresh notes"] {
        let mut pty = browse(home.path(), arguments);
        pty.wait_for("▌ Prometheus");
        assert!(!pty.screen().contains(" of 3 talks"), "{arguments}: {}", pty.screen());
        pty.wait_for("COMPANIES");
        if arguments == "other" {
            leave(pty);
        }
    }
}

#[test]
fn a_query_of_the_command_line_wins_over_the_one_remembered() {
    let home = home();
    let mut pty = browse(home.path(), "notes");
    pty.send("/quarry\r");
    pty.wait_for("2 of 3 talks");
    leave(pty);
    let mut pty = browse(home.path(), "notes -q etcd");
    pty.wait_for("1 of 3 talks");
    pty.wait_for("▌ Etcd on a diet");
    leave(pty);
}

#[test]
fn a_log_tells_what_happened_and_nothing_of_the_notes() {
    let home = home();
    let mut pty = browse(home.path(), "notes --log log.txt");
    pty.send("/quarry\r");
    pty.wait_for("2 of 3 talks");
    std::fs::write(home.path().join("notes/more.md"), "## Raft\n\nVotes.\n").expect("written");
    pty.wait_for("of 4 talks");
    leave(pty);
    let log = std::fs::read_to_string(home.path().join("log.txt")).expect("a log");
    for told in
        ["kcbrowse 0.", "TERM xterm-256color", "load 1: 1 notes, 0 not read", "notes changed", ": 2 notes, 0 not read"]
    {
        assert!(log.contains(told), "{told}: {log}");
    }
    for text in ["quarry", "Helm", "Votes"] {
        assert!(!log.contains(text), "{log}");
    }
    let run = run(home.path(), "list notes --log nowhere/log.txt");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("nowhere/log.txt: cannot write a log there"), "{}", run.err);
}

#[test]
fn what_is_about_the_interface_goes_with_no_command() {
    let home = home();
    for flag in ["--fresh", "--plain", "--no-watch"] {
        let run = run(home.path(), &format!("{flag} list notes"));
        assert_eq!(run.code, Some(2));
        assert!(run.err.contains(flag), "{}", run.err);
    }
}
