//! The query language: text → terms. Reading never fails; what is not understood is text to look for, with a
//! hint that says so.
//!
//! Not here: what a term matches (`plan`), editing the text (`toggle`), proposals while typing (`complete`).

use std::fmt;
use std::ops::Range;

use super::Facet;
use super::lex::{Shape, TermToken, Token, closing, open_quote, tokens};
use super::when::{Span, When, read_when};
use crate::text::nearest;

/// A parsed query: clauses that must all hold, each of one term or of alternatives (`a | b`).
#[derive(Debug, Clone, Default)]
pub struct Query {
    text: String,
    pub(super) clauses: Vec<Clause>,
}

/// Terms of which one must hold.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub(super) any: Vec<Term>,
}

/// One term of a query.
#[derive(Debug, Clone)]
pub struct Term {
    /// The bytes of the query text it was read from.
    pub range: Range<usize>,
    /// Whether `!` stands before it.
    pub negated: bool,
    /// What a person should know about it: it is looked for as text, it has no effect yet, its quote is open.
    pub hint: Option<String>,
    pub(super) test: Test,
}

/// What a term asks of a talk.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// `helm`: loosely in the fields, else literally in the body.
    Word(String),
    /// `'helm`, `^helm`, `helm$`: literally in title, people, tags; at its beginning or end.
    Literal { text: String, begins: bool, ends: bool },
    /// `"pull-based system"`: literally anywhere.
    Phrase(String),
    /// `tag:argo`: one of these values.
    Value { facet: Facet, values: Vec<String> },
    /// `title:argo`, `file:2021`, `text:argo`: one of these stands literally in it.
    Contains { place: Within, values: Vec<String> },
    /// `date:2021-11`: within one of these spans.
    When(Vec<Span>),
    /// `has:code`: one of these.
    Has(Vec<Holds>),
    /// `is:starred`: one of these.
    Is(Vec<State>),
    /// Unfinished: true of every talk.
    Nothing,
}

/// A text that `title:`, `file:` or `text:` look into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Title,
    File,
    Body,
}

/// What `has:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Link,
    Code,
    Diagram,
    Table,
    Image,
    Recording,
    Slides,
    Speaker,
    Organization,
    Event,
    Date,
    Tag,
    Topic,
}

/// The words after `has:`.
pub(super) const HOLDS: [(&str, Holds); 13] = [
    ("link", Holds::Link),
    ("code", Holds::Code),
    ("diagram", Holds::Diagram),
    ("table", Holds::Table),
    ("image", Holds::Image),
    ("recording", Holds::Recording),
    ("slides", Holds::Slides),
    ("speaker", Holds::Speaker),
    ("org", Holds::Organization),
    ("event", Holds::Event),
    ("date", Holds::Date),
    ("tag", Holds::Tag),
    ("topic", Holds::Topic),
];

/// What `is:` asks for: what a person did with the talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Starred,
    Seen,
}

/// The words after `is:`.
pub(super) const STATES: [(&str, State); 2] = [("starred", State::Starred), ("seen", State::Seen)];

/// The fields of the language, as written before `:`.
pub(super) const FIELDS: [(&str, FieldName); 13] = [
    ("tag", FieldName::Value(Facet::Tag)),
    ("topic", FieldName::Value(Facet::Topic)),
    ("speaker", FieldName::Value(Facet::Speaker)),
    ("org", FieldName::Value(Facet::Organization)),
    ("event", FieldName::Value(Facet::Event)),
    ("section", FieldName::Value(Facet::Section)),
    ("title", FieldName::Contains(Within::Title)),
    ("text", FieldName::Contains(Within::Body)),
    ("file", FieldName::Contains(Within::File)),
    ("year", FieldName::When),
    ("date", FieldName::When),
    ("has", FieldName::Has),
    ("is", FieldName::Is),
];

/// What a field's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    Value(Facet),
    Contains(Within),
    When,
    Has,
    Is,
}

impl Term {
    /// Whether it chooses among talks; one that is still being typed does not.
    pub fn has_effect(&self) -> bool {
        self.test != Test::Nothing
    }

    /// Whether it was not understood as what it looks like, and is looked for as text.
    pub fn is_odd(&self) -> bool {
        self.hint.as_ref().is_some_and(|hint| self.has_effect() && hint != OPEN_QUOTE)
    }
}

