//! Who is on stage: texts that name people, with their companies.
//!
//! After a label ("Speakers:") everything is people. Elsewhere a text must *read* as people: given names are
//! known, words of titles are not in names, companies stand in parentheses or after a comma or "at".

use super::plain::pieces;
use super::when::is_only_date;
use super::words::{is, key, words};

/// People named by a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct People {
    /// In the order written.
    pub(super) persons: Vec<Person>,
    /// Companies named without a person.
    pub(super) organizations: Vec<String>,
    /// How sure it is that the text names people, 0 to 1.
    pub(super) sure: f32,
}

/// A person and a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) organization: Option<String>,
}

/// The people a field's value names: after a label all of it is people, however unusual the names.
pub(super) fn labelled(value: &str) -> People {
    if let Some(people) = plain_list(value) {
        return people;
    }
    let mut people = parse(value, true).unwrap_or_default();
    people.sure = 1.0;
    people
}

/// `Ada Pohl, Nimbus; Uwe Brandt, Umbra`: the form most lists have, read without looking closer.
fn plain_list(value: &str) -> Option<People> {
    let simple =
        |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || matches!(byte, b' ' | b'-' | b'\'' | b',' | b';');
    if !value.bytes().all(simple) || !value.is_ascii() && value.chars().any(is_spaceless) {
        return None;
    }
    let mut people = People { sure: 1.0, ..People::default() };
    for group in value.split(';') {
        let (name, organization) = group.split_once(',')?;
        let (name, organization) = (name.trim(), organization.trim());
        let words = |text: &str| pieces(text).count();
        let capitals = |text: &str| pieces(text).all(|word| word.starts_with(char::is_uppercase));
        if organization.contains([',', '-']) || !(2..=3).contains(&words(name)) || words(organization) > 3 {
            return None;
        }
        if !capitals(name)
            || !capitals(organization)
            || has_role(organization)
            || may_begin(organization)
            || is_company(name)
        {
            return None;
        }
        people.persons.push(Person { name: name.to_owned(), organization: Some(organization.to_owned()) });
    }
    Some(people)
}

/// The people a text names, where it names people and nothing else.
pub(super) fn bare(text: &str) -> Option<People> {
    let text = text.trim();
    if text.len() > 300 || text.is_empty() || is_prose(text) {
        return None;
    }
    let (rest, introduced) = strip_by(text);
    let mut people = parse(rest, false)?;
    if introduced && people.sure >= 0.3 {
        people.sure = people.sure.max(0.85);
    }
    (people.sure > 0.1).then_some(people)
}

/// Whether a text may begin with a person for certain: a known given name, a courtesy, a handle, or letters of
/// a script without capitals.
pub(super) fn may_begin(text: &str) -> bool {
    let text = text.trim_start();
    let first = text.split([' ', ',', '-', ':']).next().unwrap_or_default();
    text.starts_with('@')
        || first.ends_with('.')
        || words().holds(first, is::GIVEN_NAME | is::ALSO_WORD | is::PARTICLE)
        || !text.is_ascii() && text.chars().take(12).any(is_spaceless)
}

/// Whether a text is running text at first sight: more words in small letters than with capitals.
pub(super) fn is_prose(text: &str) -> bool {
    let (mut small, mut capital) = (0, 0);
    for word in pieces(text) {
        match word.bytes().next() {
            Some(b'a'..=b'z') => small += 1,
            Some(b'A'..=b'Z' | b'@' | b'(' | b'*' | 0xc3..) => capital += 1,
            _ => {}
        }
    }
    small > 2 && small > capital
}

/// Takes `by`, `par`, `with` … off the beginning.
pub(super) fn strip_by(text: &str) -> (&str, bool) {
    let mut end = 0;
    let mut found = None;
    for (at, word) in
        text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).take(2)
    {
        end = end.max(at + word.len());
        let phrase = text[..end].trim_end_matches(':');
        if words().holds(phrase, is::BY) {
            found = Some(end);
        }
    }
    match found {
        Some(end) if end < text.len() => (text[end..].trim_start_matches([':', ' ']), true),
        _ => (text, false),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    First,
    And,
    Comma,
    Semicolon,
    Dash,
}

