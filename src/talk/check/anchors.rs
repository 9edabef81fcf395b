//! Links within the note (`#a-heading`) that lead to no heading: a contents list that was not kept up.

use super::{FindingKind, Look};
use crate::markdown::Links;
use crate::text::{Case, fold, percent_decoded};

/// From this likeness on, two names are taken for one before and after a change.
const LIKE: f64 = 0.7;

pub(super) fn look(look: &mut Look<'_>, found: &Links) {
    let mut anchors = found
        .links
        .iter()
        .filter(|link| !link.is_image && link.target.len() > 1 && link.target.starts_with('#'))
        .peekable();
    if anchors.peek().is_none() {
        return;
    }
    let names: Vec<String> =
        found.headings.iter().chain(&found.names).flat_map(|name| [letters(name), ascii_letters(name)]).collect();
    for link in anchors {
        let wanted = letters(&percent_decoded(&link.target[1..]));
        // The second of two headings of one name is numbered.
        let unnumbered = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        let known = |name: &String| !name.is_empty() && (*name == wanted || *name == unnumbered);
        if wanted.is_empty() || wanted == "top" || names.iter().any(known) {
            continue;
        }
        let message = format!("`{}` leads to no heading of this file", crate::text::visible(&link.target));
        let near =
            found.headings.iter().map(|heading| (strsim::normalized_levenshtein(&letters(heading), &wanted), heading));
        let near = near.filter(|(like, _)| *like >= LIKE).max_by(|(a, _), (b, _)| a.total_cmp(b));
        match near {
            Some((_, heading)) => {
                let remedy = format!("the heading that is nearest: {}", crate::text::visible(heading));
                look.find(FindingKind::DeadAnchor, link.range.start, message, remedy);
            }
            None => look.find(
                FindingKind::DeadAnchor,
                link.range.start,
                message,
                "the heading may have been renamed or moved",
            ),
        }
    }
}

/// What is the same in the names different sites give a heading.
fn letters(name: &str) -> String {
    fold(name, Case::Ignore).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// As [`letters`], where a site drops what is not ASCII.
fn ascii_letters(name: &str) -> String {
    letters(name).chars().filter(char::is_ascii).collect()
}
