//! Completion in shells: what the program proposes, and that shells put it on the line.

use std::path::Path;

use portable_pty::CommandBuilder;

use crate::support::lakes::home;
use crate::support::program::{run, run_args};
use crate::support::terminal::Pty;

/// What is proposed in bash at the end of a line, without what each is.
fn proposed(home: &Path, line: &str) -> Vec<String> {
    let run = run_args(home, &["complete-words", "bash", line]);
    assert_eq!(run.err, "", "{line}");
    run.out.lines().map(|line| line.split('\t').next().unwrap_or("").to_owned()).collect()
}

#[test]
fn queries_ids_and_themes_are_proposed_for_shells() {
    let home = home();
    let ids: Vec<String> =
        run(home.path(), "list notes --format tsv --sort file").out.lines().map(|line| line[..8].to_owned()).collect();
    let one = &ids[1];
    for (line, proposals) in [
        ("kcbrowse notes -q sp", &["speaker:"][..]),
        ("kcbrowse list notes -q is:", &["starred", "seen"]),
        ("kcbrowse list notes -q tag:de", &["delivery"]),
        ("kcbrowse list notes --query=tag:de", &["delivery"]),
        (
            "kcbrowse list notes -q 'lunch tag:",
            &["lunch tag:delivery", "lunch tag:helm", "lunch tag:etcd", "lunch tag:storage"],
        ),
        // A value with a blank has quotes of its own, which are quoted as the line is.
        ("kcbrowse list notes -q speaker:kim", &["\\\"Kim\\ Aoki\\\""]),
        // So far the shell goes by itself.
        ("kcbrowse list notes -q speaker:\\\"", &["\\\"Ida\\ Brandt\\\"", "\\\"Jon\\ Vale\\\"", "\\\"Kim\\ Aoki\\\""]),
        ("kcbrowse list notes -q 'speaker:ki", &["speaker:\"Kim Aoki\""]),
        ("kcbrowse list notes -q \"speaker:\\\"Ki", &["speaker:\\\"Kim Aoki\\\""]),
        (&format!("kcbrowse export notes --id {}", &one[..7]), &[one.as_str()]),
        ("kcbrowse --theme m", &["mono"]),
        // Nothing that depends on notes, or none there.
        ("kcbrowse list no", &[]),
        ("kcbrowse list nowhere -q tag:", &[]),
        ("kcbrowse list - -q tag:", &[]),
        ("", &[]),
    ] {
        assert_eq!(proposed(home.path(), line), proposals, "{line}");
    }
    assert_eq!(proposed(home.path(), "kcbrowse export notes --id ").len(), 3);
    let labels = run_args(home.path(), &["complete-words", "zsh", "list", "notes", "--explain", one]).out;
    assert_eq!(labels, format!("{one}\tCharts without tears\n"));
    assert_eq!(run(home.path(), "complete-words fish kcbrowse list notes -q tag:helm").out, "tag:helm\t2 talks\n");
    let config = home.path().join("config/kcbrowse");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::write(
        config.join("config.toml"),
        "notes = [\"~/notes\"]\n[themes.moss]\naccent = \"green\"\n[themes.mono]\naccent = \"red\"\n",
    )
    .expect("a file");
    assert_eq!(proposed(home.path(), "kcbrowse list -q tag:de"), ["delivery"]);
    assert_eq!(proposed(home.path(), "kcbrowse list ~/notes --theme mo"), ["mono", "moss"]);
}

/// A shell that has read its completion script; `None` where it is not installed.
fn shell(home: &Path, name: &str, arguments: &[&str], set_up: &str) -> Option<Pty> {
    let found = std::env::var_os("PATH")?;
    std::env::split_paths(&found).find(|folder| folder.join(name).exists())?;
    let mut command = CommandBuilder::new(name);
    command.args(arguments);
    let programs = Path::new(env!("CARGO_BIN_EXE_kcbrowse")).parent().expect("a folder").to_owned();
    let path = std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&found))).expect("a path");
    command.env("PATH", path);
    let mut pty = Pty::start(home, command, 100, 24);
    // Said in two pieces: what is typed is on the screen too.
    pty.send(&format!("{set_up}; echo rea''dy\n"));
    pty.wait_for("ready");
    Some(pty)
}

/// Types a line and Tab until the line is as it should be.
fn completes(pty: &mut Pty, typed: &str, whole: &str) {
    pty.send(typed);
    pty.wait_for(typed);
    pty.send("\t");
    pty.wait_for(whole);
    // Ctrl-u clears the line.
    pty.send("\u{15}");
}

#[test]
fn shells_put_values_of_the_notes_on_the_line() {
    const QUOTED: &str = "-q 'lunch speaker:\"Ida Brandt\"'";
    let home = home();
    let shells = [
        (
            "bash",
            &["--norc", "-i"][..],
            "bind 'set enable-bracketed-paste off'; source <(kcbrowse completions bash)",
            QUOTED,
        ),
        ("zsh", &["-f", "-i"], "autoload -U compinit; compinit -u -D; source <(kcbrowse completions zsh)", QUOTED),
        (
            "fish",
            &["--no-config", "-i"],
            "kcbrowse completions fish | source",
            "-q lunch\\ speaker:\\\"Ida\\ Brandt\\\"",
        ),
    ];
    for (name, arguments, set_up, quoted) in shells {
        let Some(mut pty) = shell(home.path(), name, arguments, set_up) else { continue };
        completes(&mut pty, "kcbrowse list notes -q tag:del", "-q tag:delivery");
        completes(&mut pty, "kcbrowse list notes -q 'lunch speaker:Ida", quoted);
        completes(&mut pty, "kcbrowse list notes --sort le", "--sort length");
        completes(&mut pty, "kcbrowse export notes --front-m", "--front-matter");
    }
}
