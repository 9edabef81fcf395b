//! Who is on stage: texts that name people, with their companies.
//!
//! After a label ("Speakers:") everything is people. Elsewhere a text must *read* as people: given names are
//! known, words of titles are not in names, companies stand in parentheses or after a comma or "at".

use super::company::{affiliation, ends_as_organization, has_role, is_company, is_noise};
use super::joins::{Join, at_organization, parenthesis, split};
use super::name::{begins_as_title, clean_name, is_full_name, is_spaceless, is_title_word, name_score};
use super::plain::{beginning, pieces};
use super::words::{is, words};

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
    /// The `@handle` beside the name.
    pub(super) handle: Option<String>,
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
        let organization = Some(organization.to_owned());
        people.persons.push(Person { name: name.to_owned(), organization, handle: None });
    }
    Some(people)
}

/// The people a text names, where it names people and nothing else.
pub(super) fn bare(text: &str) -> Option<People> {
    let text = text.trim();
    if text.len() > 300 || text.is_empty() || is_prose(text) || text.contains(['{', '}', '=']) {
        return None;
    }
    let (rest, introduced) = strip_by(text);
    let mut people = parse(rest, false)?;
    if introduced && people.sure >= 0.3 {
        people.sure = people.sure.max(0.85);
    }
    (people.sure > 0.1).then_some(people)
}

/// "By" in sentences, in several languages.
const INTRODUCES: [&str; 8] = ["by", "von", "par", "por", "door", "av", "af", "di"];
/// What people do with a talk.
const GAVE: [&str; 5] = ["given", "presented", "held", "delivered", "presentation"];

/// The people a sentence introduces: "Notes from a talk by Ada Pohl (Nimbus) on clusters". What stands before
/// "by" must say that they gave it: "notes by" tells who wrote.
pub(super) fn in_sentence(text: &str) -> Option<People> {
    let text = beginning(text, 300);
    let (mut before, mut before_start) = ("", 0);
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if (2..=4).contains(&word.len()) && INTRODUCES.iter().any(|by| word.eq_ignore_ascii_case(by)) {
            let gave = words().holds(before, is::KIND) || GAVE.iter().any(|gave| before.eq_ignore_ascii_case(gave));
            // "Keynote by Ada" is a title with its people.
            if gave && before_start > 0 {
                return named_at(&text[start + word.len()..]);
            }
        }
        (before, before_start) = (word, start);
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
    Some(people)
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

fn parse(text: &str, trusted: bool) -> Option<People> {
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
    let people = state.people;
    (!people.persons.is_empty() || trusted && !people.organizations.is_empty()).then_some(people)
}

struct State {
    people: People,
    /// The first person of those who share the company named next.
    run: usize,
    /// Whether that company was named.
    given: bool,
    /// Whether the token before was that company, after a comma.
    after_company: bool,
    trusted: bool,
}

impl State {
    fn new(trusted: bool) -> State {
        let people = People { sure: 1.0, ..People::default() };
        State { people, run: 0, given: false, after_company: false, trusted }
    }

    /// Takes one token; `None` where it is neither person nor company.
    fn take(&mut self, join: Join, token: &str, all_names: bool) -> Option<()> {
        let token = token.trim().trim_matches(['"', '“', '”', '\'', '*', '_']).trim_end_matches(['.', ':', '!']).trim();
        if token.is_empty() || is_noise(token) {
            return Some(());
        }
        let (base, inside) = parenthesis(token);
        let (left, organization) = at_organization(base);
        if join == Join::And && self.is_rest_of_company(left) {
            return Some(());
        }
        if join != Join::First && join != Join::Semicolon && !self.people.persons.is_empty() {
            let company = is_company(left);
            let role = has_role(left);
            let score = name_score(left);
            let person = match join {
                Join::And => !company && (self.trusted || score >= 0.4 || left.starts_with('@')),
                Join::Comma | Join::Dash => {
                    !company
                        && !role
                        && (score >= 0.9
                            || all_names
                            || score >= 0.5 && inside.is_some() && !ends_as_organization(left)
                            || self.given && score >= 0.5 && join == Join::Comma)
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

    /// "Ada Pohl, Barley & Rye": a lone word after "&" that is no name belongs to the company before it.
    fn is_rest_of_company(&mut self, rest: &str) -> bool {
        let known = words().flags_of(rest) & (is::GIVEN_NAME | is::COMPANY) != 0;
        let last = self.people.persons.last_mut().and_then(|person| person.organization.as_mut());
        let Some(company) = last.filter(|_| self.after_company && !known && !rest.contains(' ') && rest.len() > 1)
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
        self.after_company = false;
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
        let handle = inside.and_then(handle).filter(|_| !name.starts_with('@'));
        self.people.persons.push(Person { name, organization, handle });
        Some(())
    }

    /// `Ada Pohl - @ada`: what the person just named is called elsewhere.
    fn name_handle(&mut self, text: &str) {
        if let Some(person) = self.people.persons.last_mut().filter(|person| !person.name.starts_with('@')) {
            person.handle = person.handle.take().or_else(|| handle(text));
        }
    }

    /// The token says where the people before it are from.
    fn affiliate(&mut self, token: &str, left: &str, organization: Option<&str>, inside: Option<&str>) -> Option<()> {
        if token.starts_with('@') && !token.contains(' ') {
            self.name_handle(token);
            if self.given {
                return Some(());
            }
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
                // "Ada (Addie), Nimbus": what stands in parentheses is what friends call her.
                if person.organization.as_deref().is_some_and(is_nickname) {
                    person.organization = None;
                }
                person.organization.get_or_insert_with(|| organization.clone());
            }
            self.given = true;
            self.after_company = inside.is_none() && !has_role(left);
        }
        Some(())
    }
}

/// The handle a text begins with. "@Nimbus" is a company.
fn handle(text: &str) -> Option<String> {
    let handle = text.trim().split([' ', ',', ')']).next()?;
    let letters = handle.strip_prefix('@')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (letters.len() > 1 && letters.starts_with(|c: char| c.is_ascii_lowercase()) && letters.chars().all(fits))
        .then(|| handle.to_owned())
}

/// Whether a text is a given name and nothing else.
fn is_nickname(text: &str) -> bool {
    !text.contains(' ') && words().holds(text, is::GIVEN_NAME) && !is_company(text)
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
        fn what_begins_as_a_title_names_nobody(
            text in "((A|The|Ada|Pohl|Field|Report|Guide|Monday|Dr|Prof|Rose|Day|de|Van|Team|Labs|University|and|at|of|2015|5|[,;&(|:.-]) ?){1,6}"
        ) {
            if begins_as_title(&text) {
                let mut state = State::new(false);
                let (join, first) = split(&text)[0];
                proptest::prop_assert!(state.take(join, first, false).is_none(), "{}", text);
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,60}|[A-Za-z@&,;()/ \\-]{0,60}") {
            labelled(&text);
            bare(&text);
        }
    }
}
