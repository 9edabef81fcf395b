//! Reads the people a text lists one token after the other: who is one, and who is from where.

use super::company::{affiliation, ends_as_organization, has_role, is_company, is_noise};
use super::joins::{Join, at_organization, parenthesis, split};
use super::name::{begins_as_title, clean_name, is_full_name, is_polite, is_title_word, name_score};
use super::people::{People, Person};
use super::prefix::is_room;
use super::spelled::is_transcription;
use super::words::{is, words};

/// The people a text names; `None` where a part of it is neither person nor company. `trusted`: after a label, where
/// all of it is people.
pub(super) fn parse(text: &str, trusted: bool) -> Option<People> {
    if !trusted && begins_as_title(text) {
        return None;
    }
    let tokens = split(text);
    // "A, B, C": all of them are people where all read so; "A, Nimbus; B, Umbra" says it otherwise.
    let all_names = tokens.len() > 2
        && tokens.iter().all(|(join, _)| !matches!(join, Join::Semicolon | Join::Dash))
        && tokens.iter().all(|(_, token)| is_full_name(token));
    let mut state = State::new(trusted);
    for (join, token) in tokens {
        state.take(join, token, all_names)?;
    }
    let mut people = state.people;
    // Of several names one that is surely known speaks for all.
    if !trusted && people.persons.len() > 1 && state.best >= 0.95 && people.sure >= 0.5 {
        people.sure = people.sure.max(0.7);
    }
    (!people.persons.is_empty() || trusted && !people.organizations.is_empty()).then_some(people)
}

struct State {
    people: People,
    /// The first person of those who share the company named next.
    run: usize,
    /// Whether that company was named.
    given: bool,
    /// What the token before was.
    after: After,
    trusted: bool,
    /// How surely the surest name is one.
    best: f32,
}

/// What a token may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// The company of the people before, after a comma.
    Company,
    /// A role.
    Role,
    Other,
}

impl State {
    fn new(trusted: bool) -> State {
        let people = People { sure: 1.0, ..People::default() };
        State { people, run: 0, given: false, after: After::Other, trusted, best: 0.0 }
    }

    /// Takes one token; `None` where it is neither person nor company.
    fn take(&mut self, join: Join, token: &str, all_names: bool) -> Option<()> {
        let token = token.trim().trim_matches(['"', '“', '”', '\'', '*', '_']).trim_end_matches(['.', ':', '!']).trim();
        if token.is_empty() || is_noise(token) || self.trusted && is_nobody(token) {
            return Some(());
        }
        // "Ada Pohl; Hall 2"
        if join != Join::First && is_room(token) {
            return Some(());
        }
        let token = without_label(token);
        let (base, inside) = parenthesis(token);
        let (left, organization) = at_organization(base);
        // "Ada @ada", as "Ada (@ada)" is.
        let beside = || Some(base[left.len()..].trim()).filter(|beside| handle(beside).is_some());
        let inside = inside.or_else(|| organization.is_none().then(beside).flatten());
        if join == Join::And && self.is_rest_of_company(left) {
            return Some(());
        }
        if join == Join::And && inside.is_none() && organization.is_none() && self.takes_stage_name(left) {
            return Some(());
        }
        // "Ada Pohl; Engineer at Nimbus"
        let says_role = || organization.is_some() && has_role(left) && !self.given;
        let may_say_more = join != Join::First && (join != Join::Semicolon || says_role());
        if may_say_more && !self.people.persons.is_empty() {
            let company = is_company(left);
            let role = has_role(left);
            let score = name_score(left);
            // "Ada Pohl - Engineer - Rosa Ropes": behind a role stands who pays.
            let is_employer = join == Join::Dash && self.after == After::Role && !self.given;
            let person = match join {
                _ if is_employer || join == Join::Semicolon => false,
                // "Founder & Editor in Chief" is what she is.
                Join::And => !company && (self.trusted && !role || score >= 0.4 || left.starts_with('@')),
                Join::Comma | Join::Dash => {
                    !company
                        && !role
                        && (score >= 0.75
                            || all_names
                            || score >= 0.5 && inside.is_some() && !ends_as_organization(left)
                            || self.given && score >= 0.5 && join == Join::Comma)
                        && inside.is_none_or(|_| score >= 0.5)
                }
                _ => true,
            };
            if !person {
                // "Ada Pohl - What We Learned on the Way": so many words nobody knows are a title.
                let is_title = !self.trusted && join == Join::Dash && left.split(' ').count() > 3;
                if is_title && !(company || role || organization.is_some() || ends_as_organization(left)) {
                    return None;
                }
                return self.affiliate(token, left, organization, inside);
            }
        }
        self.person(join, left, organization, inside)
    }

