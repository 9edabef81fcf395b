//! Which sections are talks. Decided per subtree, never one level for the whole note: a section with evidence of
//! its own is a talk and its subsections are parts of it; one without, whose subsections have some, is a group.

use super::classify::{Class, classes};
use super::dossiers::Dossiers;
use super::evidence::{Dossier, Reason, STRONG, look_at};
use super::facts::Fact;
use super::name::is_spaceless;
use super::people::{People, Person};
use super::section::Section;
use super::words::{is, words};
use crate::markdown::Outline;

/// What a section turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of the talk above it, or not looked at.
    Part,
    /// A talk, with all that stands below.
    Talk,
    /// Holds talks.
    Group,
    /// Neither: contents, miscellaneous notes.
    Aside,
    /// Left out by what a person says.
    LeftOut,
    /// Nothing speaks for or against it yet.
    Open,
}

/// What is known of a note besides its sections.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// The title in the header, as it is compared.
    pub(super) header_title: Option<String>,
    /// Whether the header names speakers, slides or a recording: it speaks of one talk.
    pub(super) header_is_talk: bool,
    /// Whether that title names a conference or says "notes".
    pub(super) header_is_event: bool,
    /// The title again, where it is of one talk and the header names who gave it.
    pub(super) talk_in_header: Option<String>,
    /// The file's name without ending, as it is compared.
    pub(super) file_key: String,
    /// Whether that name is spelled as titles are.
    pub(super) file_is_title: bool,
}

/// The decisions about a note.
pub(super) struct Decision {
    pub(super) roles: Vec<Role>,
    pub(super) classes: Vec<Class>,
    pub(super) dossiers: Dossiers,
}

/// Decides about all sections of a note.
pub(super) fn decide(text: &str, outline: &Outline, sections: &[Section<'_>], around: &Surroundings) -> Decision {
    let classes = classes(sections);
    let mut decider = Decider {
        text,
        outline,
        sections,
        around,
        roles: vec![Role::Part; sections.len()],
        dossiers: Dossiers::new(sections.len()),
        strong_below: vec![None; sections.len()],
        only_asides: None,
        classes,
    };
    decider.note();
    Decision { roles: decider.roles, classes: decider.classes, dossiers: decider.dossiers }
}

/// The sections of a note while they are decided about.
pub(super) struct Decider<'a, 't> {
    pub(super) text: &'a str,
    pub(super) outline: &'a Outline,
    pub(super) sections: &'a [Section<'t>],
    pub(super) around: &'a Surroundings,
    pub(super) classes: Vec<Class>,
    pub(super) roles: Vec<Role>,
    pub(super) dossiers: Dossiers,
    pub(super) strong_below: Vec<Option<(u32, f32)>>,
    /// The section asked last, and whether there are only asides below it.
    only_asides: Option<(usize, bool)>,
}

/// So many sections of a level show what its headings are like.
const MOST_ALIKE: usize = 24;

impl Decider<'_, '_> {
    /// Tails that read as names though no name in them is known count where most headings side by side have one:
    /// nobody adds subtitles of two capitals to all titles.
    fn share_tails(&mut self, kids: &[usize]) {
        let candidates: Vec<usize> =
            kids.iter().copied().filter(|kid| self.classes[*kid] == Class::Candidate).collect();
        // The only talk of an event is like those of the others.
        let alike = match candidates[..] {
            [] => return,
            [lone] => self.candidates_of_level(self.sections[lone].level),
            _ => candidates.clone(),
        };
        let tailed = self.tailed(&alike);
        if tailed.len() < 2 || tailed.len() * 3 < alike.len() * 2 {
            return;
        }
        let tailed: Vec<usize> = tailed.into_iter().filter(|at| candidates.contains(at)).collect();
        for kid in tailed {
            if let Some(dossier) = self.dossiers.get_mut(kid) {
                dossier.add(Reason::PersonTail, 1.0);
            }
        }
    }

