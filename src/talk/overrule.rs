//! What a person says in a `.kcbrowse.toml` against what was found. Detection stays a function of a note and of
//! what is said of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::decide::{Decision, Role};
use super::detect::Interner;
use super::section::Section;
use super::when::year_in;
use super::words::key;
use super::{Date, Talk};
use crate::source::{GivenDate, Layout, Overrides};

/// Takes the sections with these headings, and all below them, out of the tree, so that nothing is decided by
/// them. Gives their numbers, ascending.
pub(super) fn leave_out(sections: &mut [Section<'_>], headings: &[Box<str>]) -> Vec<usize> {
    if headings.is_empty() {
        return Vec::new();
    }
    let keys: Vec<String> = headings.iter().map(|heading| key(heading)).collect();
    let mut left_out: Vec<usize> = Vec::new();
    let mut parents = BTreeSet::new();
    for (at, section) in sections.iter().enumerate().skip(1) {
        let inside = left_out.binary_search(&section.parent).is_ok();
        if inside || keys.contains(&section.key) {
            left_out.push(at);
            parents.insert(section.parent);
        }
    }
    for parent in parents {
        sections[parent].children.retain(|child| left_out.binary_search(child).is_err());
    }
    left_out
}

/// Puts what was said in place of what was decided; whether a layout was said that the note can have.
pub(super) fn overrule(
    decision: &mut Decision,
    sections: &[Section<'_>],
    left_out: &[usize],
    layout: Option<Layout>,
) -> bool {
    let is_in = |at: usize| left_out.binary_search(&at).is_err();
    for at in left_out {
        decision.roles[*at] = Role::LeftOut;
    }
    match layout {
        Some(Layout::Single) => decision.roles[0] = Role::Talk,
        Some(Layout::Level(level))
            if sections.iter().enumerate().any(|(at, section)| section.level == level && is_in(at)) =>
        {
            for (at, section) in sections.iter().enumerate().filter(|(at, _)| is_in(*at)) {
                decision.roles[at] = match section.level.cmp(&level) {
                    std::cmp::Ordering::Less => Role::Group,
                    std::cmp::Ordering::Equal => Role::Talk,
                    std::cmp::Ordering::Greater => Role::Part,
                };
            }
        }
        _ => return false,
    }
    true
}

/// The year that is said: with the date, else with the event.
pub(super) fn said_year(said: &Overrides) -> Option<i16> {
    said.date.map(|date| date.year).or_else(|| said.event.as_deref().and_then(year_in))
}

/// Puts what was said of a note's talks in place of what they say or inherit.
pub(super) fn apply(talk: &mut Talk, said: &Overrides, intern: &mut Interner) {
    if let Some(event) = &said.event {
        talk.event = Some(intern.get(event));
    }
    // The year of an event is that of its talks, as it is of one that was found.
    if let Some(year) = said_year(said)
        && talk.date.is_none_or(|date| date.month == 0)
    {
        talk.date = Some(Date { year, month: 0, day: 0 });
    }
    if let Some(given) = said.date.map(Date::from) {
        // A conference was in March; this talk on the 19th of it.
        talk.date = Some(talk.date.filter(|found| given.holds(*found)).unwrap_or(given));
    }
    for tag in &said.tags {
        let tag: Arc<str> = intern.get(tag.trim_start_matches('#'));
        if !talk.tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            talk.tags.push(tag);
        }
    }
}

impl From<GivenDate> for Date {
    fn from(given: GivenDate) -> Date {
        Date { year: given.year, month: given.month, day: given.day }
    }
}

impl Date {
    /// Whether another date lies within this one: a day in its month.
    fn holds(self, other: Date) -> bool {
        self.year == other.year
            && (self.month == 0 || self.month == other.month)
            && (self.day == 0 || self.day == other.day)
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{GivenDate, Layout, Note, Overrides};
    use crate::talk::{Form, Reading, Talk, read};

    fn reading(text: &str, said: Overrides) -> Reading {
        let note = Note { overrides: Some(said.into()), ..Note::from_text("notes/day.md", text) };
        read(&note.into())
    }

    fn shown(reading: &Reading) -> Vec<String> {
        let line = |talk: &Talk| format!("{}-{} {}", talk.place.line, talk.place.end_line, talk.title);
        reading.talks.iter().map(line).collect()
    }

    const DAY: &str = "# Conf\n\nHello.\n\n## Security\n\n### Small clusters\n\nSpeaker: Ada Pohl\n\nText.\n\n## Wifi\n\nNone.\n\n### Passwords - Uwe Brandt\n\nMany.\n\n## Large clusters\n\nSpeaker: Kim Ahn\n\nText.\n";

    #[test]
    fn a_level_begins_talks_whatever_else_is_found() {
        let level = |level| reading(DAY, Overrides { layout: Some(Layout::Level(level)), ..Overrides::default() });
        assert_eq!(shown(&level(2)), ["5-11 Security", "13-19 Wifi", "21-25 Large clusters"]);
        assert_eq!(shown(&level(3)), ["7-11 Small clusters", "17-19 Passwords"]);
        assert!(level(2).talks.iter().all(|talk| talk.confidence > 0.95));
        // There is none of that level: it is as it was found.
        assert_eq!(shown(&level(5)), shown(&reading(DAY, Overrides::default())));
    }

    #[test]
    fn one_talk_is_all_of_the_note() {
        let single = reading(DAY, Overrides { layout: Some(Layout::Single), ..Overrides::default() });
        assert_eq!((shown(&single), single.form), (vec!["1-25 Conf".to_owned()], Form::Whole));
    }

    #[test]
    fn a_heading_left_out_begins_no_talk_nor_does_what_is_below_it() {
        let said = Overrides { ignore: vec!["WIFI".into()], ..Overrides::default() };
        let reading = reading(DAY, said);
        assert_eq!(shown(&reading), ["7-11 Small clusters", "21-25 Large clusters"]);
        assert!(reading.leftovers.iter().any(|left| &*left.title == "Passwords - Uwe Brandt"));
    }

    #[test]
    fn the_year_of_an_event_is_that_of_talks_without_a_date_of_their_own() {
        let text =
            "# Kubernetes days 2022\n\n## A talk - Ada Pohl\n\nDate: 2022-05-19\n\n## Another - Uwe Brandt\n\nText.\n";
        let dates = |event: &str| -> Vec<String> {
            let said = Overrides { event: Some(event.into()), ..Overrides::default() };
            reading(text, said).talks.iter().map(|talk| talk.date.expect("a date").to_string()).collect()
        };
        assert_eq!(dates("KubeCon EU 2024"), ["2022-05-19", "2024"]);
        assert_eq!(dates("KubeCon EU"), ["2022-05-19", "2022"]);
    }

    #[test]
    fn event_and_date_are_those_said_and_tags_come_to_those_found() {
        let text = "# KubeCon EU 2022\n\n## A talk - Ada Pohl\n\nDate: 2023-03-19\n\nTags: Helm\n\n## Another - Uwe Brandt\n\nDate: 2021-01-01\n\nText.\n";
        let date = Some(GivenDate { year: 2023, month: 3, day: 0 });
        let said = Overrides {
            event: Some("Dogs 2023".into()),
            date,
            tags: vec!["#helm".into(), "dogs".into()],
            ..Overrides::default()
        };
        let shown: Vec<String> = reading(text, said)
            .talks
            .iter()
            .map(|talk| format!("{:?} {} {}", talk.event, talk.date.expect("a date"), talk.tags.join(",")))
            .collect();
        assert_eq!(shown, ["Some(\"Dogs 2023\") 2023-03-19 Helm,dogs", "Some(\"Dogs 2023\") 2023-03 helm,dogs"]);
    }
}
