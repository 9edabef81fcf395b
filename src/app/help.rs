//! The help, made from the key map and the list of query terms; the README's tables are compared with it.

use super::Size;
use super::bindings::{KeyMap, Sequence};
use super::key::Signs;
use super::keymap::Context;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A group's heading.
    Heading(&'static str),
    /// Something and what it does or means.
    Entry(String, &'static str),
    /// Nothing.
    Gap,
}

/// The groups of the key map, in the order of the help.
pub const GROUPS: &[(Context, &str)] = &[
    (Context::Panes, "EVERYWHERE"),
    (Context::List, "IN THE LIST"),
    (Context::Note, "IN THE NOTE"),
    (Context::Facets, "IN THE FACETS"),
    (Context::Query, "WHILE TYPING A QUERY"),
    (Context::Picker, "IN A LIST TO CHOOSE FROM"),
];

/// The query language in short: a term and its meaning.
pub const QUERY_TERMS: &[(&str, &str)] = &[
    ("helm chart", "both words: fuzzily in title, people, event, tags; or in the text"),
    ("'helm  ^helm  helm$", "literally; at the beginning; at the end of title, people or tags"),
    ("\"pull-based system\"", "these words together, anywhere"),
    ("tag:argo  #argo  tag:a,b", "with a tag that has this in it; either of two"),
    ("topic: speaker: org: event:", "so with topics, speakers, companies, events"),
    ("section: file: title: text:", "in the section, path, title, text"),
    ("year:2021  date:>2021-06", "when"),
    ("has:code  has:link  has:table", "what it holds; also diagram, image, recording, slides, speaker"),
    ("is:starred", "with a star"),
    ("is:seen", "read: opened with Enter, or scrolled to the end"),
    ("!term", "not this"),
    ("a | b", "either"),
];

/// The keys of a binding as the help shows them.
pub fn keys(keys: &[Sequence], signs: Signs) -> String {
    // Several keys of a sequence stand nearer to each other than two ways to say the same.
    let gap = if keys.iter().any(|sequence| sequence.keys().len() > 1) { ", " } else { " " };
    keys.iter().map(|sequence| sequence.shown(signs)).collect::<Vec<_>>().join(gap)
}

/// The help, top to bottom.
pub fn lines(map: &KeyMap, signs: Signs) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for (context, heading) in GROUPS {
        if !lines.is_empty() {
            lines.push(HelpLine::Gap);
        }
        lines.push(HelpLine::Heading(heading));
        let rows = map.of(*context).filter(|row| !row.keys.is_empty());
        lines.extend(rows.map(|row| HelpLine::Entry(keys(&row.keys, signs), row.help)));
    }
    lines.push(HelpLine::Gap);
    lines.push(HelpLine::Heading("THE QUERY"));
    lines.extend(QUERY_TERMS.iter().map(|(term, meaning)| HelpLine::Entry((*term).to_owned(), meaning)));
    lines
}

/// Whether a screen has room for a frame around the help; on others the help has all of it but a line.
pub fn has_frame(size: Size) -> bool {
    size.rows >= 12 && size.columns >= 32
}

/// Lines of help that fit on a screen.
pub fn room(size: Size) -> usize {
    usize::from(size.rows).saturating_sub(if has_frame(size) { 4 } else { 1 }).max(1)
}
