//! Looking notes over: how each file was read and why, and what in it is doubtful, as data.
//!
//! Everything here must be true and of use to whoever wrote the notes: where a rule is not sure, it is silent.
//! Nothing is mended and nothing leaves the machine; of other files it is only asked whether they are there.
//! Printing is the command line's.

mod account;
mod anchors;
mod copies;
mod idle;
mod links;
mod slips;
mod tags;
mod talks;
mod wikis;
mod writing;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Reading, Talk, TalkId, read};
use crate::markdown::{self, FrontMatter, Outline, front_matter};
use crate::source::{self, FileNames, Input, LineIndex, Note, Problem, SourceError};
use crate::text::fit;

pub use account::{Account, Apart};

/// Something doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// The file, as reached from the PATH given.
    pub path: PathBuf,
    /// The 1-based line; none where it is about the file as a whole.
    pub line: Option<u32>,
    /// The talk it is about, or stands in.
    pub talk: Option<TalkId>,
    /// What is doubtful, in one line.
    pub message: String,
    /// What can be done about it, in one line.
    pub remedy: Cow<'static, str>,
}

/// What can be doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// The file was left out.
    Unreadable,
    /// A `.kcbrowse.toml` says something that is not understood, or that nothing is about.
    Override,
    /// The header is not what its format asks.
    Header,
    /// The encoding was guessed, or bytes fit none.
    Encoding,
    /// Characters were misread before the file was saved.
    Mojibake,
    /// What was taken for a talk may be none: nothing tells of one, and it differs from those beside it by that,
    /// or nothing in the file tells of talks.
    Unsure,
    /// A talk names nobody, and at least three in four of those beside it do.
    NoSpeakers,
    /// Nothing stands below a talk's heading.
    Empty,
    /// The same talk stands elsewhere too.
    Copy,
    /// A link is not written as links are.
    LinkSlip,
    /// A link within the note leads to no heading.
    DeadAnchor,
    /// A file that is linked is not there.
    MissingFile,
    /// A wiki link leads to no note, where others do.
    MissingNote,
    /// Two tags differ so little that they may be one.
    AlikeTags,
}

impl FindingKind {
    /// The kind as scripts see it, and people where findings are counted.
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Unreadable => "unreadable",
            FindingKind::Override => "override",
            FindingKind::Header => "header",
            FindingKind::Encoding => "encoding",
            FindingKind::Mojibake => "mojibake",
            FindingKind::Unsure => "unsure",
            FindingKind::NoSpeakers => "no-speakers",
            FindingKind::Empty => "empty",
            FindingKind::Copy => "copy",
            FindingKind::LinkSlip => "link-slip",
            FindingKind::DeadAnchor => "dead-anchor",
            FindingKind::MissingFile => "missing-file",
            FindingKind::MissingNote => "missing-note",
            FindingKind::AlikeTags => "alike-tags",
        }
    }
}

/// What was found out about some notes.
#[derive(Debug, Default)]
pub struct Report {
    /// How each note was read, in reading order.
    pub accounts: Vec<Account>,
    /// What is doubtful, by file in reading order, then by kind and line; files that were left out come first.
    pub findings: Vec<Finding>,
    /// How many of the talks are copies of others: lists have these as one entry.
    pub copies: usize,
}

/// Looks notes over, on all cores.
///
/// # Errors
/// A PATH that does not exist or cannot be looked at; nothing is looked over then.
pub fn check(inputs: Vec<Input>) -> Result<Report, SourceError> {
    let mut report = Report::default();
    let folders: Vec<PathBuf> = inputs.iter().filter_map(Input::folder).map(Path::to_owned).collect();
    let names = FileNames::below(&folders);
    let mut copies = copies::Copies::default();
    let mut tags = tags::Uses::default();
    let mut headings = idle::Headings::new();
    let mut wikis = wikis::Wikis::default();
    source::load(
        inputs,
        |note| Looked::at(&note, &names),
        |arrival| {
            report.findings.extend(arrival.problems.iter().map(left_out));
            for looked in arrival.done {
                tags.count(&looked.talks);
                wikis.add(looked.wikis);
                headings.extend(looked.headings.map(|headings| (looked.account.path.clone(), headings)));
                copies.add(looked.talks);
                report.accounts.push(looked.account);
                report.findings.extend(looked.findings);
            }
            ControlFlow::Continue(())
        },
    )?;
    let idle = idle::findings(&report, &folders, &headings);
    report.findings.extend(idle);
    report.findings.extend(wikis.findings(&folders, &names));
    report.copies = copies.count();
    report.findings.extend(copies.findings());
    report.findings.extend(tags.alike());
    sort(&mut report);
    Ok(report)
}

