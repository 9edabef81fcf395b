//! What kind of heading a heading is, by its words alone and before anything is decided: days and events hold
//! talks, notes and links belong to one, everything else may be one.

use std::collections::HashMap;

use super::event::{event_in, is_everyday};
use super::phrase::{Ready, Short, hash_of_key};
use super::plain::pieces;
use super::section::Section;
use super::when::is_only_date;
use super::words::{is, words};

/// What a heading is by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A day, half of a day, date or room.
    Day,
    /// A conference.
    Event,
    /// A kind of talks: "Keynotes", "Lightning talks".
    Group,
    /// What stands in a talk or beside talks: "Notes", "Links", "Contents", or a text many headings share.
    Aside,
    /// Anything else: maybe a talk, maybe a category, maybe a chapter of a talk.
    Candidate,
}

/// Classifies all headings of a note.
pub(super) fn classes(sections: &[Section<'_>]) -> Vec<Class> {
    let keys: Vec<u64> = sections.iter().map(|section| hash_of_key(&section.key)).collect();
    let mut counts: HashMap<u64, u32, Ready> = HashMap::with_capacity_and_hasher(keys.len(), Ready::default());
    for key in keys.iter().skip(1) {
        *counts.entry(*key).or_default() += 1;
    }
    let mut known: HashMap<&str, Class, Short> = HashMap::default();
    let classified = sections.iter().zip(keys).map(|(section, key)| {
        // A talk has a title of its own; the sections of talks are named alike, and read once.
        let is_repeated = counts.get(&key).is_some_and(|count| *count >= 3);
        if is_repeated && section.level > 0 {
            *known.entry(&section.title.text).or_insert_with(|| class(section, true))
        } else {
            class(section, false)
        }
    });
    classified.collect()
}

fn class(section: &Section<'_>, is_repeated: bool) -> Class {
    let key = section.key.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if section.level == 0 {
        return Class::Candidate;
    }
    let lists = words().flags(key);
    let whole = if key.len() == section.key.len() { lists } else { words().flags(&section.key) };
    if key.is_empty() && !is_day(section, whole) {
        return Class::Aside;
    }
    // "Ignite Talks (five minutes each)"
    let before_aside =
        || section.title.text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).map(|(text, _)| text);
    if lists & is::GROUP != 0 || before_aside().is_some_and(|text| words().holds(text, is::GROUP)) {
        return Class::Group;
    }
    // "Presenters" stands above their names.
    let names_people = lists & is::SPEAKER != 0 && lists & is::BY == 0;
    if lists & (is::SECTION | is::CHAPTER | is::MISC | is::CONTENTS) != 0 || names_people || is_to_do(key) {
        return Class::Aside;
    }
    if is_day(section, whole) {
        return Class::Day;
    }
    if is_repeated {
        return Class::Aside;
    }
    if is_track(key) {
        return Class::Group;
    }
    if !may_name_event(key) {
        return Class::Candidate;
    }
    match event_in(&section.title.text) {
        Some(event) if event.is_known && event.other_words <= 1 => Class::Event,
        Some(event) if event.is_marked && event.other_words == 0 => Class::Event,
        _ => Class::Candidate,
    }
}

/// Whether a conference of the list is among the words: most headings name none, and looking closer costs.
fn may_name_event(key: &str) -> bool {
    let dated = key.bytes().any(|b| b.is_ascii_digit());
    let mut start = 0;
    for word in pieces(key).take(12) {
        let stem = if dated { word.trim_end_matches(|c: char| c.is_ascii_digit()) } else { word };
        let lists = words().flags(stem);
        if lists & is::EVENT_NAME != 0 && (dated || !is_everyday(stem))
            || lists & is::EVENT_START != 0 && words().begins_event(&key[start..])
        {
            return true;
        }
        start += word.len() + 1;
    }
    false
}

/// What people mean to do with what they heard of.
const MEANT: [&str; 14] = [
    "look",
    "check",
    "read",
    "try",
    "watch",
    "do",
    "follow",
    "learn",
    "see",
    "google",
    "research",
    "explore",
    "investigate",
    "remember",
];

/// "Things to look up", "Links to read": what somebody means to do after the conference.
fn is_to_do(key: &str) -> bool {
    let mut words = pieces(key);
    let of_things = matches!(words.next(), Some("things" | "stuff" | "links"));
    let meant = words.next() == Some("to") && words.next().is_some_and(|verb| MEANT.contains(&verb));
    (of_things && meant || key.starts_with("unsorted ")) && pieces(key).count() <= 5
}

