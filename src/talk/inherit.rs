//! What flows down to the talks of a note: event, date, sections and people of the headings above them, of the
//! header, of file and folder names.

use std::borrow::Cow;
use std::sync::Arc;

use super::Date;
use super::classify::Class;
use super::decide::Role;
use super::detect::Reader;
use super::event::{conf_in_path, event_above_talks, event_in, event_in_path, is_year};
use super::facts::{Fact, is_date_and_place};
use super::fields::{fields_of_line, is_blank_to_fill, tags_of};
use super::folder::{event_in_file, event_in_folders};
use super::header_event::{event_linked, event_of_title};
use super::name::is_spaceless;
use super::overrule::said_year;
use super::people::{self, People};
use super::plain::{beginning, plain};
use super::section::{HeadLine, Shape, head_lines};
use super::title::trim_title;
use super::when::{date_in, is_only_date, weekday_in, weekday_of, year_in};
use super::words::{is, key, words};
use crate::markdown::FrontMatter;
use crate::markdown::front_matter::Entry;

/// What all talks of a note share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) event: Option<Arc<str>>,
    pub(super) year: Option<i16>,
    pub(super) date: Option<Date>,
    /// The first day of the event, where its text says so: headers date what was written about it, too.
    pub(super) first_day: Option<Date>,
    pub(super) tags: Vec<Arc<str>>,
    pub(super) people: People,
    pub(super) organizations: Vec<String>,
}

/// What the groups above a talk give it, and the note where they give nothing.
#[derive(Clone)]
pub(super) struct Inherited {
    pub(super) event: Option<Arc<str>>,
    pub(super) date: Option<Date>,
    pub(super) section: Vec<Arc<str>>,
    pub(super) people: Option<People>,
}

pub(super) fn one(header: &FrontMatter, keys: &[&str]) -> Option<String> {
    let values = header.get(keys)?;
    let values: Vec<_> = values.iter().map(|value| note_name(value)).collect();
    Some(values.join(", ")).filter(|text| !text.trim().is_empty())
}

/// The title in a header; where the header names who speaks, under any label that titles have in lines below headings
/// (`talk: …`), if it is more than a word: `topic: mesh` says what it was about.
pub(super) fn header_title(header: &FrontMatter) -> Option<String> {
    one(header, &["title"]).or_else(|| {
        let is_labelled = |entry: &Entry, label: u64, others: u64| {
            let lists = words().flags_of(&entry.key);
            lists & label != 0 && lists & others == 0 && !entry.values.is_empty()
        };
        let entries = &header.entries;
        entries.iter().find(|entry| is_labelled(entry, is::SPEAKER, is::TITLE | is::TAGS))?;
        let titles = entries.iter().filter(|entry| is_labelled(entry, is::TITLE, is::EVENT | is::TAGS | is::SPEAKER));
        let mut values = titles.filter_map(|entry| match &entry.values[..] {
            [value] => Some(note_name(value).into_owned()),
            _ => None,
        });
        values.find(|value| value.trim().contains(' ') || value.chars().filter(|c| is_spaceless(*c)).count() > 3)
    })
}

/// Which day of an event a heading names: `Day 2`, 1 is the first.
fn day_named(text: &str) -> Option<u8> {
    let key = key(text);
    let count = key.split_once(' ').filter(|(word, _)| words().has(word, is::DAY)).map(|(_, count)| count)?;
    count.parse().ok().filter(|nth| (1..=9).contains(nth))
}

/// A day of an event, as a heading names it without its date.
#[derive(Clone, Copy)]
enum DayOf {
    /// `Day 2`, 1 is the first.
    Nth(u8),
    /// `Wednesday`, Monday is 1.
    Weekday(u8),
}

impl DayOf {
    fn named(text: &str) -> Option<DayOf> {
        day_named(text).map(DayOf::Nth).or_else(|| weekday_in(text).map(DayOf::Weekday))
    }

