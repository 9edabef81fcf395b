//! What sections say of those beside them: that they hold all talks, list them, count them, or sort them.

use super::classify::Class;
use super::decide::{Decider, average_words};
use super::detect::says_notes;
use super::evidence::Reason;
use super::forms::programme;
use super::plain::plain;
use super::section::strip_markers;
use super::stanzas::stanzas;
use super::words::{is, key, words};
use crate::markdown::BlockKind;

/// So many rows of a list tell whether it is an index.
const FIRST: usize = 100;

/// What stands beside "talks" where all of them are meant: "AI talks" are some.
const SMALL: [&str; 51] = [
    "a",
    "al",
    "all",
    "and",
    "attended",
    "besuchte",
    "da",
    "das",
    "de",
    "del",
    "dem",
    "den",
    "der",
    "des",
    "detailed",
    "details",
    "die",
    "du",
    "el",
    "en",
    "et",
    "from",
    "i",
    "in",
    "individual",
    "information",
    "je",
    "la",
    "las",
    "le",
    "les",
    "los",
    "mes",
    "mis",
    "my",
    "nos",
    "notes",
    "of",
    "our",
    "seen",
    "suivies",
    "summaries",
    "the",
    "to",
    "und",
    "visited",
    "vu",
    "vues",
    "vus",
    "we",
    "y",
];

/// What whoever listened notes of each talk.
const LISTENER: [&str; 14] = [
    "action items",
    "key learnings",
    "key points",
    "key takeaway",
    "key takeaways",
    "learnings",
    "main takeaways",
    "my notes",
    "my thoughts",
    "notes",
    "summary",
    "takeaway",
    "takeaways",
    "thoughts",
];

/// What people say of the talks they tell of.
const PRAISE: [&str; 14] = [
    "awesome",
    "best",
    "cool",
    "favorite",
    "favourite",
    "good",
    "great",
    "inspiring",
    "interesting",
    "memorable",
    "most",
    "notable",
    "noteworthy",
    "top",
];

impl Decider<'_, '_> {
    /// Whether a heading says that the talks stand below it ("Talks attended"), so that none stands beside it.
    pub(super) fn holds_all(&self, at: usize) -> bool {
        self.says_talks(at)
            && (self.strong_below[at].is_some_and(|(strong, _)| strong >= 2)
                || self.is_category(at)
                || self.holds_rows(at))
    }

    /// Whether a heading is made of words for talks and small words ("Les conférences", "From talk to talk"), or praises
    /// several of them: "Most inspiring talks".
    pub(super) fn says_talks(&self, at: usize) -> bool {
        let key = &self.sections[at].key;
        let has_talks = |word: &str| words().has(word, is::TALKS);
        let is_small = |word: &str| SMALL.contains(&word) || PRAISE.contains(&word);
        key.len() <= 40 && key.split(' ').any(has_talks) && key.split(' ').all(|word| has_talks(word) || is_small(word))
    }

    /// Whether a heading names several talks by what they are about: "The Networking Talks".
    pub(super) fn ends_in_talks(&self, at: usize) -> bool {
        let key = &self.sections[at].key;
        key.ends_with('s') && key.rsplit_once(' ').is_some_and(|(_, last)| words().has(last, is::TALKS))
    }

    /// Whether these sections are a schedule: nearly all begin with a time, or are counted as talks, so that one that
    /// is not is no talk.
    pub(super) fn are_scheduled(&self, kids: &[usize]) -> bool {
        let candidates = || kids.iter().filter(|kid| self.classes[**kid] == Class::Candidate);
        let with = |reason| candidates().filter(|kid| self.has_reason(**kid, &[reason])).count();
        let (count, timed, counted) = (candidates().count(), with(Reason::Time), with(Reason::TalkNumber));
        timed >= 4 && timed + 1 >= count || counted >= 3 && counted + 1 >= count
    }

    /// Headings side by side below which the same notes of a listener stand ("Summary", "Takeaways") are talks: a talk has
    /// chapters that differ.
    pub(super) fn share_sections(&mut self, kids: &[usize]) {
        let is_aside = |kid: &usize| self.classes[*kid] == Class::Aside;
        let asides = |at: usize| self.sections[at].children.iter().copied().filter(is_aside);
        let noted: Vec<usize> = kids
            .iter()
            .copied()
            .filter(|kid| self.classes[*kid] == Class::Candidate && asides(*kid).count() >= 2)
            .collect();
        let [first, second, ..] = noted[..] else { return };
        let key = |at: usize| self.sections[at].key.as_str();
        let shared: Vec<&str> =
            asides(first).map(key).filter(|own| asides(second).any(|other| key(other) == *own)).collect();
        let is_of_listener = |key: &&str| words().has(key, is::CHAPTER) || LISTENER.contains(key);
        if shared.len() < 2 || !shared.iter().any(is_of_listener) {
            return;
        }
        let alike = |at: &usize| shared.iter().filter(|own| asides(*at).any(|aside| key(aside) == **own)).count() >= 2;
        let talks: Vec<usize> = noted.iter().copied().filter(alike).collect();
        for at in talks {
            self.look(at);
            if let Some(dossier) = self.dossiers.get_mut(at) {
                dossier.add(Reason::TalkSections, 1.0);
            }
        }
    }

