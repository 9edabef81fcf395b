//! Examples of use: for `--help`, `help` and the manual page. A test tries each.

use std::fmt::Write;

/// A command and what it does.
pub(crate) type Example = (&'static str, &'static str);

/// Of the program as a whole; the first ones are told in the short help too.
pub(crate) const BROWSE: &[Example] = &[
    ("kcbrowse ~/notes", "browse a folder of notes"),
    ("kcbrowse ~/notes > talk.md", "browse; x prints the talk into the file"),
    ("kcbrowse --demo", "browse the notes built in"),
    ("kcbrowse list ~/notes -q 'topic:argo'", "list talks, for people or scripts"),
    ("kcbrowse ~/notes | glow -", "browse; x prints the talk into a pipe"),
    ("kcbrowse ~/notes -q '!is:seen has:link'", "begin with what is left to read and has a link"),
    ("kcbrowse ~/2023 ~/2024 ~/one-talk.md", "browse several folders and files as one library"),
    ("kcbrowse config init", "write a configuration, in which notes can be named once and for all"),
];

/// How many of those the short help tells.
const SHORT: usize = 4;

/// Of `list`.
pub(crate) const LIST: &[Example] = &[
    ("kcbrowse list ~/notes -q 'speaker:\"Ida Brandt\" year:2024'", "the talks of a person in a year"),
    ("kcbrowse list ~/notes --sort date --format tsv | cut -f2,3", "dates and titles, oldest last"),
    ("kcbrowse list ~/notes --format jsonl | jq -r .title", "titles, for other programs"),
    ("kcbrowse list ~/notes --explain 3f9c", "why the talk of that id is one"),
];

/// Of `export`.
pub(crate) const EXPORT: &[Example] = &[
    ("kcbrowse export ~/notes -q tag:argo > argo.md", "the notes themselves, byte for byte"),
    ("kcbrowse export ~/notes -q is:starred --format html > diary.html", "starred talks by event and day"),
    ("kcbrowse export ~/notes --id 3f9c --format ansi | less -R", "one talk, to be read in a pager"),
    ("kcbrowse export ~/notes --id 3f9c --front-matter", "with event, date and tags in front, to stand alone"),
];

/// Of `tags`.
pub(crate) const TAGS: &[Example] = &[
    ("kcbrowse tags ~/notes -q year:2024", "what the talks of a year were about"),
    ("kcbrowse tags ~/notes --format jsonl | grep '\"speaker\"'", "people and how many talks they have"),
];

/// Of `stats`.
pub(crate) const STATS: &[Example] =
    &[("kcbrowse stats ~/notes -q topic:helm", "when, where and by whom Helm was talked about")];

/// Of `check`.
pub(crate) const CHECK: &[Example] = &[
    ("kcbrowse check ~/notes", "how each file was read, and what is doubtful in it"),
    ("kcbrowse check ~/notes --format json | jq '.findings[].path'", "files with something doubtful"),
];

/// Of `completions`.
pub(crate) const COMPLETIONS: &[Example] = &[
    ("source <(kcbrowse completions bash)", "in ~/.bashrc"),
    ("source <(kcbrowse completions zsh)", "in ~/.zshrc, after compinit"),
    ("kcbrowse completions fish | source", "in ~/.config/fish/config.fish"),
];

/// Those that the short help tells, and what holds of every command.
pub(super) fn short() -> String {
    format!(
        "{}\n\n`kcbrowse help` tells more, also of a command: `kcbrowse help export`.\n{ALWAYS}",
        beside(&BROWSE[..SHORT])
    )
}

/// The examples of the program or of a command, for the long help.
pub(super) fn long(examples: &[Example]) -> String {
    examples.iter().fold("Examples:".to_owned(), |mut text, (command, meaning)| {
        let _ = write!(text, "\n  {command}\n      {meaning}");
        text
    })
}

/// Each with its meaning beside it.
fn beside(examples: &[Example]) -> String {
    let width = examples.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    examples.iter().fold("Examples:".to_owned(), |mut text, (command, meaning)| {
        let _ = write!(text, "\n  {command:width$}  {meaning}");
        text
    })
}

/// What holds of every command.
pub(super) const ALWAYS: &str =
    "A folder called `list` is ./list. Exit codes: 0 done, 1 nothing found, 2 an error, 130 Ctrl-C.";

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::arguments::Arguments;
    use crate::search::Query;

    #[test]
    fn every_example_is_understood() {
        for (line, _) in [BROWSE, LIST, EXPORT, TAGS, STATS, CHECK, COMPLETIONS].into_iter().flatten() {
            let ours = line.trim_start_matches("source <(").split([')', '|', '>']).next().unwrap_or("");
            let words = shell_words::split(ours).expect("closed quotes");
            assert!(Arguments::try_parse_from(&words).is_ok(), "{line}");
            let query = words.iter().skip_while(|word| *word != "-q").nth(1).map_or("", String::as_str);
            assert!(Query::parse(query).terms().all(|term| term.hint.is_none()), "{line}");
        }
    }
}
