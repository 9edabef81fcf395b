//! The most consequential decision about a note: whether it is one talk, and whether a lone heading on top is the
//! talk or the event that holds them.

use super::classify::Class;
use super::decide::{Decider, Role, average_words};
use super::detect::says_notes;
use super::event::event_in;
use super::evidence::{Reason, STRONG};
use super::facts::Fact;
use super::fields::label_of;
use super::plain::plain;
use super::section::{Section, Shape, head_lines};
use super::words::{is, key, words};

impl Decider<'_, '_> {
    /// The note as a whole: a lone heading on top is the event or the talk; several are decided side by side.
    pub(super) fn note(&mut self) {
        self.roles[0] = Role::Group;
        let tops = self.sections[0].children.clone();
        let real: Vec<usize> = tops.iter().copied().filter(|top| self.classes[*top] != Class::Aside).collect();
        let is_told_by_header = tops.is_empty() && self.around.talk_in_header.is_some();
        if is_told_by_header || self.opens_as_talk(&tops) {
            self.roles[0] = Role::Talk;
            return;
        }
        self.mark_dated_alike(&real);
        if let [first, ..] = real[..]
            && self.is_event_on_top(first, &real)
        {
            self.classes[first] = Class::Event;
        } else if let [first, ..] = real[..]
            && real.len() > 1
            && self.has_chapters_beside(first, &tops)
        {
            for top in tops {
                self.roles[top] = if top == first { Role::Talk } else { Role::Part };
            }
            return;
        }
        if let [lone] = real[..]
            && self.is_chapter_by_header(lone, &tops)
            && self.header_talk(&tops, &real)
        {
            self.roles[0] = Role::Talk;
            return;
        }
        if let [lone] = real[..] {
            // The days may stand below "Contents", beside the event.
            let is_empty = self.sections[lone].children.is_empty();
            if is_empty && tops.iter().any(|top| *top != lone && self.stands_above_days(*top)) {
                self.classes[lone] = Class::Event;
            }
            // Other headings beside it are its parts only when they follow it.
            let follows = tops.iter().all(|top| *top >= lone);
            let found = self.lone(lone);
            // "What I learned", and below it one talk after the other, is no part of what stands before it.
            let beside = |top: &usize| *top != lone && self.is_category(*top);
            if found == Role::Talk && !(self.sections[lone].children.is_empty() && tops.iter().any(beside)) {
                self.roles[lone] = Role::Talk;
                for top in tops {
                    if top > lone
                        && follows
                        && self.strong_below(top).0 == 0
                        && tops_are_parts(self.sections, lone, top)
                    {
                        self.roles[top] = Role::Part;
                    } else if top != lone {
                        self.roles[top] = Role::Aside;
                    }
                }
            } else {
                self.siblings(0, &tops);
                // What is no talk holds them, though nothing but its own name may say so.
                if found == Role::Group && self.roles[lone] == Role::Talk {
                    self.roles[lone] = Role::Group;
                    self.group(lone);
                }
            }
            return;
        }
        if self.header_talk(&tops, &real) {
            self.roles[0] = Role::Talk;
            return;
        }
        self.siblings(0, &tops);
    }

    /// Whether the header tells of a talk by another title than the only heading that may be one, which stands as
    /// chapters do: below the level of titles, or among others of its level.
    fn is_chapter_by_header(&self, lone: usize, tops: &[usize]) -> bool {
        let own = &self.sections[lone];
        let stands_low =
            own.level > 1 || tops.len() > 1 && tops.iter().all(|top| self.sections[*top].level == own.level);
        let is_other = |title: &String| !title.contains(&own.key) && !own.key.contains(title.as_str());
        self.around.header_is_talk && stands_low && self.around.header_title.as_ref().is_some_and(is_other)
    }

    /// Headings on top that begin alike, up to a dash, and end in days of their own are the days of one event: "Quay
    /// Con - Workshops 6/8/2023", "Quay Con - Day one 6/9/2023".
    fn mark_dated_alike(&mut self, real: &[usize]) {
        let dated = |at: &usize| {
            let text = &self.sections[*at].title.text;
            let lead = text.bytes().any(|byte| byte.is_ascii_digit()).then(|| text.split_once(" - ")).flatten()?.0;
            super::when::date_in(text, None).map(|_| lead)
        };
        let Some(lead) = real.first().filter(|_| real.len() > 1).and_then(dated) else { return };
        if real.iter().all(|at| dated(at) == Some(lead) && !self.sections[*at].children.is_empty()) {
            for at in real {
                self.classes[*at] = Class::Event;
            }
        }
    }