impl Query {
    /// Reads a query. Total: any text is a query.
    pub fn parse(text: &str) -> Query {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut either = false;
        let mut terms = 0;
        for token in tokens(text) {
            match token {
                Token::Either => either = !clauses.is_empty(),
                Token::Term(token) => {
                    terms += 1;
                    let (test, hint) = if terms > MOST_TERMS { too_many() } else { read_test(&token) };
                    let hint = hint.or_else(|| open_quote(&text[token.range.clone()]).map(|_| OPEN_QUOTE.to_owned()));
                    let term = Term { range: token.range, negated: token.negated, hint, test };
                    match clauses.last_mut() {
                        Some(clause) if either => clause.any.push(term),
                        _ => clauses.push(Clause { any: vec![term] }),
                    }
                    either = false;
                }
            }
        }
        Query { text: text.to_owned(), clauses }
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether every talk fits: nothing was typed, or nothing yet that has an effect.
    pub fn is_empty(&self) -> bool {
        self.terms().all(|term| term.test == Test::Nothing)
    }

    /// The terms in the order typed.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.any)
    }

    /// The same without the clause of the term that begins at this byte.
    pub(super) fn without(mut self, start: usize) -> Query {
        self.clauses.retain(|clause| clause.any.iter().all(|term| term.range.start != start));
        self
    }

    /// Whether it is about what a person did with talks, so that what it finds changes with that.
    pub fn asks_for_state(&self) -> bool {
        self.terms().any(|term| matches!(term.test, Test::Is(_)))
    }

    /// Whether it says which of two talks that fit is the better: it holds words, not only fields to filter by.
    pub fn ranks(&self) -> bool {
        self.wanted()
            .any(|test| matches!(test, Test::Word(_) | Test::Literal { .. } | Test::Phrase(_) | Test::Contains { .. }))
    }

    /// The terms that talks must match, without those they must not.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Test> {
        self.terms().filter(|term| !term.negated).map(|term| &term.test)
    }
}

/// Prints the query with single blanks between its terms and quotes closed. What is printed reads as the
/// same query, and prints the same again.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, clause) in self.clauses.iter().enumerate() {
            for (nth, term) in clause.any.iter().enumerate() {
                let between = if nth > 0 { " | " } else { " " };
                let raw = &self.text[term.range.clone()];
                write!(f, "{}{raw}{}", if at + nth > 0 { between } else { "" }, closing(raw))?;
            }
        }
        Ok(())
    }
}

const OPEN_QUOTE: &str = "the quote is open: all that follows belongs to it";

/// More terms than anybody types: a text pasted by mistake must not take all memory.
const MOST_TERMS: usize = 64;

fn too_many() -> (Test, Option<String>) {
    (Test::Nothing, Some(format!("only the first {MOST_TERMS} words count")))
}

fn read_test(token: &TermToken<'_>) -> (Test, Option<String>) {
    match &token.shape {
        Shape::Empty => (Test::Nothing, Some("type a word after it".to_owned())),
        Shape::Word(word) => (Test::Word((*word).to_owned()), unknown_field(word)),
        Shape::Phrase(text) => (Test::Phrase(text.clone()), None),
        Shape::Literal { text, begins, ends } => {
            (Test::Literal { text: text.clone(), begins: *begins, ends: *ends }, None)
        }
        Shape::Field { name, values } => read_field(token, *name, values),
    }
}

fn read_field(token: &TermToken<'_>, name: FieldName, values: &[String]) -> (Test, Option<String>) {
    let as_text = |why: String| {
        let word = format!("{}{}", token.body, closing(token.body));
        (Test::Word(word), Some(format!("{why}; looked for as text")))
    };
    let unfinished = |what: String| (Test::Nothing, Some(what));
    if values.is_empty() {
        return unfinished(match name {
            FieldName::Has => type_one_of(&HOLDS),
            FieldName::Is => type_one_of(&STATES),
            FieldName::When => "type a date: 2021, 2021-11, >2021-06, 2019..2021".to_owned(),
            FieldName::Value(_) | FieldName::Contains(_) => "type a value".to_owned(),
        });
    }
    match name {
        FieldName::Value(facet) => (Test::Value { facet, values: values.to_vec() }, None),
        FieldName::Contains(place) => (Test::Contains { place, values: values.to_vec() }, None),
        FieldName::When => read_spans(values).unwrap_or_else(|value| {
            as_text(format!("`{value}` is no date like 2021, 2021-11, >2021-06 or 2019..2021"))
        }),
        FieldName::Has => read_words(values, &HOLDS, Test::Has)
            .unwrap_or_else(|value| as_text(format!("has: knows {}, not `{value}`", names(&HOLDS)))),
        FieldName::Is => read_words(values, &STATES, Test::Is)
            .unwrap_or_else(|value| as_text(format!("is: knows {}, not `{value}`", names(&STATES)))),
    }
}

