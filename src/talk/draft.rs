//! The fields of one talk as its heading and first lines give them, before anything is inherited.

use super::Date;
use super::company::{is_company, reads_as_company};
use super::evidence::{Dossier, Evidence};
use super::facts::Fact;
use super::forms::Row;
use super::people::{self, People};
use super::plain::pieces;
use super::title::{Heading, read_heading, says_who_it_is, trim_title};
use super::votes::Votes;
use super::words::{is, words};

/// The fields of a talk as its own lines give them.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) people: People,
    pub(super) organizations: Vec<String>,
    pub(super) event: Option<String>,
    /// Who does something in the first sentence: who speaks, where nothing else says so.
    pub(super) told_of: Option<People>,
    pub(super) date: Option<Date>,
    pub(super) track: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) told: Vec<std::ops::Range<u32>>,
    pub(super) evidence: Vec<Evidence>,
}

impl Draft {
    pub(super) fn of_row(row: &Row) -> Draft {
        Draft {
            title: row.title.clone(),
            people: row.people.clone(),
            evidence: row.evidence.clone(),
            event: row.event.clone(),
            date: row.date,
            told: match row.text.clone() {
                Some(text) => vec![row.start..text.start, text.end..row.head_end],
                None => std::iter::once(row.start..row.head_end).collect(),
            },
            ..Draft::default()
        }
    }

    /// What the lines tell; they are taken out of the dossier.
    pub(super) fn take_lines(&mut self, dossier: &mut Dossier) {
        let mut labelled = false;
        let mut field_title = None;
        for line in std::mem::take(&mut dossier.lines) {
            for fact in line.facts {
                match fact {
                    Fact::Speakers(people) => {
                        if !labelled {
                            self.people = People::default();
                        }
                        labelled = true;
                        self.take_people(people);
                    }
                    Fact::People(people) if !labelled => self.take_people(people),
                    Fact::Told(people) => self.told_of = self.told_of.take().or(Some(people)),
                    Fact::Title(title) => field_title = field_title.or(Some(title)),
                    Fact::Event(event) => self.event = self.event.take().or(Some(event)),
                    Fact::Date(date) => self.date = self.date.or(Some(date)),
                    Fact::Track(track) => self.track = self.track.take().or(Some(track)),
                    Fact::Tags(tags) => self.tags.extend(tags),
                    Fact::Organization(name) => self.organizations.push(name),
                    _ => {}
                }
            }
            if line.is_told {
                self.told.push(line.start..line.end);
            }
        }
        self.date = self.date.or(dossier.date_below);
        if let Some(people) = &dossier.people_below
            && self.people.persons.is_empty()
        {
            self.add_people(people);
        }
        // `Speaker: Ada Pohl`, `Company: Nimbus`
        if let [company] = &self.organizations[..] {
            self.people.take_company(company);
        }
        if let Some(title) = field_title {
            trim_title(&title).clone_into(&mut self.title);
        }
    }

    fn take_people(&mut self, people: People) {
        self.people.persons.extend(people.persons);
        self.people.organizations.extend(people.organizations);
    }

    pub(super) fn add_people(&mut self, people: &People) {
        self.people.persons.extend(people.persons.iter().cloned());
        self.people.organizations.extend(people.organizations.iter().cloned());
    }

    /// Takes the title of a heading, and the event beside it.
    pub(super) fn take_name(&mut self, heading: Heading) {
        self.title = heading.title;
        self.event = self.event.take().or(heading.event);
    }

    /// The title of a text that is one, and the people beside it where nobody else is known.
    pub(super) fn take_title(&mut self, heading: &Heading) {
        self.title.clone_from(&heading.title);
        self.event = self.event.take().or_else(|| heading.event.clone());
        let mut named = heading.byline.clone();
        if let Some(tail) = heading.tail.as_ref().filter(|tail| tail.people.as_ref().is_some_and(|p| p.sure >= 0.6)) {
            trim_title(&heading.title[..tail.title_len]).clone_into(&mut self.title);
            named = named.or_else(|| tail.people.clone());
        }
        if let Some(people) = named.filter(|_| self.people.persons.is_empty()) {
            self.add_people(&people);
        }
    }

    /// The people between title and company: `Tiny clusters - Ada Pohl - Nimbus`.
    fn take_people_between(&mut self, company: &str) -> Option<People> {
        let tail = read_heading(&self.title).tail?;
        let mut people = tail.people.filter(|people| people.sure >= 0.4 && !people.persons.is_empty())?;
        trim_title(&self.title[..tail.title_len]).to_owned().clone_into(&mut self.title);
        people.take_company(company);
        Some(people)
    }