    /// Whether the first of several headings on top holds no talk but says at which event the others were held:
    /// with a year, and nothing that speaks of a talk.
    fn is_event_on_top(&mut self, first: usize, real: &[usize]) -> bool {
        let section = &self.sections[first];
        let names_event =
            || super::event::event_in(&section.title.text).is_some_and(|event| event.is_known || event.is_marked);
        if section.key.split(' ').any(says_notes) && real.len() > 2 && self.stands_before_talks(first, &real[1..]) {
            return true;
        }
        if !section.children.is_empty()
            || !names_event()
            || real.len() < 2
            || self.score(first) > 0.0
            || self.is_strong(first)
        {
            return false;
        }
        let others = &real[1..];
        let are_days = others.iter().all(|top| self.classes[*top] == Class::Day);
        are_days || real.len() > 2 && others.iter().filter(|top| self.is_strong(**top)).count() * 2 >= others.len()
    }

    /// Whether a heading that says "notes" tells at most when and at which event they were taken, and all others are
    /// surely talks. What stands below it is about all of them.
    fn stands_before_talks(&mut self, first: usize, others: &[usize]) -> bool {
        self.look(first);
        let only_dates = |reason: &Reason| matches!(reason, Reason::DateField | Reason::OtherField | Reason::TimeField);
        let tells_no_talk =
            self.dossiers.get(first).is_some_and(|own| own.evidence.iter().all(|found| only_dates(&found.reason)));
        if !tells_no_talk || self.strong_below(first).0 > 0 {
            return false;
        }
        for other in others {
            self.look(*other);
            self.look_below(*other);
        }
        let are_talks = others.iter().all(|other| self.has_reason(*other, &[Reason::SpeakerField]));
        if are_talks {
            for kid in &self.sections[first].children {
                self.classes[*kid] = Class::Aside;
            }
        }
        are_talks
    }

    /// Whether the first heading on top is a talk whose speakers are named below it, and those beside it are its
    /// chapters: none of them tells of a talk, and some are named as chapters are, or the file is named as the talk.
    fn has_chapters_beside(&mut self, first: usize, tops: &[usize]) -> bool {
        self.look(first);
        let facts = || self.dossiers.get(first).into_iter().flat_map(|dossier| &dossier.lines).flat_map(|l| &l.facts);
        let in_field = facts().any(|fact| matches!(fact, Fact::Speakers(_)));
        let is_named = in_field || facts().any(|fact| matches!(fact, Fact::People(_)));
        let has_chapters = || {
            in_field && tops.iter().any(|top| self.classes[*top] == Class::Aside)
                || named_alike(&self.around.file_key, &self.sections[first].key) > 0.0
        };
        // "Ropes 5 - What Is New - Ada Pohl" in `ropes_5.md`
        let in_heading = || {
            let reasons = [Reason::Byline, Reason::PersonTail];
            let found = self.dossiers.get(first).into_iter().flat_map(|dossier| &dossier.evidence);
            found.filter(|found| reasons.contains(&found.reason)).any(|found| found.weight() >= STRONG)
                && named_alike(&self.around.file_key, &self.sections[first].key) > 0.0
        };
        (is_named && has_chapters() || in_heading())
            && tops.first() == Some(&first)
            && tops[1..].iter().all(|top| self.strong_below(*top).0 == 0 && !self.is_strong(*top))
    }

    /// Whether a field above all headings names who speaks, and nothing below tells of talks: the headings are the
    /// chapters of one.
    fn opens_as_talk(&mut self, tops: &[usize]) -> bool {
        self.look(0);
        let Some(dossier) = self.dossiers.get(0) else { return false };
        let named = dossier.lines.iter().flat_map(|line| &line.facts).any(|fact| matches!(fact, Fact::Speakers(_)));
        // "Notes from @ada" tells who wrote.
        named
            && tops.iter().all(|top| {
                self.strong_below(*top).0 == 0 && (self.classes[*top] == Class::Aside || !self.is_strong(*top))
            })
            && !self.holds_programme(0)
    }

