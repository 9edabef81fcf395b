//! Cutting a query text into tokens: signs, quotes, fields and their values. Knows the shape of a term, not
//! whether its value makes sense (`query`).

use std::ops::Range;

use super::Facet;
use super::query::{FIELDS, FieldName};

/// A piece of a query between blanks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// `|`
    Either,
    /// Anything else.
    Term(TermToken<'a>),
}

/// A term as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TermToken<'a> {
    /// Its bytes in the query text.
    pub(super) range: Range<usize>,
    /// Whether `!` stands before it.
    pub(super) negated: bool,
    /// The text without that `!`.
    pub(super) body: &'a str,
    /// What it looks like.
    pub(super) shape: Shape<'a>,
}

/// The shape of a term.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape<'a> {
    /// Signs without a word.
    Empty,
    Word(&'a str),
    Phrase(String),
    Literal {
        text: String,
        begins: bool,
        ends: bool,
    },
    Field {
        name: FieldName,
        values: Vec<String>,
    },
}

/// The tokens of a query text, in order.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = text.len() - text[at..].trim_start().len();
        if at == text.len() {
            return None;
        }
        let (token, end) = read_token(text, at);
        at = end;
        Some(token)
    })
}

/// Reads the token that starts at `start`, which is no blank. Gives its end too.
fn read_token(text: &str, start: usize) -> (Token<'_>, usize) {
    if text[start..].starts_with('|') {
        return (Token::Either, start + 1);
    }
    let negated = text[start..].starts_with('!');
    let body_start = start + usize::from(negated);
    let body = &text[body_start..];
    let (shape, length) = read_shape(body);
    let end = body_start + length;
    let term = TermToken { range: start..end, negated, body: &text[body_start..end], shape };
    (Token::Term(term), end)
}

/// The shape of the term a text begins with, and its bytes.
fn read_shape(body: &str) -> (Shape<'_>, usize) {
    if body.starts_with('"') {
        let (phrase, length) = read_quoted(body);
        return (if phrase.trim().is_empty() { Shape::Empty } else { Shape::Phrase(phrase) }, length);
    }
    if let Some((name, length)) = field_name(body) {
        let (values, more) = read_values(&body[length..]);
        return (Shape::Field { name, values }, length + more);
    }
    if let Some(begins) = body.chars().next().filter(|c| matches!(c, '\'' | '^')).map(|c| c == '^') {
        return read_literal(body, begins);
    }
    let word = &body[..word_length(body)];
    let shape = match word.strip_suffix('$') {
        _ if word.is_empty() => Shape::Empty,
        Some("") => Shape::Empty,
        Some(text) => Shape::Literal { text: text.to_owned(), begins: false, ends: true },
        None => Shape::Word(word),
    };
    (shape, word.len())
}

/// `'word`, `^word`, `^word$`, `'"more words"`.
fn read_literal(body: &str, begins: bool) -> (Shape<'_>, usize) {
    let rest = &body[1..];
    let (text, ends, length) = if rest.starts_with('"') {
        let (text, length) = read_quoted(rest);
        let ends = rest[length..].starts_with('$');
        (text, ends, 1 + length + usize::from(ends))
    } else {
        let word = &rest[..word_length(rest)];
        let text = word.strip_suffix('$').unwrap_or(word);
        (text.to_owned(), text.len() < word.len(), 1 + word.len())
    };
    let shape = if text.trim().is_empty() { Shape::Empty } else { Shape::Literal { text, begins, ends } };
    (shape, length)
}

/// The bytes of the longest field name: a colon further on is none of ours.
const LONGEST_NAME: usize = 7;

/// The field a term begins with (`tag:`, `#`) and the bytes of its name.
pub(super) fn field_name(body: &str) -> Option<(FieldName, usize)> {
    if body.starts_with('#') {
        return Some((FieldName::Value(Facet::Tag), 1));
    }
    let colon = body.bytes().take(LONGEST_NAME + 1).position(|byte| byte == b':')?;
    let (_, name) = FIELDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&body[..colon]))?;
    Some((*name, colon + 1))
}

/// Values with commas between them, up to a blank; those that say something.
fn read_values(text: &str) -> (Vec<String>, usize) {
    let (values, length) = places_of_values(text);
    (values.into_iter().map(|(_, value)| value).filter(|value| !value.trim().is_empty()).collect(), length)
}

/// Every value with its bytes, empty ones too.
fn places_of_values(text: &str) -> (Vec<(Range<usize>, String)>, usize) {
    let mut values = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let (value, length) = if rest.starts_with('"') {
            read_quoted(rest)
        } else {
            let word = &rest[..word_length(rest)];
            let value = word.split(',').next().unwrap_or_default();
            (value.to_owned(), value.len())
        };
        values.push((at..at + length, value));
        at += length;
        if !goes_on(&text[at..]) {
            return (values, at);
        }
        at += 1;
    }
}