fn left_out(problem: &Problem) -> Finding {
    let (kind, line, message, remedy) = match &problem.reason {
        source::Reason::Override { line, message } => {
            (FindingKind::Override, Some(*line), message.clone(), "what else the file says is used")
        }
        reason => (FindingKind::Unreadable, None, reason.to_string(), "it is left out of lists and exports"),
    };
    Finding { kind, path: problem.path.clone(), line, talk: None, message, remedy: remedy.into() }
}

/// By file in reading order, then by kind, then by line.
fn sort(report: &mut Report) {
    let order: HashMap<PathBuf, usize> =
        report.accounts.iter().enumerate().map(|(at, account)| (account.path.clone(), at + 1)).collect();
    report.findings.sort_by_cached_key(|finding| {
        let file = order.get(&finding.path).copied().unwrap_or(0);
        (file, finding.path.clone(), finding.kind, finding.line, finding.message.clone())
    });
}

/// A title in quotes, in the other ones where it has some itself.
fn quoted(title: &str) -> String {
    let title = fit(title, 60);
    if title.contains('“') { format!("‘{title}’") } else { format!("“{title}”") }
}

/// A note that was looked over by itself.
struct Looked {
    talks: Vec<Talk>,
    account: Account,
    findings: Vec<Finding>,
    /// What a reader sees of its headings, where a `.kcbrowse.toml` says something of it.
    headings: Option<Vec<String>>,
    wikis: wikis::OfNote,
}

impl Looked {
    fn at(note: &Arc<Note>, names: &FileNames) -> Looked {
        let reading = read(note);
        let header = front_matter(&note.text);
        let (start, line) = header.as_ref().map_or((0, 1), |header| (header.end as usize, header.next_line));
        let mut look = Look {
            note,
            reading: &reading,
            header: header.as_ref(),
            outline: markdown::outline::outline_from(&note.text, start, line),
            lines: LineIndex::of(&note.text),
            findings: Vec::new(),
        };
        writing::look(&mut look);
        talks::look(&mut look);
        let found = markdown::links(&note.text, start);
        slips::look(&mut look, &found);
        anchors::look(&mut look, &found);
        links::look(&mut look, &found);
        links::look_at_embeds(&mut look, &found, names);
        let wikis = wikis::OfNote::of(&mut look, &found);
        let account = Account::of(&look);
        let findings = look.findings;
        let headings = note.overrides.is_some().then_some(found.headings);
        Looked { account, findings, headings, wikis, talks: reading.talks }
    }
}

/// A note being looked over.
struct Look<'a> {
    note: &'a Note,
    reading: &'a Reading,
    header: Option<&'a FrontMatter>,
    outline: Outline,
    lines: LineIndex<'a>,
    findings: Vec<Finding>,
}

impl Look<'_> {
    /// Adds a finding at a 0-based byte of the text.
    fn find(&mut self, kind: FindingKind, byte: usize, message: String, remedy: impl Into<Cow<'static, str>>) {
        let talks = &self.reading.talks;
        let after = talks.partition_point(|talk| talk.place.start as usize <= byte);
        let talk = after.checked_sub(1).map(|at| &talks[at]).filter(|talk| byte < talk.place.end as usize);
        self.findings.push(Finding {
            kind,
            path: self.note.path.clone(),
            line: Some(self.lines.line_of(byte)),
            talk: talk.map(|talk| talk.id),
            message,
            remedy: remedy.into(),
        });
    }
}

#[cfg(test)]
mod tests;
