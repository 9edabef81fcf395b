//! What a `.kcbrowse.toml` says, read key by key: a mistake is told with its line, and costs its key only.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::{LineIndex, Reason};
use super::{GivenDate, Layout, Rule, text_of};
use crate::text::{did_you_mean, nearest};

/// Mistakes of one file that are told, each for itself.
const MOST_MISTAKES: usize = 50;

/// Keys of a `[[notes]]`.
const KEYS: [&str; 7] = ["files", "talk_level", "single", "ignore", "event", "date", "tags"];

/// The rules of a file and its mistakes by line.
pub(super) fn parse(text: &str) -> (Vec<Rule>, Vec<Reason>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { lines: LineIndex::of(text), mistakes: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.mistake(at, error.message().lines().next().unwrap_or_default().to_owned());
    }
    // A value that is no TOML is guessed at by the parser: not used, nor complained of again.
    let broken: BTreeSet<u32> = reader.mistakes.iter().map(|(line, _)| *line).collect();
    let mut rules = vec![reader.rule(table.get_ref(), &broken, Place::Top)];
    let notes = table.get_ref().iter().find(|(key, _)| key.get_ref() == "notes").map(|(_, value)| value);
    match notes.map(|notes| (notes, notes.get_ref())) {
        Some((_, DeValue::Array(entries))) => {
            for entry in entries {
                match entry.get_ref() {
                    DeValue::Table(entry) => rules.push(reader.rule(entry, &broken, Place::Notes)),
                    _ => {
                        reader.mistake(entry.span().start, "`notes` is written as [[notes]], keys below it".to_owned());
                    }
                }
            }
        }
        Some((_, DeValue::Table(entry))) => rules.push(reader.rule(entry, &broken, Place::Notes)),
        Some((notes, _)) => {
            reader.mistake(notes.span().start, "`notes` is written as [[notes]], keys below it".to_owned());
        }
        None => {}
    }
    reader.mistakes.sort_by_key(|(line, _)| *line);
    let more = reader.mistakes.split_off(reader.mistakes.len().min(MOST_MISTAKES));
    reader.mistakes.extend(more.first().map(|(line, _)| (*line, format!("{} more mistakes from here on", more.len()))));
    let mistakes = reader.mistakes.into_iter().map(|(line, message)| Reason::Override { line, message });
    (rules, mistakes.collect())
}

/// The patterns of the `files` of a folder's file with their lines, each as it is written and ready to be asked. What
/// is taken back (`!b.md`) and what is no pattern is left out.
pub(in crate::source) fn patterns(path: &Path) -> Vec<(u32, String, Gitignore)> {
    let text = fs::symlink_metadata(path).ok().and_then(|found| text_of(path, &found).ok());
    let Some(text) = text else { return Vec::new() };
    let (table, _) = DeTable::parse_recoverable(&text);
    let lines = LineIndex::of(&text);
    let Some(DeValue::Array(entries)) = table.get_ref().get("notes").map(Spanned::get_ref) else { return Vec::new() };
    let files = entries.iter().filter_map(|entry| entry.get_ref().as_table()?.get("files"));
    let written = files.flat_map(|files| match files.get_ref() {
        DeValue::Array(all) => all.iter().collect(),
        _ => vec![files],
    });
    let ready = written.filter_map(|value| {
        let pattern =
            value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty() && !text.starts_with('!'))?;
        Some((lines.line_of(value.span().start), pattern.to_owned(), globs(&[pattern.into()]).ok()?))
    });
    ready.collect()
}

/// A heading that is to begin no talk, as it is written.
pub(in crate::source) struct Ignored {
    pub(in crate::source) line: u32,
    pub(in crate::source) heading: String,
    /// The notes it is about; without, all.
    pub(in crate::source) files: Option<Gitignore>,
}

/// What stands in the `ignore` keys of a folder's file, but for those of which nobody knows what notes they are about.
pub(in crate::source) fn ignored(path: &Path) -> Vec<Ignored> {
    let text = fs::symlink_metadata(path).ok().and_then(|found| text_of(path, &found).ok());
    let Some(text) = text else { return Vec::new() };
    let (table, _) = DeTable::parse_recoverable(&text);
    let lines = LineIndex::of(&text);
    let entries = match table.get_ref().get("notes").map(Spanned::get_ref) {
        Some(DeValue::Array(entries)) => entries.iter().filter_map(|entry| entry.get_ref().as_table()).collect(),
        Some(DeValue::Table(entry)) => vec![entry],
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for entry in std::iter::once(table.get_ref()).chain(entries) {
        let is_void = |key: &str| !KEYS.contains(&key) && nearest(key, KEYS) == Some("files");
        let files = entry.get("files").map(|files| globs(&texts("files", files.get_ref())?));
        let (Ok(files), Some(headings)) = (files.transpose(), entry.get("ignore")) else { continue };
        if entry.iter().any(|(key, _)| is_void(key.get_ref())) {
            continue;
        }
        let written = match headings.get_ref() {
            DeValue::Array(headings) => headings.iter().collect(),
            _ => vec![headings],
        };
        all.extend(written.into_iter().filter_map(|value| {
            let heading = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty())?.to_owned();
            Some(Ignored { line: lines.line_of(value.span().start), heading, files: files.clone() })
        }));
    }
    all
}

