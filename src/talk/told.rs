//! Whom sentences tell of: "The next talk was by Ada Pohl of Nimbus", "Ada Pohl showed …".

use super::company::{affiliation, has_role, is_company};
use super::people::{INTRODUCES, People, bare};
use super::plain::{beginning, pieces};
use super::words::{is, words};

/// What people do with a talk.
const GAVE: [&str; 26] = [
    "animada",
    "animata",
    "animée",
    "apresentada",
    "dada",
    "delivered",
    "donnée",
    "gegeben",
    "gegeven",
    "gehalten",
    "given",
    "held",
    "holdt",
    "hållet",
    "hölls",
    "holdes",
    "impartida",
    "ministrada",
    "presentada",
    "presentata",
    "presentation",
    "presented",
    "prowadzona",
    "présentée",
    "tenuta",
    "tenuto",
];

/// `Ada Pohl from Nimbus shared …`, `From Ada Pohl's session on …`: who did so as a sentence begins.
pub(super) fn who_told(text: &str) -> Option<People> {
    let text = beginning(text, 200);
    beginning_sentence(text).or_else(|| before_us(text)).or_else(|| behind_verb(text))
}

/// So many words may stand between a name and what the person did.
const REACH: usize = 12;

fn beginning_sentence(text: &str) -> Option<People> {
    // A sentence begins with a capital, and most go on in small letters, where a full name does not: particles are
    // short. That is seen before anything is looked up.
    if text.bytes().next().is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return None;
    }
    let of_session = text.strip_prefix("From ").or_else(|| text.strip_prefix("In "));
    let sentence = of_session.unwrap_or(text);
    let end = memchr::memchr(b' ', sentence.as_bytes())?;
    if sentence.bytes().skip(end + 1).take(4).all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let first = Some(&sentence[..end]).filter(|first| first.starts_with(char::is_uppercase))?;
    // Most sentences begin with a word that is no name.
    if !words().holds(first, is::GIVEN_NAME) && !is_initial(first) {
        return None;
    }
    for word in sentence.split_whitespace().take(REACH).skip(1) {
        let at = word.as_ptr() as usize - sentence.as_ptr() as usize;
        let named = if of_session.is_some() {
            let whose = ["'s", "’s"].iter().find_map(|mark| word.strip_suffix(mark));
            let next = sentence[at + word.len()..].split_whitespace().next().unwrap_or_default();
            whose.filter(|_| words().holds(next, is::KIND)).map(|whose| at + whose.len())
        } else {
            (word.starts_with(char::is_lowercase) && words().holds(word, is::TOLD)).then_some(at)
        };
        if let Some(end) = named {
            let before = sentence[..end].trim();
            // "Ada Pohl of Nimbus will show": what stands between a name and a verb is no part of it.
            let goes_on = before.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_lowercase));
            return if goes_on { subject(before) } else { known(before).or_else(|| subject(before)) };
        }
        // The next sentence tells of something else.
        if word.ends_with('.') && word.len() > 3 {
            return None;
        }
    }
    None
}

