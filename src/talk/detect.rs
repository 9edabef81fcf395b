//! From a note to its talks: outline, header, decisions, then each talk with its fields.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::classify::Class;
use super::company_or_name::tell_names_from_companies;
use super::decide::{Decision, Role, Surroundings, decide};
use super::event::event_in;
use super::evidence::Evidence;
use super::forms::{Row, noted_items, rows};
use super::inherit::{Inherited, header_title};
use super::leftover::Leftover;
use super::listed::emphasised_items;
use super::mended::mended_note;
use super::name::is_spaceless;
use super::overrule::{self, leave_out, overrule};
use super::paragraphs::lone_bold_row;
use super::people::People;
use super::section::{Section, sections};
use super::shared_event::take_shared_event;
use super::tables::table_rows;
use super::topics::{Count, topics};
use super::votes::Votes;
use super::words::{Fnv, FnvHasher, Short, is, key, words};
use super::{Place, Talk, TalkId};
use crate::markdown::outline::outline_from;
use crate::markdown::values::Slip;
use crate::markdown::{BlockKind, FrontMatter, Outline, front_matter};
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
    /// Where and why the header could not be read as its format asks.
    pub header_problem: Option<Slip>,
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
    match mend(note) {
        Cow::Owned(text) => {
            let mended = mended_note(note, &text);
            Reader::over(&mended).run().told_of(note, &mended)
        }
        Cow::Borrowed(_) => Reader::over(note).run(),
    }
}

fn mend(note: &Note) -> Cow<'_, str> {
    if note.mojibake { repair(&note.text) } else { Cow::Borrowed(&note.text) }
}

fn surroundings(note: &Note, header: Option<&FrontMatter>) -> Surroundings {
    let title = header.and_then(header_title);
    let header_is_talk = header.is_some_and(|header| {
        header.entries.iter().any(|entry| {
            let lists = words().flags_of(&entry.key);
            lists & (is::SPEAKER | is::RECORDING | is::SLIDES) != 0 && lists & is::TAGS == 0 && !entry.values.is_empty()
        })
    });
    let header_is_event = title.as_deref().is_some_and(|title| {
        event_in(title).is_some_and(|event| {
            (event.is_known || event.is_marked) && event.other_words <= 2
                || event.is_known && key(title).split(' ').any(says_notes)
        })
    });
    let names_speaker = header.is_some_and(|header| {
        header.entries.iter().any(|entry| {
            let lists = words().flags_of(&entry.key);
            lists & is::SPEAKER != 0 && lists & (is::TITLE | is::TAGS) == 0 && entry.values.len() == 1
        })
    });
    let header_title = title.map(|title| key(&title));
    let is_of_talk = |title: &String| names_speaker && !header_is_event && !title.split(' ').any(says_notes);
    let talk_in_header = header_title.clone().filter(is_of_talk);
    let file = note.relative.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Surroundings {
        header_title,
        header_is_talk,
        header_is_event,
        talk_in_header,
        file_key: key(&stem.replace(['_', '-'], " ")),
        file_is_title: is_title(stem),
    }
}

/// Whether a word of a title says that it is about notes: "notes", and in a script without blanks "セッションのメモ".
pub(super) fn says_notes(word: &str) -> bool {
    let ends_so = || word.char_indices().rev().take(6).any(|(at, _)| words().has(&word[at..], is::NOTES));
    word.len() > 3 && (words().has(word, is::NOTES) || !word.is_ascii() && word.contains(is_spaceless) && ends_so())
}

/// Whether a file's name has blanks between its words, as titles have, and none that tells of notes or an event.
fn is_title(stem: &str) -> bool {
    let says_more = |word: &str| {
        let lists =
            is::NOTES | is::GROUP | is::KIND | is::EVENT_WORD | is::EVENT_NAME | is::DAY | is::WEEKDAY | is::MONTH;
        word.bytes().all(|byte| byte.is_ascii_digit()) || word.len() > 3 && words().holds(word, lists)
    };
    stem.contains(' ')
        && stem.split(' ').filter(|word| !word.is_empty()).count() >= 3
        && !stem.split(' ').any(says_more)
}

/// A talk before its fields are filled in.
pub(super) struct Found {
    pub(super) place: Place,
    /// The section, where a heading begins it.
    pub(super) section: Option<usize>,
    pub(super) row: Option<Row>,
    /// The innermost group it stands in.
    pub(super) parent: usize,
}

/// A note being read, with what was found so far.
pub(super) struct Reader<'a> {
    pub(super) note: &'a Arc<Note>,
    pub(super) text: &'a str,
    pub(super) header: Option<FrontMatter>,
    pub(super) outline: Outline,
    pub(super) sections: Vec<Section<'a>>,
    pub(super) decision: Decision,
    pub(super) around: Surroundings,
    /// Whether a person says what begins talks.
    pub(super) is_said: bool,
    pub(super) found: Vec<Found>,
    pub(super) intern: Interner,
    pub(super) count: Count,
    pub(super) last_inherited: Option<(usize, Inherited)>,
    /// Whether one heading only stands on top, or only one that is no aside.
    pub(super) has_lone_top: bool,
    /// Whom rows of tables name for talks that have a heading, by the talk's title as it is compared.
    pub(super) in_table: HashMap<String, People>,
}