    /// Those whose headings have a tail that may name people.
    fn tailed(&mut self, candidates: &[usize]) -> Vec<usize> {
        let has_tail = |dossier: &Dossier| {
            let people = dossier.heading.tail.as_ref().and_then(|tail| tail.people.as_ref());
            // "The End of Rope (And Its Beginnings)": in parentheses stands an aside as often.
            let is_from = |people: &People| people.persons.iter().all(|person| person.organization.is_some());
            let needed = |people: &People| match dossier.heading.title.ends_with(')') {
                true if is_from(people) => 0.45,
                true => 0.6,
                false => 0.5,
            };
            people.is_some_and(|people| people.sure >= needed(people))
        };
        for at in candidates {
            self.look(*at);
        }
        candidates.iter().copied().filter(|at| self.dossiers.get(*at).is_some_and(has_tail)).collect()
    }

    /// The candidates of a level that stand alone below what holds them; of many only the first.
    fn candidates_of_level(&self, level: u8) -> Vec<usize> {
        let is_one = |at: &usize| self.sections[*at].level == level && self.classes[*at] == Class::Candidate;
        (1..self.sections.len()).filter(is_one).take(MOST_ALIKE).collect()
    }

    /// Decides about sections side by side.
    pub(super) fn siblings(&mut self, parent: usize, kids: &[usize]) {
        self.share_tails(kids);
        self.share_sections(kids);
        let joined = self.join_names(kids);
        for kid in kids {
            self.roles[*kid] = self.section(*kid);
        }
        let count = |roles: &[Role], role: Role| kids.iter().filter(|kid| roles[**kid] == role).count();
        let (talks, groups) = (count(&self.roles, Role::Talk), count(&self.roles, Role::Group));
        let open: Vec<usize> = kids.iter().copied().filter(|kid| self.roles[*kid] == Role::Open).collect();
        let real_groups = kids
            .iter()
            .filter(|kid| self.roles[**kid] == Role::Group && self.classes[**kid] == Class::Candidate)
            .count();
        let categories = talks == 0 && self.are_categories(&open);
        // Where the text above lists the talks, headings that say nothing of any are no more of them.
        let listed = parent > 0 && talks == 0 && groups == 0 && !open.is_empty() && self.lists_others(parent, &open);
        let beside_groups = real_groups >= 2 && real_groups * 2 > groups + open.len() && talks == 0;
        // Where an aside collects the talks ("What I learned"), those beside it are others.
        let collects = |kid: &usize| self.roles[*kid] == Role::Group && self.classes[*kid] == Class::Aside;
        let beside_collected = talks == 0 && kids.iter().any(collects);
        let beside_all = talks == 0 && kids.iter().any(|kid| self.roles[*kid] == Role::Group && self.holds_all(*kid));
        let is_scheduled = !open.is_empty() && self.are_scheduled(kids);
        let beside_days = talks == 0 && !open.is_empty() && self.are_days_of_talks(kids);
        let beside_notes = talks == 0 && open.iter().any(|kid| self.lists_notes(*kid));
        for kid in &open {
            let has_kids = !self.sections[*kid].children.is_empty();
            self.roles[*kid] = if beside_all && self.strong_below(*kid).0 == 0 {
                Role::Aside
            } else if categories && has_kids || !has_kids && talks == 0 && self.holds_rows(*kid) {
                Role::Group
            } else if !has_kids
                && (self.is_index(*kid)
                    || listed
                    || beside_groups
                    || beside_collected
                    || (is_scheduled || beside_days || beside_notes) && self.score(*kid) == 0.0)
            {
                Role::Aside
            } else {
                Role::Talk
            };
        }
        for names in joined {
            self.roles[names] = Role::Part;
        }
        for kid in kids {
            if self.roles[*kid] == Role::Group {
                self.group(*kid);
            }
        }
    }

