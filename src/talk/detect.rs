//! From a note to its talks: outline, header, decisions, and what each talk inherits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::classify::Class;
use super::decide::{Decision, Role, Surroundings, decide};
use super::draft::{Draft, organization_in_title};
use super::event::{event_above_talks, event_in, event_in_path, is_year};
use super::evidence::{Evidence, Reason};
use super::facts::{Fact, tags_of};
use super::forms::{Row, rows};
use super::heading::{Prefix, read_heading, trim_title};
use super::people::{self, People, Person};
use super::plain::plain;
use super::section::{HeadLine, Section, Shape, head_lines, sections};
use super::tags::inline_tags;
use super::topics::{Count, topics};
use super::votes::Votes;
use super::when::{date_in, year_in};
use super::words::{Fnv, is, key, words};
use super::{Date, Place, Speaker, Talk, TalkId};
use crate::markdown::outline::outline_from;
use crate::markdown::{Block, BlockKind, FrontMatter, Outline, front_matter};
use crate::source::{Note, repair};
use crate::text::{Case, fold};

/// What reading a note gives.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The talks in the order they stand; for a note that is not blank at least one.
    pub talks: Vec<Talk>,
    /// Why each of them is one, in the same order.
    pub evidence: Vec<Vec<Evidence>>,
    /// What belongs to no talk: text before the first, contents, miscellaneous notes. Byte ranges of whole
    /// lines, ascending; together with the talks they cover the note's text but for blank lines, rules and header.
    pub leftovers: Vec<Leftover>,
    /// How the note is laid out.
    pub form: Form,
    /// Why the header could not be read as its format asks.
    pub header_problem: Option<String>,
}

/// Text of a note that belongs to no talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Its heading, or nothing where it has none.
    pub title: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// How a note holds its talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// There is nothing in it.
    #[default]
    Empty,
    /// The note is one talk.
    Whole,
    /// Headings begin the talks.
    Headings,
    /// List items, bold lines or table rows do.
    Rows,
}

/// The talks of a note.
pub fn detect(note: &Arc<Note>) -> Vec<Talk> {
    read(note).talks
}

/// The talks of a note with why they are talks and what is left over. Total; linear in the note's length.
pub fn read(note: &Arc<Note>) -> Reading {
    if note.text.trim().is_empty() {
        return Reading::default();
    }
    let text = &*note.text;
    let header = front_matter(text);
    let (start, line) = header.as_ref().map_or((0, 1), |header| (header.end as usize, header.next_line));
    let outline = outline_from(text, start, line);
    let sections = sections(text, &outline, start as u32);
    let around = surroundings(note, header.as_ref());
    let decision = decide(text, &outline, &sections, &around);
    Reader {
        note,
        text,
        header,
        outline,
        sections,
        decision,
        around,
        found: Vec::new(),
        intern: Interner::default(),
        count: Count::default(),
        last_inherited: None,
    }
    .run()
}

fn surroundings(note: &Note, header: Option<&FrontMatter>) -> Surroundings {
    let title = header.and_then(|header| one(header, &["title"]));
    let header_is_talk = header.is_some_and(|header| {
        header.entries.iter().any(|entry| {
            let lists = words().flags_of(&entry.key);
            lists & (is::SPEAKER | is::RECORDING | is::SLIDES) != 0 && lists & is::TAGS == 0 && !entry.values.is_empty()
        })
    });
    let header_is_event = title.as_deref().is_some_and(|title| {
        event_in(title).is_some_and(|event| (event.is_known || event.is_marked) && event.other_words <= 2)
    });
    let file = note.relative.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Surroundings {
        header_title: title.map(|title| key(&title)),
        header_is_talk,
        header_is_event,
        file_key: key(&stem.replace(['_', '-'], " ")),
    }
}

fn one(header: &FrontMatter, keys: &[&str]) -> Option<String> {
    let values = header.get(keys)?;
    Some(values.join(", ")).filter(|text| !text.trim().is_empty())
}

