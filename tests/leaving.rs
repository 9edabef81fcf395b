//! Leaving and coming back: what is remembered between runs, and what `--fresh` leaves out.

use crate::support::program::run;
use crate::support::stack::{browse, home};
use crate::support::terminal::Pty;

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
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" list notes none --log log.txt -q zeppelin", 120, 30);
    pty.wait_for("none: no such file or folder");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" list notes --log log.txt -q zeppelin", 120, 30);
    pty.wait_for("nothing matches zeppelin");
    let log = std::fs::read_to_string(home.path().join("log.txt")).expect("a log");
    for told in [
        "kcbrowse 0.",
        "TERM xterm-256color",
        "load 1: 1 notes, 0 not read",
        "notes changed",
        ": 2 notes, 0 not read",
        "none: no such file or folder",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    for text in ["quarry", "Helm", "Votes", "zeppelin"] {
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
