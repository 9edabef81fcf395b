//! Why a section is a talk: each reason by name, with its weight, in one table.
//!
//! The weights say how seldom a thing is seen where there is no talk. Nobody writes "Speaker:" below a chapter;
//! a link to a video stands in many places.

use super::Date;
use super::classify::Class;
use super::facts::{Fact, LineFacts, facts_of};
use super::links::{LinkRole, role_of_url};
use super::name::{is_full_name, is_spaceless};
use super::people::{self, People, Person};
use super::plain::plain;
use super::section::{HeadLine, Section, Shape, head_lines};
use super::tail::Tail;
use super::title::{Heading, Prefix, read_linked_heading, says_who_it_is};
use crate::markdown::Outline;

/// A reason to take a section for a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A labelled field names who speaks.
    SpeakerField,
    /// A labelled field gives the title.
    TitleField,
    /// A line below the heading reads as people.
    PeopleLine,
    /// A subsection's heading reads as people.
    PeopleHeading,
    /// People stand first in the section's abstract.
    PeopleBelow,
    /// The heading ends "by …".
    Byline,
    /// The heading ends in a dash and people.
    PersonTail,
    /// The heading ends in a dash and a company.
    CompanyTail,
    /// The heading begins with people.
    PersonLead,
    /// The heading is a person.
    PersonHeading,
    /// The heading begins with a time.
    Time,
    /// The heading says `Talk 3:`.
    TalkNumber,
    /// The heading begins "Keynote:", "Panel:" …
    KindPrefix,
    /// A session's code stands in the heading.
    SessionCode,
    /// The heading is a link.
    LinkHeading,
    /// The heading is a link to a recording.
    RecordingHeading,
    /// A field or line links a recording.
    Recording,
    /// A field or line links slides.
    Slides,
    /// A line links the conference's page of the talk.
    SchedulePage,
    /// A field or line gives a date.
    DateField,
    /// A field or line gives a time.
    TimeField,
    /// Other fields of talks: track, room, level.
    OtherField,
    /// A line says what kind of talk it is.
    KindLine,
    /// Its subsections are those of a talk: abstract, notes, Q&A.
    TalkSections,
    /// The front matter speaks of one talk.
    FrontMatter,
    /// The file is named as the heading.
    FileName,
    /// A person says so in a `.kcbrowse.toml`.
    Override,
}

impl Reason {
    /// What the reason weighs.
    pub fn weight(self) -> f32 {
        match self {
            Reason::SpeakerField | Reason::Override => 4.0,
            Reason::TitleField
            | Reason::RecordingHeading
            | Reason::PeopleLine
            | Reason::PeopleHeading
            | Reason::Byline => 2.5,
            Reason::PersonTail | Reason::Time | Reason::TalkNumber | Reason::PersonLead => 2.2,
            Reason::PeopleBelow | Reason::FrontMatter | Reason::TalkSections => 2.0,
            Reason::SessionCode
            | Reason::PersonHeading
            | Reason::LinkHeading
            | Reason::FileName
            | Reason::CompanyTail => 1.5,
            Reason::KindPrefix | Reason::Recording => 1.2,
            Reason::Slides | Reason::SchedulePage => 1.0,
            Reason::TimeField | Reason::KindLine | Reason::DateField => 0.8,
            Reason::OtherField => 0.4,
        }
    }

