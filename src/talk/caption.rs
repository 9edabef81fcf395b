//! A title without what hangs behind it: links that say no more than what they lead to, tags.

use super::link_syntax::{Goal, Link, link};
use super::name::is_full_name;
use super::plain::{Plain, plain};
use super::prefix::is_link_text;
use super::title::names_people;

/// Takes the markup off a title, and what hangs behind it: `Ropes [video](…) | [slides](…)`, `Ropes (Ada Pohl) #sea`.
/// Where those links lead is kept.
pub(super) fn caption(source: &str) -> Plain<'_> {
    let source = source.trim();
    let title = without_tags(without_labels(without_address(source)));
    if title.len() == source.len() {
        return plain(source);
    }
    let mut shown = plain(title);
    shown.urls.extend(plain(&source[title.len()..]).urls);
    shown
}

/// The source without an address in parentheses behind it: `Ropes - [Ada Pohl][a] (https://ada.example)`.
fn without_address(source: &str) -> &str {
    let before = source.strip_suffix(')').and_then(|inner| {
        let (before, address) = inner.rsplit_once(" (")?;
        let is_address = address.starts_with("http") && address.contains("://") && !address.contains([' ', '(', ')']);
        is_address.then_some(before.trim_end())
    });
    before.filter(|title| says_something(title)).unwrap_or(source)
}

/// More brackets than these stand behind no title.
const MOST_BRACKETS: usize = 12;

/// The source without links behind it that are only labels, where a title is left.
fn without_labels(source: &str) -> &str {
    if !source.ends_with([')', ']']) || !source.contains("](") {
        return source;
    }
    let begins = |at: &usize| source[..*at].ends_with([' ', '(', '|', '/', ',', ')']);
    let brackets = source.match_indices('[').map(|(at, _)| at).filter(begins);
    let labels = brackets.take(MOST_BRACKETS).find(|at| are_labels(&source[*at..]));
    let title = labels.map(|at| source[..at].trim_end_matches([' ', '(', '|', '/', ',', '-', '–', '—', '·', ':', '•']));
    title.filter(|title| says_something(title) && !are_labels(title)).unwrap_or(source)
}

/// Whether a text is only links whose texts say what they lead to.
fn are_labels(text: &str) -> bool {
    let mut rest = text;
    let mut fuel = 4000;
    while let Some(at) = rest.find(|c: char| c.is_alphanumeric() || c == '[') {
        let Some(Link { text, goal: Goal::Url(_), len }) = link(&rest[at..], &mut fuel) else { return false };
        if !is_link_text(plain(text).text.trim_matches(|c: char| !c.is_alphanumeric())) {
            return false;
        }
        rest = &rest[at + len..];
    }
    true
}

/// The source without tags behind it. One alone may be the last word of a sentence: "Why we love #golang".
fn without_tags(source: &str) -> &str {
    let is_tag = |word: &str| {
        let name = word.trim_matches(['(', ')', ',', '[', ']']).strip_prefix('#');
        name.is_some_and(|name| name.starts_with(char::is_alphabetic))
    };
    let mut title = source;
    let mut tags = 0;
    while let Some((before, _)) = title.rsplit_once(' ').filter(|(_, word)| is_tag(word)) {
        title = before.trim_end();
        tags += 1;
    }
    if tags == 0 || !says_something(title) {
        return source;
    }
    let is_closed = title.ends_with([')', ']', '?', '!', '.', '|', '"', '”', '»', '-', '–', '—', '·'])
        || source[title.len()..].trim_start().starts_with(['(', '[']);
    let title = title.trim_end_matches([' ', '|', '-', '–', '—', '·', ',']);
    // "Why I left #one #two" is a sentence, too; with more they are tags.
    let ends_in_name_or_noun = || !title.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_lowercase));
    if tags > 2
        || tags == 2 && ends_in_name_or_noun()
        || is_closed
        || ends_in_name(title)
        || names_people(&plain(title).text)
    {
        title
    } else {
        source
    }
}

/// Whether what stands behind the last dash may be a name, known or not.
fn ends_in_name(title: &str) -> bool {
    let tail = [" - ", " – ", " — ", " | "].iter().find_map(|dash| title.rsplit_once(dash));
    tail.is_some_and(|(_, name)| is_full_name(name))
}

fn says_something(title: &str) -> bool {
    title.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_tags_behind_a_title_are_no_part_of_it() {
        for (source, title, urls) in [
            ("Ropes [slides](https://a.example)", "Ropes", 1),
            ("Ropes (Ada Pohl) [slides](https://a.example/x_(1).pdf)", "Ropes (Ada Pohl)", 1),
            ("Ropes - [video](https://a.example) | [Slides](https://b.example)", "Ropes", 2),
            ("Ropes ([video](https://a.example), 📄 [slides](<https://b.example>))", "Ropes", 2),
            ("[Ropes](https://c.example) · [video](https://a.example)", "Ropes", 2),
            ("Ropes - Ada Pohl (https://ada.example)", "Ropes - Ada Pohl", 1),
            ("Ropes (Ada Pohl) #sea", "Ropes (Ada Pohl)", 0),
            ("Ropes | Ada Pohl | #sea", "Ropes | Ada Pohl", 0),
            ("Ropes by Ada Pohl #sea", "Ropes by Ada Pohl", 0),
            ("Ropes - Oda Lund #sea", "Ropes - Oda Lund", 0),
            ("Ropes #sea #knots", "Ropes", 0),
            ("Splicing in the dark #sea #knots #ropes", "Splicing in the dark", 0),
            ("Ropes (#sea, #knots) [video](https://a.example)", "Ropes", 1),
        ] {
            let shown = caption(source);
            assert_eq!((&*shown.text, shown.urls.len()), (title, urls), "{source}");
        }
    }

    #[test]
    fn what_belongs_to_a_title_stays() {
        for source in [
            "[Slides](https://a.example)",
            "[Video](https://a.example) [slides](https://b.example)",
            "On [streaming video](https://a.example)",
            "Why we love #golang",
            "Ropes (https and more)",
            "#golang #rust",
            "From C to C #",
            "Bug #12 and #13",
            "Why we left #sea #knots",
            "Ropes [Ada Pohl](https://a.example)",
        ] {
            assert_eq!(caption(source), plain(source), "{source}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_caption_is_the_beginning_of_its_title(source in "\\PC{0,40}|([a-z#()\\[\\] |-]|\\[video\\]\\(u\\)|#sea ){0,12}") {
            let (short, whole) = (caption(&source), plain(&source));
            proptest::prop_assert!(short.text.len() <= whole.text.len(), "{:?} {:?}", short, whole);
        }
    }
}
