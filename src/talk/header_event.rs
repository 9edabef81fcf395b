//! The event that the title in a header names above several talks, where no list knows it: "Notes from Quay Heroes
//! 2022", "Quay Trek: Storm Edition".

use super::event::{FILLERS, is_year};
use super::plain::pieces;
use super::topics;
use super::words::{is, key, words};
use crate::text::{Case, fold};

/// At most so many words are a name.
const LONGEST: usize = 5;

/// The event such a title names: a few words in capitals and a year, or without a year what the text that follows
/// speaks of, too.
pub(super) fn event_of_title<'t>(title: &'t str, opening: &str) -> Option<&'t str> {
    let title = without_opening(title.trim());
    let (before, year) = up_to_year(title);
    let name = match year {
        Some(end) if is_name(before) => &title[..end],
        Some(_) => return None,
        None => {
            let name = title.split([':', ',', '|', ';']).flat_map(|part| part.split(" - ")).next()?;
            let name = name.split(" – ").next()?.trim_end_matches(['!', '.', ' ']);
            let told = squeezed(name);
            let is_told = is_name(name) && told.len() >= 4 && squeezed(opening).contains(&told);
            let may_be_event = is_told && topics::named(name).is_none();
            (may_be_event && (has_words(name) || is_beside_gathering(name, opening))).then_some(name)?
        }
    };
    Some(name.trim())
}

/// Whether a name is of more than one word, apart ("Quay Trek") or joined (`QuayTrek`, `ROPE.TEC`).
fn has_words(name: &str) -> bool {
    let is_joined = || name.chars().zip(name.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count() > 1 || is_joined()
}

/// Whether a text says of a word what it is: "the Quaytrek conference", "at the conference Quaytrek".
fn is_beside_gathering(name: &str, text: &str) -> bool {
    let said: Vec<&str> = pieces(text).collect();
    said.windows(2).any(|two| two[0] == name && is_gathering(two[1]) || is_gathering(two[0]) && two[1] == name)
}

/// The event that a text links by its own name: "I went to [Quay by Night](https://quaybynight.example), a conference".
/// Products and companies are linked so, too; what stands beside the link must say that it is an event.
pub(super) fn event_linked(text: &str) -> Option<&str> {
    let links = memchr::memmem::find_iter(text.as_bytes(), b"](http").take(6);
    links.map(|open| (text[..open].rfind('[').unwrap_or(open), open)).find_map(|(start, open)| {
        let name = text.get(start + 1..open).map(str::trim).filter(|name| is_name(name))?;
        let address = text[open + 2..].split([')', ' ', '\n']).next()?;
        let host = address.split_once("://")?.1.split('/').next()?;
        let told = squeezed(name.split(' ').filter(|word| !is_year(word)).collect::<String>().as_str());
        if told.len() < 5 || !squeezed(host).contains(&told) {
            return None;
        }
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..start];
        let behind = text[open + 2 + address.len()..].lines().next().unwrap_or_default();
        let behind = behind.strip_prefix(')').unwrap_or(behind);
        let says_event = |text: &str| pieces(text).any(is_gathering);
        let says_itself = || {
            let is_near = before.split(' ').rev().take(4).any(says_event)
                || behind.split(' ').take(6).take_while(|word| !word.ends_with('.')).any(says_event);
            is_near && pieces(name).any(|word| is_year(word) || is_gathering(word))
        };
        let is_event = is_said_before(before) || is_said_behind(behind) || says_itself();
        (is_event && topics::named(name).is_none()).then_some(name)
    })
}

/// Whether the words before a name end with what it is: "the conference ".
fn is_said_before(text: &str) -> bool {
    let last = text.trim_end().rsplit(' ').next().unwrap_or_default();
    last.ends_with(char::is_alphanumeric) && pieces(last).any(is_gathering)
}

/// Whether the words behind a name say at once what it is: " conference", ", a conference for sailors".
fn is_said_behind(text: &str) -> bool {
    let sentence = text.split(['.', '!', '?', ';']).next().unwrap_or_default();
    let aside = sentence.split_once(',').filter(|(before, _)| before.split_whitespace().count() <= 1);
    let said: Vec<&str> = aside.map_or(sentence, |(_, aside)| aside).split_whitespace().take(5).collect();
    let most = if aside.is_some() { 3 } else { 1 };
    let Some(at) = said.iter().take(most).position(|word| pieces(word).any(is_gathering)) else { return false };
    // "a conference notes app" is none.
    let is_last = || !said[at].ends_with(char::is_alphanumeric);
    let is_apart = |next: &&str| {
        next.len() <= 5
            && !matches!(*next, "app" | "apps" | "tool" | "tools")
            && !(next.len() > 3 && words().holds(next, is::NOTES))
    };
    is_last() || said.get(at + 1).is_none_or(is_apart)
}