    /// Whether the header names the note's one talk, of which all headings are chapters.
    fn header_talk(&mut self, tops: &[usize], real: &[usize]) -> bool {
        let Some(title) = self.around.header_title.clone().or_else(|| self.title_on_top()) else {
            let are_chapters = !tops.is_empty()
                && (real.is_empty() || self.has_chapters_of_talk(tops, real) || self.is_named_by_file(tops));
            return are_chapters && tops.iter().all(|top| self.strong_below(*top).0 == 0 && !self.is_strong(*top));
        };
        if self.around.header_is_event || tops.is_empty() {
            return false;
        }
        let strong = tops.iter().filter(|top| self.is_strong(**top)).count()
            + tops.iter().map(|top| self.strong_below(*top).0 as usize).sum::<usize>();
        if strong >= 2 || strong == 1 && !self.around.header_is_talk {
            return false;
        }
        let mut score = if self.around.header_is_talk { 2.0 } else { 0.6 };
        score += named_alike(&self.around.file_key, &title);
        let asides = tops.len() - real.len();
        score += if asides * 3 >= tops.len() { 1.0 } else { 0.0 };
        score += if average_words(self.sections, real) < 3.5 { 0.8 } else { -0.8 };
        score += if title.split(' ').any(says_notes) { -0.8 } else { 0.3 };
        score > 0.5
    }

    /// The title a note begins with above all headings: in a field, as some generators of pages have it, or in the
    /// words its file is named by.
    fn title_on_top(&self) -> Option<String> {
        let line = head_lines(self.text, self.outline, &self.sections[0], 1).into_iter().next()?;
        if line.shape != Shape::Text || line.source.len() > 200 {
            return None;
        }
        let shown = plain(line.source);
        let in_field = label_of(&shown.text).filter(|(lists, _)| lists & is::TITLE != 0 && lists & is::EVENT == 0);
        let title = key(in_field.map_or(&*shown.text, |(_, value)| value));
        let is_event = event_in(&title).is_some_and(|event| event.is_known || event.is_marked);
        let is_named = || title.contains(' ') && squeezed(&title) == squeezed(&self.around.file_key);
        (!is_event && (in_field.is_some() || is_named())).then_some(title)
    }

    /// Whether headings side by side are named as the chapters of one talk are, of which one stands in talks only:
    /// "Background", "Consensus", "Summary", "Q&A".
    fn has_chapters_of_talk(&self, tops: &[usize], real: &[usize]) -> bool {
        let asides = tops.len() - real.len();
        asides >= 2
            && asides * 3 >= tops.len()
            && tops.iter().any(|top| words().has(&self.sections[*top].key, is::CHAPTER))
    }

    /// Whether the file's name is the title, as in a vault of notes: then no heading on top gives one, and those that
    /// stand there have headings of their own below.
    fn is_named_by_file(&self, tops: &[usize]) -> bool {
        self.around.file_is_title
            && tops.len() >= 2
            && tops.iter().all(|top| self.sections[*top].level > 1 && self.classes[*top] == Class::Candidate)
            && tops.iter().any(|top| !self.sections[*top].children.is_empty())
    }

    /// Whether the only heading on top is a talk or what holds talks; open where its text does not tell.
    fn lone(&mut self, at: usize) -> Role {
        let holds_candidates = self.sections[at].children.iter().any(|kid| self.classes[*kid] == Class::Candidate);
        let is_counted = || super::event::is_counted(&self.sections[at].title.text);
        if matches!(self.classes[at], Class::Day | Class::Group | Class::Event)
            || holds_candidates && (self.is_only_named_as_file(at) || is_counted())
        {
            return Role::Group;
        }
        self.look(at);
        self.look_below(at);
        // The first of the talks listed below an event names people; that makes the event no talk of theirs.
        if self.is_event_with_year(at) && self.holds_rows(at)
            || self.around.talk_in_header.is_none() && self.holds_programme(at)
        {
            return Role::Group;
        }
        // People link an event to its home page.
        let home = self.sections[at].title.is_link && self.is_event_with_year(at);
        let own = self.score(at) - if home { Reason::LinkHeading.weight() } else { 0.0 };
        let (strong, average) = self.strong_below(at);
        if own >= STRONG {
            let is_talk = strong < 2 || average < own && !self.is_report(at) || self.holds_its_people(at);
            return if is_talk { Role::Talk } else { Role::Group };
        }
        let kids = &self.sections[at].children;
        let candidates: Vec<usize> =
            kids.iter().copied().filter(|kid| self.classes[*kid] == Class::Candidate).collect();
        let holds_talks = strong >= 2
            || strong == 1 && candidates.len() <= 3
            || kids.iter().any(|kid| matches!(self.classes[*kid], Class::Day | Class::Group | Class::Event))
            || self.holds_rows(at)
            || kids.len() >= 2 && kids.iter().filter(|kid| self.is_category(**kid)).count() * 2 > kids.len();
        if holds_talks {
            return Role::Group;
        }
        if candidates.is_empty() {
            return Role::Talk;
        }
        self.lone_by_words(at, own, &candidates)
    }