    /// The date of the day of an event that begins on `first`.
    fn date(self, first: Date) -> Date {
        let days = match (self, weekday_of(first)) {
            (DayOf::Nth(nth), _) => i64::from(nth) - 1,
            // Two days of a week before the first are workshops or the way there; no event goes on for so long.
            (DayOf::Weekday(weekday), Some(begins)) => match (i64::from(weekday) - i64::from(begins)).rem_euclid(7) {
                later @ 0..=4 => later,
                earlier => earlier - 7,
            },
            (DayOf::Weekday(_), None) => return first,
        };
        let begins = jiff::civil::Date::new(first.year, first.month as i8, first.day as i8);
        let found = begins.and_then(|begins| begins.checked_add(jiff::Span::new().days(days)));
        found.map_or(first, |found| Date { year: found.year(), month: found.month() as u8, day: found.day() as u8 })
    }
}

/// A header's value as a reader sees it: of links to other notes, what they show.
fn note_name(value: &str) -> Cow<'_, str> {
    if value.contains("[[") { plain(value).text } else { Cow::Borrowed(value) }
}

/// The value of the field below a heading that alone stands on its line and has such a label: `**Event**: Quay Con`.
fn field_in<'t>(lines: &[HeadLine<'t>], label: u64) -> Option<&'t str> {
    lines.iter().find_map(|line| match fields_of_line(line.source)[..] {
        [Some((lists, value))] if lists & label != 0 => Some(value),
        _ => None,
    })
}