/// Whether another value follows: after a comma, or after a bar where no term of its own begins.
fn goes_on(rest: &str) -> bool {
    let after_bar = rest.strip_prefix('|').filter(|after| field_name(after).is_none());
    rest.starts_with(',') || after_bar.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '"'))
}

/// A quoted text that begins with `"`: what it says, and its bytes with the quotes. `\"` is a quote within.
/// A quote left open ends with the text, as it does while it is being typed.
fn read_quoted(text: &str) -> (String, usize) {
    let mut said = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (said, at + 1),
            '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => said.push(escaped),
                None => said.push('\\'),
            },
            _ => said.push(c),
        }
    }
    (said, text.len())
}

/// What must be added to a term for its quote to be closed.
pub(super) fn closing(raw: &str) -> &'static str {
    let Some(quote) = open_quote(raw) else { return "" };
    let escapes = raw[quote + 1..].len() - raw[quote + 1..].trim_end_matches('\\').len();
    if escapes % 2 == 1 { "\\\"" } else { "\"" }
}

/// Where the quote begins that a term leaves open.
pub(super) fn open_quote(raw: &str) -> Option<usize> {
    let body = raw.strip_prefix('!').unwrap_or(raw);
    let mut at = raw.len() - body.len();
    let field = field_name(body).filter(|_| !body.starts_with('"'));
    at += match field {
        _ if body.starts_with('"') => 0,
        Some((_, length)) => length,
        None if body.starts_with(['\'', '^']) => 1,
        None => return None,
    };
    loop {
        let rest = &raw[at..];
        if rest.starts_with('"') {
            let (_, length) = read_quoted(rest);
            if at + length == raw.len() && !is_closed(rest) {
                return Some(at);
            }
            at += length;
        }
        // Only fields have further values: in `^,"` the quote is a sign like any other.
        field?;
        at += raw[at..].find([',', '|'])? + 1;
    }
}

/// Whether a quoted text that fills `quoted` has its closing quote.
fn is_closed(quoted: &str) -> bool {
    let Some(inner) = quoted.strip_suffix('"').filter(|inner| !inner.is_empty()) else { return false };
    let escapes = inner[1..].len() - inner[1..].trim_end_matches('\\').len();
    escapes % 2 == 0
}

/// A value as it must be written for [`tokens`] to read it back.
pub(super) fn quoted(value: &str) -> String {
    let plain = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '|'));
    if plain {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The values of a term, given as written.
pub(super) fn values_of(raw: &str) -> Vec<String> {
    let body = raw.strip_prefix('!').unwrap_or(raw);
    field_name(body).map(|(_, length)| read_values(&body[length..]).0).unwrap_or_default()
}

/// The field, and the value a term ends in with the byte of the term it begins at.
pub(super) fn last_value(raw: &str) -> Option<(FieldName, usize, String)> {
    let body = raw.strip_prefix('!').unwrap_or(raw);
    let (name, length) = field_name(body)?;
    let (mut values, _) = places_of_values(&body[length..]);
    let (place, value) = values.pop()?;
    Some((name, raw.len() - body.len() + length + place.start, value))
}

/// The bytes of a word: up to a blank or a bar.
fn word_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '|').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_left_open_is_known() {
        for (raw, close) in [
            ("\"a b", "\""),
            ("\"a b\"", ""),
            ("tag:\"a", "\""),
            ("tag:\"a\",\"b", "\""),
            ("tag:\"a\",b", ""),
            ("!'\"a", "\""),
            ("\"a\\", "\\\""),
            ("\"a\\\"", "\""),
            ("\"", "\""),
            ("word", ""),
        ] {
            assert_eq!(closing(raw), close, "{raw}");
        }
    }

    #[test]
    fn quoted_values_read_back() {
        for value in ["argo", "Tom Wilkie", "a,b", "say \"hi\"", "back\\slash and \\\"", "", "x|y"] {
            let text = format!("tag:{}", quoted(value));
            let values = values_of(&text);
            assert_eq!(values.concat(), value);
            assert_eq!(tokens(&text).count(), 1);
        }
    }

    #[test]
    fn glued_terms_are_cut_at_the_quote() {
        let shapes: Vec<Shape> = tokens("\"a b\"c !\"d\"")
            .filter_map(|token| match token {
                Token::Term(term) => Some(term.shape),
                Token::Either => None,
            })
            .collect();
        assert_eq!(shapes, [Shape::Phrase("a b".into()), Shape::Word("c"), Shape::Phrase("d".into())]);
    }
}