    /// Joins headings that only name people to the headings without a text before them: they are who spoke.
    /// Gives those joined.
    fn join_names(&mut self, kids: &[usize]) -> Vec<usize> {
        let mut joined = Vec::new();
        for pair in kids.windows(2) {
            let (title, names) = (pair[0], pair[1]);
            let is_bare = |section: &Section<'_>| section.children.is_empty() && section.blocks.is_empty();
            if self.classes[title] != Class::Candidate
                || self.classes[names] != Class::Candidate
                || !is_bare(&self.sections[title])
                || is_bare(&self.sections[names])
            {
                continue;
            }
            self.look(title);
            self.look(names);
            let people = self.dossiers.get(names).and_then(|dossier| dossier.heading_people.clone());
            let Some(people) = people else { continue };
            let Some(own) = self.dossiers.get_mut(title).filter(|own| own.heading_people.is_none()) else { continue };
            own.people_below = Some(people);
            own.add(Reason::PeopleHeading, 1.0);
            self.classes[names] = Class::Aside;
            joined.push(names);
        }
        joined
    }

    /// What one section is, before its neighbours are asked.
    fn section(&mut self, at: usize) -> Role {
        let class = self.classes[at];
        match class {
            Class::Event if self.is_talk_of_event(at) => Role::Talk,
            Class::Day | Class::Event => Role::Group,
            Class::Group => self.kind_of_talks(at),
            Class::Aside => self.aside(at),
            Class::Candidate => self.candidate(at),
        }
    }

    /// Whether a heading that names an event says itself what kind of talk it is, as the line below it does: "Keynote of
    /// Quay Con", and below it `**Keynote**`.
    fn is_talk_of_event(&mut self, at: usize) -> bool {
        let section = &self.sections[at];
        if !section.children.is_empty() || !section.key.split(' ').any(|word| words().has(word, is::KIND)) {
            return false;
        }
        self.look(at);
        self.has_reason(at, &[Reason::KindLine])
    }

    /// Whether a heading such as "Contents" has the days of the event below it, since a lower one is missing.
    pub(super) fn stands_above_days(&self, at: usize) -> bool {
        let of_event = |kid: &usize| matches!(self.classes[*kid], Class::Day | Class::Group | Class::Event);
        self.sections[at].children.iter().any(|kid| of_event(kid) && !self.sections[*kid].children.is_empty())
    }

    fn aside(&mut self, at: usize) -> Role {
        let (strong, _) = self.strong_below(at);
        self.look(at);
        let named = self.has_reason(at, &[Reason::SpeakerField, Reason::TitleField]);
        let contents = words().has(&self.sections[at].key, is::CONTENTS);
        let candidates =
            self.sections[at].children.iter().filter(|kid| self.classes[**kid] == Class::Candidate).count();
        let collects = words().has(&self.sections[at].key, is::NOTES | is::MISC)
            && candidates >= 2
            && self.has_only_asides(self.sections[at].parent);
        if strong >= 1 || contents && self.stands_above_days(at) || !contents && (collects || self.is_category(at)) {
            Role::Group
        } else if named && !contents {
            Role::Talk
        } else {
            Role::Aside
        }
    }

    /// Whether a section's subsections are all asides. Asked for one after the other of them.
    fn has_only_asides(&mut self, at: usize) -> bool {
        if let Some((known, answer)) = self.only_asides
            && known == at
        {
            return answer;
        }
        let answer = self.sections[at].children.iter().all(|kid| self.classes[*kid] == Class::Aside);
        self.only_asides = Some((at, answer));
        answer
    }

    /// "Keynotes" holds talks, or is the only word somebody wrote about one.
    fn kind_of_talks(&mut self, at: usize) -> Role {
        let candidates =
            self.sections[at].children.iter().filter(|kid| self.classes[**kid] == Class::Candidate).count();
        self.look(at);
        self.look_below(at);
        if self.has_reason(at, &[Reason::PeopleHeading]) {
            return Role::Talk;
        }
        if self.strong_below(at).0 >= 1 || candidates >= 2 || self.says_talks(at) && self.holds_rows(at) {
            return Role::Group;
        }
        let keynote = words().has(&self.sections[at].key, is::KIND) || self.sections[at].key.contains("keynote");
        let has_text = !self.sections[at].blocks.is_empty();
        if keynote && has_text || self.is_strong(at) { Role::Talk } else { Role::Group }
    }

