//! Which characters of a visible label or line matched, and which words to highlight in a note.
//!
//! Asked for rows on screen only, so nothing is kept from the search itself.

use std::ops::Range;

use super::Facet;
use super::Marks;
use super::pattern::{INSIDE, Pattern, skim_positions};
use super::query::{Query, Test, Within};
use crate::text::{Case, Folded};

/// What a visible label is, so that a query knows which terms can match there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A talk's title.
    Title,
    /// A facet value: a speaker's name, a company, an event …
    Value(Facet),
    /// A file's path.
    File,
    /// A line of a talk's text.
    Body,
}

/// A text to highlight in a note: wherever it stands, folded with `case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// The text, folded.
    pub text: String,
    /// Whether case counts.
    pub case: Case,
}

impl Needle {
    fn of(pattern: &Pattern) -> Needle {
        match pattern.exact() {
            Some(exact) => Needle { text: exact.to_owned(), case: Case::Keep },
            None => Needle { text: pattern.lower().to_owned(), case: Case::Ignore },
        }
    }

    /// Its words by themselves.
    pub(super) fn words(&self) -> Vec<Needle> {
        self.text.split_whitespace().map(|word| Needle { text: word.to_owned(), case: self.case }).collect()
    }

    /// The byte ranges of a text where the needle stands, ascending, apart from each other.
    pub fn find_in(&self, text: &str) -> Marks {
        if self.text.is_empty() {
            return Marks::new();
        }
        let folded = Folded::of(text, self.case);
        let found = folded.text.match_indices(&self.text);
        merged(found.map(|(at, found)| folded.source_range(at..at + found.len())).collect())
    }
}

/// How a term shows in a label.
struct Shown {
    pattern: Pattern,
    begins: bool,
    ends: bool,
}

impl Query {
    /// The byte ranges of a label that matched, ascending, apart from each other.
    pub fn marks(&self, field: Field, label: &str) -> Marks {
        let mut marks = Marks::new();
        for test in self.wanted() {
            for shown in shown_in(test, field) {
                marks.extend(shown.marks(field, label));
            }
        }
        merged(marks)
    }

    /// The texts to highlight in a note and to step through with `n`: what was looked for in bodies.
    pub fn needles(&self) -> Vec<Needle> {
        let mut needles: Vec<Needle> = Vec::new();
        for pattern in self.body_patterns() {
            let needle = Needle::of(&pattern);
            if !needles.contains(&needle) {
                needles.push(needle);
            }
        }
        needles
    }

    /// What is looked for in bodies.
    pub(super) fn body_patterns(&self) -> Vec<Pattern> {
        let shown = self.wanted().flat_map(|test| shown_in(test, Field::Body));
        shown.map(|shown| shown.pattern).filter(|pattern| !pattern.is_empty()).collect()
    }
}

/// What a term looks for in such a label.
fn shown_in(test: &Test, field: Field) -> Vec<Shown> {
    let plain = |pattern| vec![Shown { pattern, begins: false, ends: false }];
    match (test, field) {
        (Test::Word(text), Field::Title | Field::Value(_)) => plain(Pattern::loose(text)),
        (Test::Phrase(text), Field::Title | Field::Value(_) | Field::Body)
        | (Test::Literal { text, begins: false, ends: false }, Field::Value(_)) => plain(Pattern::literal(text)),
        (Test::Word(text), Field::Body) => {
            let pattern = Pattern::literal(text);
            if pattern.reaches_bodies() { plain(pattern) } else { Vec::new() }
        }
        (Test::Literal { text, begins, ends }, Field::Title) => {
            vec![Shown { pattern: Pattern::literal(text), begins: *begins, ends: *ends }]
        }
        (Test::Value { facet, values }, Field::Value(of)) if *facet == of => {
            values.iter().flat_map(|value| plain(Pattern::literal(&value.to_lowercase()))).collect()
        }
        (Test::Contains { place: Within::Title, values }, Field::Title)
        | (Test::Contains { place: Within::File, values }, Field::File)
        | (Test::Contains { place: Within::Body, values }, Field::Body) => {
            values.iter().flat_map(|value| plain(Pattern::literal(value))).collect()
        }
        _ => Vec::new(),
    }
}

impl Shown {
    /// Every place where the words stand, if in a body or file; otherwise the best: those that begin words if
    /// any do, the first inside one if none does, else the letters found with others left out.
    fn marks(&self, field: Field, label: &str) -> Marks {
        let needle = Needle::of(&self.pattern);
        let places = needle.find_in(label);
        if self.begins || self.ends {
            let at_end = |place: &Range<usize>| {
                (!self.begins || label[..place.start].is_empty()) && (!self.ends || place.end == label.len())
            };
            return places.into_iter().filter(at_end).collect();
        }
        if matches!(field, Field::Body | Field::File) {
            return places;
        }
        let starts: Marks =
            places.iter().filter(|place| super::letters::is_word_start(label, place.start)).cloned().collect();
        match places.first() {
            _ if !starts.is_empty() => starts,
            Some(first) => vec![first.clone()],
            None => self.strewn_marks(&needle, label),
        }
    }

