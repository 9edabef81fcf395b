//! The program on a real pseudo-terminal: start, search, export through a pipe, resize, and giving the
//! terminal back on every way out.

use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;

use crate::support::program::folder;
use crate::support::stack::{browse, home};
use crate::support::terminal::Pty;

fn open(home: &Path) -> Pty {
    let mut pty = browse(home, "notes");
    pty.wait_for("Prometheus without tears");
    pty
}

fn assert_given_back(pty: &Pty) {
    assert!(!pty.in_alternate_screen(), "the alternate screen is left");
    let bytes = String::from_utf8_lossy(&pty.bytes);
    for (on, off) in [
        ("\x1b[?1000h", "\x1b[?1000l"),
        ("\x1b[?1004h", "\x1b[?1004l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?25l", "\x1b[?25h"),
    ] {
        assert!(bytes.contains(on), "{on:?} was sent");
        assert!(bytes.rfind(off) > bytes.rfind(on), "{off:?} is the last word");
    }
}

#[test]
fn it_starts_searches_and_quits() {
    let home = home();
    let mut pty = open(home.path());
    pty.send("/prom");
    pty.wait_for("1 of 3 talks");
    pty.send("\r");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
    assert_given_back(&pty);
}

#[test]
fn nothing_found_is_said_to_a_person_only() {
    let home = home();
    let line =
        "\"$KCBROWSE\" list notes -q zzz; echo \"code $?\"; \"$KCBROWSE\" export notes -q yyy 2>/dev/null; echo end";
    let mut pty = Pty::shell(home.path(), line, 120, 30);
    pty.wait_for("end");
    let screen = pty.screen();
    assert_eq!(
        screen.lines().map(str::trim_end).collect::<Vec<_>>(),
        ["kcbrowse: nothing matches zzz", "code 1", "end"]
    );
}

#[test]
fn what_was_meant_and_what_is_in_no_talk_is_said_where_nothing_is_found() {
    let home = home();
    let day = home.path().join("notes/day.md");
    let text = std::fs::read_to_string(&day).expect("the notes");
    std::fs::write(day, format!("The bus leaves at nine.\n\n{text}")).expect("the notes");
    let line = "for word in promethues bus; do \"$KCBROWSE\" list notes -q $word; done; echo end";
    let mut pty = Pty::shell(home.path(), line, 120, 30);
    pty.wait_for("end");
    insta::assert_snapshot!(pty.screen().trim_end(), @"
    kcbrowse: nothing matches promethues (did you mean prometheus?)
    kcbrowse: nothing matches bus (it stands in no talk: notes/day.md:1)
    end
    ");
}

#[test]
fn a_field_nobody_knows_is_said_where_nothing_is_found() {
    let home = home();
    let mut pty = Pty::shell(home.path(), "\"$KCBROWSE\" list notes -q speakr:zzz; echo end", 120, 30);
    pty.wait_for("end");
    let expected =
        "kcbrowse: nothing matches speakr:zzz (no field `speakr:`; looked for as text. Did you mean `speaker:`?)";
    assert!(pty.screen().contains(expected), "{}", pty.screen());
}

#[test]
fn an_exported_talk_goes_to_the_file_stdout_is() {
    let home = home();
    let mut pty = Pty::shell(home.path(), "\"$KCBROWSE\" notes > talk.md; echo \"code $?\"", 120, 30);
    pty.wait_for("Etcd on a diet");
    pty.send("/prom");
    pty.wait_for("1 of 3 talks");
    pty.send("\r");
    pty.send("x");
    pty.wait_for("code 0");
    let exported = std::fs::read_to_string(home.path().join("talk.md")).expect("the file");
    assert_eq!(exported, "## Prometheus without tears\n- **Speaker**: Ida Brandt, Quarry\n\nPull, do not push.\n");
}

#[test]
fn marked_talks_go_through_a_pipe_while_stdin_is_one_too() {
    let home = home();
    let line = "cat notes/day.md | \"$KCBROWSE\" - | grep -c '^## '";
    let mut pty = Pty::shell(home.path(), line, 100, 24);
    pty.wait_for("Etcd on a diet");
    pty.send(" ");
    pty.send(" ");
    pty.wait_for("2 marked");
    pty.send("x");
    pty.wait("the count", |screen| !screen.alternate_screen() && screen.contents().contains('2'));
}

#[test]
fn a_new_size_is_drawn_at_once() {
    let home = home();
    let mut pty = open(home.path());
    pty.resize(60, 15);
    pty.wait("one pane", |screen| {
        screen.contents().contains("Helm for the impatient") && !screen.contents().contains("COMPANIES")
    });
    pty.resize(20, 5);
    pty.wait("the list alone", |screen| screen.contents().lines().count() <= 5 && screen.contents().contains("Helm"));
    pty.resize(120, 30);
    pty.wait_for("COMPANIES");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn ctrl_c_quits_with_130() {
    let home = home();
    let mut pty = open(home.path());
    pty.send("\x03");
    assert_eq!(pty.wait_for_end(), 130);
    assert_given_back(&pty);
}

#[test]
fn signals_give_the_terminal_back() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129)] {
        let home = home();
        let mut pty = open(home.path());
        let killed = Command::new("kill").args([signal, &pty.process_id().to_string()]).status().expect("kill");
        assert!(killed.success());
        assert_eq!(pty.wait_for_end(), code, "{signal}");
        assert_given_back(&pty);
    }
}

