//! Siblings vote: what stands after the dash is people where it is people in the headings beside it.

use super::company::is_company;
use super::draft::{company_between, company_in_parentheses, name_before_dash};
use super::evidence::{Dossier, FirstLine};
use super::facts::{Fact, may_be_name};
use super::joins::{Join, split};
use super::name::is_full_name;
use super::people::People;
use super::tail::Tail;
use super::words::{is, words};

/// What the headings of each level have after their last dash.
#[derive(Debug, Default)]
pub(super) struct Votes([Level; 7]);

#[derive(Debug, Default, Clone, Copy)]
struct Level {
    headings: u32,
    tails: u32,
    people: u32,
    /// Tails that may be people, those of `people` included.
    likely: u32,
    /// Tails that only a comma sets apart and that name somebody known.
    commas: u32,
    /// The same, those that may be names included.
    likely_commas: u32,
    /// Tails that name several people and no company.
    lists: u32,
    /// Tails of which a company that is no name is part.
    affiliated: u32,
    companies: u32,
    /// Tails that may be companies, those of `companies` included.
    likely_companies: u32,
    leads: u32,
    /// Headings that begin with what may be a name, those of `leads` included.
    likely_leads: u32,
    /// Headings with a company of the list between title and people.
    between: u32,
    /// Headings with a dash behind a few words.
    dashed: u32,
    lines: u32,
    /// Headings with a few signs on the first line below, in a script without capitals.
    short_lines: u32,
    /// Headings that end in what may be a company in parentheses.
    parentheses: u32,
    /// Those of which the list knows the company.
    known_in_parentheses: u32,
}

impl Level {
    fn count_people(&mut self, tail: &Tail) {
        let Some(people) = tail.people.as_ref().filter(|people| people.sure >= SURE) else { return };
        let companies = || people.persons.iter().filter_map(|person| person.organization.as_deref());
        self.lists += u32::from(people.persons.len() > 1 && companies().next().is_none());
        self.affiliated += u32::from(companies().any(|company| !is_full_name(company)));
    }
}

/// From this on a tail reads as people by itself.
const SURE: f32 = 0.6;
/// With siblings that have people there, this is enough.
const LIKELY: f32 = 0.1;