    /// "Ada Pohl & Addie": beside a name that is known the other may have one word.
    fn takes_stage_name(&mut self, name: &str) -> bool {
        let is_word = name.len() > 2 && name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
        let is_free = is_word && !self.given && self.after == After::Other && words().flags_of(name) == 0;
        let is_beside = self.best >= 0.75 && self.people.persons.last().is_some_and(|person| person.name.contains(' '));
        if is_free && is_beside && is_stage_name(name) {
            self.people.sure = self.people.sure.min(0.7);
            self.people.persons.push(Person { name: name.to_owned(), organization: None, handle: None });
            return true;
        }
        false
    }

    /// "Ada Pohl, Barley & Rye": a lone word after "&" that is no name belongs to the company before it.
    fn is_rest_of_company(&mut self, rest: &str) -> bool {
        let known = words().flags_of(rest) & (is::GIVEN_NAME | is::COMPANY) != 0;
        let last = self.people.persons.last_mut().and_then(|person| person.organization.as_mut());
        let Some(company) =
            last.filter(|_| self.after == After::Company && !known && !rest.contains(' ') && rest.len() > 1)
        else {
            return false;
        };
        let (short, whole) = (company.clone(), format!("{company} & {rest}"));
        for person in &mut self.people.persons[self.run..] {
            if person.organization.as_deref() == Some(&short) {
                person.organization = Some(whole.clone());
            }
        }
        true
    }

    fn person(&mut self, join: Join, name: &str, organization: Option<&str>, inside: Option<&str>) -> Option<()> {
        self.after = After::Other;
        let polite = is_polite(name.trim());
        let is_spoken_of = !name.is_ascii() && words().honorifics().any(|word| name.trim_end().ends_with(word));
        let name = clean_name(name);
        if name.is_empty() {
            return Some(());
        }
        if name.starts_with('@') && join != Join::And && !self.people.persons.is_empty() {
            self.name_handle(&name);
            return Some(());
        }
        // After a label only what ends as companies do is asked whether it is a name.
        let mut score = match name.starts_with('@') {
            true => 0.9,
            false if polite => 0.9,
            false if self.trusted && !ends_as_organization(&name) => 0.5,
            false => name_score(&name),
        };
        if name.starts_with('@') && name.len() < 3 {
            return None;
        }
        let (name, before) = match is_spoken_of.then(|| company_before(&name)).flatten() {
            Some((company, name)) => (name.to_owned(), Some(company.to_owned())),
            None => (name, None),
        };
        let told = inside.filter(|inside| !is_transcription(&name, inside));
        let organization = organization.and_then(affiliation).or_else(|| told.and_then(affiliation)).or(before);
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
        self.best = self.best.max(score);
        if self.given || join == Join::Semicolon || join == Join::Dash {
            self.run = self.people.persons.len();
            self.given = false;
        }
        // "Ada Pohl & Uwe Brandt (both Nimbus)"
        if let Some(company) =
            organization.as_ref().filter(|_| inside.is_some_and(|inside| inside.starts_with("both ")))
        {
            let others = self.people.persons[self.run..].iter_mut();
            others
                .for_each(|person| person.organization = person.organization.take().or_else(|| Some(company.clone())));
        }
        self.given |= organization.is_some();
        let handle = inside.and_then(handle).filter(|_| !name.starts_with('@'));
        self.people.persons.push(Person { name, organization, handle });
        Some(())
    }

    /// `Ada Pohl - @ada`: what the person just named is called elsewhere. Few titles have a handle behind them.
    fn name_handle(&mut self, text: &str) {
        if let Some(person) = self.people.persons.last_mut().filter(|person| !person.name.starts_with('@'))
            && let Some(handle) = handle(text)
        {
            person.handle.get_or_insert(handle);
            if is_full_name(&person.name) {
                self.people.sure = self.people.sure.max(0.7);
            }
        }
    }