fn parse(text: &str, trusted: bool) -> Option<People> {
    let tokens = split(text);
    // "A, B, C": all of them are people where all read so; "A, Nimbus; B, Umbra" says it otherwise.
    let all_names = tokens.len() > 2
        && tokens.iter().all(|(join, _)| !matches!(join, Join::Semicolon | Join::Dash))
        && tokens.iter().all(|(_, token)| is_full_name(token));
    let mut state = State { people: People { sure: 1.0, ..People::default() }, run: 0, given: false, trusted };
    for (join, token) in tokens {
        state.take(join, token, all_names)?;
    }
    let people = state.people;
    (!people.persons.is_empty() || trusted && !people.organizations.is_empty()).then_some(people)
}

struct State {
    people: People,
    /// The first person of those who share the company named next.
    run: usize,
    /// Whether that company was named.
    given: bool,
    trusted: bool,
}

impl State {
    /// Takes one token; `None` where it is neither person nor company.
    fn take(&mut self, join: Join, token: &str, all_names: bool) -> Option<()> {
        let token = token.trim().trim_matches(['"', '“', '”', '\'', '*', '_']).trim_end_matches(['.', ':', '!']).trim();
        if token.is_empty() || is_noise(token) {
            return Some(());
        }
        let (base, inside) = parenthesis(token);
        let (left, organization) = at_organization(base);
        if join != Join::First && join != Join::Semicolon && !self.people.persons.is_empty() {
            let company = is_company(left);
            let role = has_role(left);
            let score = name_score(left);
            let person = match join {
                Join::And => !company && (self.trusted || score >= 0.4 || left.starts_with('@')),
                Join::Comma | Join::Dash => {
                    !company
                        && !role
                        && (score >= 0.9 || all_names || self.given && score >= 0.5 && join == Join::Comma)
                        && inside.is_none_or(|_| score >= 0.5)
                }
                _ => true,
            };
            if !person {
                return self.affiliate(token, left, organization, inside);
            }
        }
        self.person(join, left, organization, inside)
    }

    fn person(&mut self, join: Join, name: &str, organization: Option<&str>, inside: Option<&str>) -> Option<()> {
        let name = clean_name(name);
        if name.is_empty() {
            return Some(());
        }
        if name.starts_with('@') && !self.people.persons.is_empty() && join != Join::And {
            return Some(());
        }
        // After a label only what ends as companies do is asked whether it is a name.
        let mut score = match name.starts_with('@') {
            true => 0.9,
            false if self.trusted && !ends_as_organization(&name) => 0.5,
            false => name_score(&name),
        };
        if name.starts_with('@') && name.len() < 3 {
            return None;
        }
        let organization = organization.and_then(affiliation).or_else(|| inside.and_then(affiliation));
        if is_company(&name) && !self.trusted {
            return None;
        }
        if inside.is_some_and(|inside| inside.trim().starts_with('@')) {
            score = (score + 0.4).min(1.0);
        }
        if organization.is_some() && score > 0.1 {
            score = (score + 0.25).min(1.0);
        }
        if self.trusted && (is_company(&name) || score < 0.2 && ends_as_organization(&name)) {
            self.people.organizations.push(name);
            return Some(());
        }
        if !self.trusted && score <= 0.1 {
            return None;
        }
        self.people.sure = self.people.sure.min(score);
        if self.given || join == Join::Semicolon || join == Join::Dash {
            self.run = self.people.persons.len();
            self.given = false;
        }
        self.given |= organization.is_some();
        self.people.persons.push(Person { name, organization });
        Some(())
    }

