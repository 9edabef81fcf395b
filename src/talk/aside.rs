//! What a talk's heading and the lines of its fields say beside the fields: when in the day, in which room, how good it
//! was. Who is shown the fields in place of these lines would lose it.

use std::ops::Range;

use super::Talk;
use super::prefix::{Prefix, prefix};
use super::when::is_only_date;
use super::words::{is, words};
use crate::markdown::document::{Block, BlockKind, Document, SpanKind};
use crate::markdown::parse;
use crate::text::{Case, fold};

/// A line of more bytes is text, whatever it looks like.
const LONGEST: usize = 1000;
/// What sets apart what stands around a title.
const SEPARATORS: [char; 15] = ['|', '(', ')', '（', '）', '[', ']', '{', '}', '【', '】', '「', '」', '·', '•'];

impl Talk {
    /// What the lines say that the fields are taken from, and none of the fields does, in the order written:
    /// `10:00 - 10:30`, `Talk 3`, `Room 5`, `⭐⭐⭐`, `CTO`.
    pub fn asides(&self) -> Vec<String> {
        let said = self.said();
        let mut asides: Vec<String> = Vec::new();
        for told in self.told.iter().filter(|told| told.len() <= LONGEST) {
            let line = told.start as usize..told.end as usize;
            let document = parse(&self.note.text, line, &[], self.note.mojibake);
            for text in document.blocks.iter().filter_map(|block| shown(&document, block, &self.title)) {
                let runs = without_fields(self, without_number(&text));
                for run in runs.split(SEPARATORS).flat_map(|run| self.without_labels(&said, run)) {
                    let run = self.without_company(trimmed(&run));
                    if !is_small(run) && !self.tells(&said, run) && !asides.iter().any(|aside| aside == run) {
                        asides.push(run.to_owned());
                    }
                }
            }
        }
        asides
    }

    /// Whether its fields say the word that stands at a byte of a line they are taken from, or it is a label there.
    /// Never where the byte is in no such line.
    pub fn tells_at(&self, at: usize) -> bool {
        let Some(told) = self.told.iter().find(|told| (told.start as usize..told.end as usize).contains(&at)) else {
            return false;
        };
        let word = word_at(&self.note.text[told.start as usize..told.end as usize], at - told.start as usize);
        if is_small(word) || words().holds(word, is::LABEL) {
            return true;
        }
        let word = fold(word, Case::Ignore);
        let people = self.speakers.iter().flat_map(|speaker| {
            [Some(&speaker.name), speaker.affiliation.as_ref(), speaker.handle.as_ref()].into_iter().flatten()
        });
        let says = |field: &str| fold(field, Case::Ignore).contains(&word);
        let fields = people.chain(&self.organizations).chain(&self.event);
        let mut fields = fields.chain(&self.section).chain(&self.tags).chain(&self.topics);
        says(&self.title) || fields.any(|field| says(field))
    }

    /// The words of its fields, each after a blank, each field's after a bar.
    fn said(&self) -> String {
        let fields = self.event.iter().chain(&self.section).chain(&self.tags).chain(&self.topics);
        let people = self.speakers.iter().flat_map(|speaker| [Some(&speaker.name), speaker.affiliation.as_ref()]);
        let fields = fields.chain(people.flatten()).chain(&self.organizations);
        let fields = fields.map(|field| spelled(field)).chain([spelled(&self.title)]);
        fields.fold(String::new(), |said, field| said + "| " + &field)
    }

    /// Whether its fields say this, too: all of it, or a word that begins so.
    fn tells(&self, said: &str, run: &str) -> bool {
        let spelled = spelled(run);
        let is_said = !spelled.is_empty() && said.contains(&format!(" {spelled}"));
        is_said || (self.date.is_some() && !run.contains(':') && is_only_date(run))
    }

