//! A TOML file as entries that know their line, so that whatever is wrong is said with its place. A line that is
//! no TOML is a problem of its own; the others are read.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::Problem;
use crate::source::LineIndex;

/// A file's text, and where it is.
#[derive(Debug)]
pub(super) struct File<'a> {
    path: &'a Path,
    lines: LineIndex<'a>,
    /// Lines that are no TOML, 1-based.
    broken: BTreeSet<usize>,
}

/// A value of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    file: &'a File<'a>,
    /// 1-based.
    pub(super) line: usize,
    value: &'a DeValue<'a>,
}

impl<'a> File<'a> {
    /// Reads a text, and hands its entries on; the lines that are no TOML are told apart.
    pub(super) fn read(
        path: &Path,
        text: &str,
        problems: &mut Vec<Problem>,
        take: impl FnOnce(&Node<'_>, &mut Vec<Problem>),
    ) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut file = File { path, lines: LineIndex::of(text), broken: BTreeSet::new() };
        for error in errors {
            let line = error.span().map_or(1, |span| file.line(&span));
            // The first error of a line says enough.
            if file.broken.insert(line) {
                let is_known = |value: &&str| ["true", "false", "inf", "nan"].contains(value) || value.contains(' ');
                let bare = text.lines().nth(line - 1).and_then(bare_value).filter(|value| !is_known(value));
                let written = bare.map(|value| {
                    format!("`{value}` is no value: texts stand in quotes, and what is on or off is true or false")
                });
                let message = written.unwrap_or_else(|| error.message().replace('\n', ", "));
                problems.push(file.problem(line, format!("{message}; the line is left out")));
            }
        }
        let value = DeValue::Table(table.into_inner());
        take(&Node { file: &file, line: 1, value: &value }, problems);
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.lines.line_of(span.start) as usize
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    fn problem(&self, line: usize, message: String) -> Problem {
        Problem { place: self.place(line), message }
    }

    fn node(&'a self, value: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        Node { file: self, line: self.line(&value.span()), value: value.get_ref() }
    }
}

/// What a line gives a key without quotes, where it is a word or a path: `watch = no`, `theme = light`, `notes = ~/notes`.
fn bare_value(line: &str) -> Option<&str> {
    let (_, value) = line.split_once('=')?;
    let value = value.split(" #").next().unwrap_or(value).trim();
    value.starts_with(|c: char| c.is_alphabetic() || matches!(c, '~' | '/' | '.')).then_some(value)
}

impl<'a> Node<'a> {
    /// `file:line`.
    pub(super) fn place(&self) -> String {
        self.file.place(self.line)
    }

    /// Something wrong here.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        self.file.problem(self.line, message.into())
    }

    /// The entries of a table, as they stand in the file: each key with its line, and its value.
    pub(super) fn entries(&self) -> Option<Vec<(&'a str, Node<'a>)>> {
        let DeValue::Table(table) = self.value else { return None };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let node = |key: &Spanned<_>, value: &'a Spanned<DeValue<'a>>| {
            let mut node = self.file.node(value);
            // What a person looks for is the key; a table's own span may begin elsewhere.
            node.line = self.file.line(&key.span());
            node
        };
        let entries = entries.into_iter().map(|(key, value)| (key.get_ref().as_ref(), node(key, value)));
        Some(entries.filter(|(_, node)| !self.file.broken.contains(&node.line)).collect())
    }

    /// A string.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// `true` or `false`.
    pub(super) fn switch(&self) -> Option<bool> {
        self.value.as_bool()
    }

    /// A whole number.
    pub(super) fn number(&self) -> Option<i64> {
        let number = self.value.as_integer()?;
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// The strings of a list; `None` where it is none, or holds something else.
    pub(super) fn texts(&self) -> Option<Vec<&'a str>> {
        self.value.as_array()?.iter().map(|item| item.get_ref().as_str()).collect()
    }

    /// What kind of value it is, in TOML's words.
    pub(super) fn kind(&self) -> &'static str {
        match self.value.type_str() {
            "integer" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "table" => "a table",
            "string" => "a text",
            "float" => "a number with a point",
            _ => "a date",
        }
    }
}
