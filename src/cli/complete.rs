//! What a shell's completion asks while a command line is typed: values of `-q`, `--id`, `--explain`, `--theme`. Notes are read only where a value stands in them: an id, a tag, a speaker.
//!
//! Not here: the scripts that ask (`shell`), which values a query takes (`search`).

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{CommandFactory, FromArgMatches};

use super::arguments::{Arguments, Global, Notes};
use super::{Outcome, batch};
use crate::config::{Config, expand_home};
use crate::search::{Completion, Index, Part, ProposeFrom, asks_for_values, complete};
use crate::source;
use crate::talk::{self, Talk};
use crate::text::{fit, visible};
use crate::view::THEMES;

/// A shell with a script that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// Gives the line up to the cursor; values are given back as they are to stand there.
    Bash,
    /// Gives the words up to the cursor, and quotes values itself.
    Zsh,
    /// The same.
    Fish,
}

/// The longest that notes are read for: who presses Tab does not wait longer.
const PATIENCE: Duration = Duration::from_millis(900);

/// Columns of a title beside its id.
const LABEL: usize = 60;

/// A value that may stand at the cursor.
struct Candidate {
    value: String,
    /// What it is, where that is not said by itself.
    label: String,
}

/// What the scripts ask: `kcbrowse complete-words SHELL LINE`. No command of the program's own, so that nobody is
/// shown it.
pub(super) fn asked(mut arguments: impl Iterator<Item = OsString>) -> Option<(Asking, Vec<String>)> {
    arguments.nth(1).filter(|word| word == "complete-words")?;
    let shell = match arguments.next()?.to_str()? {
        "bash" => Asking::Bash,
        "zsh" => Asking::Zsh,
        "fish" => Asking::Fish,
        _ => return None,
    };
    Some((shell, arguments.map(|word| word.to_string_lossy().into_owned()).collect()))
}

/// Prints candidates for the word at the cursor, one a line: the value, a tab, what it is. Nothing where the word is
/// no value of such an option.
pub(super) fn complete_words(shell: Asking, words: &[String]) -> anyhow::Result<Outcome> {
    let line = match shell {
        Asking::Bash => Line::of_text(words.first().map_or("", String::as_str)),
        Asking::Zsh => Line::of_words(words),
        Asking::Fish => Line::with_raw_end(words),
    };
    let mut candidates = line.candidates();
    if shell == Asking::Fish && line.is_attached {
        // Where a value begins otherwise than typed, it would take the option's place too.
        candidates.retain(|candidate| candidate.value.starts_with(&line.typed));
    }
    let mut out = batch::stdout();
    for Candidate { value, label } in &candidates {
        let value = if shell == Asking::Bash { line.quoting.quoted(value) } else { value.clone() };
        writeln!(out, "{}\t{}", visible(&value), visible(label))?;
    }
    out.flush()?;
    Ok(batch::found(candidates.is_empty()))
}

/// A command line up to the cursor.
struct Line {
    /// What stands before the option that is completed.
    before: Vec<OsString>,
    /// The option, without its dashes.
    option: String,
    /// What is typed of its value.
    typed: String,
    /// Whether it is one word with the option.
    is_attached: bool,
    quoting: Quoting,
}

/// How the word at the cursor is quoted in bash, and how much of it is left standing there.
#[derive(Default)]
struct Quoting {
    /// The quote that is open.
    open: Option<char>,
    /// Bytes of a value that bash keeps: it completes what follows `:` or `=` apart.
    kept: usize,
}

impl Line {
    /// Words that the shell has split already, without their quotes. The last is the one to complete.
    fn of_words(words: &[String]) -> Line {
        let is_command =
            |word: &String| Arguments::command().get_subcommands().any(|known| known.get_name() == word.as_str());
        // Some shells leave the program's name out once a command follows.
        let words = if words.first().is_some_and(is_command) { words } else { words.get(1..).unwrap_or_default() };
        let (typed, before) = words.split_last().map_or((String::new(), words), |(last, rest)| (last.clone(), rest));
        let attached = ["--query=", "--id=", "--explain=", "--theme=", "-q"];
        let attached = attached.into_iter().find_map(|name| Some((name, typed.strip_prefix(name)?)));
        let (option, typed, before, is_attached) = if let Some((name, value)) = attached.filter(|_| typed != "-q") {
            (name.trim_end_matches('=').to_owned(), value.to_owned(), before, true)
        } else {
            let (option, before) = before.split_last().map_or((String::new(), before), |(o, b)| (o.clone(), b));
            (option, typed, before, false)
        };
        // Shells hand words on as they were typed.
        let before = before.iter().map(|word| expand_home(Path::new(word)).into()).collect();
        Line { before, option, typed, is_attached, quoting: Quoting::default() }
    }

    /// Words of which the last is as it was typed, with a quote that may be open.
    fn with_raw_end(words: &[String]) -> Line {
        let mut words = words.to_vec();
        if let Some(last) = words.last_mut() {
            *last = split(last).0.concat();
        }
        Line::of_words(&words)
    }

    /// A line as bash has it.
    fn of_text(text: &str) -> Line {
        let (mut words, close) = split(text);
        if text.ends_with([' ', '\t']) && close.is_empty() {
            words.push(String::new());
        }
        let mut line = Line::of_words(&words);
        line.quoting.open = close.chars().next().filter(|quote| *quote != '\\');
        // A quote that was closed keeps its word in one piece; `\"` is a letter.
        let ends_quoted = text.ends_with(['\'', '"']) && !text[..text.len() - 1].ends_with('\\');
        if line.quoting.open.is_none() && !ends_quoted {
            line.quoting.kept = line.typed.rfind([':', '=']).map_or(0, |at| at + 1);
        }
        line
    }