    /// The reason in a few words, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Reason::SpeakerField => "a field names the speakers",
            Reason::TitleField => "a field gives the title",
            Reason::PeopleLine => "a line below the heading reads as people",
            Reason::PeopleHeading => "the heading below reads as people",
            Reason::PeopleBelow => "people stand first in its abstract",
            Reason::Byline => "the heading ends with \"by\" and people",
            Reason::PersonTail => "the heading ends in people",
            Reason::CompanyTail => "the heading ends in a company",
            Reason::PersonLead => "the heading begins with people",
            Reason::PersonHeading => "the heading is a person",
            Reason::Time => "the heading gives a time",
            Reason::TalkNumber => "the heading counts talks",
            Reason::KindPrefix => "the heading says what kind of talk it is",
            Reason::SessionCode => "the heading holds a session code",
            Reason::LinkHeading => "the heading is a link",
            Reason::RecordingHeading => "the heading links a recording",
            Reason::Recording => "a recording is linked first",
            Reason::Slides => "slides are linked first",
            Reason::SchedulePage => "the programme's page is linked first",
            Reason::DateField => "a date stands below the heading",
            Reason::TimeField => "a time stands below the heading",
            Reason::OtherField => "fields of talks stand below the heading",
            Reason::KindLine => "a line says what kind of talk it is",
            Reason::TalkSections => "its sections are those of a talk",
            Reason::FrontMatter => "the header speaks of one talk",
            Reason::FileName => "the file is named so",
            Reason::Override => "a .kcbrowse.toml says so",
        }
    }
}

/// From this weight on a section is a talk whatever its neighbours are.
pub(super) const STRONG: f32 = 2.0;

/// A reason and how much of its weight it has here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// What was seen.
    pub reason: Reason,
    /// How sure it is that it was seen, 0 to 1.
    pub sure: f32,
}

impl Evidence {
    /// What it weighs here.
    pub fn weight(self) -> f32 {
        self.reason.weight() * self.sure
    }
}

/// All that was seen about one section.
#[derive(Debug, Default)]
pub(super) struct Dossier {
    /// Empty until [`Dossier::read_heading`] where the heading is none of a talk's.
    pub(super) heading: Heading,
    pub(super) lines: Vec<LineFacts>,
    pub(super) evidence: Vec<Evidence>,
    /// People found outside the section's own lines: below its abstract, in a heading below.
    pub(super) people_below: Option<People>,
    pub(super) heading_people: Option<People>,
    /// The date beside the people in a heading below.
    pub(super) date_below: Option<Date>,
    /// The first line below the heading, where it may be a name: a quote, an emphasis.
    pub(super) first_line: Option<FirstLine>,
}

/// A line that would be people if those of its siblings are.
#[derive(Debug)]
pub(super) struct FirstLine {
    pub(super) text: String,
    /// Whether it is set apart; else it only reads as a name.
    pub(super) is_apart: bool,
    /// Whether it is a few signs of a script without capitals.
    pub(super) is_short: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Whether a heading of this class may be a talk's by itself.
fn may_be_talk(class: Class) -> bool {
    matches!(class, Class::Candidate | Class::Group)
}

impl Dossier {
    /// Whether nothing was seen.
    pub(super) fn is_blank(&self) -> bool {
        let nobody = self.people_below.is_none() && self.heading_people.is_none() && self.date_below.is_none();
        let nothing = self.lines.is_empty() && self.evidence.is_empty() && self.first_line.is_none();
        nobody && nothing && self.heading.title.is_empty() && self.heading.prefixes.is_empty()
    }

    /// Reads a heading that is none of a talk's, because its section is one all the same.
    pub(super) fn read_heading(&mut self, section: &Section<'_>, class: Class) {
        if !may_be_talk(class) {
            self.heading = read_linked_heading(&section.title);
        }
    }

    /// Whom the heading itself surely names beside its title.
    pub(super) fn named_in_heading(&self) -> Option<&People> {
        let tail = self.heading.tail.as_ref().filter(|tail| !tail.is_company).and_then(|tail| tail.people.as_ref());
        self.heading.byline.as_ref().or(tail).filter(|people| people.sure >= 0.7 && !people.persons.is_empty())
    }

