//! The command line: arguments in; stdout, stderr and an exit code out.

mod arguments;
mod batch;
mod browse;
mod check;
mod complete;
mod diary;
mod examples;
mod explain;
mod log_file;
mod manual;
mod shell;
mod stats;
mod table;

use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Parser;

use crate::config::{Config, Flag, Problem};
use crate::search::Sort;
use crate::source::{self, Input, plain_error};
use crate::talk::topics;
use crate::typeset;
use arguments::{Arguments, Browsing, ColorChoice, Command, Global, Notes};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Nothing matched, nothing was printed.
    Nothing,
    /// Left with Ctrl-C.
    Interrupted,
    /// Something was not understood, which has been said.
    Misread,
    /// Ended by a signal.
    Signal(i32),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
            Outcome::Misread => 2,
            Outcome::Interrupted => 130,
            Outcome::Signal(signal) => 128 + signal as u8,
        })
    }
}

/// Runs the program with the process's own arguments and streams.
pub fn main() -> ExitCode {
    if let Some((shell, words)) = complete::asked(std::env::args_os()) {
        return complete::complete_words(shell, &words).map_or(ExitCode::SUCCESS, ExitCode::from);
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; the writer may be a closed pipe either way.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    if let Some(path) = &arguments.global.log
        && let Err(error) = log_file::start(path)
    {
        say(&told(&error));
        return ExitCode::from(2);
    }
    log_bugs();
    match run(&arguments) {
        Ok(outcome) => outcome.into(),
        // The reader of a pipe has seen enough.
        Err(error) if is(&error, ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(error) if is(&error, ErrorKind::StorageFull) => {
            report("the output cannot be written: the disk is full; free some space or write elsewhere");
            ExitCode::from(2)
        }
        Err(error) => {
            report(&told(&error));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let global = &arguments.global;
    let sort = match &arguments.command {
        Some(Command::List(list)) => list.sort,
        _ => arguments.sort,
    };
    let browsing = arguments.browsing;
    let notes = match &arguments.command {
        Some(command) => command.notes(),
        None => Some(&arguments.notes),
    };
    let config = || -> anyhow::Result<Config> {
        let no_watch = browsing.no_watch.then_some(("watch", "false"));
        let plain = browsing.plain.then_some(("plain", "true"));
        let flags: Vec<Flag<'_>> =
            sort.map(|sort| ("sort", sort.name())).into_iter().chain(no_watch).chain(plain).collect();
        let mut config = global.configuration(&flags)?;
        if notes.is_some_and(|notes| !notes.demo && notes.paths.is_empty()) {
            config.look_for_notes().map_err(|problem| anyhow!("{problem}"))?;
        }
        if let Some(vocabulary) = config.vocabulary() {
            topics::adopt(vocabulary);
        }
        Ok(config)
    };
    let Some(command) = &arguments.command else {
        return browse::browse(&arguments.notes, &arguments.query, browsing, global, &config()?);
    };
    let misplaced = !arguments.notes.paths.is_empty() || arguments.notes.demo || !arguments.query.is_empty();
    if misplaced || arguments.sort.is_some() {
        bail!("PATH, --demo, -q and --sort stand after the command; a folder called `list` is ./list");
    }
    if browsing != Browsing::default() {
        bail!("--no-watch, --fresh and --plain are about the interface, which a command does not open");
    }
    let config = || -> anyhow::Result<Config> {
        let config = config()?;
        say_all(&config.problems);
        Ok(config)
    };
    match command {
        Command::List(list) => batch::list(list, global, &config()?),
        Command::Export(export) => batch::export(export, &config()?),
        Command::Tags(tags) => batch::tags(tags, global, &config()?),
        Command::Stats(stats) => stats::stats(stats, global, &config()?),
        Command::Check(check) => check::check(check, global, &config()?),
        // What sets things up works without a configuration, or with one that has a mistake.
        Command::Completions { shell } => shell::completions(*shell),
        Command::Man => manual::man(),
        Command::Config { task } => shell::config(*task, global),
    }
}

/// The version, with the commit it was built from where the one who built it said so.
fn version() -> &'static str {
    match option_env!("KCBROWSE_COMMIT") {
        Some(commit) => format!("{} ({commit})", env!("CARGO_PKG_VERSION")).leak(),
        None => env!("CARGO_PKG_VERSION"),
    }
}

/// One line on stderr. One that cannot be written to is nobody's loss.
fn say(message: &str) {
    let _ = writeln!(io::stderr(), "kcbrowse: {}", crate::text::visible(message));
}

/// One line on stderr, and in the log: about files and settings, as words of a note or a query are not written down.
fn report(message: &str) {
    log::error!("{}", crate::text::visible(message));
    say(message);
}

/// An error and what it came from, without the system's numbers.
fn told(error: &anyhow::Error) -> String {
    let said = error.chain().map(|cause| match cause.downcast_ref::<io::Error>() {
        Some(error) => plain_error(error),
        None => cause.to_string(),
    });
    said.collect::<Vec<_>>().join(": ")
}

/// Writes down where a bug was met. What it says is for the person only: it may quote a note.
fn log_bugs() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A diagram that cannot be drawn is caught, and shown as its source.
        if typeset::is_drawing() {
            return;
        }
        if let Some(place) = panic.location() {
            log::error!("a bug at {place}");
        }
        tell(panic);
    }));
}