/// `J.`
fn is_initial(word: &str) -> bool {
    word.len() == 2 && word.ends_with('.') && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// The people a text names, each by a full name.
fn known(text: &str) -> Option<People> {
    let people = bare(text)?;
    let are_known = people.sure >= 0.7 && people.persons.iter().all(|person| person.name.contains(' '));
    are_known.then_some(people)
}

/// `Ada Pohl de Nimbus nous a`, `Ada Pohl works at Nimbus and`: the full name a sentence begins with, and where it says
/// they are from.
fn subject(text: &str) -> Option<People> {
    let (name, end) = full_name(text)?;
    let needed = if name.split(' ').next().is_some_and(is_initial) { 0.3 } else { 0.5 };
    let mut people = bare(name).filter(|people| people.sure >= needed && people.persons.len() == 1)?;
    let person = people.persons.first_mut()?;
    person.organization = person.organization.take().or_else(|| company_of(text[end..].trim_start()));
    people.sure = people.sure.max(0.7);
    Some(people)
}

/// The name a text begins with, two to four words with capitals, and where it ends. "de" and "von" join names, but not
/// to what is known for a company or has capitals inside.
fn full_name(text: &str) -> Option<(&str, usize)> {
    let mut end = 0;
    let mut count = 0;
    let mut parts = text.split_whitespace().peekable();
    while let Some(word) = parts.next().filter(|_| count < 4) {
        let joins = count > 0 && words().holds(word, is::PARTICLE);
        let goes_on = |next: &&&str| next.starts_with(char::is_uppercase) && !names_company(next);
        if !(word.starts_with(char::is_uppercase) || joins && parts.peek().as_ref().is_some_and(goes_on)) {
            break;
        }
        // "d'IBM"
        if count > 1 && names_company(word) {
            break;
        }
        end = word.as_ptr() as usize - text.as_ptr() as usize + word.trim_end_matches([',', ':']).len();
        count += usize::from(!joins);
        if word.ends_with([',', ':']) {
            break;
        }
    }
    (count >= 2).then(|| (&text[..end], end))
}

/// Whether a word is a company of the list or has capitals inside, as products and companies do. `McDonald` and
/// `O'Hara` are names.
fn names_company(word: &str) -> bool {
    const NAMES: [&str; 8] = ["De", "Di", "Du", "Fitz", "La", "Le", "Mac", "Mc"];
    let word = word.trim_end_matches([',', '.', ')']);
    let is_name = || word.contains(['-', '\'', '’']) || NAMES.iter().any(|begin| word.starts_with(begin));
    is_company(word) || word.chars().skip(1).any(char::is_uppercase) && !is_name()
}

/// `Ada Pohl nous présente …`: in French who speaks stands before "us", wherever in a sentence.
fn before_us(text: &str) -> Option<People> {
    let at = memchr::memmem::find(text.as_bytes(), b" nous ")?;
    let told = text[at + " nous ".len()..].split(' ').take(2).any(|word| words().holds(word, is::TOLD));
    let before = text[..at].trim_end_matches(',');
    let is_apart = |(at, _): &(usize, &str)| *at == 0 || before[..*at].ends_with(' ');
    let starts = before.match_indices(char::is_uppercase).filter(is_apart).map(|(start, _)| start);
    let begins = |start: &usize| {
        let word = before[*start..].split([' ', ',']).next().unwrap_or_default();
        words().holds(word, is::GIVEN_NAME)
    };
    let is_whole = |named: &&str| {
        full_name(named).is_some_and(|(_, end)| {
            let rest = named[end..].trim();
            rest.is_empty() || company_of(rest).is_some()
        })
    };
    starts.filter(|_| told).filter(begins).map(|start| &before[start..]).find(is_whole).and_then(subject)
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

/// The people a sentence introduces: "Notes from a talk by Ada Pohl (Nimbus) on clusters", and whether it says that
/// they gave a talk rather than something else. What stands before "by" must say that they gave it: "notes by"
/// tells who wrote.
pub(super) fn in_sentence(text: &str) -> Option<(People, bool)> {
    let text = beginning(text, 300);
    if text.starts_with(['D', 'F', 'N', 'U', 'W'])
        && let Some(rest) = TURNS.iter().find_map(|turn| text.strip_prefix(turn))
    {
        return Some((named_at(rest)?, true));
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
            let is_of_kind = (is_by || is_from) && words().holds(kind, is::KIND);
            let gave = is_of_kind || is_by && GAVE.iter().any(|gave| before.eq_ignore_ascii_case(gave));
            // "Keynote by Ada" is a title with its people.
            if gave && before_start > 0 {
                let is_talk = is_of_kind || tells_of_talk(&text[..before_start]);
                return Some((named_at(&text[start + word.len()..])?, is_talk));
            }
        }
        (earlier, before, before_start) = (before, word, start);
    }
    None
}

/// Whether the sentence that a text breaks off in is about a talk, as "The session was" is and "The definition was" is
/// not.
fn tells_of_talk(text: &str) -> bool {
    let sentence = text.trim_end().rsplit(['.', '!', '?', ';']).next().unwrap_or_default();
    pieces(sentence).any(|word| words().holds(word, is::KIND | is::TALKS))
}

/// "I dette foredraget fortalte Ada Pohl om …": in some languages who told stands behind it. "Le speaker Ada Pohl …".
fn behind_verb(text: &str) -> Option<People> {
    let mut before = "";
    for word in text.split_whitespace() {
        let is_name = || {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let next = text[start + word.len()..].split_whitespace().next().unwrap_or_default();
            words().holds(word, is::GIVEN_NAME) || is_initial(next)
        };
        let begins = word.starts_with(|c: char| c.is_ascii_uppercase());
        if begins && before.len() >= 4 && tells(before) && is_name() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            return named_at(&text[start..]).filter(|people| people.persons.iter().all(|one| one.name.contains(' ')));
        }
        before = word;
    }
    None
}

