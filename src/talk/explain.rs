//! Why a talk is one: its evidence weight by weight with the line each was seen in, and what stands near it and
//! was taken for something else.

use super::classify::Class;
use super::decide::Role;
use super::detect::{Form, Reader, read};
use super::evidence::{Evidence, Reason, reason_of};
use super::facts::{LineFacts, facts_of};
use super::section::head_lines;
use super::{Talk, plain::plain};
use crate::source::LineIndex;

/// Why a talk is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// How the note holds its talks.
    pub form: Form,
    /// What was seen, the weightiest first.
    pub seen: Vec<Seen>,
    /// The weights together; from 2 on a section is a talk whatever its neighbours are.
    pub score: f32,
    /// Headings near it that are no talks, in the order they stand.
    pub near: Vec<NoTalk>,
}

/// One piece of evidence and where it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What was seen, and how surely.
    pub evidence: Evidence,
    /// The 1-based line; none where it is no line of the note, as with the file's name.
    pub line: Option<u32>,
    /// The line's text.
    pub text: String,
}

/// A heading that was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoTalk {
    /// Its 1-based line.
    pub line: u32,
    /// The heading as a reader sees it.
    pub title: String,
    /// What it was taken for.
    pub taken_for: &'static str,
}

/// How many headings before a talk, in it and after it are told of.
const NEAR: usize = 3;

/// Explains a talk by reading its note again.
pub fn explain(talk: &Talk) -> Explanation {
    let reading = read(&talk.note);
    let number = reading.talks.iter().position(|other| other.place == talk.place);
    let evidence = number.and_then(|number| reading.evidence.get(number).cloned()).unwrap_or_default();
    let witness = Witness::of(talk);
    let mut seen: Vec<Seen> = evidence.into_iter().map(|evidence| witness.seen(evidence)).collect();
    seen.sort_by(|a, b| b.evidence.weight().total_cmp(&a.evidence.weight()));
    // The sum of nothing is -0, which nobody wants to read.
    let score = 0.0 + seen.iter().map(|seen| seen.evidence.weight()).sum::<f32>();
    Explanation { form: reading.form, seen, score, near: witness.near() }
}

/// A note as it was before its talks were put together.
struct Witness<'t> {
    talk: &'t Talk,
    reader: Reader<'t>,
    /// The section the talk begins; the note itself where no heading does.
    section: usize,
    lines: Vec<LineFacts>,
    index: LineIndex<'t>,
}

impl<'t> Witness<'t> {
    fn of(talk: &'t Talk) -> Witness<'t> {
        let text = &*talk.note.text;
        let reader = Reader::over(&talk.note);
        let starts = |section: &super::section::Section<'_>| section.level > 0 && section.start == talk.place.start;
        let section = reader.sections.iter().position(starts).unwrap_or(0);
        let lines = facts_of(&head_lines(text, &reader.outline, &reader.sections[section], 12));
        Witness { talk, section, lines, index: LineIndex::of(text), reader }
    }

    fn seen(&self, evidence: Evidence) -> Seen {
        let start = match evidence.reason {
            Reason::FileName => return Seen { evidence, line: None, text: self.talk.note.relative.to_string() },
            Reason::Override => return Seen { evidence, line: None, text: ".kcbrowse.toml".to_owned() },
            Reason::FrontMatter => Some(0),
            Reason::PeopleHeading | Reason::PeopleBelow | Reason::TalkSections => self.child(),
            reason => self.line_of(reason),
        };
        let start = start.unwrap_or(self.talk.place.start) as usize;
        let line = self.index.line_of(start);
        let text = self.talk.note.text.get(start..self.index.end_of(line)).unwrap_or_default();
        Seen { evidence, line: Some(line), text: text.trim().to_owned() }
    }

    /// Where the line begins that gave the reason.
    fn line_of(&self, reason: Reason) -> Option<u32> {
        let gives = |line: &&LineFacts| line.facts.iter().filter_map(reason_of).any(|(of, _)| of == reason);
        self.lines.iter().find(gives).map(|line| line.start)
    }

    fn child(&self) -> Option<u32> {
        let child = self.reader.sections[self.section].children.first()?;
        Some(self.reader.sections[*child].start)
    }

    fn near(&self) -> Vec<NoTalk> {
        let place = self.talk.place;
        let (mut before, mut inside, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for (at, section) in self.reader.sections.iter().enumerate().skip(1) {
            let role = self.reader.decision.roles[at];
            if role == Role::Talk || section.start == place.start {
                continue;
            }
            let is_inside = (place.start..place.end).contains(&section.start);
            if role == Role::Part && !is_inside {
                continue;
            }
            let taken_for =
                if is_inside { "a section of the talk" } else { taken_for(role, self.reader.decision.classes[at]) };
            let no_talk = NoTalk { line: section.line, title: plain(&section.title.text).text.into_owned(), taken_for };
            let group = if is_inside {
                &mut inside
            } else if section.start < place.start {
                &mut before
            } else {
                &mut after
            };
            group.push(no_talk);
        }
        before.drain(..before.len().saturating_sub(NEAR));
        inside.truncate(NEAR);
        after.truncate(NEAR);
        before.into_iter().chain(inside).chain(after).collect()
    }
}

fn taken_for(role: Role, class: Class) -> &'static str {
    match (role, class) {
        (Role::LeftOut, _) => "left out by .kcbrowse.toml",
        (_, Class::Day) => "a day, a time or a room",
        (_, Class::Event) => "the conference",
        (_, Class::Aside) => "notes beside talks, by its words or because it is repeated",
        (Role::Group, Class::Group) => "a kind of talks",
        (Role::Group, Class::Candidate) => "a group: what is below it tells more of talks",
        _ => "neither talk nor group: nothing tells of one",
    }
}