#[test]
fn ctrl_z_stops_and_fg_comes_back() {
    let home = home();
    // An interactive shell has job control, which is what Ctrl-Z is about.
    let mut pty = Pty::shell(home.path(), "exec bash --norc --noprofile -i", 120, 30);
    pty.send("PS1='ready> '\n");
    pty.wait_for("ready> ");
    pty.send("\"$KCBROWSE\" notes\n");
    pty.wait_for("3 talks");
    pty.send("\x1a");
    pty.wait("the shell", |screen| !screen.alternate_screen() && screen.contents().contains("Stopped"));
    pty.send("fg\n");
    pty.wait("the talks again", |screen| screen.alternate_screen() && screen.contents().contains("3 talks"));
    pty.send("q");
    pty.wait("the shell", |screen| !screen.alternate_screen());
}

#[test]
fn the_editor_gets_the_terminal_and_the_notes_are_read_again() {
    let home = home();
    let script = "#!/bin/sh\necho \"editing $1 of $2\"; read answer\nsed -i 's/without tears/with joy/' \"$2\"\n";
    std::fs::write(home.path().join("editor"), script).expect("a script");
    Command::new("chmod").arg("+x").arg(home.path().join("editor")).status().expect("chmod");
    let mut pty = Pty::shell(home.path(), "EDITOR=./editor exec \"$KCBROWSE\" notes", 120, 30);
    pty.wait_for("Etcd on a diet");
    pty.send("e");
    pty.wait_for("editing +3 of notes/day.md");
    pty.send("\n");
    pty.wait_for("Prometheus with joy");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
#[ignore = "it panics; the test below runs it in a terminal of its own"]
fn panics_on_a_terminal() {
    let _guard = kcbrowse::terminal::Guard::enter().expect("a terminal");
    panic!("the sky is falling");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_reported() {
    let home = home();
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "pty::panics_on_a_terminal", "--ignored", "--nocapture", "--test-threads=1"]);
    let mut pty = Pty::start(home.path(), command, 80, 24);
    pty.wait("the report", |screen| !screen.alternate_screen() && screen.contents().contains("the sky is falling"));
    let bytes = String::from_utf8_lossy(&pty.bytes);
    assert!(bytes.rfind("\x1b[?1049l") < bytes.find("the sky is falling"), "restored first, reported then");
}

#[test]
fn a_missing_folder_is_said_before_anything_is_drawn() {
    let home = home();
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" nots", 80, 24);
    assert_eq!(pty.wait_for_end(), 2);
    assert!(pty.screen().contains("nots: no such file or folder"), "{}", pty.screen());
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("\x1b[?1049h"), "the screen was not taken");
}

/// A talk with links of all kinds, one of which tries to end the terminal's link and to begin a command.
const LINKED: &str = "\
# StackConf 2023

## Links for terminals
- **Speaker**: Ida Brandt, Quarry