/// Where keys stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Above the first `[[notes]]`: about all notes of the folder.
    Top,
    /// Below one.
    Notes,
}

struct Reader<'t> {
    lines: LineIndex<'t>,
    /// 1-based lines and what is wrong there.
    mistakes: Vec<(u32, String)>,
}

impl Reader<'_> {
    fn mistake(&mut self, byte: usize, message: String) {
        self.mistakes.push((self.lines.line_of(byte), message));
    }

    fn rule(&mut self, table: &DeTable<'_>, broken: &BTreeSet<u32>, place: Place) -> Rule {
        let mut rule = Rule::default();
        for (key, value) in table {
            let at = key.span().start;
            let name = key.get_ref().as_ref();
            if place == Place::Top && name == "notes" {
                continue;
            }
            let outcome = match name {
                "files" if place == Place::Top => Err("`files` belongs below [[notes]]".to_owned()),
                _ if !broken.is_empty() && broken.contains(&self.lines.line_of(at)) => Err(String::new()),
                _ => rule.take(name, value),
            };
            let Err(message) = outcome else { continue };
            // What was to be about some notes must not be about all of them.
            rule.is_void |= place == Place::Notes && nearest(name, KEYS) == Some("files");
            if !message.is_empty() {
                self.mistake(at, message);
            }
        }
        rule
    }
}

impl Rule {
    fn take(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        let value = value.get_ref();
        match key {
            "files" => self.files = Some(globs(&texts(key, value)?)?),
            "ignore" => self.ignore = Some(texts(key, value)?),
            "tags" => self.tags = Some(texts(key, value)?),
            "event" => match value.as_str().map(str::trim) {
                Some(event) if !event.is_empty() => self.event = Some(event.into()),
                _ => return Err("`event` is a name in quotes".to_owned()),
            },
            "date" => {
                self.date = Some(date(value).ok_or("`date` is a year, month or day: 2024, \"2024-03\", 2024-03-19")?);
            }
            "talk_level" => match level(value) {
                Some(level) => self.set_layout(Layout::Level(level))?,
                None => return Err("`talk_level` is the level of a heading, 1 to 6".to_owned()),
            },
            "single" => match value.as_bool() {
                Some(true) => self.set_layout(Layout::Single)?,
                Some(false) => self.layout = self.layout.or(Some(Layout::Found)),
                None => return Err("`single` is true or false".to_owned()),
            },
            unknown => return Err(unknown_key(unknown)),
        }
        Ok(())
    }

    fn set_layout(&mut self, layout: Layout) -> Result<(), String> {
        if matches!(self.layout, Some(Layout::Single | Layout::Level(_))) {
            return Err("`talk_level` is not used: `single = true` says that the note is one talk".to_owned());
        }
        self.layout = Some(layout);
        Ok(())
    }
}

fn unknown_key(key: &str) -> String {
    format!("unknown key `{key}`{}", did_you_mean(key, KEYS))
}

/// A text, or a list of texts.
fn texts(key: &str, value: &DeValue<'_>) -> Result<Vec<Box<str>>, String> {
    let wrong = || format!("`{key}` is a text in quotes, or a list of them");
    let text = |value: &DeValue<'_>| value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(Box::from);
    match value {
        DeValue::Array(items) => items.iter().map(|item| text(item.get_ref()).ok_or_else(wrong)).collect(),
        value => Ok(vec![text(value).ok_or_else(wrong)?]),
    }
}

/// Patterns as those of ignore files: `*.md` anywhere below, `2022/*.md` from the folder on, `2022/` all in it.
fn globs(patterns: &[Box<str>]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| format!("`files`: {error}"))?;
    }
    builder.build().map_err(|error| format!("`files`: {error}"))
}

fn level(value: &DeValue<'_>) -> Option<u8> {
    value.as_integer()?.as_str().parse().ok().filter(|level| (1..=6).contains(level))
}

fn date(value: &DeValue<'_>) -> Option<GivenDate> {
    if let Some(date) = value.as_datetime() {
        let date = date.date?;
        return Some(GivenDate { year: date.year as i16, month: date.month, day: date.day });
    }
    let text = match value.as_integer() {
        Some(year) => year.as_str(),
        None => value.as_str()?.trim(),
    };
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut small = |most: u8| match parts.next() {
        Some(part) => part.parse().ok().filter(|part| (1..=most).contains(part)),
        None => Some(0),
    };
    let (month, day) = (small(12)?, small(31)?);
    parts.next().is_none().then_some(GivenDate { year, month, day })
}