    /// A run cut where labels end; one keeps its label that is a number only, which says nothing by itself: `Room 5`.
    fn without_labels(&self, said: &str, run: &str) -> Vec<String> {
        match run.split_once(": ") {
            Some((label, number)) if is_short_number(number.trim()) && !self.tells(said, number) => {
                vec![format!("{} {}", label.trim_end(), number.trim_start())]
            }
            _ => run.split(": ").map(str::to_owned).collect(),
        }
    }

    /// A run without the company at its end: `CTO at Blue Harbor`.
    fn without_company<'r>(&self, run: &'r str) -> &'r str {
        let words = words_of(run);
        let ends = self.organizations.iter().filter_map(|company| {
            let company = words_of(company);
            let before = words.len().checked_sub(company.len()).filter(|before| *before > 0)?;
            let place = place_of(&words[before..], &company)?;
            Some(trimmed(&run[..place.start]))
        });
        ends.min_by_key(|end| end.len()).unwrap_or(run)
    }
}

/// The letters and digits around a byte of a line; nothing where it is of another character.
fn word_at(line: &str, at: usize) -> &str {
    let Some((before, after)) = line.split_at_checked(at) else { return "" };
    let is_other = |c: char| !c.is_alphanumeric();
    let end = after.find(is_other).unwrap_or(after.len());
    if end == 0 {
        return "";
    }
    let start = before.char_indices().rfind(|(_, c)| is_other(*c)).map_or(0, |(start, c)| start + c.len_utf8());
    &line[start..at + end]
}

/// A line as a reader sees it, without links that are no part of the title: they are shown as links.
fn shown(document: &Document, block: &Block, title: &str) -> Option<String> {
    let (BlockKind::Heading { spans, .. } | BlockKind::Paragraph(spans)) = block.kind else { return None };
    let title = spelled(title);
    let mut shown = String::new();
    for span in document.spans(spans) {
        if matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak) {
            // A line of its own says something of its own.
            shown.push('|');
            continue;
        }
        let text = document.text(span);
        let is_aside = span.link.is_some() && !title.contains(&spelled(text)) && !spelled(text).contains(&title);
        shown.push_str(if is_aside { "|" } else { text });
    }
    Some(shown)
}

/// The text without the number it begins with: headings and rows are counted for their order only.
fn without_number(text: &str) -> &str {
    match prefix(text.trim_start()) {
        Some((Prefix::Number, length)) => &text.trim_start()[length..],
        _ => text,
    }
}

/// The text with a bar in place of the talk's title, its people and tags. Nothing of it where the title is
/// not in it, but most of its words are.
fn without_fields(talk: &Talk, text: &str) -> String {
    let words = words_of(text);
    let title = words_of(&talk.title);
    let mut gone: Vec<Range<usize>> = Vec::new();
    if let Some(place) = place_of(&words, &title) {
        gone.push(place);
    } else if words.iter().filter(|word| title.iter().any(|one| one.folded == word.folded)).count() * 2 >= words.len() {
        return String::new();
    }
    let names = talk.speakers.iter().flat_map(|speaker| [Some(&speaker.name), speaker.handle.as_ref()]);
    for name in names.flatten().chain(&talk.tags) {
        gone.extend(place_of(&words, &words_of(name)));
    }
    gone.sort_by_key(|range| range.start);
    let (mut left, mut at) = (String::new(), 0);
    for range in gone {
        left.push_str(text.get(at..range.start).unwrap_or_default());
        left.push('|');
        at = at.max(range.end);
    }
    left + text.get(at..).unwrap_or_default()
}

/// A word and where it stands.
struct Word {
    range: Range<usize>,
    folded: String,
}

