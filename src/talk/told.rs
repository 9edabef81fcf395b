//! Whom sentences tell of: "The next talk was by Ada Pohl of Nimbus", "Ada Pohl showed …".

use super::company::{affiliation, has_role};
use super::people::{INTRODUCES, People, bare};
use super::plain::{beginning, pieces};
use super::words::{is, words};

/// What people do with a talk.
const GAVE: [&str; 5] = ["given", "presented", "held", "delivered", "presentation"];

/// `Ada Pohl from Nimbus shared …`, `From Ada Pohl's session on …`: who did so as a sentence begins.
pub(super) fn who_told(text: &str) -> Option<People> {
    // A sentence begins with a capital, and most go on in small letters, where a full name does not: particles are
    // short. That is seen before anything is looked up.
    if text.bytes().next().is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return None;
    }
    let text = beginning(text, 200);
    let of_session = text.strip_prefix("From ").or_else(|| text.strip_prefix("In "));
    let sentence = of_session.unwrap_or(text);
    let end = memchr::memchr(b' ', sentence.as_bytes())?;
    if sentence.bytes().skip(end + 1).take(4).all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let first = Some(&sentence[..end]).filter(|first| first.starts_with(char::is_uppercase))?;
    // Most sentences begin with a word that is no name.
    if !words().holds(first, is::GIVEN_NAME) {
        return None;
    }
    for word in sentence.split_whitespace().take(12).skip(1) {
        let at = word.as_ptr() as usize - sentence.as_ptr() as usize;
        let named = if of_session.is_some() {
            let whose = ["'s", "’s"].iter().find_map(|mark| word.strip_suffix(mark));
            let next = sentence[at + word.len()..].split_whitespace().next().unwrap_or_default();
            whose.filter(|_| words().holds(next, is::KIND)).map(|whose| at + whose.len())
        } else {
            (word.starts_with(char::is_lowercase) && words().holds(word, is::TOLD)).then_some(at)
        };
        if let Some(end) = named {
            let people = bare(sentence[..end].trim())?;
            let are_known = people.sure >= 0.7 && people.persons.iter().all(|person| person.name.contains(' '));
            return are_known.then_some(people);
        }
    }
    None
}

/// How a sentence begins that says whose turn it was.
const TURNS: [&str; 11] = [
    "Den Anfang machte ",
    "First up was ",
    "First up, ",
    "First up: ",
    "First was ",
    "Next up was ",
    "Next up, ",
    "Next up: ",
    "Next was ",
    "Up next was ",
    "Weiter ging es mit ",
];

/// The people a sentence introduces: "Notes from a talk by Ada Pohl (Nimbus) on clusters". What stands before
/// "by" must say that they gave it: "notes by" tells who wrote.
pub(super) fn in_sentence(text: &str) -> Option<People> {
    let text = beginning(text, 300);
    if text.starts_with(['D', 'F', 'N', 'U', 'W'])
        && let Some(rest) = TURNS.iter().find_map(|turn| text.strip_prefix(turn))
    {
        return named_at(rest);
    }
    let (mut earlier, mut before, mut before_start) = ("", "", 0);
    for word in pieces(text) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        // They begin with these letters: most short words do not.
        let may_introduce = || matches!(word.as_bytes()[0] | 0x20, b'a' | b'b' | b'd' | b'f' | b'p' | b'v');
        if (2..=4).contains(&word.len()) && may_introduce() {
            let is_by = INTRODUCES.iter().any(|by| word.eq_ignore_ascii_case(by));
            // "a presentation from Ada"; "given from" tells nothing.
            let is_from = matches!(word, "from" | "fra" | "från");
            // "The next talk was by Ada"
            let kind = if matches!(before, "was" | "is") { earlier } else { before };
            let gave = (is_by || is_from) && words().holds(kind, is::KIND)
                || is_by && GAVE.iter().any(|gave| before.eq_ignore_ascii_case(gave));
            // "Keynote by Ada" is a title with its people.
            if gave && before_start > 0 {
                return named_at(&text[start + word.len()..]);
            }
        }
        (earlier, before, before_start) = (before, word, start);
    }
    None
}

/// The people a text begins with, up to the first word in small letters that joins no names.
fn named_at(text: &str) -> Option<People> {
    let text = text.trim_start();
    let mut end = 0;
    let mut depth = 0usize;
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        depth += word.matches('(').count();
        let joins = depth > 0 || word == "&" || words().holds(word, is::AND | is::PARTICLE);
        if !joins && !word.starts_with(char::is_uppercase) {
            break;
        }
        depth = depth.saturating_sub(word.matches(')').count());
        end = start + word.len();
        if depth == 0 && word.ends_with(['.', ';', ':', '!', '?']) && word.len() > 3 {
            break;
        }
    }
    let named = text[..end].trim_end_matches(['.', ',', ';', ':']);
    let mut people = bare(named.strip_suffix(" and").unwrap_or(named)).filter(|people| people.sure >= 0.45)?;
    people.sure = people.sure.max(0.85);
    if let [person] = &mut people.persons[..] {
        person.organization = person.organization.take().or_else(|| company_behind(&text[end..]));
    }
    Some(people)
}

/// `of Nimbus called "…"`, `, an engineer at Nimbus, called "…"`: the company in what follows a name.
fn company_behind(text: &str) -> Option<String> {
    let said = text.trim_start_matches([',', ' ']);
    let said = said.split([',', '.', ';', ':']).next().filter(|said| said.len() <= 120)?;
    let at = ["of ", "from ", "at "].iter().find_map(|at| said.strip_prefix(at));
    let in_role = || {
        let is_role = ["a ", "an ", "the "].iter().any(|article| said.starts_with(article)) && has_role(said);
        is_role.then(|| said.split_once(" at ").or_else(|| said.split_once(" from "))).flatten().map(|(_, named)| named)
    };
    let named = at.or_else(in_role)?;
    let end = named.split_whitespace().take_while(|word| word.starts_with(char::is_uppercase)).last();
    let end = end.map(|word| word.as_ptr() as usize - named.as_ptr() as usize + word.len())?;
    affiliation(&named[..end]).filter(|company| company.split(' ').count() <= 3)
}