    /// The token says where the people before it are from.
    fn affiliate(&mut self, token: &str, left: &str, organization: Option<&str>, inside: Option<&str>) -> Option<()> {
        if token.starts_with('@') && !token.contains(' ') {
            let is_own = self.people.persons.last().is_some_and(|person| is_made_of(token, &person.name));
            self.name_handle(token);
            if self.given || is_own || token[1..].starts_with(|c: char| c.is_ascii_digit()) {
                return Some(());
            }
        }
        let found = match organization {
            Some(organization) => affiliation(organization),
            None if token.starts_with('@') => affiliation(token),
            None => affiliation(left).or_else(|| inside.and_then(affiliation)),
        };
        let by_word = organization.is_some();
        let words = left.split_whitespace().count();
        let known = is_company(left) || has_role(left) || organization.is_some() || ends_as_organization(left);
        if !self.trusted && !known {
            let title = left.split_whitespace().filter(|word| is_title_word(word)).count();
            // "Senior Engineer, nimbus": behind a role a company may be small.
            let small = left.starts_with(char::is_lowercase) && !(self.after == After::Role && words == 1);
            if words > 5 || title * 2 > words || small {
                return None;
            }
        }
        if known && !self.people.persons.is_empty() {
            self.people.sure = (self.people.sure + 0.3).min(1.0);
        }
        if let Some(organization) = &found {
            let behind_role = !by_word && self.after == After::Role;
            for person in &mut self.people.persons[self.run..] {
                // "Ada (Addie), Nimbus": what stands in parentheses is what friends call her. "Ada - Core Team,
                // Engineer at Nimbus": a team is not who pays her. "Ada, Rope Artist, Engineer, Nimbus": what
                // stands behind a role is.
                let falls =
                    |known: &str| is_nickname(known) || by_word && is_team(known) || behind_role && !is_company(known);
                person.organization = person.organization.take().filter(|known| !falls(known));
                person.organization.get_or_insert_with(|| organization.clone());
            }
            self.given = true;
        }
        self.after = match found {
            _ if has_role(left) => After::Role,
            Some(_) if inside.is_none() => After::Company,
            _ => After::Other,
        };
        Some(())
    }
}

/// `ニンバス 加藤` of 「ニンバス 加藤さん」: who is spoken of by a family name, and before it where they are from.
fn company_before(name: &str) -> Option<(&str, &str)> {
    let (company, name) = name.split_once([' ', '　'])?;
    let is_katakana = |c: char| matches!(c, '\u{30a1}'..='\u{30ff}');
    let is_kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々');
    let may_be_company = company.chars().count() >= 3 && company.chars().all(is_katakana) || is_company(company);
    (may_be_company && !name.is_empty() && name.chars().all(is_kanji)).then_some((company, name))
}

/// Whether a field says that nobody, or nobody yet, is named: "TBD", "various".
fn is_nobody(text: &str) -> bool {
    const NOBODY: [&str; 16] = [
        "?",
        "anonymous",
        "diverse",
        "divers",
        "multiple",
        "multiple speakers",
        "n/a",
        "none",
        "several",
        "tba",
        "tbc",
        "tbd",
        "todo",
        "unknown",
        "various",
        "various speakers",
    ];
    text.len() <= 17 && NOBODY.iter().any(|nobody| text.eq_ignore_ascii_case(nobody))
}

/// "moderator: Ada Pohl" among others: who it is without what is done.
fn without_label(token: &str) -> &str {
    let named = token.split_once(": ").filter(|(label, _)| words().holds(label, is::SPEAKER | is::KIND));
    named.map_or(token, |(_, name)| name.trim_start())
}

/// The handle a text begins with. "@Nimbus" is a company.
fn handle(text: &str) -> Option<String> {
    let handle = text.trim().split([' ', ',', ')']).next()?;
    let letters = handle.strip_prefix('@')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || !c.is_ascii();
    let begins = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (letters.len() > 1 && letters.starts_with(begins) && letters.chars().all(fits)).then(|| handle.to_owned())
}

/// `@AdaPohl`, `@Pohl_Ada`: whether a handle holds the given and the family name.
fn is_made_of(handle: &str, name: &str) -> bool {
    let handle = handle.to_ascii_lowercase();
    name.contains(' ') && name.split(' ').all(|word| handle.contains(&word.to_ascii_lowercase()))
}

/// Whether a word is written as names are, not as abbreviations and products: "Surma", not "IBM" or "GitHub".
fn is_stage_name(word: &str) -> bool {
    word.chars().skip(1).all(char::is_lowercase)
}

/// Whether a text names a part of something bigger.
fn is_team(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.contains(' ') && ["team", "community", "project", "group"].iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether a text is a given name and nothing else.
fn is_nickname(text: &str) -> bool {
    !text.contains(' ') && words().holds(text, is::GIVEN_NAME) && !is_company(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_begins_as_a_title_names_nobody(
            text in "((A|The|Ada|Pohl|Field|Report|Guide|Monday|Dr|Prof|Rose|Day|de|Van|Team|Labs|University|and|at|of|2015|5|[,;&(|:.-]) ?){1,6}"
        ) {
            if begins_as_title(&text) {
                let mut state = State::new(false);
                let (join, first) = split(&text)[0];
                proptest::prop_assert!(state.take(join, first, false).is_none(), "{}", text);
            }
        }
    }
}
