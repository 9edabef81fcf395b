//! Links within the note (`#a-heading`) that lead to no heading: a contents list that was not kept up.

use std::collections::HashSet;

use super::{FindingKind, Look};
use crate::markdown::{LinkAt, Links};
use crate::text::{Case, fold, percent_decoded, visible};

/// From this likeness on, two names are taken for one before and after a change.
const LIKE: f64 = 0.7;

/// For so many links of a note the heading that may be meant is looked for: comparing names costs.
const SUGGESTED: usize = 20;

pub(super) fn look(look: &mut Look<'_>, found: &Links) {
    let is_anchor = |link: &&LinkAt| !link.is_image && link.target.len() > 1 && link.target.starts_with('#');
    let mut anchors = found.links.iter().filter(is_anchor).peekable();
    if anchors.peek().is_none() {
        return;
    }
    let all = found.headings.iter().chain(&found.names);
    let names: HashSet<String> = all.flat_map(|name| [letters(name), ascii_letters(name)]).collect();
    let mut suggested = 0;
    for link in anchors {
        let wanted = letters(&percent_decoded(&link.target[1..]));
        // The second of two headings of one name is numbered.
        let unnumbered = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        if unnumbered.is_empty() || wanted == "top" || names.contains(&wanted) || names.contains(unnumbered) {
            continue;
        }
        suggested += 1;
        let near = if suggested <= SUGGESTED { nearest(&wanted, &found.headings) } else { None };
        let remedy = near.map_or("the heading may have been renamed or moved".into(), |heading| {
            format!("the heading that is nearest: {}", visible(heading))
        });
        let message = format!("`{}` leads to no heading of this file", visible(&link.target));
        look.find(FindingKind::DeadAnchor, link.range.start, message, remedy);
    }
}

/// The heading whose name is most like a name that leads nowhere.
fn nearest<'h>(wanted: &str, headings: &'h [String]) -> Option<&'h String> {
    let like = headings.iter().map(|heading| (strsim::normalized_levenshtein(&letters(heading), wanted), heading));
    let near = like.filter(|(like, _)| *like >= LIKE).max_by(|(a, _), (b, _)| a.total_cmp(b));
    near.map(|(_, heading)| heading)
}

/// What is the same in the names different sites give a heading.
fn letters(name: &str) -> String {
    fold(name, Case::Ignore).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// As [`letters`], where a site drops what is not ASCII.
fn ascii_letters(name: &str) -> String {
    letters(name).chars().filter(char::is_ascii).collect()
}
