//! `completions`, `man` and `config`: what a person sets up once.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, anyhow};
use clap::CommandFactory;

use super::Outcome;
use super::arguments::{Arguments, ColorChoice, ConfigTask, Global};
use crate::config::{self, Config, Spellings, StateFile};

/// Prints a shell's completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kcbrowse", &mut script);
    print(&script)
}

/// Prints the manual page.
pub(super) fn man() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    print(&page)
}

/// Says where the configuration is, what it comes to, or writes one to begin with.
pub(super) fn config(task: ConfigTask, global: &Global) -> anyhow::Result<Outcome> {
    let path = global.config.clone().or_else(config::path);
    let path = path.ok_or_else(|| anyhow!("this platform has no place for it; --config names a file"))?;
    match task {
        ConfigTask::Path => print(format!("{}\n", path.display()).as_bytes()),
        ConfigTask::Show => print(shown(&path, global)?.as_bytes()),
        ConfigTask::Init => {
            config::init(&path).with_context(|| format!("{}: cannot write a configuration", path.display()))?;
            print(format!("{}\n", path.display()).as_bytes())
        }
    }
}

/// Each value with where it comes from, as TOML.
fn shown(path: &Path, global: &Global) -> anyhow::Result<String> {
    let config = Config::read(global.config.as_deref())?;
    let file = path.display().to_string();
    let notes: Vec<String> = config.notes.iter().map(|folder| quoted(&folder.to_string_lossy())).collect();
    let notes_from = if notes.is_empty() { "default" } else { &file };
    let (theme, theme_from) = match (&global.theme, &config.theme) {
        (Some(theme), _) => (quoted(theme), "--theme"),
        (None, Some(theme)) => (quoted(theme), file.as_str()),
        (None, None) => (quoted(""), "default: the one that suits the terminal"),
    };
    let (color, color_from) = match global.color {
        ColorChoice::Always => ("always", "--color"),
        ColorChoice::Never => ("never", "--color"),
        ColorChoice::Auto if super::is_set("NO_COLOR") => ("never", "NO_COLOR"),
        ColorChoice::Auto => ("auto", "default"),
    };
    let state = StateFile::of_platform().map_or_else(String::new, |state| state.path().display().to_string());
    let lines = [
        (format!("notes = [{}]", notes.join(", ")), notes_from.to_owned()),
        (format!("theme = {theme}"), theme_from.to_owned()),
        (format!("# color: {color}"), color_from.to_owned()),
        (format!("# stars and recent queries: {state}"), "default".to_owned()),
    ];
    let room = lines.iter().map(|(value, _)| crate::text::width(value)).max().unwrap_or(0);
    let mut shown = lines
        .map(|(value, origin)| {
            let pad = " ".repeat(room - crate::text::width(&value));
            format!("{value}{pad}  # {origin}\n")
        })
        .concat();
    if !config.topics.is_empty() {
        let topics: String = config.topics.iter().map(|(name, spellings)| topic(name, spellings)).collect();
        shown.extend(["\n[topics]  # ", &file, ", beside the built-in ones\n", &topics]);
    }
    Ok(shown)
}

/// A topic as a line of its table.
fn topic(name: &str, spellings: &Spellings) -> String {
    let value = match spellings {
        Spellings::Written(spellings) => {
            format!("[{}]", spellings.iter().map(|spelling| quoted(spelling)).collect::<Vec<_>>().join(", "))
        }
        Spellings::Wanted(wanted) => wanted.to_string(),
    };
    format!("{} = {value}\n", quoted(name))
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn print(bytes: &[u8]) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Done)
}
