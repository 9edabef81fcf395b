//! What a talk holds: `has:link`, `has:code` … Quick looks at its source, made only when asked for.
//!
//! Not here: parsing Markdown (`markdown`); a line that looks like a table counts as one.

use memchr::{memchr, memmem};

use super::query::Holds;
use super::readable::{line_end, line_start};
use crate::talk::{LinkRole, Talk};

/// Whether the talk holds it.
pub(super) fn holds(talk: &Talk, what: Holds) -> bool {
    let source = talk.source();
    match what {
        Holds::Link => ["http://", "https://", "]("].iter().any(|sign| contains(source, sign)),
        Holds::Code => fences(source).next().is_some(),
        Holds::Diagram => {
            fences(source).any(|language| DIAGRAMS.iter().any(|name| language.eq_ignore_ascii_case(name)))
        }
        Holds::Table => has_table(source),
        Holds::Image => contains(source, "![") || contains(source, "<img"),
        Holds::Recording => leads_to(talk, LinkRole::Recording),
        Holds::Slides => leads_to(talk, LinkRole::Slides),
        Holds::Speaker => !talk.speakers.is_empty(),
        Holds::Organization => !talk.organizations.is_empty(),
        Holds::Event => talk.event.is_some(),
        Holds::Date => talk.date.is_some(),
        Holds::Tag => !talk.tags.is_empty(),
        Holds::Topic => !talk.topics.is_empty(),
    }
}

/// Languages whose code is a drawing.
const DIAGRAMS: [&str; 7] = ["mermaid", "plantuml", "puml", "dot", "graphviz", "d2", "ditaa"];

/// Signs that every link has one of, however it is written.
const LINK_SIGNS: [&str; 5] = ["://", "[", "<", "{{", "www."];
/// The links of a note's header stand above this byte.
const HEADER: usize = 1 << 14;

/// Whether one of the talk's links leads to this. Links are only looked for where there may be one.
fn leads_to(talk: &Talk, role: LinkRole) -> bool {
    let source = talk.source();
    let above = talk.note.text.as_bytes().get(..(talk.place.start as usize).min(HEADER)).unwrap_or_default();
    let may_lead = LINK_SIGNS.iter().any(|sign| contains(source, sign)) || memmem::find(above, b"://").is_some();
    may_lead && talk.links().iter().any(|link| link.role == role)
}

fn contains(source: &str, sign: &str) -> bool {
    memmem::find(source.as_bytes(), sign.as_bytes()).is_some()
}

/// The languages named on fence lines.
fn fences(source: &str) -> impl Iterator<Item = &str> {
    ["```", "~~~"].into_iter().flat_map(move |fence| {
        memmem::find_iter(source.as_bytes(), fence).filter_map(move |at| {
            let before = source[..at].trim_end_matches([' ', '\t', '>', '-', '*']);
            let opens = before.is_empty() || before.ends_with(['\n', '\r']);
            let info = source[at..].trim_start_matches(['`', '~', ' ', '{', '.']);
            opens.then(|| info.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
        })
    })
}

/// Whether a line separates a table's head from its rows.
fn has_table(source: &str) -> bool {
    let mut from = 0;
    while let Some(bar) = memchr(b'|', &source.as_bytes()[from..]) {
        let at = from + bar;
        let end = line_end(source, at);
        let line = &source[line_start(source, at)..end];
        if line.bytes().all(|byte| b"|-: \t>".contains(&byte)) && line.contains("--") {
            return true;
        }
        from = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_name_their_language_at_line_starts_only() {
        let found = |source: &str| fences(source).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found("```rust\nx\n```\n"), ["rust", ""]);
        assert_eq!(found("- ```mermaid\n"), ["mermaid"]);
        assert_eq!(found("a ```not``` fence"), Vec::<String>::new());
    }

    #[test]
    fn a_delimiter_row_makes_a_table() {
        assert!(has_table("| a | b |\n|---|:--|\n| 1 | 2 |\n"));
        assert!(!has_table("a | b\n\n---\n\n-- no | table"));
    }
}