    fn candidates(&self) -> Vec<Candidate> {
        let plain = |value: &str| Candidate { value: value.to_owned(), label: String::new() };
        let candidates = match self.option.as_str() {
            "-q" | "--query" => return self.queries(),
            "--id" | "--explain" => self.ids(),
            "--theme" => {
                let own = self.config().map(|config| config.themes.into_keys()).into_iter().flatten();
                let is_own = |name: &String| !THEMES.iter().any(|theme| theme.0 == name);
                let built_in = THEMES.iter().map(|theme| theme.0.to_owned());
                built_in.chain(own.filter(is_own)).map(|name| plain(&name)).collect()
            }
            _ => Vec::new(),
        };
        candidates.into_iter().filter(|candidate| candidate.value.starts_with(&self.typed)).collect()
    }

    /// Ways to go on with the query.
    fn queries(&self) -> Vec<Candidate> {
        let mut index = Index::default();
        if asks_for_values(&self.typed) {
            self.load(|talks| index.add(Arc::new(Part::of(talks))));
        }
        let from = ProposeFrom { index: &index, known: None, stale: &|| false };
        let proposals: Vec<Completion> = complete(&self.typed, self.typed.len(), from)
            .into_iter()
            .filter(|proposal| begins_so(bare(&proposal.text), bare(&self.typed[proposal.range.clone()])))
            .collect();
        // A shell puts on the line what candidates have in common: if some had a quote, or were spelled otherwise, that
        // would be less than what is typed.
        let is_quoted = |proposal: &Completion| {
            proposal.text.starts_with('"') || self.typed[proposal.range.clone()].starts_with('"')
        };
        let quote = if proposals.iter().any(is_quoted) { "\"" } else { "" };
        let typed = |proposal: &Completion| bare(&self.typed[proposal.range.clone()]).to_owned();
        let starts: HashSet<String> =
            proposals.iter().map(|one| bare(&one.text)[..typed(one).len()].to_owned()).collect();
        let candidate = |proposal: Completion| {
            let (before, typed, value) = (&self.typed[..proposal.range.start], typed(&proposal), bare(&proposal.text));
            let start = if starts.len() == 1 { &value[..typed.len()] } else { &typed };
            let label = match proposal.talks {
                None => String::new(),
                Some(1) => "1 talk".to_owned(),
                Some(talks) => format!("{talks} talks"),
            };
            Candidate { value: format!("{before}{quote}{start}{}{quote}", &value[typed.len()..]), label }
        };
        proposals.into_iter().map(candidate).collect()
    }

    /// The talks that there are.
    fn ids(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        self.load(|talks| {
            let ids = talks.iter().map(|talk| Candidate { value: talk.id.to_string(), label: fit(&talk.title, LABEL) });
            candidates.extend(ids);
        });
        candidates
    }

    fn config(&self) -> Option<Config> {
        let matches = matches(&self.before)?;
        Global::from_arg_matches(&matches).ok()?.configuration(&[]).ok()
    }

    /// Reads the notes named on the line, as many as there is time for. What is wrong with them is not said here.
    fn load(&self, mut take: impl FnMut(Arc<[Talk]>)) {
        let Some(matches) = matches(&self.before) else { return };
        let of_command = matches.subcommand().map_or(&matches, |(_, matches)| matches);
        let Ok(notes) = Notes::from_arg_matches(of_command) else { return };
        let config = self.config().unwrap_or_default();
        // What can be read but once is left for the command itself.
        if notes.paths(&config).iter().any(|path| path == Path::new("-") || source::is_stream(path)) {
            return;
        }
        let Ok(inputs) = notes.inputs(&config) else { return };
        let end = Instant::now() + PATIENCE;
        let _ = talk::load(inputs, |loaded| {
            take(loaded.batch.talks);
            if Instant::now() < end { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
}

/// A value without quotes around it.
fn bare(value: &str) -> &str {
    let inner = value.strip_prefix('"').unwrap_or(value);
    inner.strip_suffix('"').unwrap_or(inner)
}

/// Whether a value begins so; queries do not mind case.
fn begins_so(value: &str, typed: &str) -> bool {
    value.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

/// The words of a line that may end in an open quote or a lone backslash, and what closes it.
fn split(line: &str) -> (Vec<String>, &'static str) {
    let closed = |close: &'static str| Some((shell_words::split(&format!("{line}{close}")).ok()?, close));
    ["", "'", "\"", "\\"].into_iter().find_map(closed).unwrap_or_default()
}

/// The arguments as far as they are understood: a line that is being typed is not complete.
fn matches(words: &[OsString]) -> Option<clap::ArgMatches> {
    Arguments::command().no_binary_name(true).ignore_errors(true).try_get_matches_from(words).ok()
}

impl Quoting {
    /// A value as it is to stand on the line.
    fn quoted(&self, value: &str) -> String {
        let shown = value.get(self.kept..).unwrap_or(value);
        let needs_escape = |c: char| match self.open {
            Some('\'') => false,
            Some(_) => matches!(c, '"' | '$' | '`' | '\\'),
            None => !c.is_alphanumeric() && !"_-./:,@%+=".contains(c),
        };
        let mut quoted = String::with_capacity(shown.len());
        for c in shown.chars() {
            match c {
                '\'' if self.open == Some('\'') => quoted.push_str("'\\'"),
                c if needs_escape(c) => quoted.push('\\'),
                _ => {}
            }
            quoted.push(c);
        }
        quoted
    }
}