/// Whether a word says that somebody told something, or who is named next.
fn tells(word: &str) -> bool {
    if !word.starts_with(char::is_lowercase) || !word.ends_with(char::is_alphabetic) {
        return false;
    }
    let lists = words().flags_of(word);
    lists & is::TOLD != 0 || lists & is::SPEAKER != 0 && lists & is::BY == 0
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
    let last = named.rsplit(' ').next().unwrap_or_default();
    let named = if words().holds(last, is::AND) {
        named[..named.len() - last.len()].trim_end_matches([' ', ','])
    } else {
        named
    };
    let mut people = bare(named).filter(|people| people.sure >= 0.45)?;
    people.sure = people.sure.max(0.85);
    if let [person] = &mut people.persons[..] {
        person.organization = person.organization.take().or_else(|| company_behind(&text[end..]));
    }
    Some(people)
}

/// `of Nimbus called "…"`, `, an engineer at Nimbus, called "…"`, `, CEO de Nimbus`: the company in what follows a name.
fn company_behind(text: &str) -> Option<String> {
    let said = text.trim_start_matches([',', ' ']);
    let said = said.split([',', '.', ';', ':']).next().filter(|said| said.len() <= 120)?;
    company_of(said).or_else(|| {
        let first = said.split(' ').next().unwrap_or_default();
        let is_role = matches!(first, "a" | "an" | "the") && has_role(said) || has_role(first);
        let of = [" at ", " from ", " of ", " de ", " bei ", " hos ", " i "];
        let (_, named) = is_role.then(|| of.iter().find_map(|of| said.split_once(of))).flatten()?;
        company_in(named)
    })
}

/// `from Nimbus`, `d'IBM`, `fra DIPS`, `(Nimbus GmbH)`: the company a text begins with.
fn company_of(text: &str) -> Option<String> {
    if let Some(inner) = text.strip_prefix('(') {
        return inner.split_once(')').and_then(|(inner, _)| affiliation(inner));
    }
    let at =
        ["of ", "from ", "at ", "fra ", "från ", "hos ", "chez ", "bei "].iter().find_map(|at| text.strip_prefix(at));
    if let Some(named) = at {
        return company_in(named);
    }
    // "Ada de Vries" is a name.
    let of = ["de ", "d'", "d’", "von ", "van ", "di ", "da "].iter().find_map(|of| text.strip_prefix(of))?;
    company_in(of).filter(|company| is_company(company) || names_company(company))
}

/// The words with capitals that a text begins with, where they name a company.
fn company_in(text: &str) -> Option<String> {
    let end = text.split_whitespace().take_while(|word| word.starts_with(char::is_uppercase)).last();
    let end = end.map(|word| word.as_ptr() as usize - text.as_ptr() as usize + word.len())?;
    affiliation(text[..end].trim_end_matches([',', '.'])).filter(|company| company.split(' ').count() <= 3)
}