    /// Whether a heading names an event and its year, and says no more.
    fn is_event_with_year(&self, at: usize) -> bool {
        let text = self.sections[at].title.text.trim();
        super::event::event_in(text).is_some_and(|event| {
            (event.is_known || event.is_marked) && event.name == text && super::when::year_in(text).is_some()
        })
    }

    /// Whether a heading says that somebody reports of an event: then who is named below it wrote, and the talks follow.
    fn is_report(&self, at: usize) -> bool {
        let Section { title, key, .. } = &self.sections[at];
        let ends = key.rmatch_indices(' ').take(2).any(|(at, _)| words().has(&key[at + 1..], is::CLOSING));
        ends && super::event::event_in(&title.text).is_some_and(|event| event.is_known || event.is_marked)
    }

    /// Whether a heading repeats the file's name, which counts and dates and says no more: `20180502_keynote_3`.
    fn is_only_named_as_file(&self, at: usize) -> bool {
        let section = &self.sections[at];
        let says_nothing = |word: &str| {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            digits * 2 > word.len()
                || words().flags(word.trim_end_matches(|c: char| c.is_ascii_digit()))
                    & (is::KIND | is::GROUP | is::NOTES | is::EVENT_NAME | is::DAY)
                    != 0
        };
        section.title.text.contains('_')
            && section.key.bytes().any(|byte| byte.is_ascii_digit())
            && section.key.split([' ', '_']).filter(|word| !word.is_empty()).all(says_nothing)
            && squeezed(&section.key) == squeezed(&self.around.file_key)
    }

    /// The same, from how the heading and those below it are worded.
    fn lone_by_words(&self, at: usize, own: f32, candidates: &[usize]) -> Role {
        let kids = &self.sections[at].children;
        let section = &self.sections[at];
        let mut score = own * 0.5 + named_alike(&self.around.file_key, &section.key);
        let asides = kids.len() - candidates.len();
        score += if asides * 3 >= kids.len() { 1.0 } else { 0.0 };
        score += if self.around.header_is_talk { 1.5 } else { 0.0 };
        let about_notes = section
            .key
            .split(' ')
            .filter(|word| words().has(word, is::NOTES | is::EVENT_WORD) && word.len() > 3)
            .count();
        score -= about_notes as f32 * 0.9;
        score += if section.key.split(' ').count() >= 4 && about_notes == 0 { 0.6 } else { 0.0 };
        let marked = super::event::event_in(&section.title.text).is_some_and(|event| event.is_known || event.is_marked);
        score -= if marked { 1.2 } else { 0.0 };
        let words = average_words(self.sections, candidates);
        score += if words < 3.0 { 0.6 } else { -0.25 * (words - 3.0) };
        score -= if is_index(&self.around.file_key) { 0.8 } else { 0.0 };
        if score > 0.0 {
            Role::Talk
        } else if candidates.len() >= 2 && (marked || about_notes > 0) {
            Role::Group
        } else {
            Role::Open
        }
    }
}

/// Chapters on the level of the talk's own heading belong to it when they stand behind it.
fn tops_are_parts(sections: &[Section<'_>], lone: usize, top: usize) -> bool {
    sections[top].level >= sections[lone].level
}

/// How far a file's name says what a title says: people name a file of one talk after it.
fn named_alike(file: &str, title: &str) -> f32 {
    let words: Vec<&str> =
        file.split(' ').filter(|word| word.len() > 2 && !word.bytes().all(|b| b.is_ascii_digit())).collect();
    if words.is_empty() || title.is_empty() || is_index(file) {
        return 0.0;
    }
    let shared = words.iter().filter(|word| title.split(' ').any(|other| other == **word)).count();
    if shared * 2 >= words.len() && shared >= 2 { 1.5 } else { 0.0 }
}

/// Letters and digits only.
fn squeezed(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_index(file: &str) -> bool {
    matches!(file, "readme" | "index" | "notes" | "talks" | "home" | "sessions" | "schedule" | "agenda" | "summary")
}