    /// Leaves the title and the people of a heading that names some as they are, whatever the table that begins at
    /// `start` calls a title and a speaker; the same people there may tell more of themselves.
    fn keep_heading(&mut self, start: u32) {
        let Some(named) = self.named_in_heading().cloned() else { return };
        for line in self.lines.iter_mut().filter(|line| line.start == start) {
            let known = line.facts.len();
            line.facts.retain(|fact| match fact {
                Fact::Title(_) => false,
                Fact::Speakers(people) => people.names_one_of(&named),
                _ => true,
            });
            line.is_told &= line.facts.len() == known;
        }
    }

    pub(super) fn score(&self) -> f32 {
        self.evidence.iter().map(|evidence| evidence.weight()).sum()
    }

    pub(super) fn is_strong(&self) -> bool {
        self.score() >= STRONG
    }

    pub(super) fn add(&mut self, reason: Reason, sure: f32) {
        match self.evidence.iter_mut().find(|evidence| evidence.reason == reason) {
            Some(evidence) => evidence.sure = evidence.sure.max(sure),
            None => self.evidence.push(Evidence { reason, sure }),
        }
    }
}

/// The lines below a heading that may tell about a talk.
const HEAD_LINES: usize = 12;

/// Looks at one section: its heading and first lines.
pub(super) fn look_at(text: &str, outline: &Outline, section: &Section<'_>, class: Class) -> Dossier {
    let mut dossier = Dossier::default();
    // Of days, notes and links there may be many, and nobody asks who gives them.
    if may_be_talk(class) {
        dossier.heading = read_linked_heading(&section.title);
    }
    let lines = head_lines(text, outline, section, HEAD_LINES);
    dossier.lines = facts_of(&lines);
    for table in lines.iter().filter(|line| line.shape == Shape::Table) {
        dossier.keep_heading(table.start);
    }
    // Who names the speakers in a field leaves nothing to guess.
    let named = dossier.lines.first().and_then(|line| line.facts.first());
    if !matches!(named, Some(Fact::Speakers(people)) if !people.persons.is_empty()) {
        dossier.first_line = lines.iter().find(|line| line.shape != Shape::Table).and_then(first_line);
    }
    if section.level > 0 && may_be_talk(class) {
        heading_evidence(&mut dossier, section);
    }
    line_evidence(&mut dossier);
    dossier
}

/// The first line, where it is short and set apart.
fn first_line(line: &HeadLine<'_>) -> Option<FirstLine> {
    if line.source.len() > 120 || line.shape == Shape::Item {
        return None;
    }
    let shown = plain(line.source);
    let is_apart = shown.is_emphasised || line.shape == Shape::Quote || shown.is_link;
    let named = shown.text.split_whitespace().take(2).all(|word| word.starts_with(char::is_uppercase));
    // Signs have no capitals: only how short it is tells.
    let is_short = !line.source.is_ascii() && line.source.len() <= 24 && shown.text.chars().all(is_spaceless);
    if is_short && people::bare(&shown.text).is_some_and(|people| people.sure >= 0.5) {
        let text = shown.text.into_owned();
        return Some(FirstLine { text, is_apart, is_short, start: line.start, end: line.end });
    }
    if !named {
        return None;
    }
    let likely = is_apart && shown.text.contains(' ')
        || line.source.len() <= 60 && people::bare(&shown.text).is_some_and(|people| people.sure >= 0.15);
    likely.then(|| FirstLine {
        text: shown.text.into_owned(),
        is_apart,
        is_short: false,
        start: line.start,
        end: line.end,
    })
}

fn heading_evidence(dossier: &mut Dossier, section: &Section<'_>) {
    for prefix in dossier.heading.prefixes.clone() {
        match prefix {
            Prefix::Time => dossier.add(Reason::Time, 1.0),
            Prefix::TalkNumber => dossier.add(Reason::TalkNumber, 1.0),
            Prefix::Kind => dossier.add(Reason::KindPrefix, 1.0),
            Prefix::Code => dossier.add(Reason::SessionCode, 1.0),
            Prefix::Day | Prefix::Number | Prefix::Link => {}
        }
    }
    if let Some(people) = &dossier.heading.byline {
        let sure = people.sure;
        dossier.add(Reason::Byline, sure);
    }
    if let Some(tail) = &dossier.heading.tail {
        let (company, sure) = (tail.is_company, tail.people.as_ref().map_or(0.0, |people| people.sure));
        if company {
            dossier.add(Reason::CompanyTail, 1.0);
        } else if sure >= 0.5 {
            dossier.add(Reason::PersonTail, if sure >= 0.7 { 1.0 } else { 0.4 });
        }
    }
    if let Some((people, _)) = &dossier.heading.lead {
        let sure = if people.sure >= 0.9 { 0.6 } else { 0.3 };
        dossier.add(Reason::PersonLead, sure);
    }
    if section.title.is_link {
        let recording = section.title.urls.first().map(|url| role_of_url(url, ""));
        match recording {
            Some(LinkRole::Recording) => dossier.add(Reason::RecordingHeading, 1.0),
            Some(_) => dossier.add(Reason::LinkHeading, 1.0),
            None => {}
        }
    }
    let title = &dossier.heading.title;
    // `Ada Pohl (Nimbus Works)`: what stands in parentheses reads as a name, too. `Ada Pohl | Nimbus University`,
    // `Ada Pohl - Engineer @ Nimbus`: what stands behind says who she is.
    let is_beside_name = |tail: &Tail| {
        let says_who = title.ends_with(')') || tail.may_be_company || says_who_it_is(&tail.text);
        says_who && title.get(..tail.title_len).is_some_and(is_full_name)
    };
    let tailed = dossier.heading.tail.as_ref().is_some_and(|tail| !tail.is_company && !is_beside_name(tail));
    // `Ada Pohl | @ada | Nimbus | Title`: who it is and a title.
    let is_told = |person: &Person| person.handle.is_some() || person.organization.is_some();
    let lead = dossier.heading.lead.as_ref().and_then(|(people, _)| people.persons.last());
    if !lead.is_some_and(is_told) && (!tailed || section.title.text.contains('@')) {
        let title = &dossier.heading.title;
        let likely = people::may_begin(title) || title.contains('@');
        let people = likely.then(|| people::bare(title)).flatten().filter(|people| people.sure >= 0.75);
        if let Some(people) = people {
            dossier.add(Reason::PersonHeading, people.sure);
            dossier.heading_people = Some(people);
        }
    }
}

fn line_evidence(dossier: &mut Dossier) {
    let facts = dossier.lines.iter().flat_map(|line| &line.facts);
    let found: Vec<(Reason, f32)> = facts.filter_map(reason_of).collect();
    for (reason, sure) in found {
        dossier.add(reason, sure);
    }
}

/// The reason a line's fact gives, and how surely.
pub(super) fn reason_of(fact: &Fact) -> Option<(Reason, f32)> {
    Some(match fact {
        Fact::Speakers(_) => (Reason::SpeakerField, 1.0),
        Fact::Title(_) => (Reason::TitleField, 1.0),
        Fact::People(people) => (Reason::PeopleLine, people.sure),
        Fact::Told(_) => (Reason::PeopleLine, 0.5),
        Fact::Link(LinkRole::Recording) => (Reason::Recording, 1.0),
        Fact::Link(LinkRole::Slides) => (Reason::Slides, 1.0),
        Fact::Link(LinkRole::Schedule) => (Reason::SchedulePage, 1.0),
        Fact::Date(_) => (Reason::DateField, 1.0),
        Fact::Time => (Reason::TimeField, 1.0),
        Fact::Kind => (Reason::KindLine, 1.0),
        Fact::Track(_) | Fact::Event(_) | Fact::Organization(_) | Fact::Field | Fact::Tags(_) => {
            (Reason::OtherField, 1.0)
        }
        Fact::Link(_) => return None,
    })
}