    /// The token says where the people before it are from.
    fn affiliate(&mut self, token: &str, left: &str, organization: Option<&str>, inside: Option<&str>) -> Option<()> {
        if token.starts_with('@') && !token.contains(' ') && self.given {
            return Some(());
        }
        let found = match organization {
            Some(organization) => affiliation(organization),
            None if token.starts_with('@') => affiliation(token),
            None => affiliation(left).or_else(|| inside.and_then(affiliation)),
        };
        let words = left.split_whitespace().count();
        let known = is_company(left) || has_role(left) || organization.is_some() || ends_as_organization(left);
        if !self.trusted && !known {
            let title = left.split_whitespace().filter(|word| is_title_word(word)).count();
            if words > 5 || title * 2 > words || left.starts_with(char::is_lowercase) {
                return None;
            }
        }
        if known && !self.people.persons.is_empty() {
            self.people.sure = (self.people.sure + 0.3).min(1.0);
        }
        if let Some(organization) = found {
            for person in &mut self.people.persons[self.run..] {
                person.organization.get_or_insert_with(|| organization.clone());
            }
            self.given = true;
        }
        Some(())
    }
}

/// Splits at commas, semicolons, dashes, `&`, "and", outside parentheses.
fn split(text: &str) -> Vec<(Join, &str)> {
    let mut tokens = Vec::new();
    let (mut start, mut join, mut depth, mut at) = (0, Join::First, 0u32, 0);
    while let Some(c) = text[at..].chars().next() {
        let found = match c {
            '(' | '（' | '[' => {
                depth += 1;
                None
            }
            ')' | '）' | ']' => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth > 0 => None,
            _ => separator(text, at, c),
        };
        match found {
            Some((next, len)) => {
                tokens.push((join, text[start..at].trim()));
                join = next;
                at += len;
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    tokens.push((join, text[start..].trim()));
    tokens.retain(|(_, token)| !token.is_empty());
    if let Some(first) = tokens.first_mut() {
        first.0 = Join::First;
    }
    tokens
}

/// The separator that stands at this place, and its length.
fn separator(text: &str, at: usize, c: char) -> Option<(Join, usize)> {
    let rest = &text[at..];
    match c {
        ',' | '，' => {
            // "Meta42 Labs, LLC" is one company.
            let next = rest[c.len_utf8()..].trim_start();
            // The words below begin so; a glance spares looking at most others.
            let first = next.bytes().next().unwrap_or(b' ').to_ascii_lowercase();
            if first.is_ascii_alphanumeric() && !matches!(first, b'l' | b'i' | b'g' | b'p' | b'j' | b'c') {
                return Some((Join::Comma, c.len_utf8()));
            }
            let word = key(next.split([',', ';', ')', '&']).next().unwrap_or_default());
            let legal = matches!(word.as_str(), "llc" | "inc" | "ltd" | "gmbh" | "phd" | "jr" | "corp" | "ph d");
            (!legal).then_some((Join::Comma, c.len_utf8()))
        }
        '、' | '＆' | '・' if c != '・' || rest.starts_with("・ ") => Some((Join::And, c.len_utf8())),
        ';' | '；' | '|' | '｜' | '\n' => Some((Join::Semicolon, c.len_utf8())),
        '／' | '•' | '·' => Some((Join::Dash, c.len_utf8())),
        ':' if rest.starts_with("::") => Some((Join::Dash, rest.bytes().take_while(|b| *b == b':').count())),
        ' ' => {
            let word_end = rest[1..].find(' ').map(|end| end + 1)?;
            let word = rest[1..word_end].trim();
            let joined = match word {
                "-" | "–" | "—" | "--" | "/" | "//" | "―" | "−" => Some(Join::Dash),
                "&" | "+" | "x" | "×" | "e" | "y" | "i" | "и" | "&amp;" => Some(Join::And),
                word if word.len() <= 8
                    && !word.starts_with(|c: char| c.is_ascii_uppercase())
                    && word.starts_with(char::is_alphabetic)
                    && words().holds(word, is::AND) =>
                {
                    Some(Join::And)
                }
                _ => None,
            }?;
            let next = rest[word_end..].trim_start();
            if joined == Join::And
                && matches!(
                    key(next.split([',', ' ', ')']).next().unwrap_or_default()).as_str(),
                    "co" | "sons" | "company"
                )
            {
                return None;
            }
            Some((joined, word_end))
        }
        _ => None,
    }
}

/// What stands before a parenthesis at the end, and what stands in it.
fn parenthesis(token: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']')] {
        if let Some(start) = token.find(open)
            && start > 0
        {
            let inner = &token[start + open.len_utf8()..];
            let end = inner.find(close).unwrap_or(inner.len());
            return (token[..start].trim(), Some(inner[..end].trim()));
        }
    }
    (token, None)
}

/// Splits `Name at Org`, `Name @ Org`, `Name from Org`, `Role @Org`, `Name＠Org`, `Name as Role`.
fn at_organization(token: &str) -> (&str, Option<&str>) {
    if token.starts_with('@') {
        return (token, None);
    }
    for mark in ['@', '＠'] {
        if let Some((left, right)) = token.split_once(mark)
            && !right.trim().is_empty()
            && !left.trim().is_empty()
        {
            // `Name @handle` says nothing of a company, `Name @ Org` and `Name @Org` do.
            let handle =
                mark == '@' && right.starts_with(char::is_lowercase) && !right.contains(' ') && left.ends_with(' ');
            return (left.trim(), (!handle).then(|| right.trim()));
        }
    }
    let mut offset = 0;
    for word in token.split(' ') {
        let start = offset;
        offset += word.len() + 1;
        let small = !word.starts_with(char::is_uppercase) && word.starts_with(char::is_alphabetic);
        if start > 0 && offset < token.len() && small {
            let word = key(word);
            if word == "as" {
                return (token[..start].trim(), None);
            }
            // "Director of Research at Nimbus" has its company after "at", "University of Nimbus" is one.
            let name = matches!(word.as_str(), "de" | "da" | "di" | "van" | "do" | "of");
            if word.len() > 1 && !name && words().has(&word, is::AT) {
                return (token[..start].trim(), Some(token[offset..].trim()));
            }
        }
    }
    (token, None)
}

/// The company in what stands after a name: roles are left out, of `Role, Org` the last counts.
fn affiliation(text: &str) -> Option<String> {
    let mut found = None;
    for (_, piece) in split(text) {
        if piece.starts_with('@') && piece[1..].starts_with(char::is_lowercase) || is_noise(piece) || piece.is_empty() {
            continue;
        }
        let piece = piece.trim_start_matches('@').trim();
        let (left, organization) = at_organization(piece);
        let candidate = organization.unwrap_or(left).trim_matches(['.', ' ', '(', ')', '"', '*', '_', ':']);
        let candidate = candidate.strip_prefix("the ").unwrap_or(candidate);
        let flags = words().flags_of(candidate);
        let candidate = candidate.strip_prefix("a ").unwrap_or(candidate);
        // "(video)" behind a name is a link's text.
        let label =
            flags & (is::RECORDING | is::SLIDES | is::CODE | is::FIELD | is::KIND) != 0 && flags & is::COMPANY == 0;
        if label {
            continue;
        }
        if candidate.is_empty() || organization.is_none() && has_role(candidate) && flags & is::COMPANY == 0 {
            continue;
        }
        if !candidate.chars().any(char::is_alphabetic) || candidate.split_whitespace().count() > 7 {
            continue;
        }
        found = Some(candidate.to_owned());
    }
    found
}

/// Texts that say nothing of people or companies: addresses, dates, times.
fn is_noise(token: &str) -> bool {
    let marked = token.bytes().any(|b| matches!(b, b':' | b'@' | b'.' | b'0'..=b'9'));
    marked
        && (token.contains("://")
            || token.starts_with("www.")
            || token.contains('@') && token.contains('.') && !token.contains(' ') && !token.starts_with('@')
            || token.bytes().any(|b| b.is_ascii_digit()) && is_only_date(token))
        || !token.chars().any(char::is_alphabetic)
        || words().holds(token, is::WEEKDAY | is::HONORIFIC)
}

fn is_company(text: &str) -> bool {
    words().holds(text, is::COMPANY)
}

fn is_title_word(word: &str) -> bool {
    words().holds(word, is::TITLE_WORD)
}

/// Whether a text names a role ("Senior Engineer", "CTO").
pub(super) fn has_role(text: &str) -> bool {
    pieces(text).any(|word| words().holds(word, is::ROLE)) && !is_company(text)
}

fn ends_as_organization(text: &str) -> bool {
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

fn is_full_name(text: &str) -> bool {
    text.contains(' ') && name_score(text) >= 0.5 && !is_company(text) && !ends_as_organization(text)
}

/// A name without courtesy, titles and decoration.
fn clean_name(name: &str) -> String {
    let mut name = name
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '.' | ')' | '_' | '\u{300}'..='\u{36f}'))
        .trim();
    name = name.trim_end_matches(['.', '_']);
    for title in ["Dr. ", "Dr ", "Prof. ", "Prof ", "Mr. ", "Ms. ", "Mrs. ", "Dr.-Ing. "] {
        name = name.strip_prefix(title).unwrap_or(name);
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

/// How much a text reads as one person's name, 0 to 1.
pub(super) fn name_score(text: &str) -> f32 {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 || is_company(text) {
        return 0.0;
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

/// Lists whose words are in no name.
const NOT_IN_NAMES: u64 =
    is::TITLE_WORD | is::ORGANIZATION_WORD | is::ROLE | is::KIND | is::WEEKDAY | is::SECTION | is::GROUP | is::MISC;

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
        if word.starts_with(char::is_lowercase) || is_compound(word) {
            return 0.0;
        }
        let initial = word.trim_end_matches('.').chars().count() == 1;
        let shouted = word.len() > 2
            && word.chars().all(char::is_uppercase)
            && !parts.iter().all(|w| w.chars().all(|c| !c.is_lowercase()));
        if !initial && (shouted || flags & NOT_IN_NAMES != 0) {
            foreign += usize::from(word != first || given == 0);
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

fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '々')
}

/// Names in scripts without capitals: short, with a blank or middle dot between the parts, or a courtesy.
fn spaceless_score(text: &str) -> f32 {
    let polite = words().honorifics().any(|word| text.len() > word.len() && text.ends_with(word));
    if text.chars().any(|c| !is_spaceless(c) && !matches!(c, ' ' | '　' | '・' | '·') && !c.is_alphabetic()) {
        return 0.0;
    }
    let letters = text.chars().filter(|c| is_spaceless(*c)).count();
    let hiragana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{309f}')).count();
    let parts = text.split([' ', '　', '・', '·']).filter(|part| !part.is_empty()).count();
    if words().flags_of(text) != 0 || letters > 12 || !polite && hiragana * 2 > letters + 2 {
        return 0.0;
    }
    match (polite, parts, letters) {
        (true, _, 2..=8) => 0.9,
        (_, 2, 3..=10) => 0.75,
        (_, 1, 2..=4) => 0.5,
        _ => 0.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(people: &People) -> String {
        let one = |p: &Person| match &p.organization {
            Some(organization) => format!("{} @{organization}", p.name),
            None => p.name.clone(),
        };
        people.persons.iter().map(one).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn labelled_people_and_their_companies_are_told_apart() {
        for (value, expected) in [
            (
                "Andrew Block & Karena Angell, Red Hat; Matt Farina, SUSE",
                "Andrew Block @Red Hat / Karena Angell @Red Hat / Matt Farina @SUSE",
            ),
            ("Ricardo Katz, VMware & Carlos Panato, Chainguard", "Ricardo Katz @VMware / Carlos Panato @Chainguard"),
            ("Mauricio Salatino, LearnK8s", "Mauricio Salatino @LearnK8s"),
            ("Mark Bates (Meta42 Labs, LLC)", "Mark Bates @Meta42 Labs, LLC"),
            ("Liz Rice, Joe Beda and Kelsey Hightower", "Liz Rice / Joe Beda / Kelsey Hightower"),
            ("Ada Pohl, Senior Engineer, Nimbus Labs", "Ada Pohl @Nimbus Labs"),
            ("Ada Pohl as Staff Engineer, Nimbus Labs", "Ada Pohl @Nimbus Labs"),
            ("Ada Pohl (CTO at Nimbus), Uwe Brandt (@uwe)", "Ada Pohl @Nimbus / Uwe Brandt"),
            ("山田 太郎さん（株式会社サンプル）", "山田 太郎 @株式会社サンプル"),
            ("田中花子／サンプル株式会社", "田中花子 @サンプル株式会社"),
            ("Tomasz Nowak i Anna Kowalska", "Tomasz Nowak / Anna Kowalska"),
            (
                "Sigrid Kimura, Kestrel Aerospace; Lukas Herrera, Xenolith",
                "Sigrid Kimura @Kestrel Aerospace / Lukas Herrera @Xenolith",
            ),
            ("Zork Fnord", "Zork Fnord"),
            ("@handle", "@handle"),
            ("Jan van den Berg @ ING", "Jan van den Berg @ING"),
            ("Camille Petit, Ingénieure chez Bluefjord", "Camille Petit @Bluefjord"),
            ("Alexandra Johnson, Independent", "Alexandra Johnson @Independent"),
        ] {
            assert_eq!(shown(&labelled(value)), expected, "{value}");
        }
    }

    #[test]
    fn subtitles_do_not_read_as_people() {
        for text in [
            "Based ML",
            "Using OPA for Complex CRD Validation and Defaulting",
            "Matchmaking Framework",
            "GitOps at Adobe",
            "live coding with Sonic Pi",
            "A How-To-Guide",
            "Intro, Deep Dive, And Open Q+A",
            "architecting for failure in distributed systems",
            "Lessons Learned",
            "The Open Source Way v2.0",
            "Google",
            "Day 1",
            "Past, Present and Future",
            "Security",
            "Kubernetes",
        ] {
            let sure = bare(text).map_or(0.0, |people| people.sure);
            assert!(sure < 0.6, "{text}: {sure}");
        }
    }

    #[test]
    fn people_read_as_people() {
        for (text, names) in [
            ("Bryan Liles", "Bryan Liles"),
            ("Laura Rehorst & Mike Ryan", "Laura Rehorst / Mike Ryan"),
            ("Luis C. Busquets Pérez", "Luis C. Busquets Pérez"),
            ("Anne L'Hôte & Bruno Thomas", "Anne L'Hôte / Bruno Thomas"),
            ("Liz Rice (Aqua Security)", "Liz Rice @Aqua Security"),
            ("Steve Klabnik - @steveklabnik - 6 May 2015", "Steve Klabnik"),
            ("by Abby Bobé", "Abby Bobé"),
            ("Speaker Zork, Acme Labs", ""),
            ("Eleanor Saitta (Systems Structure ltd.)", "Eleanor Saitta @Systems Structure ltd"),
            ("@taylorthesavage", "@taylorthesavage"),
            ("Google Cloud Event ::: Abdel Sghiouar", ""),
            (
                "Effie Mouzeli (Wikimedia Foundation), Alexandros Kosiaris (Wikimedia Foundation)",
                "Effie Mouzeli @Wikimedia Foundation / Alexandros Kosiaris @Wikimedia Foundation",
            ),
        ] {
            let people = bare(text).filter(|people| people.sure >= 0.6);
            assert_eq!(people.as_ref().map(shown).unwrap_or_default(), names, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,60}|[A-Za-z@&,;()/ \\-]{0,60}") {
            labelled(&text);
            bare(&text);
        }
    }
}
