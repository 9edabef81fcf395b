//! Who is on stage: texts that name people, with their companies.
//!
//! After a label ("Speakers:") everything is people. Elsewhere a text must *read* as people: given names are
//! known, words of titles are not in names, companies stand in parentheses or after a comma or "at".

use super::company::{affiliation, has_role, is_company};
use super::joins::at_organization;
use super::name::{clean_name, is_full_name, is_spaceless};
use super::plain::pieces;
use super::roster::parse;
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

impl People {
    /// Whether one of the others is among these.
    pub(super) fn names_one_of(&self, others: &People) -> bool {
        let is_other =
            |person: &Person| others.persons.iter().any(|other| other.name.eq_ignore_ascii_case(&person.name));
        self.persons.iter().any(is_other)
    }

    /// "w/ Ada Pohl, Yorben Xandrik": behind this word a list is of people, and whose name nobody knows is no company.
    pub(super) fn part_names(&mut self, text: &str) {
        let [only] = &mut self.persons[..] else { return };
        let is_listed = |name: &String| is_full_name(name) && text.ends_with(&format!("{}, {name}", only.name));
        if let Some(name) = only.organization.clone().filter(is_listed) {
            only.organization = None;
            self.persons.push(Person { name, organization: None, handle: None });
        }
    }
}

impl People {
    /// Gives all the company that is told in a place of its own; names behind commas are others, then, and no
    /// companies: `Ada Pohl, Uwe Brandt` and `Company: Nimbus`.
    pub(super) fn take_company(&mut self, company: &str) {
        let mut persons = Vec::with_capacity(self.persons.len());
        for mut person in self.persons.drain(..) {
            let other = person.organization.take_if(|name| *name != company && is_full_name(name));
            persons.push(person);
            persons.extend(other.map(|name| Person { name, organization: None, handle: None }));
        }
        for person in &mut persons {
            person.organization.get_or_insert_with(|| company.to_owned());
        }
        self.persons = persons;
    }

    /// `Ada Pohl, Nimbus by @ada`: a handle alone is what the person before it is called elsewhere. Others named
    /// behind "by" are who speaks.
    pub(super) fn called_as(mut self, byline: People) -> People {
        match (&mut self.persons[..], &byline.persons[..]) {
            ([named], [only]) if only.name.starts_with('@') && !named.name.starts_with('@') => {
                named.handle = named.handle.take().or_else(|| Some(only.name.clone()));
                self
            }
            _ => byline,
        }
    }
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
    let text = without_dash(text.trim());
    if text.len() > 300 || text.is_empty() || text.contains(['{', '}', '=']) {
        return None;
    }
    if is_prose(text) && !introduces_itself(text) && !introduces_particles(text) {
        return None;
    }
    let (rest, introduced) = strip_by(text);
    let found = parse(rest, false);
    if introduced
        && found.as_ref().is_none_or(|people| people.sure < 0.3)
        && let Some(people) = introduced_name(text, rest)
    {
        return Some(people);
    }
    let mut people = found?;
    if introduced && people.sure >= 0.3 {
        people.sure = people.sure.max(0.85);
    }
    (people.sure > 0.1).then_some(people)
}

/// What stands behind the "by" that a text begins with.
pub(super) fn named_behind_by(text: &str) -> Option<&str> {
    let (named, is_introduced) = strip_by(without_dash(text));
    is_introduced.then_some(named)
}

/// `-- by Ada Pohl` without the dashes; elsewhere a dash in front says that more stands before it.
fn without_dash(text: &str) -> &str {
    if !text.starts_with(['-', '–', '—']) {
        return text;
    }
    let rest = text.trim_start_matches(['-', '–', '—']).trim_start();
    if strip_by(rest).1 { rest } else { text }
}

/// "By" in sentences, in several languages.
pub(super) const INTRODUCES: [&str; 8] = ["by", "von", "par", "por", "door", "av", "af", "di"];