    fn strewn_marks(&self, needle: &Needle, label: &str) -> Marks {
        let lower = Folded::of(label, Case::Ignore);
        let is_strewn = self.pattern.find(&lower.text, label).is_some_and(|found| found.quality < INSIDE);
        if !is_strewn {
            return Marks::new();
        }
        let folded = Folded::of(label, needle.case);
        let positions = skim_positions(&folded.text, &needle.text).unwrap_or_default();
        let mut positions = positions.into_iter().peekable();
        let letters = folded.text.char_indices().enumerate();
        letters
            .filter(|(nth, _)| positions.next_if_eq(nth).is_some())
            .map(|(_, (at, c))| folded.source_range(at..at + c.len_utf8()))
            .collect()
    }
}

/// Ranges in order, those that touch made one.
pub(super) fn merged(mut ranges: Marks) -> Marks {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged = Marks::new();
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, field: Field, label: &str) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for mark in Query::parse(query).marks(field, label) {
            shown.push_str(&label[at..mark.start]);
            shown.push('[');
            shown.push_str(&label[mark.clone()]);
            shown.push(']');
            at = mark.end;
        }
        shown + &label[at..]
    }

    #[test]
    fn what_matched_is_marked_as_written() {
        for (query, field, label, shown) in [
            ("prom", Field::Title, "Prometheus and prom-label-proxy", "[Prom]etheus and [prom]-label-proxy"),
            ("ops", Field::Title, "DevOps", "Dev[Ops]"),
            ("zoe strasse", Field::Title, "Zoë in der Straße", "[Zoë] in der [Straße]"),
            ("kubescal", Field::Title, "Kubernetes Scaling", "[Kube]rnetes [Scal]ing"),
            ("観測", Field::Title, "可観測性", "可[観測]性"),
            ("^intro", Field::Title, "Intro to intro", "[Intro] to intro"),
            ("speaker:tom", Field::Value(Facet::Speaker), "Tom Wilkie", "[Tom] Wilkie"),
            ("speaker:tom", Field::Title, "Tom and Jerry", "Tom and Jerry"),
            ("!tom", Field::Title, "Tom and Jerry", "Tom and Jerry"),
            ("ab text:b", Field::Body, "a b ab", "a [b] a[b]"),
            ("file:2021", Field::File, "notes/2021.md", "notes/[2021].md"),
        ] {
            assert_eq!(marked(query, field, label), shown, "{query}");
        }
    }

    #[test]
    fn needles_are_what_bodies_were_searched_for() {
        let needles = Query::parse("Helm ab 'tag tag:x \"pull based\" text:ebpf,cni !not helm Helm").needles();
        let texts: Vec<&str> = needles.iter().map(|needle| &*needle.text).collect();
        assert_eq!(texts, ["Helm", "pull based", "ebpf", "cni", "helm"]);
        assert_eq!(needles[0].case, Case::Keep);
    }

    proptest::proptest! {
        #[test]
        fn what_is_marked_is_what_was_looked_for(
            word in "(kub|kube|kubescal|kubrntes|prmts|zoe|strasse|ops|観測|cafe)",
            label in "((kubernetes|Kubernetes|scaling|kubescal|Prometheus|prom-|Zoë|Straße|DevOps|ops|可観測性|CAFÉ|ｋｕｂｅ)[ /]){0,5}",
        ) {
            for field in [Field::Title, Field::Body] {
                let marks = Query::parse(&word).marks(field, &label);
                let marked: String = marks.iter().map(|mark| &label[mark.clone()]).collect();
                let marked = crate::text::fold(&marked, Case::Ignore);
                proptest::prop_assert_eq!(marked.replace(&word, ""), "", "{} in {}", word, label);
                let stands = crate::text::fold(&label, Case::Ignore).contains(&word);
                proptest::prop_assert!(!marked.is_empty() || !stands, "{} in {}", word, label);
            }
        }

        #[test]
        fn marks_are_characters_of_the_label(query in "\\PC{0,12}", label in "\\PC{0,30}") {
            for field in [Field::Title, Field::Value(Facet::Tag), Field::File, Field::Body] {
                let mut end = 0;
                for mark in Query::parse(&query).marks(field, &label) {
                    proptest::prop_assert!(mark.start >= end && label.get(mark.clone()).is_some());
                    end = mark.end;
                }
            }
        }
    }
}