impl Votes {
    /// Counts over what was seen of talks, with the levels of their headings.
    pub(super) fn count<'h>(dossiers: impl Iterator<Item = (u8, &'h Dossier)>) -> Votes {
        let mut votes = Votes::default();
        for (level, dossier) in dossiers {
            let heading = &dossier.heading;
            let level = &mut votes.0[usize::from(level.min(6))];
            level.headings += 1;
            if let Some(tail) = &heading.tail {
                level.tails += 1;
                level.people += u32::from(sure(tail) >= SURE);
                let title = heading.title.get(..tail.title_len).filter(|_| sure(tail) >= SURE);
                level.between += u32::from(title.is_some_and(|title| company_between(title, false).is_some()));
                level.likely += u32::from(sure(tail) >= 0.5 && !tail.is_behind_comma);
                level.commas += u32::from(tail.is_behind_comma && sure(tail) >= 0.5);
                level.likely_commas += u32::from(tail.is_behind_comma);
                level.count_people(tail);
                level.companies += u32::from(tail.is_company);
                level.likely_companies += u32::from(tail.may_be_company);
            }
            let first = dossier.lines.first().and_then(|line| line.facts.first());
            level.lines += u32::from(dossier.first_line.is_some() && matches!(first, Some(Fact::People(_))));
            level.short_lines += u32::from(dossier.first_line.as_ref().is_some_and(|line| line.is_short));
            let leads = heading.lead.as_ref().is_some_and(|(people, _)| people.sure >= 0.75);
            let dashed = name_before_dash(&heading.title);
            let may_lead = || dashed.is_some_and(|(name, _)| is_full_name(name));
            level.dashed += u32::from(leads || dashed.is_some());
            if let Some((_, company)) = company_in_parentheses(&heading.title) {
                level.parentheses += 1;
                level.known_in_parentheses += u32::from(is_company(company));
            }
            level.leads += u32::from(leads);
            level.likely_leads += u32::from(leads || may_lead());
        }
        votes
    }

    /// Whether a tail is people.
    pub(super) fn is_people(&self, tail: &Tail, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        if tail.is_behind_comma {
            return level.commas >= 2 && level.commas * 3 >= level.headings * 2
                || level.commas >= 3 && level.likely_commas * 4 >= level.headings * 3;
        }
        let beside = level.people >= 2 && level.people * 2 > level.tails && level.people * 3 > level.headings;
        let all = level.likely >= 2 && level.likely * 3 >= level.headings * 2;
        let needed = if beside {
            LIKELY
        } else if all {
            0.5
        } else {
            SURE
        };
        sure(tail) >= needed
    }

    /// Whether a comma in the tails stands between people, never before a company: then whose name nobody knows is one
    /// of them, too.
    pub(super) fn commas_part_names(&self, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        level.lists >= 2 && level.affiliated == 0
    }

    /// Whether nearly every heading has people for a tail, so that this tail is who speaks whatever it is.
    pub(super) fn is_custom(&self, tail: &Tail, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        // A company in parentheses may be long, and each person has a name.
        let named = tail.text.split(['(', '（']).next().unwrap_or_default();
        let is_short = |(_, name): (Join, &str)| name.split_whitespace().count() <= 4;
        level.people >= 2
            && level.likely >= 4
            && level.likely * 5 >= level.headings * 4
            && split(named).into_iter().all(is_short)
            && !words().holds(named.trim(), is::KIND | is::GROUP)
    }

    /// Whether a line set apart below the heading is people, as it is below the others.
    pub(super) fn is_people_line(&self, line: &FirstLine, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        if line.is_short {
            return level.short_lines >= 3 && level.short_lines * 3 >= level.headings * 2;
        }
        let custom = level.lines >= 2 && level.lines * 3 >= level.headings * 2;
        // Below the only heading a line of two or three capitals is most often who speaks.
        let is_alone = level.headings <= 1
            && line.text.split(' ').count() <= 3
            && is_full_name(&line.text)
            && may_be_name(&line.text);
        custom || is_alone || !line.is_apart && level.lines >= 1 && level.lines * 2 >= level.headings
    }

    /// Whether a tail is a company: one of the list, or one word or two beside such.
    pub(super) fn is_company(&self, tail: &Tail, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        let short = tail.text.split_whitespace().count() <= 2;
        let alike = tail.may_be_company && level.likely_companies >= 2 && level.likely_companies * 3 >= level.tails * 2;
        tail.is_company || alike || short && level.companies >= 2 && level.companies * 2 >= level.tails
    }

    /// Whether a company stands between title and people in some headings.
    pub(super) fn have_companies_between(&self, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        level.between >= 2 && level.between * 2 >= level.people
    }

    /// Whether most headings begin with people, so that this one does whatever the name.
    pub(super) fn leads_are_custom(&self, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        level.leads >= 2 && (level.leads * 2 >= level.headings || level.likely_leads * 3 >= level.headings * 2)
    }

    /// Whether a name before a dash is who speaks, as it is in most headings with a dash, on whatever level.
    pub(super) fn may_lead(&self, name: &str) -> bool {
        let sum = |count: fn(&Level) -> u32| -> u32 { self.0.iter().map(count).sum() };
        let (leads, likely) = (sum(|level| level.leads), sum(|level| level.likely_leads));
        leads >= 2 && likely > 2 && likely * 3 >= sum(|level| level.dashed) * 2 && is_full_name(name)
    }

    /// Whether what stands in parentheses at the end of most headings says where the speakers are from.
    pub(super) fn parentheses_are_companies(&self, level: u8) -> bool {
        let level = self.0[usize::from(level.min(6))];
        level.known_in_parentheses >= 1 && level.parentheses >= 3 && level.parentheses * 3 >= level.headings * 2
    }

    /// Whether the people a heading begins with are its speakers.
    pub(super) fn is_lead(&self, people: &People, level: u8) -> bool {
        let level_of = self.0[usize::from(level.min(6))];
        let (alone, beside) = (level_of.headings <= 1, level_of.leads >= 2);
        let several = people.persons.len() > 1 && people.sure >= 0.5;
        self.leads_are_custom(level) || people.sure >= 0.95 && (alone || beside) || beside && several
    }
}

fn sure(tail: &Tail) -> f32 {
    tail.people.as_ref().map_or(0.0, |people| people.sure)
}
