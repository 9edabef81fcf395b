//! The long help and the manual page: options, examples, keys, the query language, variables, files. All of it comes
//! from where it is defined.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::Outcome;
use super::arguments::Arguments;
use super::examples::{self, ALWAYS, BROWSE, Example};
use super::shell::print;
use crate::app::bindings::KeyMap;
use crate::app::help;
use crate::app::key::Signs;
use crate::config::SETTINGS;

/// Variables that are not settings.
const VARIABLES: &[(&str, &str)] = &[
    ("KCBROWSE_CONFIG", "Configuration file to read in place of the platform's; --config wins over it."),
    ("KCBROWSE_LOG_LEVEL", "How much --log writes: error, warn, info, debug or trace."),
    ("NO_COLOR", "No colour, whatever it is set to."),
    ("CLICOLOR_FORCE", "Colour in pipes too, where it is set and not 0."),
    ("VISUAL, EDITOR", "The editor, where none is configured."),
];

/// What follows the options where help is asked for at length.
pub(super) fn long_help() -> String {
    let mut text = examples::long(BROWSE);
    text.push_str("\n\nQueries, for -q and for / while browsing:");
    let width = help::QUERY_TERMS.iter().map(|(term, _)| term.chars().count()).max().unwrap_or(0);
    for (term, meaning) in help::QUERY_TERMS {
        let _ = write!(text, "\n  {term:width$}  {meaning}");
    }
    let _ = write!(
        text,
        "\n\nWhile browsing, ? shows all keys. `kcbrowse man` prints the manual page, with keys, variables and files:\n  \
         kcbrowse man | man -l -\n\n{ALWAYS}"
    );
    text
}

/// Prints the manual page.
pub(super) fn man() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    let mut more = Roff::new();
    more.control("SH", ["EXAMPLES"]);
    add_examples(&mut more, BROWSE);
    add_keys_and_query(&mut more);
    add_surroundings(&mut more);
    more.to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    print(&page)
}

fn add(page: &mut Roff, term: &str, meaning: &str) {
    page.control("TP", []).text([bold(term)]).text([roman(meaning)]);
}

fn add_examples(page: &mut Roff, examples: &[Example]) {
    for (command, meaning) in examples {
        add(page, command, meaning);
    }
}

/// What each command does, with the options it has beside those of all.
fn commands(command: &Command) -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        page.control("SS", [format!("kcbrowse {}", command.get_name()).as_str()]);
        page.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
            add_argument(&mut page, argument);
        }
        add_examples(&mut page, examples_of(command.get_name()));
    }
    page
}

fn examples_of(command: &str) -> &'static [Example] {
    match command {
        "list" => examples::LIST,
        "export" => examples::EXPORT,
        "tags" => examples::TAGS,
        "stats" => examples::STATS,
        "check" => examples::CHECK,
        "completions" => examples::COMPLETIONS,
        _ => &[],
    }
}

fn add_argument(page: &mut Roff, argument: &Arg) {
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let takes_value = argument.get_action().takes_values();
    let value = argument.get_value_names().and_then(|names| names.first()).filter(|_| takes_value);
    let value = value.map(ToString::to_string).unwrap_or_default();
    page.control("TP", []).text([bold(names.join(", ")), roman(" "), italic(value)]);
    page.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
    for possible in argument.get_possible_values().iter().filter(|possible| takes_value && !possible.is_hide_set()) {
        if let Some(help) = possible.get_help() {
            page.control("br", []).text([italic(possible.get_name()), roman(format!(": {help}"))]);
        }
    }
}

/// The sections that tell of keys and of the query language.
fn add_keys_and_query(page: &mut Roff) {
    page.control("SH", ["KEYS"]);
    let keys = KeyMap::default();
    for (context, heading) in help::GROUPS {
        page.control("SS", [*heading]);
        for row in keys.of(*context) {
            add(page, &help::keys(&row.keys, Signs::Drawn), row.help);
        }
    }
    page.control("SH", ["QUERY"]);
    page.text([roman("Terms separated by blanks must all hold. What is not understood is text to look for.")]);
    for (term, meaning) in help::QUERY_TERMS {
        add(page, term, meaning);
    }
}

/// Variables, files and exit codes.
fn add_surroundings(page: &mut Roff) {
    page.control("SH", ["ENVIRONMENT"]);
    for setting in SETTINGS {
        add(page, &setting.variable(), setting.help);
    }
    for (name, meaning) in VARIABLES {
        add(page, name, meaning);
    }
    page.control("SH", ["FILES"]);
    add(page, "~/.config/kcbrowse/config.toml", "The configuration; `kcbrowse config path` says where it is here.");
    add(page, "~/.local/state/kcbrowse/state.json", "Stars, talks read, queries used, how notes were left.");
    add(page, ".kcbrowse.toml", "With notes: how they are to be read, where that is not seen by itself.");
    page.control("SH", ["EXIT STATUS"]);
    page.text([roman(ALWAYS)]);
}