impl Reader<'_> {
    /// What flows down to the talks of a group; talks of one group follow each other.
    pub(super) fn inherited(&mut self, parent: usize, shared: &Shared) -> Inherited {
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
        // The day of an event that a heading names without its date.
        let mut day = None;
        while at != 0 {
            let section = &self.sections[at];
            let text = &section.title.text;
            let lone = section.parent == 0 && self.is_lone_top(at);
            let dossier_date = self.decision.dossiers.get(at).and_then(|dossier| {
                dossier.lines.iter().flat_map(|line| &line.facts).find_map(|fact| match fact {
                    Fact::Date(date) => Some(*date),
                    _ => None,
                })
            });
            let date = date_in(text, shared.year).or(dossier_date);
            if self.decision.classes[at] == Class::Day && date.is_none() {
                day = day.or_else(|| DayOf::named(text));
            }
            let date = date.or_else(|| day.and_then(|_| self.date_of_first(at, shared.year)));
            inherited.date =
                inherited.date.or_else(|| date.map(|first| day.map_or(first, |day: DayOf| day.date(first))));
            match self.decision.classes[at] {
                class if class == Class::Event || !lone && self.is_event_beside_events(at) => {
                    inherited.date =
                        inherited.date.or_else(|| year_in(text).map(|year| Date { year, month: 0, day: 0 }));
                    if inherited.event.is_none() {
                        inherited.event = event_in(text).map(|event| self.intern.get(&event.name));
                    }
                }
                _ if lone => {}
                // "## Ada Pohl", and below it her talks.
                _ if self.decision.dossiers.get(at).is_some_and(|dossier| dossier.heading_people.is_some()) => {
                    inherited.people = self.decision.dossiers.get(at).and_then(|d| d.heading_people.clone());
                }
                _ => inherited.section.insert(0, self.intern.get(trim_title(text))),
            }
            at = section.parent;
        }
        if let (None, Some(day), Some(first)) = (inherited.date, day, shared.first_day) {
            inherited.date = Some(day.date(first));
        }
        inherited.event = match (inherited.event.take(), &shared.event) {
            // "KubeCon" in a heading, "KubeCon EU 2022" in the file's name: the fuller one.
            (Some(own), Some(other)) if key(other).contains(&key(&own)) => Some(Arc::clone(other)),
            (Some(own), _) => Some(own),
            (None, other) => other.clone(),
        };
        inherited.date = match (inherited.date, shared.date) {
            // "KubeCon 2021" in a heading, the day in the file's name.
            (Some(own), Some(other)) if own.month == 0 && own.year == other.year => Some(other),
            (own, other) => own.or(other),
        };
        inherited
    }

    /// Whether a group among events is one of them, as its name and its year say.
    fn is_event_beside_events(&self, at: usize) -> bool {
        let section = &self.sections[at];
        if self.decision.classes[at] != Class::Candidate || section.parent >= at {
            return false;
        }
        let beside = &self.sections[section.parent].children;
        let is_named = || event_in(&section.title.text).is_some_and(|event| event.is_known || event.is_marked);
        beside.iter().take(50).any(|other| self.decision.classes[*other] == Class::Event) && is_named()
    }

    /// The date of the first day of an event whose days stand side by side, where its heading gives one.
    fn date_of_first(&self, day: usize, year: Option<i16>) -> Option<Date> {
        let beside = &self.sections[self.sections[day].parent].children;
        let first = beside.iter().take(4).find(|at| self.decision.classes[**at] == Class::Day)?;
        date_in(&self.sections[*first].title.text, year).filter(|_| *first < day)
    }

    fn is_lone_top(&self, at: usize) -> bool {
        let section = &self.sections[at];
        // On a lower level it may as well be a category.
        let names_event = || event_in(&section.title.text).is_some_and(|event| event.is_known || event.is_marked);
        self.has_lone_top && at > 0 && section.parent == 0 && (section.level == 1 || names_event())
    }

    pub(super) fn shared(&mut self) -> Shared {
        let mut shared = Shared { year: self.note.overrides.as_deref().and_then(said_year), ..Shared::default() };
        let header = self.header.clone();
        if let Some(header) = &header {
            self.share_header(header, &mut shared);
        }
        let lone = self.sections[0]
            .children
            .first()
            .copied()
            .filter(|top| self.is_lone_top(*top) || self.decision.classes[*top] == Class::Event)
            .filter(|top| self.decision.roles[*top] == Role::Group);
        if shared.event.is_none()
            && let Some(lone) = lone
        {
            let text = self.sections[lone].title.text.clone();
            shared.event = event_in(&text).map(|event| self.intern.get(&event.name));
        }
        let was_dated = shared.date.is_some();
        self.share_opening(&mut shared);
        shared.first_day = shared.date.filter(|date| !was_dated && date.day > 0);
        self.share_path(&mut shared);
        if shared.event.is_none()
            && let Some(lone) = lone
        {
            let lines = head_lines(self.text, &self.outline, &self.sections[lone], 4);
            let named = field_in(&lines, is::EVENT).map(plain).filter(|value| !value.text.is_empty());
            let in_heading = || event_above_talks(&self.sections[lone].title.text);
            let named = named.map(|value| value.text.into_owned()).filter(|name| name.len() <= 80).or_else(in_heading);
            shared.event = named.map(|name| self.intern.get(&name));
        }
        if shared.event.is_none() && self.found.len() > 1 {
            let title = self.header.as_ref().and_then(header_title);
            let named = title
                .as_deref()
                .map(plain)
                .and_then(|title| event_of_title(&title.text, self.opening()).map(|name| self.intern.get(name)));
            shared.event = named;
        }
        if shared.event.is_none() {
            let start = self.header.as_ref().map_or(0, |header| header.end as usize);
            shared.event = event_linked(beginning(&self.text[start..], 800)).map(|name| self.intern.get(name));
        }
        shared.year = shared.year.or_else(|| shared.event.as_deref().and_then(year_in));
        if shared.year.is_none()
            && let Some(lone) = lone
        {
            shared.year = year_in(&self.sections[lone].title.text);
        }
        if shared.date.is_none() {
            let event = shared.event.as_deref().map(key);
            // "Day 1" alone on top: the event is introduced above it.
            let places = lone.into_iter().chain([0]);
            shared.date = places.into_iter().find_map(|at| self.date_below(at, shared.year, event.as_deref()));
            shared.first_day = shared.date.filter(|date| date.day > 0);
        }
        if shared.date.is_none() {
            shared.date = shared.year.map(|year| Date { year, month: 0, day: 0 });
        }
        shared
    }

    /// The text before the first talk, or so much of it as tells of the event.
    fn opening(&self) -> &str {
        let first = self.found.iter().map(|found| found.place.start).min().unwrap_or_default() as usize;
        let start = self.header.as_ref().map_or(0, |header| header.end as usize).min(first);
        beginning(&self.text[start..first], 1500)
    }

    /// A day below the note's title, whose year the title gives: on a line of its own, or in a sentence that names
    /// the event ("I was at Quay Con 2024 in Elbing, 3-4 February").
    fn date_below(&self, lone: usize, year: Option<i16>, event: Option<&str>) -> Option<Date> {
        let lines = head_lines(self.text, &self.outline, &self.sections[lone], 4);
        // `**Date**: May 2024`
        let in_field = field_in(&lines, is::DATE).and_then(|value| date_in(&plain(value).text, year));
        if in_field.is_some() {
            return in_field;
        }
        let text = lines.iter().filter(|line| line.shape != Shape::Table);
        let dated = text.filter(|line| line.source.bytes().any(|byte| byte.is_ascii_digit()));
        dated.map(|line| plain(line.source)).find_map(|line| {
            if is_date_and_place(&line.text) {
                return date_in(&line.text, year);
            }
            event.filter(|event| line.text.len() <= 300 && key(&line.text).contains(*event))?;
            date_in(&line.text, year).filter(|date| date.day > 0)
        })
    }

    /// What the lines above all headings say of the event, where no talk begins with them: "Notes from Quay Con 2024,
    /// Elbing", and below it the day.
    fn share_opening(&mut self, shared: &mut Shared) {
        let Some(first) = self.found.iter().map(|found| found.place.start).min() else { return };
        self.share_speaker(first, shared);
        if shared.event.is_some() && shared.date.is_some() || self.sections[0].blocks.is_empty() {
            return;
        }
        let facts = self.decision.dossiers.get(0).into_iter().flat_map(|dossier| &dossier.lines);
        for fact in facts.filter(|line| line.end <= first).flat_map(|line| &line.facts) {
            match fact {
                Fact::Date(date) => shared.date = shared.date.or(Some(*date)),
                Fact::Event(event) if shared.event.is_none() => shared.event = Some(self.intern.get(event)),
                // `title: Notes from Quay Con 2016`
                Fact::Title(title) if shared.event.is_none() => {
                    let named = event_in(title).filter(|event| event.is_known || event.is_marked);
                    let named = named.filter(|_| year_in(title).is_some());
                    shared.event = named.map(|event| self.intern.get(&event.name));
                    shared.year = shared.year.or_else(|| shared.event.as_deref().and_then(year_in));
                }
                _ => {}
            }
        }
        let lines = head_lines(self.text, &self.outline, &self.sections[0], 3);
        let told = |start: u32| {
            let lines = self.decision.dossiers.get(0).into_iter().flat_map(|dossier| &dossier.lines);
            lines.map(|line| line.start).any(|told| told == start)
        };
        let untold: Vec<_> = lines.into_iter().filter(|line| !told(line.start)).collect();
        let is_line =
            |line: &&HeadLine<'_>| line.end <= first && line.source.len() <= 120 && line.shape != Shape::Table;
        for line in untold.iter().take_while(is_line) {
            let shown = plain(line.source);
            let text = shown.text.trim();
            if is_date_and_place(text) {
                shared.date = shared.date.or_else(|| date_in(text, shared.year));
            } else if shared.event.is_none() && !text.ends_with(['.', '?', '!']) {
                let is_dated = || year_in(text).is_some();
                let named = event_in(text)
                    .filter(|event| event.is_known || event.is_marked && event.other_words <= 3 && is_dated());
                let Some(event) = named else { continue };
                shared.event = Some(self.intern.get(&event.name));
                shared.date = shared.date.or_else(|| date_in(text, None));
                shared.year = shared.year.or_else(|| year_in(text));
            }
        }
    }

    /// A line above the heading of the note's one talk may say who gave it: `Talk by Ada Pohl`. "Notes by Ada" do not.
    fn share_speaker(&self, first: u32, shared: &mut Shared) {
        if self.found.len() != 1 || first == 0 || self.sections[0].blocks.is_empty() {
            return;
        }
        let lines = head_lines(self.text, &self.outline, &self.sections[0], 3);
        for line in lines.iter().take_while(|line| line.end <= first && line.source.len() <= 120) {
            let shown = plain(line.source);
            let kind = shown.text.split(' ').next().unwrap_or_default();
            if !words().holds(kind, is::KIND) {
                continue;
            }
            let (named, introduced) = people::strip_by(shown.text.trim());
            let people = introduced.then(|| people::bare(named)).flatten().filter(|people| people.sure >= 0.4);
            if let Some(people) = people.filter(|_| shared.people.persons.is_empty()) {
                shared.people = people;
            }
        }
    }

    fn share_header(&mut self, header: &FrontMatter, shared: &mut Shared) {
        let is_filled = |values: &[String]| values.iter().any(|value| !is_blank_to_fill(value));
        for entry in header.entries.iter().filter(|entry| is_filled(&entry.values)) {
            let last = entry.key.rsplit('.').next().unwrap_or_default();
            let name = key(&entry.key.replace(['.', '_', '-'], " "));
            let lists = words().flags(&name) | words().flags_of(last);
            let values: Vec<_> = entry.values.iter().map(|value| note_name(value)).collect();
            let value = values.join(", ");
            if lists & is::TAGS != 0 {
                let tags: Vec<String> = if values.len() > 1 {
                    values.iter().map(|v| v.trim_start_matches('#').to_owned()).collect()
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
                let mut people = people::labelled(&values.join("; "));
                // `speaker(s): Ada Pohl, Yorben Xandrik`: of one alone nobody says so.
                if last.ends_with('s') || last.ends_with("s)") {
                    people.part_names(&value);
                }
                shared.people.persons.extend(people.persons);
                shared.organizations.extend(people.organizations);
            } else if lists & is::EVENT != 0 && shared.event.is_none() {
                shared.event = Some(self.event_text(&value));
            } else if lists & is::ORGANIZATION != 0 {
                shared.organizations.extend(values.iter().map(|company| company.clone().into_owned()));
            } else if lists & is::DATE != 0 || name.ends_with("date") {
                shared.date = shared.date.or_else(|| date_in(&value, None));
                shared.year =
                    shared.year.or_else(|| is_year(value.trim()).then(|| value.trim().parse().ok()).flatten());
            } else if name == "year" {
                shared.year = value.trim().parse().ok().filter(|year| (1980..2100).contains(year));
            }
        }
        if shared.event.is_none()
            && let Some(title) = header_title(header)
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
            let folders = || event_in_folders(&note.folders);
            let several = self.found.len() > 1;
            let file = || several.then(|| event_in_file(stem)).flatten();
            let event = names.iter().find_map(|name| event_in_path(name)).or_else(file).or_else(folders);
            let event = event.or_else(|| names.iter().find_map(|name| conf_in_path(name)));
            shared.event = event.map(|name| self.intern.get(&name));
        }
        // `tags: [packer, HashiConf2017]`
        if shared.event.is_none() {
            let is_event =
                |tag: &&Arc<str>| event_in(tag).is_some_and(|event| event.is_known && event.other_words == 0);
            let name = shared.tags.iter().find(is_event).and_then(|tag| event_in_path(tag));
            shared.event = name.map(|name| self.intern.get(&name));
        }
        if shared.date.is_none() {
            let year = shared.event.as_deref().and_then(year_in);
            shared.date = names.iter().take(2).find_map(|name| date_in(name, year));
            // `2019/18-Avril/notes.md`
            let of_folder = || names.iter().skip(1).find(|name| is_year(name)).and_then(|name| name.parse().ok());
            if shared.date.is_none()
                && let Some(year) = year.or_else(of_folder)
            {
                let mut days = names.iter().take(2).filter(|name| is_only_date(&name.replace(['-', '_'], " ")));
                shared.date = days.find_map(|name| date_in(&name.replace(['-', '_'], " "), Some(year)));
            }
        }
        if shared.year.is_none() {
            shared.year = shared.date.map(|date| date.year).or_else(|| names.iter().find_map(|name| year_in(name)));
        }
    }

    /// An event's name from a field: a slug in its usual spelling, anything else as written.
    pub(super) fn event_text(&mut self, value: &str) -> Arc<str> {
        let shown = plain(value.trim());
        let value = shown.text.trim();
        if !value.contains(' ')
            && value.chars().all(|c| !c.is_uppercase())
            && let Some(name) = event_in_path(value)
        {
            return self.intern.get(&name);
        }
        self.intern.get(value)
    }
}
