//! What can be typed on the command line.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction, ArgGroup, Args, Parser, Subcommand, ValueEnum};

use super::{examples, manual};
use crate::search::Sort;
use crate::view::THEMES;

/// Browse a folder of conference notes as a library of talks
#[derive(Debug, Parser)]
#[command(
    name = "kcbrowse",
    version = super::version(),
    max_term_width = 100,
    disable_help_flag = true,
    after_help = examples::short(),
    after_long_help = manual::long_help(),
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) notes: Notes,
    /// Start with this query
    #[arg(short, long, value_name = "QUERY", default_value = "", allow_hyphen_values = true)]
    pub(super) query: String,
    /// Order of the talks: match, date, title, event, speaker, file or length
    #[arg(long, value_name = "KEY", value_parser = SORT, hide_possible_values = true)]
    pub(super) sort: Option<Sort>,
    #[command(flatten)]
    pub(super) browsing: Browsing,
    #[command(flatten)]
    pub(super) global: Global,
}

/// What is about the interface only.
#[derive(Debug, Args, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Browsing {
    /// Do not look at the files again when they change
    #[arg(long)]
    pub(super) no_watch: bool,
    /// Begin anew: leave out the query, selection and order of the last time
    #[arg(long)]
    pub(super) fresh: bool,
    /// A screen to be read out: one pane at a time, no lines, the cursor on what is selected
    #[arg(long)]
    pub(super) plain: bool,
}

/// What reads a value that shells complete: names are known, but there may be others.
#[derive(Debug, Clone, Copy)]
struct Named<T: 'static> {
    names: fn() -> Vec<&'static str>,
    read: fn(&str) -> Result<T, String>,
}

const THEME: Named<String> =
    Named { names: || THEMES.iter().map(|(name, _)| *name).collect(), read: |name| Ok(name.to_owned()) };
const SORT: Named<Sort> = Named { names: || Sort::ALL.map(Sort::name).to_vec(), read: super::sort_key };

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Named<T> {
    type Value = T;

    fn parse_ref(&self, command: &clap::Command, argument: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        TypedValueParser::parse_ref(&self.read, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter().map(PossibleValue::new)))
    }
}

#[derive(Debug, Args)]
pub(super) struct Global {
    #[arg(
        help = "When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured",
        long,
        value_name = "WHEN",
        default_value = "auto",
        global = true
    )]
    pub(super) color: ColorChoice,
    /// Theme: dark, light, high-contrast, ansi, mono, or one of the configuration
    #[arg(long, value_name = "NAME", global = true, value_parser = THEME, hide_possible_values = true)]
    pub(super) theme: Option<String>,
    /// Configuration file to read in place of the platform's
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
    /// File to write down what the program does, for a report of a bug
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) log: Option<PathBuf>,
    /// Print help in short; `kcbrowse help` tells more
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct Notes {
    /// Folders and files of notes; - is one document on stdin
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Use the sample notes built in
    #[arg(long, conflicts_with = "paths")]
    pub(super) demo: bool,
}

/// Talks that a command is about.
#[derive(Debug, Args)]
pub(super) struct Selection {
    #[command(flatten)]
    pub(super) notes: Notes,
    /// Only talks that match
    #[arg(short, long, value_name = "QUERY", default_value = "", allow_hyphen_values = true)]
    pub(super) query: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List talks
    List(List),
    /// Print talks
    Export(Export),
    /// Count topics, tags, events, sections, speakers, companies and years
    Tags(Tags),
    /// Show talks by year, event, topic, speaker and company, as bars
    Stats(Stats),
    /// Say how each file was read, and what in it is doubtful; exit code 1 if anything is
    Check(Check),
    /// Say where the configuration is, what it comes to, or write one to begin with
    Config {
        /// What to do
        task: ConfigTask,
    },
    /// Print a script that completes kcbrowse's arguments in a shell
    #[command(after_long_help = examples::long(examples::COMPLETIONS))]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

impl Command {
    /// The notes it is about.
    pub(super) fn notes(&self) -> Option<&Notes> {
        match self {
            Command::List(list) => Some(&list.from.notes),
            Command::Export(export) => Some(&export.notes),
            Command::Tags(tags) => Some(&tags.from.notes),
            Command::Stats(stats) => Some(&stats.from.notes),
            Command::Check(check) => Some(&check.notes),
            Command::Config { .. } | Command::Completions { .. } | Command::Man => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConfigTask {
    /// Print the path of the file
    Path,
    /// Print each value and where it comes from; exit code 2 if something is not understood
    Show,
    /// Write a file with the defaults as comments, where none is
    Init,
}

#[derive(Debug, Args)]
#[command(after_long_help = examples::long(examples::STATS))]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) from: Selection,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    /// Bars, as wide as the terminal
    Text,
    /// One object
    Json,
}

#[derive(Debug, Args)]
#[command(after_long_help = examples::long(examples::CHECK))]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) notes: Notes,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Files, findings and a summary, for people; findings begin path:line:
    Text,
    /// One object
    Json,
}

#[derive(Debug, Args)]
#[command(after_long_help = examples::long(examples::LIST))]
pub(super) struct List {
    #[command(flatten)]
    pub(super) from: Selection,
    /// Order: match, date, title, event, speaker, file or length
    #[arg(long, value_name = "KEY", value_parser = SORT, hide_possible_values = true)]
    pub(super) sort: Option<Sort>,
    /// Say why the talk of this id is one, weight by weight: any beginning no other id has
    #[arg(long, value_name = "ID", conflicts_with_all = ["query", "sort"])]
    pub(super) explain: Option<String>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Aligned columns for people
    Table,
    /// One talk a line, fields between tabs: id, date, title, speakers, companies, event, path, line
    Tsv,
    /// One array
    Json,
    /// One object a line
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_long_help = examples::long(examples::EXPORT))]
#[command(group = ArgGroup::new("which").args(["query", "id"]).required(true).multiple(true))]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) notes: Notes,
    /// Talks that match, by date; several in text, ansi and html have a heading for each event and day
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    /// The talk of this id, or of a beginning of it that no other talk has
    #[arg(long, value_name = "ID")]
    pub(super) id: Vec<String>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    pub(super) format: ExportFormat,
    /// Columns of text and ansi; without it, the terminal's up to a comfortable measure, or 80
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) width: Option<u16>,
    /// Put what a talk inherits (event, date, tags, speakers) in front of its Markdown
    #[arg(long)]
    pub(super) front_matter: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// The author's Markdown, byte for byte
    Md,
    /// Plain text, for mail and print
    Text,
    /// For a terminal, in colour
    Ansi,
    /// One page for a browser
    Html,
    /// One array of what is known of each talk
    Json,
    /// One object a line
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_long_help = examples::long(examples::TAGS))]
pub(super) struct Tags {
    #[command(flatten)]
    pub(super) from: Selection,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: TagsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TagsFormat {
    /// Groups for people
    Table,
    /// One array
    Json,
    /// One object a line
    Jsonl,
}
