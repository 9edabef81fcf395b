//! Whether a text is one person's name, and the name without what is said around it.

use super::company::{ends_as_organization, is_company};
use super::plain::pieces;
use super::words::{is, words};

pub(super) fn is_title_word(word: &str) -> bool {
    words().holds(word, is::TITLE_WORD)
}

pub(super) fn is_full_name(text: &str) -> bool {
    text.contains(' ') && name_score(text) >= 0.5 && !is_company(text) && !ends_as_organization(text)
}

/// A name without courtesy, titles and decoration.
pub(super) fn clean_name(name: &str) -> String {
    let mut name = name
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '.' | ')' | '_' | '\u{300}'..='\u{36f}'))
        .trim();
    name = name.trim_end_matches(['.', '_']);
    for title in ["Dr. ", "Dr ", "Prof. ", "Prof ", "Mr. ", "Ms. ", "Mrs. ", "Dr.-Ing. "] {
        name = name.strip_prefix(title).unwrap_or(name);
    }
    for degree in [", PhD", ", Ph.D", ", MD", ", M.D", ", MSc", " PhD", " Ph.D"] {
        name = name.strip_suffix(degree).unwrap_or(name);
    }
    if name.is_ascii() {
        return if name.contains("  ") {
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            name.to_owned()
        };
    }
    for honorific in words().honorifics() {
        if let Some(stem) = name.strip_suffix(honorific)
            && !stem.trim().is_empty()
        {
            name = stem.trim();
        }
    }
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a short text ends as people are spoken of: "kozo2さん", but not "みなさん".
pub(super) fn is_polite(text: &str) -> bool {
    let stem = || words().honorifics().find_map(|word| text.strip_suffix(word));
    !text.is_ascii()
        && stem().is_some_and(|stem| {
            (2..=24).contains(&stem.len()) && !stem.contains(' ') && !stem.ends_with(['皆', '客', 'な', '者'])
        })
}

/// How much a text reads as one person's name, 0 to 1.
pub(super) fn name_score(text: &str) -> f32 {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 || is_company(text) {
        return 0.0;
    }
    if let Some(name) = ["Dr. ", "Prof. "].iter().find_map(|title| text.strip_prefix(title)) {
        return name_score(name);
    }
    if let Some(known_as) = without_nickname(text) {
        return name_score(&known_as);
    }
    if text.chars().any(is_spaceless) {
        return spaceless_score(text);
    }
    if !text
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '‐' | '\u{300}'..='\u{36f}'))
    {
        return 0.0;
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    if parts.len() > 5 || parts.is_empty() {
        return 0.0;
    }
    latin_score(&parts)
}

/// `Ada "Ace" Pohl` without what friends call her.
fn without_nickname(name: &str) -> Option<String> {
    let (given, rest) = name.split_once([' ']).filter(|(_, rest)| rest.starts_with(['"', '“', '”']))?;
    let quote = rest.chars().next()?.len_utf8();
    let (nickname, family) = rest[quote..].split_once(['"', '“', '”'])?;
    let is_short = !nickname.is_empty() && !nickname.contains(' ');
    (is_short && family.starts_with(' ')).then(|| format!("{given}{family}"))
}

/// Lists whose words are in no name.
const NOT_IN_NAMES: u64 =
    is::TITLE_WORD | is::ORGANIZATION_WORD | is::ROLE | is::KIND | is::WEEKDAY | is::SECTION | is::GROUP | is::MISC;

/// Whether a text begins with capitalized words of which one is in no name, as subtitles do ("A Field Report"). Most
/// of what is asked about is so, and reading it whole to find that it names nobody costs ten times as much.
pub(super) fn begins_as_title(text: &str) -> bool {
    // With addresses, handles and other scripts it takes a closer look.
    if !text.is_ascii() || text.contains('@') || text.contains("://") {
        return false;
    }
    for (at, word) in pieces(text).enumerate() {
        if !word.starts_with(|c: char| c.is_ascii_uppercase()) || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return false;
        }
        let flags = words().flags_of(word);
        let is_first = at == 0;
        let may_name = flags & (is::WEEKDAY | is::MONTH | is::DAYTIME | is::HONORIFIC) != 0
            || is_first && (flags & is::GIVEN_NAME != 0 || matches!(word, "Dr" | "Prof"));
        if may_name {
            return false;
        }
        let may_be_in_name =
            word.len() == 1 || flags & is::PARTICLE != 0 && word.len() <= 5 || is_first && flags & is::ALSO_WORD != 0;
        if !may_be_in_name && flags & NOT_IN_NAMES != 0 {
            // Short words stand in dates too.
            return word.len() > 3 || !text.bytes().any(|byte| byte.is_ascii_digit());
        }
    }
    false
}