impl<'a> Reader<'a> {
    /// A note with all that is decided of its sections, before talks are made of them.
    pub(super) fn over(note: &'a Arc<Note>) -> Reader<'a> {
        let text = &*note.text;
        let header = front_matter(text);
        let (start, line) = header.as_ref().map_or((0, 1), |header| (header.end as usize, header.next_line));
        let outline = outline_from(text, start, line);
        let is_defined = |label: &str| note.definition(label).is_some();
        let mut sections = sections(text, &outline, start as u32, is_defined);
        let around = surroundings(note, header.as_ref());
        let said = note.overrides.as_deref();
        let left_out = said.map_or_else(Vec::new, |said| leave_out(&mut sections, &said.ignore));
        let mut decision = decide(text, &outline, &sections, &around);
        let is_said = said.is_some_and(|said| overrule(&mut decision, &sections, &left_out, said.layout));
        let tops = &sections[0].children;
        let real = tops.iter().filter(|top| decision.classes[**top] != Class::Aside).count();
        let has_lone_top = real == 1 || tops.len() == 1;
        Reader {
            note,
            text,
            header,
            outline,
            sections,
            decision,
            around,
            is_said,
            found: Vec::new(),
            intern: Interner::default(),
            count: Count::default(),
            last_inherited: None,
            has_lone_top,
            in_table: HashMap::default(),
        }
    }
}

impl Reader<'_> {
    fn run(mut self) -> Reading {
        let mut form = Form::Headings;
        self.find_by_heading();
        if !self.found.is_empty() && self.decision.roles[0] == Role::Talk {
            form = Form::Whole;
        }
        if !self.is_said {
            self.find_rows();
        }
        if self.found.is_empty() {
            form = Form::Whole;
            self.take_whole();
        } else if self.found.iter().all(|found| found.row.is_some()) {
            form = Form::Rows;
        } else if let [only] = &self.found[..]
            && !self.is_said
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
            let blocks = self.sections[at].blocks.clone();
            let found = if open {
                let found = rows(self.text, &self.outline, blocks.clone());
                let class = Some(self.decision.classes[at]).filter(|_| found.is_empty());
                let blocks = &self.outline.blocks[blocks];
                let lone = || lone_bold_row(self.text, blocks);
                match class {
                    Some(class @ (Class::Day | Class::Group)) => {
                        let noted = || if class == Class::Group { noted_items(self.text, blocks) } else { Vec::new() };
                        let some = |rows: Vec<Row>| Some(rows).filter(|rows| !rows.is_empty());
                        some(lone()).or_else(|| some(noted())).unwrap_or_else(|| emphasised_items(self.text, blocks))
                    }
                    _ => found,
                }
            } else if self.decision.roles[at] == Role::Group {
                // Beside headings those rows of a table are talks that say who speaks.
                let mut found = table_rows(self.text, &self.outline.blocks[blocks.clone()]);
                found.retain(|row| !row.people.persons.is_empty());
                // A list of them says who speaks, too, where its titles are headings below it.
                let below = &self.sections[at].children;
                let is_below = |title: &str| below.iter().any(|kid| self.sections[*kid].key.contains(&key(title)));
                if found.is_empty() && at > 0 {
                    found = rows(self.text, &self.outline, blocks);
                    found.retain(|row| !row.people.persons.is_empty() && is_below(&row.title));
                }
                found
            } else {
                continue;
            };
            for row in found {
                let row_key = key(&row.title);
                if titles.iter().any(|title| title.contains(&row_key)) {
                    self.in_table.insert(row_key, row.people);
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
    pub(super) fn place(&self, start: u32, end: u32, line: u32) -> Place {
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
        let days = self.day_lines(shared.year);
        let found = std::mem::take(&mut self.found);
        let mut reading = Reading { form, ..Reading::default() };
        let mut seen: HashMap<u64, u32, Fnv> = HashMap::default();
        for found in &found {
            let (mut talk, evidence) = self.talk(found, &shared, &votes, form);
            if !days.is_empty() {
                self.take_day(&mut talk, &days);
            }
            if let Some(said) = &self.note.overrides {
                overrule::apply(&mut talk, said, &mut self.intern);
            }
            reading.talks.push(talk);
            reading.evidence.push(evidence);
        }
        tell_names_from_companies(&mut reading.talks);
        take_shared_event(&mut reading.talks, &mut self.intern);
        for talk in &mut reading.talks {
            talk.id = self.id(&talk.title, &mut seen);
        }
        // In a loop of its own: the code of both together is more than a processor holds near.
        for talk in &mut reading.talks {
            talk.topics = topics().about(&talk.title, talk.source(), &mut self.count);
        }
        reading.leftovers = self.leftovers(&reading.talks);
        reading.header_problem = self.header.take().and_then(|header| header.problem);
        reading
    }

    /// Stable under edits of the body and of other talks; the second of two equal titles has its own.
    fn id(&self, title: &str, seen: &mut HashMap<u64, u32, Fnv>) -> TalkId {
        use std::hash::Hasher;
        let mut hasher = FnvHasher::default();
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

    fn votes(&mut self) -> Votes {
        for at in self.found.iter().filter_map(|found| found.section) {
            let (section, class) = (&self.sections[at], self.decision.classes[at]);
            if let Some(dossier) = self.decision.dossiers.get_mut(at) {
                dossier.read_heading(section, class);
            }
        }
        let talks = self.found.iter().filter_map(|found| found.section);
        let dossiers = talks.filter_map(|at| Some((self.sections[at].level, self.decision.dossiers.get(at)?)));
        Votes::count(dossiers)
    }
}

/// Equal names are kept once a note.
#[derive(Default)]
pub(super) struct Interner(HashSet<Arc<str>, Short>);

impl Interner {
    pub(super) fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}