/// What of the configuration was not understood, a line each.
fn say_all(problems: &[Problem]) {
    for problem in problems {
        report(&problem.to_string());
    }
}

/// Whether the system said so when something was written.
fn is(error: &anyhow::Error, wanted: ErrorKind) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<io::Error>()
            .map(io::Error::kind)
            .or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
    };
    error.chain().any(|cause| kind(cause) == Some(wanted))
}

/// Reads a sort key for clap.
fn sort_key(name: &str) -> Result<Sort, String> {
    name.parse().map_err(|error| format!("{error}"))
}

impl Notes {
    /// Whether there is nothing to open.
    fn are_unnamed(&self, config: &Config) -> bool {
        !self.demo && self.paths(config).is_empty()
    }

    /// Where the notes come from: what was named, else what is configured.
    fn inputs(&self, config: &Config) -> anyhow::Result<Vec<Input>> {
        if self.demo {
            let notes = source::demo().into_iter().map(|(name, text)| (PathBuf::from(name), Box::from(text)));
            return Ok(vec![Input::Notes(notes.collect())]);
        }
        let paths = self.paths(config);
        if paths.is_empty() {
            return Err(anyhow!(
                "no notes are named: `kcbrowse ~/notes` opens a folder, `kcbrowse --demo` the notes built in"
            ));
        }
        paths
            .iter()
            .map(|path| match path {
                path if path == Path::new("-") => standard_input(),
                path if source::is_stream(path) => stream(path),
                path => Ok(Input::Path(path.clone())),
            })
            .collect()
    }

    /// The notes' name at the top of the screen.
    fn name(&self, config: &Config) -> String {
        if self.demo {
            return "sample notes".to_owned();
        }
        let names: Vec<String> = self.paths(config).iter().map(|path| abbreviated(path)).collect();
        names.join(" ")
    }

    /// The notes' place, the same from whatever folder the program is started.
    fn place(&self, config: &Config) -> String {
        if self.demo {
            return "--demo".to_owned();
        }
        if self.paths(config).iter().any(|path| source::is_stream(path)) {
            return String::new();
        }
        let whole = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string();
        self.paths(config).iter().map(whole).collect::<Vec<_>>().join("\n")
    }

    /// What was named, else what is configured.
    fn paths<'a>(&'a self, config: &'a Config) -> &'a [PathBuf] {
        if self.paths.is_empty() { &config.notes } else { &self.paths }
    }
}

fn stream(path: &Path) -> anyhow::Result<Input> {
    let bytes = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    Ok(Input::Document { name: path.to_owned(), bytes })
}

fn standard_input() -> anyhow::Result<Input> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("-: cannot read standard input")?;
    Ok(Input::Document { name: "-".into(), bytes })
}

/// A path as people write it: the home folder as `~`, no slash at the end.
fn abbreviated(path: &Path) -> String {
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    let shown = match home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) if below.as_os_str().is_empty() => "~".to_owned(),
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    };
    match shown.trim_end_matches('/') {
        "" => shown,
        trimmed => trimmed.to_owned(),
    }
}

impl Global {
    /// The file that holds the configuration: named, or the platform's.
    fn config_file(&self) -> Option<PathBuf> {
        self.named_config().or_else(crate::config::path)
    }

    /// The configuration file named by the flag or the variable.
    fn named_config(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os("KCBROWSE_CONFIG").filter(|name| !name.is_empty()).map(PathBuf::from);
        self.config.clone().or_else(variable)
    }

    /// What the file, the environment and the flags come to.
    fn configuration(&self, flags: &[Flag<'_>]) -> anyhow::Result<Config> {
        let theme = self.theme.as_deref().map(|theme| ("theme", theme));
        let flags: Vec<Flag<'_>> = flags.iter().copied().chain(theme).collect();
        Ok(Config::read(self.named_config().as_deref(), &flags)?)
    }

    /// Whether what is printed to stdout has colour.
    fn colors_stdout(&self) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                if is_set("NO_COLOR") {
                    return false;
                }
                let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty());
                forced || (io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"))
            }
        }
    }

    /// Whether the interface has colour.
    fn colors_interface(&self) -> bool {
        self.color != ColorChoice::Never && (self.color == ColorChoice::Always || !is_set("NO_COLOR"))
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
