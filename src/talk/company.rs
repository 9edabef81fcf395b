//! Companies beside names: told from roles, addresses and dates.

use super::clock::time_prefix;
use super::joins::{Join, at_organization, leads_company, parenthesis, split};
use super::plain::pieces;
use super::when::is_only_date;
use super::words::{is, words};

/// The company in what stands after a name: roles are left out, of `Role, Org` the last counts.
pub(super) fn affiliation(text: &str) -> Option<String> {
    let mut found = None;
    for piece in pieces_of(text) {
        if piece.starts_with('@') && piece[1..].starts_with(char::is_lowercase) || is_noise(piece) || piece.is_empty() {
            continue;
        }
        let piece = piece.trim_start_matches('@').trim();
        // "Formerly Nimbus": not any more.
        if is_former(piece) {
            continue;
        }
        let (left, organization) = at_organization(piece);
        // "Nimbus; co-chair of SIG Ropes": behind the company stands what else somebody does.
        let begins_as_role = || left.split(' ').next().is_some_and(|word| words().holds(word, is::ROLE));
        if found.is_some() && organization.is_none() && left.contains(" of ") && begins_as_role() {
            continue;
        }
        let candidate = organization.unwrap_or(left);
        // "Ponte Institute (PIN)": what it is called for short is no part of the name.
        let candidate = if organization.is_none() { parenthesis(candidate).0 } else { candidate };
        let candidate = candidate.trim_matches(['.', ' ', '(', ')', '"', '*', '_', ':']);
        let candidate = candidate.strip_prefix("both ").unwrap_or(candidate);
        let candidate = ["the ", "der "].iter().find_map(|the| candidate.strip_prefix(the)).unwrap_or(candidate);
        let flags = words().flags_of(candidate);
        let candidate = candidate.strip_prefix("a ").unwrap_or(candidate);
        // "(video)" behind a name is a link's text.
        let label =
            flags & (is::RECORDING | is::SLIDES | is::CODE | is::FIELD | is::KIND) != 0 && flags & is::COMPANY == 0;
        if label {
            continue;
        }
        let is_role = organization.is_none() && is_only_role(candidate) && flags & is::COMPANY == 0;
        let candidate = if is_role { company_beside_role(candidate).unwrap_or_default() } else { candidate };
        // An address behind a name is where to find more.
        if candidate.is_empty() || is_phrase(candidate) || candidate.contains('.') && candidate.contains('/') {
            continue;
        }
        if !candidate.chars().any(char::is_alphabetic) || candidate.split_whitespace().count() > 7 {
            continue;
        }
        // "Ponte Institute, Tides": of an institution and what nobody knows, the project is the second.
        let is_project =
            |known: &String| ends_as_organization(known) && !is_company(candidate) && !ends_as_organization(candidate);
        if organization.is_none() && found.as_ref().is_some_and(is_project) {
            continue;
        }
        found = Some(candidate.to_owned());
    }
    found
}