fn latin_score(parts: &[&str]) -> f32 {
    let mut known = [0; 5];
    for (known, word) in known.iter_mut().zip(parts) {
        *known = words().flags_of(word);
    }
    let first = parts
        .iter()
        .zip(known)
        .position(|(word, flags)| flags & is::PARTICLE == 0 || word.starts_with(char::is_uppercase));
    let Some(at) = first else { return 0.0 };
    let first = &parts[at];
    let stem = first.split('-').next().unwrap_or(first);
    let stem = if stem.len() < first.len() { words().flags_of(stem) } else { 0 };
    let given = (known[at] | stem) & (is::GIVEN_NAME | is::ALSO_WORD);
    let surely = given & is::GIVEN_NAME != 0 && given & is::ALSO_WORD == 0;
    if parts.iter().all(|word| word.starts_with(char::is_lowercase)) {
        return if surely && parts.len() == 2 && known[1] & is::TITLE_WORD == 0 { 0.5 } else { 0.0 };
    }
    let mut foreign = 0;
    for (word, flags) in parts.iter().zip(known) {
        if flags & is::PARTICLE != 0 && word.len() <= 5 {
            continue;
        }
        if word.starts_with(char::is_lowercase) && !is_elided(word) || is_compound(word) {
            return 0.0;
        }
        let initial = word.trim_end_matches('.').chars().count() == 1;
        let shouted = word.len() > 2
            && word.chars().all(char::is_uppercase)
            && !parts.iter().all(|w| w.chars().all(|c| !c.is_lowercase()));
        if !initial && (shouted || flags & NOT_IN_NAMES != 0) {
            // "DOM Diffing" is none of Dominic's.
            foreign += usize::from(word != first || given == 0 || shouted);
        }
    }
    match (parts.len(), surely, given != 0, foreign) {
        (1, true, _, 0) => 0.45,
        (1, _, _, 0) => 0.15,
        (2, true, _, 1) => 0.55,
        (1, ..) | (_, _, _, 1..) => 0.0,
        (_, true, ..) => 0.95,
        (_, _, true, _) => 0.75,
        (2 | 3, ..) => 0.5,
        _ => 0.3,
    }
}

/// `d'Oliveira`, `l’Hôte`: a particle and the name it is tied to.
fn is_elided(word: &str) -> bool {
    let name = word.split_once(['\'', '’']).filter(|(particle, _)| particle.len() <= 3);
    name.is_some_and(|(_, name)| name.starts_with(char::is_uppercase))
}

/// Whether a capital stands inside a word, as in product names and not in names of people (but `McKay`).
fn is_compound(word: &str) -> bool {
    let mut chars = word.char_indices();
    let _ = chars.next();
    chars.any(|(at, c)| {
        let before = &word[..at];
        c.is_uppercase()
            && before.ends_with(char::is_lowercase)
            && !["Mc", "Mac", "De", "Di", "La", "Le", "Van", "Fitz", "Du", "Del", "Da", "O", "D"].contains(&before)
    })
}

pub(super) fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '々')
}

/// Names in scripts without capitals: short, with a blank or middle dot between the parts, or a courtesy.
fn spaceless_score(text: &str) -> f32 {
    let polite = words().honorifics().any(|word| text.len() > word.len() && text.ends_with(word));
    if text.chars().any(|c| !is_spaceless(c) && !matches!(c, ' ' | '　' | '・' | '·') && !c.is_alphabetic()) {
        return 0.0;
    }
    // "Docker 使ってみた" is a title.
    if !polite && text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return 0.1;
    }
    let letters = text.chars().filter(|c| is_spaceless(*c)).count();
    let hiragana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{309f}')).count();
    let parts = text.split([' ', '　', '・', '·']).filter(|part| !part.is_empty()).count();
    if words().flags_of(text) != 0 || letters > 12 || !polite && hiragana * 2 > letters + 2 {
        return 0.0;
    }
    // 「二日目は」: what a sentence goes on from.
    if !polite && hiragana == 1 && text.ends_with(['は', 'が', 'を', 'に', 'で', 'へ', 'と', 'の']) {
        return 0.0;
    }
    let first = text.split(' ').next().unwrap_or_default().chars().count();
    // Korean names are short: one or two syllables, a blank, one or two more.
    let is_hangul = text.chars().all(|c| matches!(c, ' ' | '\u{ac00}'..='\u{d7af}'));
    if is_hangul && !polite && parts == 2 && (letters > 4 || first > 2) {
        return 0.1;
    }
    match (polite, parts, letters) {
        (true, _, 2..=8) => 0.9,
        (_, 2, 3..=10) => 0.75,
        (_, 1, 2..=4) => 0.5,
        _ => 0.1,
    }
}
