//! What the name of a note's file says of its one talk: the title, and who gave it.

use super::people::{self, People, Person};
use super::title::{Heading, read_heading, trim_title};
use super::when::is_only_date;
use super::words::{is, key, words};
use crate::source::Note;
use crate::text::capitalized;

/// The file's name without its ending.
fn stem(note: &Note) -> &str {
    let file = note.relative.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The title a file is named by, read as a heading is: people name the file of one talk after it, and after who
/// gave it.
pub(super) fn title(note: &Note) -> Heading {
    let mut heading = read_heading(&spelled_out(stem(note)));
    // `Ada Pohl - Tiny clusters`
    if let Some((people, start)) = heading.lead.take_if(|(people, _)| people.sure >= 0.75 && heading.byline.is_none()) {
        let title = trim_title(&heading.title[start..]).to_owned();
        heading.title = title;
        (heading.byline, heading.tail) = (Some(people), None);
    }
    // Its tail is told by bytes of the title, so one that would get longer stays as it is.
    let title = capitalized(&heading.title);
    if title.len() == heading.title.len() {
        heading.title = title;
    }
    heading
}

/// Who gave the talk of this title, where the file is named by both: `Tiny clusters by Ada Pohl`,
/// `tiny-clusters_ada-pohl`, `tiny-clusters-ada-pohl`.
pub(super) fn speakers(note: &Note, title: &str) -> Option<People> {
    let stem = stem(note);
    if stem.contains(' ') {
        let named = self::title(note);
        let tail = named.tail.and_then(|tail| tail.people);
        return named.byline.or(tail).filter(|people| people.sure >= 0.7);
    }
    if !stem.contains('-') {
        return None;
    }
    let title = key(title);
    let told: Vec<&str> = title.split(' ').collect();
    let is_told = |words: &[&str]| {
        let (of_title, all) = (words.iter().filter(|word| told.contains(word)).count(), words.len());
        of_title > 0 && of_title * 2 >= all
    };
    let stem = stem.to_lowercase();
    if let Some((before, behind)) = stem.rsplit_once('_') {
        let (before, behind): (Vec<&str>, Vec<&str>) =
            (before.split(['-', '_']).collect(), behind.split('-').collect());
        return if is_told(&before) { person(&behind) } else { person(&before).filter(|_| is_told(&behind)) };
    }
    // What the title does not have is who gave it.
    let words: Vec<&str> = stem.split('-').collect();
    let behind = words.iter().rposition(|word| told.contains(word))? + 1;
    (behind >= 2 && is_told(&words[..behind])).then(|| person(&words[behind..])).flatten()
}

/// The person whose name, in small letters, these words are: the given name must be known.
fn person(names: &[&str]) -> Option<People> {
    let flags = words().flags_of(names.first()?);
    let is_given = flags & is::GIVEN_NAME != 0 && flags & is::ALSO_WORD == 0;
    let is_word = |name: &&str| name.len() > 1 && name.chars().all(char::is_alphabetic);
    // "Ada Meetup" and "Ada Office" are none.
    let says_more = |name: &&str| {
        let other = is::EVENT_WORD | is::ROOM | is::GROUP | is::KIND | is::NOTES | is::ORGANIZATION_WORD | is::DAY;
        words().holds(name, other)
    };
    if names[1..].iter().any(says_more) {
        return None;
    }
    if !is_given || !(2..=3).contains(&names.len()) || !names.iter().all(is_word) {
        return None;
    }
    let name = names.iter().map(|name| capitalized(name)).collect::<Vec<_>>().join(" ");
    people::bare(&name).filter(|people| people.sure >= 0.7)?;
    let person = Person { name, organization: None, handle: None };
    Some(People { persons: vec![person], organizations: Vec::new(), sure: 0.7 })
}

/// A file's name as a reader would write it: without the mark an export adds, the date in front, and signs that
/// stand for blanks.
fn spelled_out(stem: &str) -> String {
    let marked =
        stem.rsplit_once(' ').filter(|(_, mark)| mark.len() == 32 && mark.bytes().all(|b| b.is_ascii_hexdigit()));
    let stem = marked.map_or(stem, |(stem, _)| stem);
    let date = stem.get(..10).filter(|date| date.bytes().filter(u8::is_ascii_digit).count() == 8 && is_only_date(date));
    let named = date.and_then(|date| stem.strip_prefix(date)).map(|rest| rest.trim_start_matches(['-', '_', ' ']));
    let stem = named.filter(|named| named.contains(char::is_alphabetic)).unwrap_or(stem);
    let spaced = if stem.contains([' ', '_']) { stem.replace('_', " ") } else { stem.replace('-', " ") };
    let spaced = spaced.trim();
    let unnumbered = spaced.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let counted = spaced.len() > unnumbered.len() && spaced.len() - unnumbered.len() <= 3 && spaced.starts_with('0');
    if counted { unnumbered.to_owned() } else { spaced.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_named_by_title_and_speaker_says_who_spoke() {
        for (file, title, speaker) in [
            ("Tiny clusters by Ada Pohl.md", "Tiny clusters", "Ada Pohl"),
            ("Tiny clusters - Ada Pohl.md", "Tiny clusters at home", "Ada Pohl"),
            ("tiny-clusters_ada-pohl.md", "Tiny clusters at home", "Ada Pohl"),
            ("ada-pohl_tiny-clusters.md", "Tiny clusters at home", "Ada Pohl"),
            ("tiny-clusters-ada-pohl.md", "Tiny clusters", "Ada Pohl"),
            ("tiny-clusters-for-small-shops.md", "Tiny clusters", ""),
            ("tiny-clusters-rose-garden.md", "Tiny clusters", ""),
            ("large-fleets_ada-pohl.md", "Tiny clusters", ""),
            ("tiny-clusters-ada-meetup.md", "Tiny clusters", ""),
            ("ada-pohl.md", "Tiny clusters", ""),
        ] {
            let note = Note::from_text(file, "");
            let named = speakers(&note, title).map(|people| people.persons[0].name.clone());
            assert_eq!(named.unwrap_or_default(), speaker, "{file}");
        }
    }
}