/// `ada pohl`, `Ada pohl`: a known given name and a word nobody knows, of which who writes in haste made no names.
pub(super) fn in_small_letters(text: &str) -> Option<People> {
    let (given, family) = text.split_once(' ')?;
    let is_word = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    // "ada explained", "ada says", "ada climbing"
    let is_verb = ["ed", "ing", "s"].iter().any(|end| family.ends_with(end));
    if !family.starts_with(char::is_lowercase) || is_verb || !is_word(family) || !is_word(given) {
        return None;
    }
    let is_given = words().flags_of(given) & (is::GIVEN_NAME | is::ALSO_WORD) == is::GIVEN_NAME;
    (is_given && words().flags_of(family) & !is::GIVEN_NAME == 0).then(|| People { sure: 0.7, ..labelled(text) })
}

/// `Keynote by Ada`: behind the kind of talk and "by" one name is enough.
pub(super) fn behind_kind(text: &str) -> Option<People> {
    let (_, rest) = text.split_once(' ').filter(|(kind, _)| kind.len() > 3 && words().holds(kind, is::KIND))?;
    // "Workshop with Terraform" names a tool.
    let (_, named) = rest.split_once(' ').filter(|(by, _)| INTRODUCES.contains(by))?;
    let name = named.trim_end_matches(['.', '!', ',', ' ']);
    let is_name = |word: &str| {
        let is_known = words().flags_of(word) & !(is::GIVEN_NAME | is::ALSO_WORD) != 0;
        word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase) && !is_known
    };
    let fits = name.split(' ').count() <= 3 && name.split(' ').all(is_name) && !is_company(name);
    fits.then(|| People { sure: 0.8, ..labelled(name) })
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

/// `Ada Pohl, captain at Nimbus, author of …`: who it is by the name and the role a text in many words begins with.
pub(super) fn introduction(text: &str) -> Option<People> {
    let (name, rest) = text.split_once(", ").filter(|(name, _)| is_full_name(name))?;
    let role = rest.split(", ").next().filter(|role| role.len() < 80).unwrap_or_default();
    let organization = at_organization(role).1.or_else(|| (!role.contains('/')).then_some(role));
    let organization = organization.filter(|_| has_role(role)).and_then(affiliation);
    let person = Person { name: clean_name(name), organization, handle: None };
    Some(People { persons: vec![person], organizations: Vec::new(), sure: 0.7 })
}

/// A name nobody knows, where nothing but "by" stands before it.
fn introduced_name(text: &str, name: &str) -> Option<People> {
    let by = text.split([' ', ':']).next().unwrap_or_default();
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-');
    let is_short = (2..=3).contains(&pieces(name).count()) && pieces(name).all(is_name);
    let is_by = INTRODUCES.iter().any(|known| by.eq_ignore_ascii_case(known));
    // "By Ada Pohl, Ropes / Harbour Director @ Nimbus": the name is sure where the rest is not.
    let is_told = is_by && name.len() < 160 && name.contains(", ");
    if let Some(people) = is_told.then(|| introduction(name)).flatten() {
        return Some(people);
    }
    (is_by && is_short).then(|| People { sure: 0.7, ..labelled(name) })
}

/// `Ada Pohl, head of what keeps us awake at Nimbus`: a name and, behind a comma, a role in many words.
fn introduces_itself(text: &str) -> bool {
    let Some((name, role)) = text.split_once(", ") else { return false };
    let opening = role.match_indices(' ').nth(2).map_or(role, |(at, _)| &role[..at]);
    text.len() < 160 && !text.ends_with(['.', '!', '?', ':']) && is_full_name(name) && has_role(opening)
}

/// `by Ada van der Pohl`: a name may have as many small words as a sentence.
fn introduces_particles(text: &str) -> bool {
    let named = text.split_once(' ').filter(|(by, _)| INTRODUCES.contains(by));
    text.len() < 60 && named.is_some_and(|(_, name)| is_full_name(name))
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
        if words().holds(phrase, is::BY) && !is_verb_of_sentence(phrase, &text[end..]) {
            found = Some(end);
        }
    }
    match found {
        Some(end) if end < text.len() => (text[end..].trim_start_matches([':', ' ']), true),
        _ => (text, false),
    }
}

/// "met Sam": the Dutch "with" is what the English did, where no full name stands behind it.
fn is_verb_of_sentence(by: &str, behind: &str) -> bool {
    let mut names = pieces(behind.trim());
    by.eq_ignore_ascii_case("met")
        && !(names.next().is_some() && names.next().is_some_and(|name| name.starts_with(char::is_uppercase)))
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
