//! The gathering that files and folders are named after, where the list of conferences does not have it: a name
//! with a year.

use super::event::{FILLERS, is_year};
use super::words::{is, key, words};
use crate::text::capitalized;

/// The gathering a folder with a year in its name is for: people file the notes of a conference by its name and
/// year, or in a folder of the year: `nimbusfest-2017`, `2017/nimbusfest`, `nimbusfest/2017`. Nearest first.
pub(super) fn event_in_folders(folders: &[Box<str>]) -> Option<String> {
    for (at, folder) in folders.iter().enumerate() {
        let is_post = folders.get(at + 1).is_some_and(|above| POSTS.contains(&&**above));
        let dated = || if is_post { None } else { name_and_day(folder) };
        if let (Some(name), Some(year)) = dated().unwrap_or_else(|| name_and_year(folder)) {
            return Some(format!("{name} {year}"));
        }
    }
    // Every folder has a name; only one that is not somebody's own may be a gathering's. Folders of days say
    // neither.
    let first = folders.iter().take_while(|folder| name_and_year(folder) == (None, None)).count();
    let [inner, outer, above @ ..] = &folders[first..] else { return None };
    let is_own = above.first().is_some_and(|above| words().has(&key(above), is::STORE));
    match (name_and_year(inner), name_and_year(outer)) {
        ((Some(name), None), (None, Some(year))) => Some(format!("{name} {year}")),
        ((None, Some(year)), (Some(name), None)) if !is_own => Some(format!("{name} {year}")),
        _ => None,
    }
}

/// The gathering a file of several talks is named after: as for folders.
pub(super) fn event_in_file(stem: &str) -> Option<String> {
    let (name, year) = name_and_year(without_day(stem));
    name.zip(year).map(|(name, year)| format!("{name} {year}"))
}

/// `nimbus-meetup-2014-02-26` without the day and month at its end.
fn without_day(stem: &str) -> &str {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = stem.rsplitn(3, ['-', '_', '.']);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(named)) if digits(day) && digits(month) => {
            let year = named.get(named.len().saturating_sub(4)..).unwrap_or_default();
            if is_year(year) { named } else { stem }
        }
        _ => stem,
    }
}

/// Where folders begin with a day and go on with the title of what somebody wrote.
const POSTS: [&str; 15] = [
    "posts", "_posts", "post", "blog", "articles", "journal", "daily", "diary", "talks", "notes", "pages", "content",
    "til", "writing", "logs",
];

/// `2016-06-13-nimbusfest`, `20160613-NimbusFest`: what stands behind the day is what was held on it.
fn name_and_day(folder: &str) -> Option<(Option<String>, Option<&str>)> {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let year = folder.get(..4).filter(|year| is_year(year))?;
    let rest = &folder[4..];
    let behind = match rest.as_bytes() {
        [b'-' | b'_' | b'.', ..] if digits(&rest[1..]) == 2 && digits(rest.get(4..)?) == 2 => rest.get(6..)?,
        _ if digits(rest) == 4 => &rest[4..],
        _ => return None,
    };
    let name = behind.strip_prefix(['-', '_', ' ', '.'])?;
    let (name, _) = name_and_year(name);
    let is_short = |name: &String| name.split(' ').count() <= 2;
    Some((name.filter(is_short), Some(year)))
}

/// What a folder's name says besides a year, where that may be a gathering's name, and the year.
fn name_and_year(folder: &str) -> (Option<String>, Option<&str>) {
    let spaced: &str = folder.trim_matches(['_', '.', ' ']);
    let tokens = folder_tokens(spaced);
    let year = tokens.iter().copied().find(|token| is_year(token));
    // A day's folder: `2017-03-14`.
    let digits = |token: &&str| token.bytes().all(|b| b.is_ascii_digit());
    if tokens.iter().filter(|token| digits(token)).count() > 1 {
        return (None, None);
    }
    let named: Vec<&str> = tokens.into_iter().filter(|token| !is_year(token) && !digits(token)).collect();
    let says_nothing = |token: &&str| {
        let flags = words().flags(&key(token));
        flags & (FILLERS | is::MISC | is::CONTENTS) != 0
            && flags & (is::EVENT_WORD | is::EVENT_NAME | is::EVENT_START) == 0
            || flags & is::STORE != 0
    };
    let telling: Vec<&str> = named.iter().copied().filter(|token| !says_nothing(token)).collect();
    let has_name = telling.iter().any(|token| {
        token.chars().filter(|c| c.is_alphabetic()).count() >= 3 && words().flags(&key(token)) & is::EVENT_WORD == 0
    });
    if !has_name || telling.len() > 5 {
        return (None, year);
    }
    let plain = telling.iter().all(|token| !token.contains(char::is_uppercase));
    let name = telling.iter().map(|token| if plain { capitalized(token) } else { (*token).to_owned() });
    (Some(name.collect::<Vec<_>>().join(" ")), year)
}

/// The words of a folder's name; a year at a word's end is a word of its own.
fn folder_tokens(folder: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in folder.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        let end = word.len().checked_sub(4).filter(|end| word.is_char_boundary(*end) && is_year(&word[*end..]));
        match end {
            Some(end) if end > 0 && !word.as_bytes()[end - 1].is_ascii_digit() => {
                found.extend([&word[..end], &word[end..]]);
            }
            _ => found.push(word),
        }
    }
    found
}