/// Whether a text names where somebody worked before.
pub(super) fn is_former(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    text.len() > first.len() && ["formerly", "previously", "ex"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// The company a role is written to without a word between: `Frontend Developer Nimbus`, `Nimbus CTO`.
fn company_beside_role(text: &str) -> Option<&str> {
    let is_role = |word: &str| words().holds(word, is::ROLE);
    let may_be_company = |name: &str| {
        let known = words().flags_of(name);
        known & is::COMPANY != 0 || known == 0 && name.starts_with(char::is_uppercase)
    };
    let (start, last) = text.rsplit_once(' ')?;
    // "Dev Nimbus" is more often called so than it is a developer of Nimbus.
    if start == "Dev" {
        let is_named = last.starts_with(char::is_uppercase) && !is_role(last);
        return Some(if is_company(last) { last } else { text }).filter(|_| is_named);
    }
    // "Engineer on Nimbus's Core Ropes team"
    if matches!(last, "team" | "Team" | "group" | "Group") {
        // "the Let's Encrypt team" is no Let's.
        let is_own = |owner: &&str| !matches!(*owner, "Let" | "What" | "It" | "That" | "There" | "Here");
        let owner = pieces(start).find_map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")));
        let owner = owner.filter(is_own)?;
        return Some(owner).filter(|owner| owner.starts_with(char::is_uppercase));
    }
    let owner = start.strip_suffix("'s").or_else(|| start.strip_suffix("’s"));
    // "Ladle's CTO": whose it is may be any word.
    if let Some(owner) = owner.filter(|owner| leads_company(last) && !owner.contains(' ')) {
        return Some(owner).filter(|owner| owner.starts_with(char::is_uppercase));
    }
    let start = owner.unwrap_or(start);
    let before = start.rsplit(' ').next().unwrap_or_default();
    if is_role(before) && !is_role(last) {
        return Some(last).filter(|last| may_be_company(last) && last.len() > 2);
    }
    // Whoever leads a company is named after it; engineers are named after what they do.
    Some(start).filter(|start| leads_company(last) && !start.contains(' ') && may_be_company(start))
}

/// Whether a text goes on in small letters, as what somebody says of himself does: "building the invisible".
fn is_phrase(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let says = |word: &str| matches!(word, "a" | "an" | "the" | "not" | "what" | "how" | "my" | "our" | "your");
    last.starts_with(|c: char| c.is_ascii_lowercase())
        && pieces(text).any(says)
        && !pieces(text).any(|word| words().holds(word, is::ORGANIZATION_WORD | is::COMPANY))
        && !is_company(text)
}

/// The pieces of what stands after a name; "&" holds a company's name together ("Spoor & Zo").
fn pieces_of(text: &str) -> Vec<&str> {
    let start = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    let mut found: Vec<&str> = Vec::new();
    for (join, piece) in split(text) {
        match found.last_mut() {
            Some(last) if join == Join::And && !has_role(last) => {
                *last = &text[start(last)..start(piece) + piece.len()];
            }
            _ => found.push(piece),
        }
    }
    found
}

/// Whether a text is a role and no company whose name has such a word: "Ponte Software".
fn is_only_role(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    has_role(text) && !(text.contains(' ') && ends_as_organization(text) && !words().holds(first, is::ROLE))
}

/// Whether a text reads as a company's name though none knows it: two to four words with capitals, the last one
/// such as companies end in.
pub(super) fn reads_as_company(text: &str) -> bool {
    let parts: Vec<&str> = pieces(text).collect();
    let Some((last, named)) = parts.split_last() else { return false };
    (1..=3).contains(&named.len())
        && words().holds(last, is::ORGANIZATION_WORD)
        && last.starts_with(char::is_uppercase)
        && named.iter().all(|word| {
            word.starts_with(char::is_uppercase) && !words().holds(word, is::TITLE_WORD | is::KIND | is::ROLE)
        })
}

/// Texts that say nothing of people or companies: addresses, dates, times.
pub(super) fn is_noise(token: &str) -> bool {
    let marked = token.bytes().any(|b| matches!(b, b':' | b'@' | b'.' | b'0'..=b'9'));
    marked
        && (token.contains("://")
            || token.starts_with("www.")
            || token.contains('@') && token.contains('.') && !token.contains(' ') && !token.starts_with('@')
            || token.bytes().any(|b| b.is_ascii_digit()) && (is_only_date(token) || is_only_time(token)))
        || !token.chars().any(char::is_alphabetic)
        || words().holds(token, is::WEEKDAY | is::HONORIFIC | is::ONESELF)
        || is_pronouns(token)
}

/// `14:00`, `Tue 14:00 - 14:30`
fn is_only_time(text: &str) -> bool {
    text.contains(':') && time_prefix(text) == Some(text.len())
}

/// `he/him`, `she / they`
fn is_pronouns(text: &str) -> bool {
    const PRONOUNS: [&str; 15] =
        ["any", "elle", "er", "he", "her", "hers", "him", "his", "il", "ihm", "she", "sie", "their", "them", "they"];
    text.contains('/') && text.split('/').all(|word| PRONOUNS.contains(&&*word.trim().to_ascii_lowercase()))
}

pub(super) fn is_company(text: &str) -> bool {
    words().holds(text, is::COMPANY)
}

/// Whether a text names a role ("Senior Engineer", "CTO").
pub(super) fn has_role(text: &str) -> bool {
    // "CEO/Maker" is two of them, "Editor-in-Chief" one.
    let is_role = |word: &str| {
        let first = word.split("-in-").next().unwrap_or_default();
        first.split('/').any(|part| words().holds(part, is::ROLE))
    };
    pieces(text).any(is_role) && !is_company(text)
}

pub(super) fn ends_as_organization(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let first = text.split(' ').next().unwrap_or_default();
    let spaceless = !text.is_ascii()
        && ["株式会社", "合同会社", "公司", "集团", "集團", "大学", "大學", "银行", "銀行"]
            .iter()
            .any(|word| text.contains(word));
    spaceless
        || words().holds(last, is::ORGANIZATION_WORD)
        || first.eq_ignore_ascii_case("university")
        || first.eq_ignore_ascii_case("the")
        || text.bytes().any(|b| b == b'.') && (text.contains(".com") || text.contains(".io"))
}