/// Whether a word is one for a conference and for little else.
fn is_gathering(word: &str) -> bool {
    const OTHER: [&str; 8] = ["connect", "meeting", "online", "today", "virtual", "workshop", "workshops", "world"];
    word.len() > 4 && words().holds(word, is::EVENT_WORD) && !OTHER.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// A title without what says that notes of something follow: "Notes from", "Recap:".
fn without_opening(title: &str) -> &str {
    let ends = title.char_indices().filter(|(_, c)| matches!(c, ' ' | ':')).map(|(at, _)| at).take(4);
    let longest = ends.filter(|end| words().holds(&title[..*end], is::OPENING)).last();
    longest.map_or(title, |end| title[end..].trim_start_matches([':', ' ', '-', '–']))
}

/// What stands before the first year of a title, and where the year ends.
fn up_to_year(title: &str) -> (&str, Option<usize>) {
    let mut pieces = title.split(|c: char| !c.is_alphanumeric()).filter(|piece| is_year(piece));
    match pieces.next() {
        Some(year) => {
            let at = year.as_ptr() as usize - title.as_ptr() as usize;
            (title[..at].trim_end(), Some(at + year.len()))
        }
        None => (title, None),
    }
}

/// Whether a text is a few words of which each begins with a capital, and none is one that stands in titles of notes.
fn is_name(text: &str) -> bool {
    let mut count = 0;
    let are_named = text.split_whitespace().all(|word| {
        count += 1;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let says_other =
            word.len() > 3 && words().holds(word, FILLERS | is::KIND | is::MISC | is::CONTENTS | is::TALKS);
        let is_small = word.len() <= 3 && words().holds(word, is::PARTICLE | is::AT);
        word.is_empty()
            || is_small && count > 1
            || word.chars().take(2).any(|c| c.is_uppercase() || c.is_ascii_digit()) && !says_other
    });
    are_named && (1..=LONGEST).contains(&count) && !key(text).is_empty() && !words().holds(text, is::ONESELF)
}

/// Letters and digits only, in one case.
fn squeezed(text: &str) -> String {
    fold(text, Case::Ignore).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_linked_by_their_names() {
        for (text, name) in [
            (
                "Ik heb [Joy of Ropes](http://joyofropes.example/) bezocht, een conferentie voor zeilers.",
                Some("Joy of Ropes"),
            ),
            (
                "At the conference [Quay Heroes 2022](https://2022.quay-heroes.example) we met.",
                Some("Quay Heroes 2022"),
            ),
            ("We met at the [Quaytrek](https://quaytrek.example) conference.", Some("Quaytrek")),
            ("I wrote these at a conference with [Splicer](https://splicer.example).", None),
            ("Typed with [Splicer](https://splicer.example), a conference notes app.", None),
            ("The conference [Kubernetes](https://kubernetes.example) people went to", None),
            ("I work at [Nimbus Ropes](https://nimbusropes.example). Last week I was at a conference.", None),
            ("[Nimbus Ropes](https://nimbusropes.example) is virtual", None),
            ("The [programme](https://programme.example) of the conference", None),
            ("[Rope](https://rope.example) is a conference tool", None),
            ("At a conference I read [this page](https://quay.example)", None),
        ] {
            assert_eq!(event_linked(text), name, "{text}");
        }
    }

    #[test]
    fn titles_of_headers_name_events_nobody_lists() {
        for (title, opening, name) in [
            ("Notes From Quay Heroes Digital 2022", "", Some("Quay Heroes Digital 2022")),
            ("Quay Trek: Storm Edition", "I went to [Quay Trek](https://q.example).", Some("Quay Trek")),
            ("QuayTrek: Storm Edition", "I went to [Quay Trek](https://q.example).", Some("QuayTrek")),
            ("Quay Trek: Storm Edition", "I went out.", None),
            ("Notes from ROPE.TEC", "ROPE.TEC was held in Elbing", Some("ROPE.TEC")),
            ("Quaytrek: a storm", "I was at the Quaytrek conference.", Some("Quaytrek")),
            ("Splicer: the good parts", "Splicer is good.", None),
            ("Kubernetes: the good parts", "Kubernetes is good.", None),
            ("Machine Learning: the good parts", "Machine learning is good.", None),
            ("What I learned in 2022", "", None),
            ("Year in Review 2019", "", None),
            ("My favourite talks of 2019", "", None),
            ("Conference Notes 2019", "", None),
            ("Talks I Saw 2019", "", None),
            ("Reading List 2020", "", None),
            ("Videos Worth Watching 2020", "", None),
            ("Favourite Conference Talks 2020", "", None),
            ("Ten Things We Learned About Ropes at Sea", "Ten things we learned about ropes at sea", None),
        ] {
            assert_eq!(event_of_title(title, opening), name, "{title}");
        }
    }
}