    /// What the heading says besides the title, where the lines below it do not.
    pub(super) fn take_heading(&mut self, dossier: &Dossier, votes: &Votes, level: u8) {
        let heading = &dossier.heading;
        self.event = self.event.take().or_else(|| heading.event.clone());
        let from_field = self.title != heading.title;
        let mut named: Option<People> = heading.byline.clone();
        if let Some(tail) = &heading.tail {
            if votes.is_people(tail, level) {
                named = match (named, &tail.people) {
                    (Some(byline), Some(people)) => Some(people.clone().called_as(byline)),
                    (named, people) => named.or_else(|| people.clone()),
                };
                if let Some(people) = named.as_mut().filter(|_| votes.commas_part_names(level)) {
                    people.part_names(&tail.text);
                }
                if !from_field {
                    trim_title(&heading.title[..tail.title_len]).clone_into(&mut self.title);
                    self.take_company_between(named.as_mut(), votes, level);
                }
            } else if votes.is_custom(tail, level) && !tail.is_company {
                named = named.or_else(|| Some(people::labelled(&tail.text)));
                if !from_field {
                    trim_title(&heading.title[..tail.title_len]).clone_into(&mut self.title);
                }
            } else if votes.is_company(tail, level) {
                self.organizations.push(tail.text.clone());
                if !from_field {
                    trim_title(&heading.title[..tail.title_len]).clone_into(&mut self.title);
                    named = named.or_else(|| self.take_people_between(&tail.text));
                }
            }
        }
        if named.is_none()
            && let Some((people, start)) = heading.lead.as_ref().filter(|(people, _)| votes.is_lead(people, level))
            && !from_field
            && self.title == heading.title
        {
            named = Some(people.clone());
            trim_title(&heading.title[*start..]).clone_into(&mut self.title);
        }
        if named.is_none()
            && heading.lead.is_none()
            && !from_field
            && self.title == heading.title
            && let Some((name, title)) = name_before_dash(&heading.title)
            && (votes.leads_are_custom(level) || votes.may_lead(name) && !says_who_it_is(title))
        {
            named = Some(people::labelled(name));
            trim_title(title).clone_into(&mut self.title);
        }
        if self.people.persons.is_empty()
            && named.is_none()
            && let Some(line) = dossier.first_line.as_ref().filter(|line| votes.is_people_line(line, level))
        {
            named = Some(people::labelled(&line.text));
            self.told.push(line.start..line.end);
        }
        // "## Ada Pohl", and below it "@ada".
        if let Some(people) = named.as_ref().or(dossier.heading_people.as_ref())
            && let [handle] = &self.people.persons[..]
            && let [named] = &people.persons[..]
            && handle.name.starts_with('@')
            && !named.name.starts_with('@')
        {
            let byline = std::mem::take(&mut self.people);
            self.add_people(&people.clone().called_as(byline));
        }
        if self.people.persons.is_empty() {
            let people = named.or_else(|| dossier.heading_people.clone());
            if let Some(people) = people {
                self.add_people(&people);
            }
        }
        if !from_field && votes.parentheses_are_companies(level) {
            self.take_parentheses();
        }
    }

    /// `Title - Nimbus - Ada Pohl`: takes the company off the title and gives it to who has none.
    fn take_company_between(&mut self, named: Option<&mut People>, votes: &Votes, level: u8) {
        let Some((title, company)) = company_between(&self.title, votes.have_companies_between(level)) else { return };
        let (title, company) = (title.to_owned(), company.to_owned());
        for person in named.into_iter().flat_map(|people| &mut people.persons) {
            person.organization.get_or_insert_with(|| company.clone());
        }
        self.title = title;
    }

    /// Takes the company off the end of the title.
    fn take_parentheses(&mut self) {
        let Some((title, company)) = company_in_parentheses(&self.title) else { return };
        let (title, company) = (trim_title(title).to_owned(), company.to_owned());
        self.title = title;
        for person in &mut self.people.persons {
            person.organization.get_or_insert_with(|| company.clone());
        }
        if self.people.persons.is_empty() {
            self.organizations.push(company);
        }
    }
}