/// The spans, or the first value that is none. Values still being typed have no effect.
fn read_spans(values: &[String]) -> Result<(Test, Option<String>), &str> {
    let mut spans = Vec::new();
    for value in values {
        match read_when(value) {
            When::Span(span) => spans.push(span),
            When::Unfinished => {}
            When::Unknown => return Err(value),
        }
    }
    if spans.is_empty() {
        return Ok((Test::Nothing, Some("type a date: 2021, 2021-11, >2021-06, 2019..2021".to_owned())));
    }
    Ok((Test::When(spans), None))
}

/// The meanings of words of the language, or the first value that is none. Words still being typed have no effect.
fn read_words<'a, T: Copy>(
    values: &'a [String],
    known: &[(&'static str, T)],
    test: impl FnOnce(Vec<T>) -> Test,
) -> Result<(Test, Option<String>), &'a str> {
    let mut meant = Vec::new();
    for value in values {
        let folded = value.to_ascii_lowercase();
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        if let Some((_, one)) = known.iter().find(|(name, _)| *name == folded || *name == singular) {
            meant.push(*one);
        } else if !known.iter().any(|(name, _)| name.starts_with(&folded)) {
            return Err(value);
        }
    }
    if meant.is_empty() {
        return Ok((Test::Nothing, Some(type_one_of(known))));
    }
    Ok((test(meant), None))
}

fn type_one_of<T>(known: &[(&'static str, T)]) -> String {
    format!("type one of {}", names(known))
}

/// What people call fields that have another name.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("company", "org"),
    ("companies", "org"),
    ("who", "speaker"),
    ("by", "speaker"),
    ("author", "speaker"),
    ("conference", "event"),
    ("conf", "event"),
    ("track", "section"),
];

/// A hint for a word that looks like a field but is none.
fn unknown_field(word: &str) -> Option<String> {
    let (name, rest) = word.split_once(':')?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) || rest.starts_with("//") {
        return None;
    }
    let said = OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, field)| *field);
    let near = said.or_else(|| nearest(name, FIELDS.iter().map(|(name, _)| *name)));
    let remedy = near.map_or_else(|| format!("Fields: {}", names(&FIELDS)), |near| format!("Did you mean `{near}:`?"));
    Some(format!("no field `{name}:`; looked for as text. {remedy}"))
}