/// "Security track", "Track 2", "Room B".
fn is_track(key: &str) -> bool {
    let count = key.bytes().filter(|byte| *byte == b' ').count() + 1;
    if !(2..=4).contains(&count) {
        return false;
    }
    let mut parts = key.split(' ');
    let (first, last) = (parts.next().unwrap_or_default(), parts.next_back().unwrap_or_default());
    // "Ahead of the Stream" names none of several.
    if matches!(last, "track" | "stream") && key.rsplit(' ').nth(1).is_some_and(|word| matches!(word, "the" | "a")) {
        return false;
    }
    matches!(last, "track" | "tracks" | "keynotes" | "talks" | "sessions" | "devroom" | "workshops" | "stream")
        || count == 2 && last == "keynote" && words().has(first, is::WEEKDAY | is::DAYTIME)
        || matches!(first, "track" | "room" | "devroom" | "hall" | "stage" | "stream" | "saal" | "salle") && count <= 3
}

/// Whether a heading is made of days, dates, times of day and numbers; `whole` are the lists it stands in.
fn is_day(section: &Section<'_>, whole: u64) -> bool {
    let text = &section.title.text;
    if text.len() > 60 {
        return false;
    }
    if is_only_date(text) {
        return true;
    }
    let mut marks = false;
    let mut days = false;
    if whole & (is::DAY | is::WEEKDAY | is::DAYTIME) != 0 && !section.key.contains(' ') {
        // "Part" or "Days" alone says nothing.
        return whole & (is::WEEKDAY | is::DAYTIME) != 0 || !section.key.is_ascii();
    }
    for word in pieces(&section.key) {
        let lists = words().flags(word);
        let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        days |= lists & (is::DAY | is::WEEKDAY | is::DAYTIME) != 0;
        marks |= digits || lists & (is::WEEKDAY | is::NUMBER | is::MONTH | is::DAYTIME) != 0;
        let known = digits
            || lists & (is::DAY | is::WEEKDAY | is::DAYTIME | is::NUMBER | is::MONTH | is::ROOM | is::EVENT_WORD) != 0
            // "Keynote on day 2" is one.
            || lists & (is::TALKS | is::GROUP) != 0 && lists & is::KIND == 0
            || ordinal(word)
            || matches!(
                word,
                "th" | "st"
                    | "nd"
                    | "rd"
                    | "the"
                    | "of"
                    | "de"
                    | "sessions"
                    | "talks"
                    | "notes"
                    | "from"
                    | "keynotes"
                    | "session"
                    | "main"
                    | "0"
            );
        if !known {
            return false;
        }
    }
    days && marks || whole & is::DAYTIME != 0
}

/// `1st`, `2nd`, `3e`
fn ordinal(word: &str) -> bool {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !stem.is_empty() && stem.len() <= 2 && stem.bytes().all(|b| b.is_ascii_digit()) && word.len() - stem.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline;
    use crate::talk::section::sections;

    fn class_of(heading: &str) -> Class {
        let text = format!("## {heading}\n");
        let outline = outline(&text);
        classes(&sections(&text, &outline, 0, |_| false))[1]
    }

    #[test]
    fn headings_are_told_apart_by_their_words() {
        for heading in [
            "Day 2",
            "06.11. - Wednesday",
            "Tuesday",
            "Tag 1: Mittwoch",
            "2019-11-20",
            "1日目",
            "Jour 2 - jeudi",
            "Day one",
            "Day 1 (Monday)",
        ] {
            assert_eq!(class_of(heading), Class::Day, "{heading}");
        }
        for heading in
            ["KubeCon Day 2", "Kubecon Day one", "AWS Re:Invent", "Polymer Summit 2016 - Day 1", "OSCON EU - Day 1"]
        {
            assert_eq!(class_of(heading), Class::Event, "{heading}");
        }
        for heading in ["Keynotes", "Lightning Talks", "Security track", "基調講演"] {
            assert_eq!(class_of(heading), Class::Group, "{heading}");
        }
        for heading in [
            "Contents",
            "Q&A",
            "Miscellaneous Notes",
            "Conclusive notes",
            "要約",
            "1. Introduction",
            "Fazit",
            "À retenir",
        ] {
            assert_eq!(class_of(heading), Class::Aside, "{heading}");
        }
        for heading in [
            "KEDA deep dive",
            "Tips from the trenches",
            "Day two operations for databases",
            "What is new in KubeCon land",
        ] {
            assert_eq!(class_of(heading), Class::Candidate, "{heading}");
        }
    }
}
