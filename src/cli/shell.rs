//! `completions` and `config`: what a person sets up once.

use std::io::{self, Write};
use std::path::Path;

use anyhow::anyhow;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::arguments::{Arguments, ColorChoice, ConfigTask, Global};
use crate::config::{self, StateFile};
use crate::view::THEMES;

/// Prints a shell's completion script.
pub(super) fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kcbrowse", &mut script);
    let script = String::from_utf8(script)?;
    print(with_values(shell, script).as_bytes())
}

/// A script that asks the program itself for values that depend on notes and configuration. In other shells than
/// these, such values are typed.
fn with_values(shell: Shell, script: String) -> String {
    match shell {
        Shell::Bash => script + include_str!("../../assets/completions/kcbrowse.bash"),
        Shell::Fish => script + include_str!("../../assets/completions/kcbrowse.fish"),
        Shell::Zsh => with_values_in_zsh(script),
        _ => script,
    }
}

fn with_values_in_zsh(mut script: String) -> String {
    let themes: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
    let themes = format!(":NAME:({})", themes.join(" "));
    for (generated, what) in [(":QUERY:_default", "QUERY"), (":ID:_default", "ID"), (&themes, "NAME")] {
        script = script.replace(generated, &format!(":{what}:_kcbrowse_values"));
    }
    // A first word is a command or a PATH. The generated script takes it for a PATH and waits for a command.
    let path = script.lines().find(|line| line.starts_with("'::paths ")).map(|line| format!("{line}\n"));
    script = path.map_or(script.clone(), |line| script.replacen(&line, "", 1)).replace("$line[2]", "$line[1]");
    // Options may follow a PATH.
    script = script.replace("'*::paths ", "'*:paths ");
    script = script.replacen("\":: :_kcbrowse_commands\"", "\":: :_kcbrowse_first\"", 1);
    // What the script runs at its end needs the functions.
    let functions = include_str!("../../assets/completions/kcbrowse.zsh");
    script.replacen("_kcbrowse() {", &format!("{functions}_kcbrowse() {{"), 1)
}

/// Says where the configuration is, what it comes to, or writes one to begin with.
pub(super) fn config(task: ConfigTask, global: &Global) -> anyhow::Result<Outcome> {
    let path = global.config_file();
    let path = path.ok_or_else(|| anyhow!("this platform has no place for it; --config names a file"))?;
    match task {
        ConfigTask::Path => print(format!("{}\n", path.display()).as_bytes()),
        ConfigTask::Show => show(&path, global),
        ConfigTask::Init => {
            config::init(&path)?;
            print(format!("{}\n", path.display()).as_bytes())
        }
    }
}

/// Prints each value with where it comes from. What was not understood is said, and is an error here.
fn show(path: &Path, global: &Global) -> anyhow::Result<Outcome> {
    let config = global.configuration(&[])?;
    let (color, origin) = match global.color {
        ColorChoice::Always => ("always", "--color"),
        ColorChoice::Never => ("never", "--color"),
        ColorChoice::Auto if super::is_set("NO_COLOR") => ("never", "NO_COLOR"),
        ColorChoice::Auto => ("auto", "default"),
    };
    let state = StateFile::of_platform().map_or_else(String::new, |state| state.path().display().to_string());
    let more = [
        (format!("# color: {color}"), origin.to_owned()),
        (format!("# stars, talks read, queries used: {state}"), "default".to_owned()),
    ];
    print(config.shown(path, &more).as_bytes())?;
    super::say_all(&config.problems);
    Ok(if config.problems.is_empty() { Outcome::Done } else { Outcome::Misread })
}

pub(super) fn print(bytes: &[u8]) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Done)
}