fn names<T>(known: &[(&'static str, T)]) -> String {
    known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests(text: &str) -> Vec<Test> {
        Query::parse(text).terms().map(|term| term.test.clone()).collect()
    }

    fn hint(text: &str) -> Option<String> {
        Query::parse(text).terms().find_map(|term| term.hint.clone())
    }

    #[test]
    fn each_sign_has_its_meaning() {
        let literal = |text: &str, begins, ends| Test::Literal { text: text.to_owned(), begins, ends };
        let value =
            |facet, values: &[&str]| Test::Value { facet, values: values.iter().map(|v| (*v).into()).collect() };
        for (text, test) in [
            ("helm", Test::Word("helm".into())),
            ("'helm", literal("helm", false, false)),
            ("^helm", literal("helm", true, false)),
            ("helm$", literal("helm", false, true)),
            ("^helm$", literal("helm", true, true)),
            ("\"pull-based system\"", Test::Phrase("pull-based system".into())),
            ("tag:argo", value(Facet::Tag, &["argo"])),
            ("#argo", value(Facet::Tag, &["argo"])),
            ("Tag:a,\"b c\",d", value(Facet::Tag, &["a", "b c", "d"])),
            ("tag:lang:en", value(Facet::Tag, &["lang:en"])),
            ("speaker:\"Tom \\\"Spike\\\" W\"", value(Facet::Speaker, &["Tom \"Spike\" W"])),
            ("text:ebpf", Test::Contains { place: Within::Body, values: vec!["ebpf".into()] }),
            ("has:link|code", Test::Has(vec![Holds::Link, Holds::Code])),
            ("has:links,table", Test::Has(vec![Holds::Link, Holds::Table])),
            ("is:starred", Test::Is(vec![State::Starred])),
            ("is:seen,starred", Test::Is(vec![State::Seen, State::Starred])),
        ] {
            assert_eq!(tests(text), [test], "{text}");
        }
    }

    #[test]
    fn a_bar_joins_the_terms_beside_it() {
        let query = Query::parse("a | b c | !d | e f");
        let sizes: Vec<usize> = query.clauses.iter().map(|clause| clause.any.len()).collect();
        assert_eq!(sizes, [2, 3, 1]);
        assert!(query.clauses[1].any[1].negated);
        assert_eq!(Query::parse("| a | | b |").to_string(), "a | b");
        for (typed, printed) in [
            ("a|b c|!d|e f", "a | b c | !d | e f"),
            ("a |b| c||", "a | b | c"),
            ("'a|^b$|\"c|d\"", "'a | ^b$ | \"c|d\""),
            // In a field, of its values; a field or a sign begins a term.
            ("tag:a|b|\"c d\" e", "tag:a|b|\"c d\" e"),
            ("tag:a|title:b", "tag:a | title:b"),
            ("tag:a|!b", "tag:a | !b"),
        ] {
            assert_eq!(Query::parse(typed).to_string(), printed, "{typed}");
        }
        assert_eq!(tests("tag:a|b,c"), tests("tag:a,b,c"));
    }

    #[test]
    fn a_field_nobody_knows_is_told_the_one_that_may_be_meant() {
        let told = |text| hint(text).unwrap_or_default();
        assert_eq!(told("speakr:tom"), "no field `speakr:`; looked for as text. Did you mean `speaker:`?");
        assert_eq!(told("company:nimbus"), "no field `company:`; looked for as text. Did you mean `org:`?");
        assert!(told("zebra:tom").contains("Fields: "), "{}", told("zebra:tom"));
    }

    #[test]
    fn what_is_not_understood_is_text_with_a_hint() {
        for text in ["speakr:tom", "date:yesterday", "has:pictures", "is:good", "year:20210"] {
            assert_eq!(tests(text), [Test::Word(text.into())], "{text}");
            assert!(hint(text).is_some_and(|hint| hint.contains("looked for as text")), "{text}");
        }
        for text in ["https://helm.sh", "10:30", "c++", "it's", "foo\"bar", "::", "a!b", "$HOME"] {
            assert_eq!(tests(text), [Test::Word(text.into())], "{text}");
            assert_eq!(hint(text), None, "{text}");
        }
    }

    #[test]
    fn an_open_quote_is_said() {
        for (text, is_open) in
            [("\"pull based", true), ("\"pull based\"", false), ("tag:a,\"b c", true), ("'\"a", true)]
        {
            assert_eq!(hint(text).is_some_and(|hint| hint.contains("quote is open")), is_open, "{text}");
            assert!(Query::parse(text).terms().all(|term| !term.is_odd()), "{text}");
        }
    }

    #[test]
    fn what_is_being_typed_has_no_effect_yet() {
        for text in [
            "", "!", "'", "^", "$", "#", "\"", "!#", "tag:", "tag:\"", "tag:,", "year:20", "date:>", "has:li", "is:st",
            "is:s", "!has:",
        ] {
            let query = Query::parse(text);
            assert!(query.is_empty(), "{text}");
            assert!(text.is_empty() || query.terms().all(|term| term.hint.is_some()), "{text}");
        }
    }

    #[test]
    fn a_text_pasted_by_mistake_is_cut() {
        let query = Query::parse(&"word ".repeat(1000));
        assert_eq!(query.terms().filter(|term| term.test != Test::Nothing).count(), MOST_TERMS);
        assert!(query.terms().last().is_some_and(|term| term.hint.is_some()));
    }

    #[test]
    fn a_quote_within_a_literal_is_a_sign_of_it() {
        assert_eq!(Query::parse("^,\"").to_string(), "^,\"");
        assert_eq!(Query::parse("tag:a,\"b").to_string(), "tag:a,\"b\"");
    }

    #[test]
    fn a_term_knows_its_place() {
        let text = "  helm  !tag:\"a b\"\u{3000}x";
        let query = Query::parse(text);
        let places: Vec<&str> = query.terms().map(|term| &text[term.range.clone()]).collect();
        assert_eq!(places, ["helm", "!tag:\"a b\"", "x"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_query_and_prints_stably(text in "([a-z!'^$|#\":, \\\\éX\u{3000}]|tag:|date:|2021|has:){0,16}") {
            let query = Query::parse(&text);
            let printed = query.to_string();
            let again = Query::parse(&printed);
            proptest::prop_assert_eq!(&printed, &again.to_string());
            let meaning = |query: &Query| query.terms().map(|t| (t.negated, t.test.clone())).collect::<Vec<_>>();
            proptest::prop_assert_eq!(meaning(&query), meaning(&again));
            let shape = |query: &Query| query.clauses.iter().map(|c| c.any.len()).collect::<Vec<_>>();
            proptest::prop_assert_eq!(shape(&query), shape(&again));
        }
    }
}