A [site](https://quarry.example/a), a [file](file:///etc/passwd), a [trap](<https://quarry.example/\u{1b}\\\u{1b}]0;owned\u{7}>).
";

#[test]
fn links_are_links_of_the_terminal_where_it_has_them() {
    let home = folder(&[("notes/day.md", LINKED.as_bytes())]);
    let drawn = |line: &str| {
        let mut pty = Pty::shell(home.path(), line, 120, 30);
        pty.wait_for("A site, a file, a trap");
        pty.send("q");
        assert_eq!(pty.wait_for_end(), 0);
        String::from_utf8_lossy(&pty.bytes).into_owned()
    };
    let bytes = drawn("FORCE_HYPERLINK=1 exec \"$KCBROWSE\" notes");
    assert!(bytes.contains(";https://quarry.example/a\x1b\\s\x1b]8;;\x1b\\"), "each cell is a link of its own");
    assert!(bytes.contains(";https://quarry.example/%1B\\%1B]0;owned%07\x1b\\t\x1b]8;;"), "an address is only that");
    assert!(!bytes.contains("\x1b]0;") && !bytes.contains("file:///"));
    assert!(!drawn("FORCE_HYPERLINK=0 exec \"$KCBROWSE\" notes").contains("\x1b]8;"));
    let config = home.path().join("config/kcbrowse");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::write(config.join("config.toml"), "hyperlinks = false\n").expect("a file");
    assert!(!drawn("FORCE_HYPERLINK=1 exec \"$KCBROWSE\" notes").contains("\x1b]8;"));
}

#[test]
fn a_dumb_terminal_is_told_what_works_there() {
    let home = home();
    let mut pty = Pty::shell(home.path(), "TERM=dumb exec \"$KCBROWSE\" notes", 80, 24);
    assert_eq!(pty.wait_for_end(), 2);
    assert!(pty.screen().contains("`kcbrowse list` prints the"), "{}", pty.screen());
    assert!(!pty.bytes.contains(&0x1b), "nothing is sent that it would show as rubbish");
}

#[test]
fn a_plain_screen_has_its_cursor_on_what_is_selected() {
    let home = home();
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" --plain notes", 100, 24);
    pty.wait_for("Talks   notes");
    pty.wait("the cursor on the first talk", |screen| {
        let row: String =
            screen.contents().lines().nth(screen.cursor_position().0.into()).unwrap_or_default().to_owned();
        row.starts_with("> Prometheus") && !screen.hide_cursor()
    });
    pty.send("j");
    pty.wait("the cursor on the second", |screen| {
        screen.contents().lines().nth(screen.cursor_position().0.into()).is_some_and(|row| row.starts_with("> Helm"))
    });
    pty.send("\r");
    pty.wait_for("Note   notes");
    pty.wait_for("Charts are packages.");
    assert!(!pty.screen().chars().any(|c| "│┬┴━▐▌".contains(c)), "{}", pty.screen());
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

/// Reports of a mouse at the first place of a text on the screen: button, then pressed (`M`) or let go (`m`).
fn mouse(pty: &mut Pty, at: &str, reports: &[(u8, char)]) {
    let screen = pty.screen();
    let (row, column) = screen
        .lines()
        .enumerate()
        .find_map(|(row, line)| Some((row, line[..line.find(at)?].chars().count())))
        .unwrap_or_else(|| panic!("{at} is not on the screen:\n{screen}"));
    for (button, end) in reports {
        pty.send(&format!("\x1b[<{button};{};{}{end}", column + 1, row + 1));
    }
}

#[test]
fn the_mouse_selects_scrolls_opens_and_toggles() {
    const CLICK: [(u8, char); 2] = [(0, 'M'), (0, 'm')];
    let home = home();
    let long = format!("## A long note\n- **Speaker**: Al Ott\n\n{}", "Another line.\n\n".repeat(80));
    std::fs::write(home.path().join("notes/zz.md"), format!("# Conf 2025\n\n{long}")).expect("a file");
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" notes", 120, 30);
    pty.wait_for("4 talks");
    pty.wait_for("A long note");
    mouse(&mut pty, "Etcd on a diet", &CLICK);
    pty.wait("the talk clicked on", |screen| screen.contents().lines().any(|line| line.contains("▌ Etcd on a diet")));
    // The wheel moves what is under it, whatever has the focus.
    mouse(&mut pty, "A long note", &CLICK);
    pty.wait_for("Another line.");
    mouse(&mut pty, "Another line.", &[(65, 'M'), (65, 'M'), (65, 'M')]);
    pty.wait("the note scrolled", |screen| screen.contents().matches("Al Ott").count() == 2);
    mouse(&mut pty, "A long note", &[(0, 'M'), (0, 'm'), (0, 'M'), (0, 'm')]);
    pty.wait("the note to be read", |screen| screen.contents().contains('✓'));
    mouse(&mut pty, "Quarry   ", &CLICK);
    pty.wait_for("2 of 4 talks");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
    assert_given_back(&pty);
}
