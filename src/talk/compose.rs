//! One talk of a note, from where it was found to all its fields: its own lines, its heading, what it inherits.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::classify::Class;
use super::company::affiliation;
use super::detect::{Form, Found, Reader};
use super::draft::{Draft, organization_in_title};
use super::event::event_in;
use super::evidence::{Evidence, Reason};
use super::facts::{Fact, facts_of};
use super::file_name;
use super::inherit::{Shared, header_title};
use super::name::{clean_name, is_full_name};
use super::people::{People, Person, bare};
use super::plain::{beginning, pieces, plain};
use super::section::{HeadLine, Section, Shape, head_lines, strip_markers};
use super::tags::inline_tags;
use super::title::{Prefix, read_heading};
use super::votes::Votes;
use super::when::{date_in, year_in};
use super::words::{is, key, words};
use super::{Date, Place, Speaker, Talk, TalkId};
use crate::markdown::BlockKind;

impl Reader<'_> {
    pub(super) fn talk(&mut self, found: &Found, shared: &Shared, votes: &Votes, form: Form) -> (Talk, Vec<Evidence>) {
        let mut draft = match (&found.row, found.section) {
            (Some(row), _) => Draft::of_row(row),
            (None, Some(section)) => self.draft_of_section(section, votes),
            (None, None) => self.draft_of_note(found.place),
        };
        if form == Form::Whole {
            self.add_header(&mut draft, found, shared);
        }
        if self.is_said {
            draft.evidence.push(Evidence { reason: Reason::Override, sure: 1.0 });
        }
        if draft.people.persons.is_empty()
            && !self.in_table.is_empty()
            && let Some(people) = self.in_table.get(&key(&draft.title))
        {
            draft.add_people(people);
        }
        if let Some(people) = draft.told_of.take().filter(|_| draft.people.persons.is_empty()) {
            draft.add_people(&people);
        }
        if form == Form::Whole
            && draft.people.persons.is_empty()
            && shared.people.persons.is_empty()
            && let Some(people) = file_name::speakers(self.note, &draft.title)
        {
            draft.add_people(&people);
        }
        if form == Form::Whole
            && draft.people.persons.is_empty()
            && let Some(people) = self.people_in_asides(found.section)
        {
            draft.add_people(&people);
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
        let around = event_year.or(inherited.date);
        let mut date = draft.date.and_then(|date| date.in_year_of(around)).or(around);
        let mut event = draft.event.take().map(|event| self.event_text(&event)).or(inherited.event);
        if event.is_none() && form == Form::Whole {
            // Notes of a whole conference that tell no talks apart.
            let named = event_in(&draft.title).filter(|event| event.is_known && event.other_words <= 2);
            let named = named.map(|event| event.name).or_else(|| self.event_in_opening(found.section));
            event = named.map(|name| self.intern.get(&name));
            let year = || event.as_deref().and_then(year_in).map(|year| Date { year, month: 0, day: 0 });
            date = date.or_else(year);
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
        let title = if draft.title.trim().is_empty() { "Untitled" } else { &draft.title };
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
            topics: Vec::new(),
            told: draft.told,
            confidence: confidence(score),
        };
        (talk, draft.evidence)
    }

    fn people(&mut self, draft: &Draft) -> (Vec<Speaker>, Vec<Arc<str>>) {
        let persons = &draft.people.persons;
        let mut speakers: Vec<Speaker> = Vec::new();
        // Where each name stands among the speakers, if there are many.
        let mut places: HashMap<&str, usize> = HashMap::new();
        for person in persons {
            let affiliation = person.organization.as_deref().map(|organization| self.intern.get(organization));
            let handle = person.handle.as_deref().map(|handle| self.intern.get(handle));
            let place = if persons.len() > FEW {
                places.get(&*person.name).copied()
            } else {
                speakers.iter().position(|known| *known.name == *person.name)
            };
            if let Some(place) = place {
                let known = &mut speakers[place];
                known.affiliation = known.affiliation.take().or(affiliation);
                known.handle = known.handle.take().or(handle);
                continue;
            }
            if persons.len() > FEW {
                places.insert(&person.name, speakers.len());
            }
            speakers.push(Speaker { name: self.intern.get(&person.name), affiliation, handle });
        }
        drop_first_names(&mut speakers);
        let mut organizations: Vec<Arc<str>> = Vec::new();
        // All of them in one case, if there are many.
        let mut in_one_case: HashSet<String> = HashSet::new();
        let named = draft.people.organizations.iter().chain(&draft.organizations).map(String::as_str);
        let named = named.chain(organization_in_title(&draft.title)).map(|name| self.intern.get(name));
        for organization in speakers.iter().filter_map(|speaker| speaker.affiliation.clone()).chain(named) {
            if organizations.len() == FEW && in_one_case.is_empty() {
                in_one_case = organizations.iter().map(|known| known.to_ascii_lowercase()).collect();
            }
            let is_new = if organizations.len() < FEW {
                !organizations.iter().any(|known| known.eq_ignore_ascii_case(&organization))
            } else {
                in_one_case.insert(organization.to_ascii_lowercase())
            };
            if is_new {
                organizations.push(organization);
            }
        }
        (speakers, organizations)
    }

    fn draft_of_section(&mut self, at: usize, votes: &Votes) -> Draft {
        let section = &self.sections[at];
        let mut dossier = match self.decision.dossiers.take(at) {
            Some(dossier) => dossier,
            None => super::evidence::look_at(self.text, &self.outline, section, self.decision.classes[at]),
        };
        dossier.read_heading(section, self.decision.classes[at]);
        let mut draft = Draft {
            title: dossier.heading.title.clone(),
            evidence: std::mem::take(&mut dossier.evidence),
            ..Draft::default()
        };
        draft.told.push(section.start..section.head_end);
        draft.take_lines(&mut dossier);
        if draft.people.persons.len() == 1
            && let Some(people) = self.people_by_item(section)
        {
            draft.people = people;
        }
        draft.take_heading(&dossier, votes, section.level);
        if draft.date.is_none() && dossier.heading.prefixes.contains(&Prefix::Day) {
            draft.date = date_in(&section.title.text, None);
        }
        draft
    }

    /// Who was on stage one after the other, where each item of a section's list begins with one of them and goes on
    /// with what they said.
    fn people_by_item(&self, section: &Section<'_>) -> Option<People> {
        let blocks = &self.outline.blocks[section.blocks.clone()];
        let first = blocks.first().filter(|block| matches!(block.kind, BlockKind::Item(_)))?;
        let mut people = People::default();
        let (mut items, mut named) = (0, 0);
        for pair in blocks.windows(2) {
            let [item, line] = pair else { break };
            if item.depth != first.depth || !matches!(item.kind, BlockKind::Item(_)) {
                continue;
            }
            items += 1;
            let source = strip_markers(line.source(self.text).lines().next().unwrap_or_default());
            if source.len() > 120 {
                continue;
            }
            let shown = plain(source);
            let text = shown.text.trim();
            if let Some(found) = bare(text).filter(|people| people.sure >= 0.5) {
                named += 1;
                people.persons.extend(found.persons);
            } else if let Some(person) = name_before_role(text) {
                named += 1;
                people.persons.push(person);
            }
        }
        (named >= 3 && named * 4 >= items * 3).then_some(people)
    }

    /// Who spoke, where a field says so among the resources of the note's one talk.
    fn people_in_asides(&self, talk: Option<usize>) -> Option<People> {
        let sections = &self.sections[talk.unwrap_or_default()].children;
        let asides = sections.iter().filter(|at| self.decision.classes[**at] == Class::Aside);
        let facts =
            asides.take(FEW).flat_map(|at| facts_of(&head_lines(self.text, &self.outline, &self.sections[*at], FEW)));
        facts.flat_map(|line| line.facts).find_map(|fact| match fact {
            Fact::Speakers(people) if !people.persons.is_empty() => Some(people),
            _ => None,
        })
    }

    /// The conference of a known name and its year at which the note's first lines say that the talk was: "Notes on a
    /// session of Quay Con 2017".
    fn event_in_opening(&self, talk: Option<usize>) -> Option<String> {
        let lines = head_lines(self.text, &self.outline, &self.sections[talk.unwrap_or_default()], 2);
        lines.iter().find_map(|line| {
            let shown = plain(beginning(line.source, 300));
            year_in(&shown.text)?;
            pieces(&shown.text).any(|word| words().holds(word, is::KIND)).then_some(())?;
            event_in(&shown.text)
                .filter(|event| event.is_known && year_in(&event.name).is_some())
                .map(|event| event.name)
        })
    }

    /// The note itself is the talk and no heading gives its title.
    fn draft_of_note(&mut self, place: Place) -> Draft {
        let lines = head_lines(self.text, &self.outline, &self.sections[0], 8);
        let mut draft = Draft::default();
        let mut dossier = match self.decision.dossiers.take(0) {
            Some(dossier) => dossier,
            None => super::evidence::look_at(self.text, &self.outline, &self.sections[0], Class::Candidate),
        };
        draft.take_lines(&mut dossier);
        draft.evidence = dossier.evidence;
        let header_title = self.header.as_ref().and_then(header_title);
        let named = file_name::title(self.note);
        let first_heading = self
            .sections
            .get(1)
            // Below text a heading of a lower level is a chapter, where the file is named as talks are.
            .filter(|s| s.level == 1 || s.start == place.start || !is_spelled_title(&named.title))
            .filter(|s| s.level == 1 || self.sections.len() == 2 || self.sections[0].children.len() == 1)
            // "Overview" on top of chapters is one of them.
            .filter(|_| self.sections[0].children.len() == 1 || self.decision.classes[1] != Class::Aside);
        if draft.title.is_empty() {
            if let Some(title) = header_title {
                draft.take_name(read_heading(&plain(&title).text));
            } else if let Some(heading) = first_heading {
                draft.take_name(read_heading(&heading.title.text));
                if heading.start == place.start {
                    draft.told.push(heading.start..heading.head_end);
                }
            } else if let Some(line) = lines.first().filter(|line| is_title_line(line))
                && !draft.told.iter().any(|told| told.contains(&line.start))
            {
                draft.take_title(&read_heading(&plain(line.source).text));
            }
        }
        if draft.title.trim().is_empty() {
            draft.take_title(&named);
        }
        draft
    }

    /// The header of a note that is one talk speaks of that talk.
    fn add_header(&self, draft: &mut Draft, found: &Found, shared: &Shared) {
        if draft.people.persons.is_empty() {
            draft.people.persons.clone_from(&shared.people.persons);
        }
        draft.organizations.extend(shared.organizations.iter().cloned());
        let header_title = self.header.as_ref().and_then(header_title);
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

    fn code_ranges(&self, place: Place) -> Vec<std::ops::Range<u32>> {
        let blocks = &self.outline.blocks;
        let from = blocks.partition_point(|block| block.start < place.start);
        let within = blocks[from..].iter().take_while(|block| block.start < place.end);
        within
            .filter(|block| block.is_code() || block.kind == BlockKind::Html)
            .map(|block| block.start..block.end)
            .collect()
    }
}

/// So many people or organizations of a talk are compared with each other; among more, each is looked up.
const FEW: usize = 8;

/// `Ada Pohl - ropes, knots + sails, Nimbus`: a name, and behind what she does the company.
fn name_before_role(text: &str) -> Option<Person> {
    let (name, rest) = [" - ", " – ", " — "].iter().find_map(|dash| text.split_once(dash))?;
    let company =
        rest.rsplit_once(", ").map(|(_, company)| company).filter(|company| company.starts_with(char::is_uppercase));
    let organization = company.filter(|company| company.split(' ').count() <= 3).and_then(affiliation);
    (is_full_name(name) && organization.is_some()).then(|| Person {
        name: clean_name(name),
        organization,
        handle: None,
    })
}

/// "A talk by Ada" below "Ada Pohl" names nobody else.
fn drop_first_names(speakers: &mut Vec<Speaker>) {
    let names = speakers.iter().map(|speaker| &speaker.name);
    let full: Vec<Arc<str>> = names.filter(|name| name.contains(' ')).cloned().collect();
    if full.is_empty() || full.len() == speakers.len() {
        return;
    }
    let words: HashSet<&str> = full.iter().flat_map(|name| name.split(' ')).collect();
    speakers.retain(|speaker| speaker.name.contains(' ') || !words.contains(&*speaker.name));
}

/// How sure a score makes: nothing seen is an even chance, a labelled speaker next to certainty.
fn confidence(score: f32) -> f32 {
    let sure = 1.0 - 0.5 * (-score * 0.75).exp();
    (sure * 100.0).round() / 100.0
}

/// Whether a title has so many words that it says what a talk was about.
fn is_spelled_title(title: &str) -> bool {
    title.split(' ').filter(|word| word.contains(char::is_alphabetic)).count() >= 3
}

fn is_title_line(line: &HeadLine<'_>) -> bool {
    line.shape == Shape::Text
        && line.source.len() <= 160
        && !line.source.contains("://")
        && !line.source.ends_with('.')
        && !line.source.starts_with("![")
        && !line.source.contains("::")
}

/// A person for tests and callers that build talks by hand.
impl From<&Person> for Speaker {
    fn from(person: &Person) -> Speaker {
        Speaker {
            name: person.name.as_str().into(),
            affiliation: person.organization.as_deref().map(Arc::from),
            handle: person.handle.as_deref().map(Arc::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;

    use super::*;
    use crate::source::Note;

    /// Who is on stage, each compared with each.
    fn compared(persons: &[Person]) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> = Vec::new();
        for person in persons.iter().map(Speaker::from) {
            match speakers.iter_mut().find(|known| known.name == person.name) {
                Some(known) => {
                    known.affiliation = known.affiliation.take().or(person.affiliation);
                    known.handle = known.handle.take().or(person.handle);
                }
                None => speakers.push(person),
            }
        }
        let is_dropped = |name: &str| {
            let mut full = speakers.iter().filter(|other| other.name.contains(' '));
            !name.contains(' ') && full.any(|other| other.name.split(' ').any(|word| word == name))
        };
        speakers.iter().filter(|speaker| !is_dropped(&speaker.name)).cloned().collect()
    }

    fn compared_names(names: impl Iterator<Item = String>) -> Vec<Arc<str>> {
        let mut different: Vec<Arc<str>> = Vec::new();
        for name in names {
            if !different.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                different.push(name.into());
            }
        }
        different
    }

    proptest::proptest! {
        #[test]
        fn few_and_many_people_are_gathered_as_by_comparing_each_with_each(
            persons in vec(("[AÉ][ab]?( [AB][ab]?)?", option::of("[A-Ca-c]{2}"), option::of("@[a-c]")), 0..30),
            organizations in vec("[A-Da-dé]{2}", 0..20),
        ) {
            let person = |(name, organization, handle)| Person { name, organization, handle };
            let persons: Vec<Person> = persons.into_iter().map(person).collect();
            let mut draft = Draft { organizations, ..Draft::default() };
            draft.people.persons.clone_from(&persons);
            let note = Arc::new(Note::from_text("a.md", "# A talk\n".to_owned()));
            let (speakers, organizations) = Reader::over(&note).people(&draft);
            let expected = compared(&persons);
            let affiliations = expected.iter().filter_map(|speaker| speaker.affiliation.as_deref().map(str::to_owned));
            let names = compared_names(affiliations.chain(draft.organizations.iter().cloned()));
            proptest::prop_assert_eq!(speakers, expected);
            proptest::prop_assert_eq!(organizations, names);
        }
    }
}