    /// Whether several days among these sections hold the talks, each of them some: then none stands beside the days.
    pub(super) fn are_days_of_talks(&self, kids: &[usize]) -> bool {
        let is_talk = |kid: &usize| self.classes[*kid] == Class::Candidate;
        let days = || kids.iter().filter(|kid| self.classes[**kid] == Class::Day);
        days().count() >= 2
            && days().all(|day| {
                let children = &self.sections[*day].children;
                children.iter().any(is_talk) || children.is_empty() && self.holds_rows(*day)
            })
    }

    /// Whether a section's own text lists talks: then they are the talks, and the heading holds them.
    pub(super) fn holds_rows(&self, at: usize) -> bool {
        super::forms::rows(self.text, self.outline, self.sections[at].blocks.clone()).len() >= 2
    }

    /// Whether a heading says that notes stand below it, and talks are listed there: "Some notes on the talks".
    pub(super) fn lists_notes(&self, at: usize) -> bool {
        let section = &self.sections[at];
        section.children.is_empty() && section.key.split(' ').any(says_notes) && self.holds_rows(at)
    }

    /// Whether a section's own text is a programme: one talk after the other, each at its time or in a field.
    pub(super) fn holds_programme(&self, at: usize) -> bool {
        let blocks = &self.outline.blocks[self.sections[at].blocks.clone()];
        !programme(self.text, blocks).is_empty() || !stanzas(self.text, blocks).is_empty()
    }

    /// Whether a section's own text lists talks that are none of these headings; else it is their index.
    pub(super) fn lists_others(&self, at: usize, open: &[usize]) -> bool {
        let rows = super::forms::rows(self.text, self.outline, self.sections[at].blocks.clone());
        let repeats = |title: &str| {
            let title = key(title);
            open.iter().any(|kid| self.sections[*kid].key.contains(&title))
        };
        // An index repeats the headings from its first rows on.
        rows.len() >= 2 && !rows.iter().take(FIRST).any(|row| repeats(&row.title))
    }

    /// Whether a section holds nothing but links to headings of its note, in a table or list: it is their index.
    pub(super) fn is_index(&self, at: usize) -> bool {
        let section = &self.sections[at];
        let blocks = &self.outline.blocks[section.blocks.clone()];
        let is_list = !blocks.is_empty()
            && blocks.iter().all(|block| {
                block.depth > 0 || matches!(block.kind, BlockKind::Table | BlockKind::Item(_) | BlockKind::Rule)
            });
        let source = &self.text[section.head_end as usize..section.own_end as usize];
        // Most sections are told from an index without a look at their lines.
        if !is_list || memchr::memmem::find(source.as_bytes(), b"](#").is_none() {
            return false;
        }
        let is_entry = |cell: &str| cell.contains("](#") && plain(cell).is_link;
        let is_row = |line: &str| match line.trim().strip_prefix('|') {
            Some(cells) => cells.split('|').any(|cell| is_entry(cell.trim())),
            None => is_entry(strip_markers(line)),
        };
        let lines = || source.lines().filter(|line| line.contains(char::is_alphanumeric));
        // The head of a table is no entry.
        let entries = lines().filter(|line| is_row(line)).count();
        entries >= 2 && entries + 1 >= lines().count()
    }

    /// Short headings whose subsections have long ones are categories.
    pub(super) fn are_categories(&self, open: &[usize]) -> bool {
        let kids: Vec<usize> = open
            .iter()
            .flat_map(|at| &self.sections[*at].children)
            .copied()
            .filter(|kid| self.classes[*kid] == Class::Candidate)
            .collect();
        kids.len() >= 2 && open.len() < kids.len() + 1 && {
            let (own, below) = (average_words(self.sections, open), average_words(self.sections, &kids));
            // Whose text begins with a lower heading says nothing of its own.
            let is_bare = |at: &usize| self.sections[*at].blocks.is_empty() && self.sections[*at].children.len() > 1;
            let longest = if open.len() >= 2 && open.iter().all(is_bare) { 4.0 } else { 2.5 };
            own <= longest && below >= 4.0 && below >= own + 2.0
        }
    }

    /// Whether a short heading such as "Security" stands above several long ones: then it sorts talks.
    pub(super) fn is_category(&self, at: usize) -> bool {
        let kids = &self.sections[at].children;
        let candidates: Vec<usize> =
            kids.iter().copied().filter(|kid| self.classes[*kid] == Class::Candidate).collect();
        candidates.len() >= 2 && average_words(self.sections, &candidates) >= 4.0
    }
}