/// A title and the company behind its last dash; `is_custom`: whether one stands there in the headings beside it,
/// so that two words in capitals are one.
pub(super) fn company_between(title: &str, is_custom: bool) -> Option<(&str, &str)> {
    memchr::memchr2(b'-', 0xe2, title.as_bytes())?;
    let (title, company) = [" - ", " – ", " — "].iter().find_map(|dash| title.rsplit_once(dash))?;
    let may_name = |word: &str| {
        word.starts_with(char::is_uppercase) && words().flags_of(word) & (is::TITLE_WORD | is::KIND | is::GROUP) == 0
    };
    let is_short = || pieces(company).count() <= 2 && pieces(company).all(may_name);
    let found = is_company(company) || reads_as_company(company) || is_custom && is_short();
    (found && title.contains(char::is_alphabetic)).then_some((trim_title(title), company))
}

/// A title and the company in parentheses at its end: `How We Deploy (Nimbus)`.
pub(super) fn company_in_parentheses(title: &str) -> Option<(&str, &str)> {
    let (title, company) = title.strip_suffix(')')?.rsplit_once('(')?;
    let may_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
            // Capitals alone are short for anything.
            && (word.len() > 3 && word.contains(char::is_lowercase) || words().holds(word, is::COMPANY))
            && words().flags_of(word) & (is::TITLE_WORD | is::KIND | is::GIVEN_NAME | is::GROUP | is::SECTION | is::REGION | is::ROOM) == 0
    };
    let is_name = pieces(company).count() <= 2 && pieces(company).all(may_name);
    (is_name && title.ends_with(' ') && title.contains(char::is_alphabetic)).then_some((title, company))
}

/// What stands before the first dash of a title, where it is as short as a name, and the title behind it.
pub(super) fn name_before_dash(title: &str) -> Option<(&str, &str)> {
    // Most titles have no dash, and its first byte says so quickly.
    memchr::memchr2(b'-', 0xe2, title.as_bytes())?;
    let (name, rest) = [" - ", " – ", " — "].iter().find_map(|dash| title.split_once(dash))?;
    let is_short = pieces(name).count() <= 3 && name.starts_with(char::is_uppercase);
    (is_short && pieces(rest).count() >= 2).then_some((name, rest))
}

/// The company a title names as the place: `… at Nimbus`, `… @ Nimbus`, `Nimbus: …`, `… Nimbus` at its end.
pub(super) fn organization_in_title(title: &str) -> Option<&str> {
    let is_company = |name: &str| words().holds(name, is::COMPANY) && !name.is_empty();
    if let Some(first) = before_mark(title).filter(|first| is_company(first)) {
        return Some(first);
    }
    let last_blank = memchr::memrchr(b' ', title.as_bytes())?;
    if let Some(at) = memchr::memmem::find(title.as_bytes(), b" @") {
        let named = title[at + 2..].split(' ').next().unwrap_or_default();
        if is_company(named) {
            return Some(named);
        }
    }
    let mut start = 0;
    for (at, word) in pieces(&title[..last_blank]).enumerate() {
        start += word.len() + 1;
        let placed = matches!(word, "@" | "at" | "At" | "AT" | "by" | "bei" | "chez" | "presso" | "hos");
        if !placed && start <= last_blank {
            continue;
        }
        let blanks = memchr::memchr_iter(b' ', &title.as_bytes()[start..]).map(|blank| start + blank);
        for end in blanks.chain([title.len()]).take(3) {
            let name = title[start..end].trim_end_matches(|c: char| c.is_ascii_punctuation());
            let last = end == title.len() && at >= 2 && !name.contains(' ');
            if (placed || last)
                && is_company(name)
                && (placed || !words().holds(word, is::TITLE_WORD | is::PARTICLE | is::AND))
            {
                return Some(name);
            }
        }
    }
    None
}

/// What stands before the first colon or dash that sets parts of a title apart.
fn before_mark(title: &str) -> Option<&str> {
    let bytes = title.as_bytes();
    memchr::memchr3_iter(b':', b'-', 0xe2, bytes).find_map(|at| {
        let len = if bytes[at] == 0xe2 { "–".len() } else { 1 };
        let is_apart = bytes.get(at + len) == Some(&b' ') && (bytes[at] == b':' || title[..at].ends_with(' '));
        is_apart.then(|| title[..at].trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_the_company_it_tells_of() {
        for (title, company) in [
            ("Airbnb - Moving a Thousand Services", Some("Airbnb")),
            ("Netflix: How We Deploy", Some("Netflix")),
            ("Keynote by Google", Some("Google")),
            ("Deploying at Spotify", Some("Spotify")),
            ("Buoys - a Love Story", None),
            ("By the Book", None),
        ] {
            assert_eq!(organization_in_title(title), company, "{title}");
        }
    }
}