fn words_of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { range: from..at, folded: fold(&text[from..at], Case::Ignore) });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The letters and digits of a text, folded, a blank between words.
fn spelled(text: &str) -> String {
    words_of(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// Where words first stand one after the other among others.
fn place_of(words: &[Word], sought: &[Word]) -> Option<Range<usize>> {
    let is_there = |window: &&[Word]| window.iter().zip(sought).all(|(one, other)| one.folded == other.folded);
    let found = words.windows(sought.len().max(1)).find(is_there).filter(|_| !sought.is_empty())?;
    Some(found.first()?.range.start..found.last()?.range.end)
}

/// A run without what joined it to its neighbours: `CTO at`.
fn trimmed(run: &str) -> &str {
    let mark = |c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '–' | '—' | '：' | '、' | '“' | '”' | '„' | '’')
    };
    let joins = |word: &str| words().holds(word, is::BY | is::AND | is::AT);
    let mut run = run.trim_matches(mark);
    while let Some((rest, _)) = run.rsplit_once(' ').filter(|(_, last)| joins(last)) {
        run = rest.trim_end_matches(mark);
    }
    while let Some((_, rest)) = run.split_once(' ').filter(|(first, _)| joins(first)) {
        run = rest.trim_start_matches(mark);
    }
    run
}

/// `5`, `12B`
fn is_short_number(text: &str) -> bool {
    text.len() <= 4 && text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(char::is_alphanumeric)
}

/// Whether a run only joins what stands around it, or names what stands there.
fn is_small(run: &str) -> bool {
    run.is_empty() || words().holds(run, is::BY | is::AND | is::AT | is::PARTICLE | is::LABEL)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::read;
    use crate::source::Note;

    fn asides(note: &str) -> Vec<String> {
        let reading = read(&Arc::new(Note::from_text("2024/day.md", note)));
        reading.talks.iter().map(|talk| format!("{}: {}", talk.title, talk.asides().join(" / "))).collect()
    }

    #[test]
    fn what_a_heading_says_beside_the_fields_is_kept() {
        let note = "# GopherCon 2024\n\n\
            ## 10:00 - 10:30 Scaling **etcd** past a million keys - Ada Lo\n\n- point\n\n\
            ## Talk 3: Queues that never block (Room 5)\n\n- point\n\n\
            ## Keynote: [Ten years of Go](https://a.io) — Jun Sato (Blue Harbor) ⭐⭐⭐\n\n- point\n\n\
            ## Ropes in motion - Ida Holm, technical lead at Northwind\n\n- point\n\n\
            ## Tides\n- **Speakers**: Ada Lo & Jun Sato, Blue Harbor\n- **Date**: 2024-05-04\n\n- point\n\n\
            ## 4. Plain talk about planes, by Mia Lund\n\n- point\n";
        insta::assert_snapshot!(asides(note).join("\n"), @"
        Scaling etcd past a million keys: 10:00 - 10:30
        Queues that never block: Talk 3 / Room 5
        Ten years of Go: Keynote / ⭐⭐⭐
        Ropes in motion: technical lead
        Tides: 
        Plain talk about planes: 
        ");
    }

    #[test]
    fn lines_of_labels_are_told_one_by_one() {
        let talk = |title: &str, who: &str, company: &str, room: u8| {
            format!("Title: {title}\nWho: {who}\nCompany: {company}\nRoom: {room}\n\nA point that was made.\n\n")
        };
        let note = format!(
            "# RiverConf 2024\n\n{}{}{}",
            talk("Rafts and ropes", "Ada Lo", "Blue Harbor", 5),
            talk("Queues that never block", "Jun Sato", "Northwind", 6),
            talk("Ten years of tides", "Mia Lund", "Lattice", 7)
        );
        insta::assert_snapshot!(asides(&note).join("\n"), @"
        Rafts and ropes: Room 5
        Queues that never block: Room 6
        Ten years of tides: Room 7
        ");
    }

    #[test]
    fn what_the_fields_say_is_not_said_again() {
        let note = "# Cloud Days 2023\n\n## Keynotes\n\n\
            ### Talk 1: Keynote: Rust at sea\n- **Speaker**: Ada Lo\n\ntext\n\n\
            ### 2023-05-04: Rust on land\n- **Speaker**: Jun Sato\n\ntext\n\n\
            ### Session four\n- **Title**: Rust in the air\n- **Speaker**: Mia Lund\n\ntext\n";
        insta::assert_snapshot!(asides(note).join("\n"), @"
        Rust at sea: Talk 1
        Rust on land: 
        Rust in the air: Session four
        ");
    }
}