    fn candidate(&mut self, at: usize) -> Role {
        self.look(at);
        self.look_below(at);
        let own = self.score(at);
        if own >= 4.0 || self.sections[at].children.is_empty() {
            return if own >= STRONG { Role::Talk } else { Role::Open };
        }
        let (strong, average) = self.strong_below(at);
        let candidates =
            self.sections[at].children.iter().filter(|kid| self.classes[**kid] == Class::Candidate).count() as u32;
        if own >= STRONG {
            let holds = strong >= 2 && average >= own && !self.holds_its_people(at);
            return if holds { Role::Group } else { Role::Talk };
        }
        let holds = strong >= 3
            || strong >= 1 && strong * 2 >= candidates
            || (candidates >= 3 && self.says_talks(at) || self.ends_in_talks(at)) && self.is_category(at);
        if holds { Role::Group } else { Role::Open }
    }

    /// Whether the headings below that name people name those of the heading itself: then what each of them said
    /// stands there, and all of it is one talk.
    pub(super) fn holds_its_people(&self, at: usize) -> bool {
        let Some(dossier) = self.dossiers.get(at) else { return false };
        let own = named(dossier);
        let below =
            self.sections[at].children.iter().filter_map(|kid| self.dossiers.get(*kid)?.heading_people.as_ref());
        let mut below = below.flat_map(|people| &people.persons).peekable();
        below.peek().is_some()
            && below.all(|person| own.iter().any(|known| known.name.eq_ignore_ascii_case(&person.name)))
    }

    /// Decides about what a group holds. A day or event without any is no talk either.
    pub(super) fn group(&mut self, at: usize) {
        let kids = self.sections[at].children.clone();
        self.look(at);
        self.siblings(at, &kids);
    }

    /// People in the first subsection: as its heading, or first in an abstract.
    pub(super) fn look_below(&mut self, at: usize) {
        let Some(first) = self.sections[at].children.first().copied() else { return };
        let people_known = self.dossiers.get(at).is_some_and(|d| {
            d.evidence.iter().any(|e| matches!(e.reason, Reason::SpeakerField | Reason::PeopleLine | Reason::Byline))
        });
        if people_known {
            return;
        }
        self.look(first);
        if self.sections[first].children.is_empty()
            && let Some(people) = super::fields::speakers_in(&self.sections[first].title.text)
        {
            self.classes[first] = Class::Aside;
            if let Some(own) = self.dossiers.get_mut(at) {
                own.people_below = Some(people);
                own.add(Reason::SpeakerField, 1.0);
            }
            return;
        }
        if self.take_fields_below(at) {
            return;
        }
        let others = self.sections[at].children.iter().skip(1).take(3).any(|kid| {
            let heading = super::title::read_heading(&self.sections[*kid].title.text);
            super::people::bare(&heading.title).is_some_and(|people| people.sure >= 0.75)
        });
        let Some(dossier) = self.dossiers.get(first) else { return };
        if self.classes[first] == Class::Candidate
            && !others
            && let Some(people) = dossier.heading_people.clone()
        {
            let Some(own) = self.dossiers.get_mut(at) else { return };
            own.people_below = Some(people);
            own.date_below = super::when::date_in(&self.sections[first].title.text, None);
            own.add(Reason::PeopleHeading, 1.0);
        } else if self.classes[first] == Class::Aside {
            let fact = dossier.lines.first().and_then(|line| line.facts.first()).cloned();
            let (people, reason) = match fact {
                Some(Fact::People(people)) => (people, Reason::PeopleBelow),
                Some(Fact::Speakers(people)) => (people, Reason::SpeakerField),
                _ => return,
            };
            if let Some(own) = self.dossiers.get_mut(at) {
                own.people_below = Some(people);
                own.add(reason, 1.0);
            }
        }
        if self.sections[at].children.iter().any(|kid| self.classes[*kid] == Class::Aside)
            && let Some(own) = self.dossiers.get_mut(at)
        {
            own.add(Reason::TalkSections, 0.5);
        }
    }

