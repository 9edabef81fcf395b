//! `Ada Pohl, Yorben Xandrik`: whether what stands behind a comma is where somebody is from, or somebody else. The
//! other talks of a note tell, where the words alone do not.

use std::sync::Arc;

use super::company::is_company;
use super::name::is_full_name;
use super::plain::beginning;
use super::{Speaker, Talk};

/// So many talks of a note must name somebody before what they have in common says anything.
const ENOUGH: usize = 4;
/// People stand within so many bytes from where a talk begins.
const HEAD: usize = 600;

/// Takes what reads as a name for one of two speakers where no talk of the note gives a company, and others list
/// people between commas.
pub(super) fn tell_names_from_companies(talks: &mut [Talk]) {
    if talks.len() < ENOUGH {
        return;
    }
    let mut doubtful = Vec::new();
    for (at, talk) in talks.iter().enumerate().filter(|(_, talk)| !talk.organizations.is_empty()) {
        if !is_doubtful(talk) {
            return;
        }
        doubtful.push(at);
    }
    let named = talks.iter().filter(|talk| !talk.speakers.is_empty()).count();
    if doubtful.is_empty() || named < ENOUGH || talks.iter().filter(|talk| lists_people(talk)).count() < doubtful.len()
    {
        return;
    }
    for at in doubtful {
        let talk = &mut talks[at];
        if let [speaker] = &mut talk.speakers[..]
            && let Some(name) = speaker.affiliation.take()
        {
            talk.organizations.retain(|known| *known != name);
            talk.speakers.push(Speaker { name, affiliation: None, handle: None });
        }
    }
}

/// Whether the only speaker has, behind a comma, what may be a name and no list knows.
fn is_doubtful(talk: &Talk) -> bool {
    let [Speaker { name, affiliation: Some(company), .. }] = &talk.speakers[..] else { return false };
    is_full_name(company) && !is_company(company) && are_beside(talk, name, company)
}

fn lists_people(talk: &Talk) -> bool {
    talk.speakers.len() > 1 && talk.speakers.windows(2).all(|pair| are_beside(talk, &pair[0].name, &pair[1].name))
}

/// Whether the talk begins with two names and only a comma between them.
fn are_beside(talk: &Talk, first: &Arc<str>, second: &Arc<str>) -> bool {
    let head = beginning(talk.source(), HEAD);
    head.match_indices(&**first)
        .any(|(at, _)| head[at + first.len()..].strip_prefix(", ").is_some_and(|behind| behind.starts_with(&**second)))
}