/// A talk before its fields are filled in.
struct Found {
    place: Place,
    /// The section, where a heading begins it.
    section: Option<usize>,
    row: Option<Row>,
    /// The innermost group it stands in.
    parent: usize,
}

struct Reader<'a> {
    note: &'a Arc<Note>,
    text: &'a str,
    header: Option<FrontMatter>,
    outline: Outline,
    sections: Vec<Section<'a>>,
    decision: Decision,
    around: Surroundings,
    found: Vec<Found>,
    intern: Interner,
    count: Count,
    last_inherited: Option<(usize, Inherited)>,
}

/// What all talks of a note share.
#[derive(Default)]
struct Shared {
    event: Option<Arc<str>>,
    year: Option<i16>,
    date: Option<Date>,
    tags: Vec<Arc<str>>,
    people: People,
    organizations: Vec<String>,
}

impl Reader<'_> {
    fn run(mut self) -> Reading {
        let mut form = Form::Headings;
        self.find_by_heading();
        if !self.found.is_empty() && self.decision.roles[0] == Role::Talk {
            form = Form::Whole;
        }
        self.find_rows();
        if self.found.is_empty() {
            form = Form::Whole;
            self.take_whole();
        } else if self.found.iter().all(|found| found.row.is_some()) {
            form = Form::Rows;
        } else if let [only] = &self.found[..]
            && only.section.is_some_and(|section| self.sections[section].parent == 0)
        {
            form = Form::Whole;
        }
        self.found.sort_by_key(|found| found.place.start);
        self.fill(form)
    }

    fn find_by_heading(&mut self) {
        if self.decision.roles[0] == Role::Talk {
            self.take_whole();
            return;
        }
        for at in 1..self.sections.len() {
            if self.decision.roles[at] == Role::Talk {
                let mut end = self.sections[at].end;
                // Chapters on the talk's own level follow it up to the next that is none.
                let mut next = at + 1;
                while next < self.sections.len()
                    && (self.sections[next].start < end || self.decision.roles[next] == Role::Part)
                {
                    end = end.max(self.sections[next].end);
                    next += 1;
                }
                let section = &self.sections[at];
                let place = self.place(section.start, end, section.line);
                let parent = section.parent;
                self.found.push(Found { place, section: Some(at), row: None, parent });
            }
        }
    }

    /// Talks without headings: in groups and asides that hold no talk by heading.
    fn find_rows(&mut self) {
        let titles: Vec<String> =
            self.found.iter().filter_map(|f| f.section).map(|at| self.sections[at].key.clone()).collect();
        for at in 0..self.sections.len() {
            let open = match self.decision.roles[at] {
                Role::Group => {
                    at == 0 && titles.is_empty()
                        || at > 0 && self.sections[at].children.is_empty()
                        || self.found.is_empty()
                }
                Role::Aside => self.sections[at].parent == 0 && titles.is_empty(),
                _ => false,
            };
            if !open {
                continue;
            }
            for row in rows(self.text, &self.outline, self.sections[at].blocks.clone()) {
                let row_key = key(&row.title);
                if titles.iter().any(|title| title.contains(&row_key)) {
                    continue;
                }
                let place = Place { start: row.start, end: row.end, line: row.line, end_line: row.last_line };
                self.found.push(Found { place, section: None, row: Some(row), parent: at });
            }
        }
    }

    /// The whole note is one entry.
    fn take_whole(&mut self) {
        let lone = match self.sections[0].children[..] {
            [lone]
                if self
                    .outline
                    .blocks
                    .iter()
                    .take_while(|b| b.start < self.sections[lone].start)
                    .all(|b| b.kind == BlockKind::Rule || b.kind == BlockKind::Html) =>
            {
                Some(lone)
            }
            _ => None,
        };
        let first =
            self.outline.blocks.iter().find(|block| block.kind != BlockKind::Rule).or(self.outline.blocks.first());
        let (start, line) = match (lone, first) {
            (Some(lone), _) => (self.sections[lone].start, self.sections[lone].line),
            (None, Some(block)) => (block.start, block.line),
            (None, None) => (self.sections[0].start.min(self.text.len().saturating_sub(1) as u32), 1),
        };
        let place = if first.is_some() {
            self.place(start, self.text.len() as u32, line)
        } else {
            // A header and nothing below it.
            let rows = self.text.lines().count().max(1) as u32;
            Place { start: 0, end: self.text.len() as u32, line: 1, end_line: rows }
        };
        self.found.push(Found { place, section: lone, row: None, parent: 0 });
    }

    /// From a heading to the last line before `end` that is neither blank nor a rule.
    fn place(&self, start: u32, end: u32, line: u32) -> Place {
        let blocks = &self.outline.blocks;
        let mut at = blocks.partition_point(|block| block.start < end);
        let top = |at: usize| blocks[..at].iter().rposition(|block| block.depth == 0);
        while let Some(last) = top(at) {
            let block = &blocks[last];
            if block.start < start {
                break;
            }
            if block.kind != BlockKind::Rule || block.start == start {
                return Place { start, end: block.end, line, end_line: block.last_line };
            }
            at = last;
        }
        Place { start, end, line, end_line: line }
    }

    fn fill(mut self, form: Form) -> Reading {
        let shared = self.shared();
        let votes = self.votes();
        let found = std::mem::take(&mut self.found);
        let mut reading = Reading { form, ..Reading::default() };
        let mut seen: HashMap<u64, u32, Fnv> = HashMap::default();
        for found in &found {
            let (mut talk, evidence) = self.talk(found, &shared, &votes, form);
            talk.id = self.id(&talk.title, &mut seen);
            reading.talks.push(talk);
            reading.evidence.push(evidence);
        }
        reading.leftovers = self.leftovers(&reading.talks);
        reading.header_problem = self.header.take().and_then(|header| header.problem);
        reading
    }

    /// Stable under edits of the body and of other talks; the second of two equal titles has its own.
    fn id(&self, title: &str, seen: &mut HashMap<u64, u32, Fnv>) -> TalkId {
        use std::hash::Hasher;
        let mut hasher = super::words::FnvHasher::default();
        hasher.write(fold(title, Case::Ignore).as_bytes());
        hasher.write(&[0]);
        hasher.write(self.note.relative.as_bytes());
        let nth = seen.entry(hasher.finish()).or_default();
        if *nth > 0 {
            hasher.write(&[0]);
            hasher.write(nth.to_string().as_bytes());
        }
        *nth += 1;
        let hash = hasher.finish();
        TalkId((hash ^ (hash >> 32)) as u32)
    }

    fn talk(&mut self, found: &Found, shared: &Shared, votes: &Votes, form: Form) -> (Talk, Vec<Evidence>) {
        let mut draft = match (&found.row, found.section) {
            (Some(row), _) => Draft::of_row(row),
            (None, Some(section)) => self.draft_of_section(section, votes),
            (None, None) => self.draft_of_note(found.place),
        };
        if form == Form::Whole {
            self.add_header(&mut draft, found, shared);
        }
        let inherited = self.inherited(found.parent, shared);
        if let Some(people) = inherited.people.filter(|_| draft.people.persons.is_empty()) {
            draft.add_people(&people);
        }
        let mut section: Vec<Arc<str>> = inherited.section;
        if let Some(track) = draft.track.take() {
            let track = self.intern.get(track.trim());
            if !section.contains(&track) {
                section.push(track);
            }
        }
        let event_year = draft.event.as_deref().and_then(year_in).map(|year| Date { year, month: 0, day: 0 });
        let date = draft.date.or(event_year).or(inherited.date);
        let mut event = draft.event.take().map(|event| self.event_text(&event)).or(inherited.event);
        if event.is_none() && form == Form::Whole {
            // Notes of a whole conference that tell no talks apart.
            let named = event_in(&draft.title).filter(|event| event.is_known && event.other_words <= 2);
            event = named.map(|event| self.intern.get(&event.name));
        }
        let mut tags = shared.tags.clone();
        let code = self.code_ranges(found.place);
        let source = &self.text[found.place.start as usize..found.place.end as usize];
        let inline = inline_tags(source, found.place.start, &code);
        for tag in draft.tags.iter().map(String::as_str).chain(inline) {
            let tag = self.intern.get(tag);
            if !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
                tags.push(tag);
            }
        }
        let (speakers, organizations) = self.people(&draft);
        let score: f32 = draft.evidence.iter().map(|evidence| evidence.weight()).sum();
        let mut title = self.repaired(&draft.title);
        if title.trim().is_empty() {
            title = self.fallback_title().into();
        }
        let topics = topics().about(&title, source, &mut self.count);
        let talk = Talk {
            id: TalkId(0),
            note: Arc::clone(self.note),
            place: found.place,
            title: title.into(),
            speakers,
            organizations,
            event,
            date,
            section,
            tags,
            topics,
            told: draft.told,
            confidence: confidence(score),
        };
        (talk, draft.evidence)
    }

    fn repaired<'s>(&self, text: &'s str) -> Cow<'s, str> {
        if self.note.mojibake { repair(text) } else { text.into() }
    }

    fn people(&mut self, draft: &Draft) -> (Vec<Speaker>, Vec<Arc<str>>) {
        let mut speakers: Vec<Speaker> = Vec::new();
        let mut organizations: Vec<Arc<str>> = Vec::new();
        for person in &draft.people.persons {
            let name = self.repaired(&person.name);
            let affiliation = person.organization.as_deref().map(|organization| {
                let organization = self.repaired(organization);
                self.intern.get(&organization)
            });
            if let Some(known) = speakers.iter_mut().find(|known| *known.name == *name) {
                known.affiliation = known.affiliation.take().or(affiliation);
                continue;
            }
            speakers.push(Speaker { name: self.intern.get(&name), affiliation });
        }
        let titled = organization_in_title(&draft.title).map(str::to_owned);
        let named = draft
            .people
            .organizations
            .iter()
            .chain(&draft.organizations)
            .chain(&titled)
            .map(|name| self.repaired(name))
            .collect::<Vec<_>>();
        let affiliations = speakers.iter().filter_map(|speaker| speaker.affiliation.clone());
        for organization in affiliations.chain(named.iter().map(|name| self.intern.get(name))).collect::<Vec<_>>() {
            if !organizations.iter().any(|known| known.eq_ignore_ascii_case(&organization)) {
                organizations.push(organization);
            }
        }
        (speakers, organizations)
    }

    fn draft_of_section(&mut self, at: usize, votes: &Votes) -> Draft {
        let section = &self.sections[at];
        let mut dossier = match self.decision.dossiers[at].take() {
            Some(dossier) => dossier,
            None => super::evidence::look_at(self.text, &self.outline, section, self.decision.classes[at]),
        };
        let mut draft = Draft {
            title: dossier.heading.title.clone(),
            evidence: std::mem::take(&mut dossier.evidence),
            ..Draft::default()
        };
        draft.told.push(section.start..section.head_end);
        draft.take_lines(&mut dossier);
        draft.take_heading(&dossier, votes, section.level);
        if draft.date.is_none() && dossier.heading.prefixes.contains(&Prefix::Day) {
            draft.date = date_in(&section.title.text, None);
        }
        draft
    }

    /// The note itself is the talk and no heading gives its title.
    fn draft_of_note(&mut self, place: Place) -> Draft {
        let lines = head_lines(self.text, &self.outline, &self.sections[0], 8);
        let mut draft = Draft::default();
        let mut dossier = match self.decision.dossiers[0].take() {
            Some(dossier) => dossier,
            None => super::evidence::look_at(self.text, &self.outline, &self.sections[0], Class::Candidate),
        };
        draft.take_lines(&mut dossier);
        draft.evidence = dossier.evidence;
        let header_title = self.header.as_ref().and_then(|header| one(header, &["title"]));
        let first_heading = self
            .sections
            .get(1)
            .filter(|s| s.level == 1 || self.sections.len() == 2 || self.sections[0].children.len() == 1);
        if draft.title.is_empty() {
            if let Some(title) = header_title {
                draft.title = read_heading(&plain(&title).text).title;
            } else if let Some(heading) = first_heading {
                draft.title = read_heading(&heading.title.text).title;
                if heading.start == place.start {
                    draft.told.push(heading.start..heading.head_end);
                }
            } else if let Some(line) = lines.first().filter(|line| is_title_line(line)) {
                let heading = read_heading(&plain(line.source).text);
                draft.title = heading.title;
            }
        }
        draft
    }

    fn fallback_title(&self) -> String {
        let file = self.note.relative.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let spaced = stem.replace(['_', '-'], " ");
        let title = read_heading(spaced.trim()).title;
        let first = title.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        let rest: String = title.chars().skip(1).collect();
        let title = format!("{first}{rest}");
        if title.trim().is_empty() { "Untitled".to_owned() } else { title }
    }

    /// The header of a note that is one talk speaks of that talk.
    fn add_header(&self, draft: &mut Draft, found: &Found, shared: &Shared) {
        if draft.people.persons.is_empty() {
            draft.people.persons.clone_from(&shared.people.persons);
        }
        draft.organizations.extend(shared.organizations.iter().cloned());
        let header_title = self.header.as_ref().and_then(|header| one(header, &["title"]));
        // A chapter is no title where the header has one.
        if let (Some(title), Some(section)) = (header_title, found.section)
            && self.decision.classes[section] == Class::Aside
        {
            draft.title = read_heading(&plain(&title).text).title;
        }
        if self.header.is_some() && shared.people.persons.len() + usize::from(self.around.header_is_talk) > 0 {
            draft.evidence.push(Evidence { reason: Reason::FrontMatter, sure: 1.0 });
        }
    }

    /// What flows down to the talks of a group; talks of one group follow each other.
    fn inherited(&mut self, parent: usize, shared: &Shared) -> Inherited {
        match &self.last_inherited {
            Some((known, inherited)) if *known == parent => inherited.clone(),
            _ => {
                let inherited = self.inherit(parent, shared);
                self.last_inherited = Some((parent, inherited.clone()));
                inherited
            }
        }
    }

    fn inherit(&mut self, parent: usize, shared: &Shared) -> Inherited {
        let mut inherited = Inherited { event: None, date: None, section: Vec::new(), people: None };
        let mut at = parent;
        while at != 0 {
            let section = &self.sections[at];
            let text = self.repaired(&section.title.text);
            let lone = section.parent == 0 && self.is_lone_top(at);
            let dossier_date = self.decision.dossiers[at].as_ref().and_then(|dossier| {
                dossier.lines.iter().flat_map(|line| &line.facts).find_map(|fact| match fact {
                    Fact::Date(date) => Some(*date),
                    _ => None,
                })
            });
            let date = date_in(&text, shared.year).or(dossier_date);
            inherited.date = inherited.date.or(date);
            match self.decision.classes[at] {
                Class::Event => {
                    inherited.date =
                        inherited.date.or_else(|| year_in(&text).map(|year| Date { year, month: 0, day: 0 }));
                    if inherited.event.is_none() {
                        inherited.event = event_in(&text).map(|event| self.intern.get(&event.name));
                    }
                }
                _ if lone => {}
                // "## Ada Pohl", and below it her talks.
                _ if self.decision.dossiers[at].as_ref().is_some_and(|dossier| dossier.heading_people.is_some()) => {
                    inherited.people = self.decision.dossiers[at].as_ref().and_then(|d| d.heading_people.clone());
                }
                _ => inherited.section.insert(0, self.intern.get(trim_title(&text))),
            }
            at = section.parent;
        }
        inherited.event = match (inherited.event.take(), &shared.event) {
            // "KubeCon" in a heading, "KubeCon EU 2022" in the file's name: the fuller one.
            (Some(own), Some(other)) if key(other).contains(&key(&own)) => Some(Arc::clone(other)),
            (Some(own), _) => Some(own),
            (None, other) => other.clone(),
        };
        inherited.date = inherited.date.or(shared.date);
        inherited
    }

    fn is_lone_top(&self, at: usize) -> bool {
        let tops = &self.sections[0].children;
        let real = tops.iter().filter(|top| self.decision.classes[**top] != Class::Aside).count();
        (real == 1 || tops.len() == 1) && tops.contains(&at) && self.sections[at].level == 1
    }

    fn shared(&mut self) -> Shared {
        let mut shared = Shared::default();
        let header = self.header.clone();
        if let Some(header) = &header {
            self.share_header(header, &mut shared);
        }
        let lone = self.sections[0]
            .children
            .first()
            .copied()
            .filter(|top| self.is_lone_top(*top) && self.decision.roles[*top] == Role::Group);
        if shared.event.is_none()
            && let Some(lone) = lone
        {
            let text = self.sections[lone].title.text.clone();
            shared.event = event_in(&text).map(|event| self.intern.get(&event.name));
        }
        self.share_path(&mut shared);
        if shared.event.is_none()
            && let Some(lone) = lone
        {
            let text = self.repaired(&self.sections[lone].title.text);
            shared.event = event_above_talks(&text).map(|name| self.intern.get(&name));
        }
        shared.year = shared.year.or_else(|| shared.event.as_deref().and_then(year_in));
        if shared.year.is_none()
            && let Some(lone) = lone
        {
            shared.year = year_in(&self.sections[lone].title.text);
        }
        if shared.date.is_none() {
            shared.date = shared.year.map(|year| Date { year, month: 0, day: 0 });
        }
        shared
    }

    fn share_header(&mut self, header: &FrontMatter, shared: &mut Shared) {
        for entry in header.entries.iter().filter(|entry| !entry.values.is_empty()) {
            let last = entry.key.rsplit('.').next().unwrap_or_default();
            let name = key(&entry.key.replace(['.', '_', '-'], " "));
            let lists = words().flags(&name) | words().flags_of(last);
            let value = entry.values.join(", ");
            if lists & is::TAGS != 0 {
                let tags: Vec<String> = if entry.values.len() > 1 {
                    entry.values.iter().map(|v| v.trim_start_matches('#').to_owned()).collect()
                } else {
                    tags_of(&value)
                };
                for tag in tags {
                    let tag = self.intern.get(tag.trim());
                    if !tag.is_empty() && !shared.tags.contains(&tag) {
                        shared.tags.push(tag);
                    }
                }
            } else if lists & is::SPEAKER != 0 && !value.contains("://") {
                let people = people::labelled(&entry.values.join("; "));
                shared.people.persons.extend(people.persons);
                shared.organizations.extend(people.organizations);
            } else if lists & is::EVENT != 0 && shared.event.is_none() {
                shared.event = Some(self.event_text(&value));
            } else if lists & is::ORGANIZATION != 0 {
                shared.organizations.push(value);
            } else if lists & is::DATE != 0 || name.ends_with("date") {
                shared.date = shared.date.or_else(|| date_in(&value, None));
                shared.year =
                    shared.year.or_else(|| is_year(value.trim()).then(|| value.trim().parse().ok()).flatten());
            } else if name == "year" {
                shared.year = value.trim().parse().ok().filter(|year| (1980..2100).contains(year));
            }
        }
        if shared.event.is_none()
            && let Some(title) = one(header, &["title"])
            && let Some(event) = event_in(&plain(&title).text)
            && (event.is_known || event.is_marked && self.around.header_is_event)
        {
            shared.event = Some(self.intern.get(&event.name));
        }
        if shared.year.is_none() {
            shared.year = shared.date.map(|date| date.year);
        }
    }

    /// What file and folder names say: the nearest that names a conference.
    fn share_path(&mut self, shared: &mut Shared) {
        let note = Arc::clone(self.note);
        let file = note.relative.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut names: Vec<&str> = vec![stem];
        names.extend(note.folders.iter().map(|folder| &**folder));
        if shared.event.is_none() {
            shared.event = names.iter().find_map(|name| event_in_path(name)).map(|name| self.intern.get(&name));
        }
        if shared.date.is_none() {
            shared.date = names.iter().take(2).find_map(|name| date_in(name, None));
        }
        if shared.year.is_none() {
            shared.year = shared.date.map(|date| date.year).or_else(|| names.iter().find_map(|name| year_in(name)));
        }
    }

    /// An event's name from a field: a slug in its usual spelling, anything else as written.
    fn event_text(&mut self, value: &str) -> Arc<str> {
        let shown = plain(value.trim());
        let value = self.repaired(shown.text.trim());
        if !value.contains(' ')
            && value.chars().all(|c| !c.is_uppercase())
            && let Some(name) = event_in_path(&value)
        {
            return self.intern.get(&name);
        }
        self.intern.get(&value)
    }

    fn votes(&self) -> Votes {
        let talks = self.found.iter().filter_map(|found| found.section);
        let dossiers = talks.filter_map(|at| Some((self.sections[at].level, self.decision.dossiers[at].as_ref()?)));
        Votes::count(dossiers)
    }

    fn code_ranges(&self, place: Place) -> Vec<std::ops::Range<u32>> {
        let blocks = &self.outline.blocks;
        let from = blocks.partition_point(|block| block.start < place.start);
        let within = blocks[from..].iter().take_while(|block| block.start < place.end);
        within
            .filter(|block| block.is_code() || block.kind == BlockKind::Html)
            .map(|block| block.start..block.end)
            .collect()
    }

    /// What stands between the talks.
    fn leftovers(&self, talks: &[Talk]) -> Vec<Leftover> {
        let mut left: Vec<Leftover> = Vec::new();
        let mut talks = talks.iter().peekable();
        // Whether the last piece goes on; a talk ends it.
        let mut open = false;
        for block in self.outline.blocks.iter().filter(|block| block.depth == 0) {
            while talks.peek().is_some_and(|talk| talk.place.end <= block.start) {
                talks.next();
                open = false;
            }
            let next = talks.peek().map(|talk| talk.place);
            if next.is_some_and(|place| place.start <= block.start) || block.kind == BlockKind::Rule {
                continue;
            }
            let mut place = Place { start: block.start, end: block.end, line: block.line, end_line: block.last_line };
            if let Some(next) = next.filter(|next| next.start < block.end) {
                // The head of a table whose rows are talks.
                place.end = next.start;
                place.end_line = next.line - 1;
            }
            let titled = block.level().is_some();
            match left.last_mut() {
                Some(last) if open && !titled => {
                    last.place.end = place.end;
                    last.place.end_line = place.end_line;
                }
                _ => left.push(Leftover { title: self.leftover_title(block, titled), place }),
            }
            open = true;
        }
        left
    }

    fn leftover_title(&self, block: &Block, titled: bool) -> Box<str> {
        if !titled {
            return "".into();
        }
        self.repaired(&plain(block.heading_text(self.text)).text).into()
    }
}

#[derive(Clone)]
struct Inherited {
    event: Option<Arc<str>>,
    date: Option<Date>,
    section: Vec<Arc<str>>,
    people: Option<People>,
}

/// How sure a score makes: nothing seen is an even chance, a labelled speaker next to certainty.
fn confidence(score: f32) -> f32 {
    let sure = 1.0 - 0.5 * (-score * 0.75).exp();
    (sure * 100.0).round() / 100.0
}

fn is_title_line(line: &HeadLine<'_>) -> bool {
    line.shape == Shape::Text && line.source.len() <= 160 && !line.source.contains("://") && !line.source.ends_with('.')
}

/// Equal names are kept once a note.
#[derive(Default)]
struct Interner(HashMap<Box<str>, Arc<str>, Fnv>);

impl Interner {
    fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(text.into(), Arc::clone(&new));
        new
    }
}

/// A person for tests and callers that build talks by hand.
impl From<&Person> for Speaker {
    fn from(person: &Person) -> Speaker {
        Speaker { name: person.name.as_str().into(), affiliation: person.organization.as_deref().map(Arc::from) }
    }
}