    /// Takes fields of the talk whose labels are headings below it; whether there are any.
    fn take_fields_below(&mut self, at: usize) -> bool {
        // Labels stand for asides, most first headings for none.
        if !self.sections[at].children.iter().take(2).any(|kid| self.classes[*kid] == Class::Aside) {
            return false;
        }
        let mut found = super::field_headings::fields_below(self.text, self.outline, self.sections, at);
        let Some(own) = self.dossiers.get_mut(at).filter(|_| !found.is_empty()) else { return false };
        // Who is named in the heading stays, and so does its title.
        if let Some(named) = own.named_in_heading() {
            let is_known = |fact: &Fact| matches!(fact, Fact::Speakers(people) if people.names_one_of(named));
            if !found.iter().flat_map(|line| &line.facts).any(is_known) {
                return true;
            }
            found.retain(|line| !matches!(line.facts[..], [Fact::Title(_)]));
        }
        own.lines.extend(found);
        own.add(Reason::SpeakerField, 1.0);
        true
    }

    pub(super) fn look(&mut self, at: usize) {
        if !self.dossiers.has(at) {
            self.dossiers.put(at, look_at(self.text, self.outline, &self.sections[at], self.classes[at]));
        }
    }

    pub(super) fn score(&self, at: usize) -> f32 {
        self.dossiers.get(at).map_or(0.0, Dossier::score)
    }

    pub(super) fn is_strong(&mut self, at: usize) -> bool {
        self.look(at);
        self.dossiers.get(at).is_some_and(Dossier::is_strong)
    }

    pub(super) fn has_reason(&self, at: usize, reasons: &[Reason]) -> bool {
        self.dossiers.get(at).is_some_and(|d| d.evidence.iter().any(|e| reasons.contains(&e.reason)))
    }

    /// How many sections below have strong evidence of their own, outermost only, and their average score.
    /// Headings nest six levels deep at most.
    pub(super) fn strong_below(&mut self, at: usize) -> (u32, f32) {
        if let Some(known) = self.strong_below[at] {
            return known;
        }
        let (mut count, mut total) = (0, 0.0);
        let kids = self.sections[at].children.clone();
        self.share_tails(&kids);
        self.share_sections(&kids);
        for kid in kids {
            let talkative = matches!(self.classes[kid], Class::Candidate | Class::Group);
            if talkative && self.is_strong(kid) {
                count += 1;
                total += self.score(kid);
            } else {
                let (below, average) = self.strong_below(kid);
                count += below;
                total += average * below as f32;
            }
        }
        let known = (count, if count > 0 { total / count as f32 } else { 0.0 });
        self.strong_below[at] = Some(known);
        known
    }
}

/// Whom a heading and the lines below it name.
fn named(dossier: &Dossier) -> Vec<&Person> {
    let heading = &dossier.heading;
    let tail = heading.tail.as_ref().and_then(|tail| tail.people.as_ref());
    let lead = heading.lead.as_ref().map(|(people, _)| people);
    let facts = dossier.lines.iter().flat_map(|line| &line.facts);
    let lines = facts.filter_map(|fact| match fact {
        Fact::Speakers(people) | Fact::People(people) => Some(people),
        _ => None,
    });
    let named = heading.byline.as_ref().into_iter().chain(tail).chain(lead).chain(&dossier.people_below).chain(lines);
    named.flat_map(|people| &people.persons).collect()
}

pub(super) fn average_words(sections: &[Section<'_>], of: &[usize]) -> f32 {
    if of.is_empty() {
        return 0.0;
    }
    // In scripts without blanks three characters count as a word.
    let words_in = |piece: &str| piece.chars().filter(|c| is_spaceless(*c)).count().div_ceil(3).max(1);
    let count = |at: &usize| {
        let key = &sections[*at].key;
        if key.is_ascii() { key.split(' ').count() } else { key.split(' ').map(words_in).sum() }
    };
    of.iter().map(count).sum::<usize>() as f32 / of.len() as f32
}
