//! Links within a note: `#a-heading` leads to the heading that sites would give that name.

use super::page::{HeadingAt, Page};
use super::setter::Setter;
use crate::text::percent_decoded;

impl Page {
    /// The line a link within the note (`#a-heading`, `#note-3`) leads to; `None` for links that lead elsewhere, or
    /// nowhere.
    pub fn target_line(&self, url: &str) -> Option<usize> {
        let wanted = percent_decoded(url.strip_prefix('#')?);
        let number = wanted.strip_prefix("note-").and_then(|number| number.parse().ok());
        if let Some((_, line)) = number.and_then(|wanted: u32| self.notes.iter().find(|(number, _)| *number == wanted))
        {
            return Some(*line);
        }
        if wanted.is_empty() {
            return Some(0);
        }
        named(&self.headings, &wanted).map(|heading| heading.line)
    }

    /// The closed details a link within the note leads into.
    pub fn folded_target(&self, url: &str) -> Option<u32> {
        let wanted = percent_decoded(url.strip_prefix('#')?);
        self.folded.iter().find(|folded| named(&folded.headings, &wanted).is_some()).map(|folded| folded.id)
    }
}

/// The heading with this name, or the one most like it.
fn named<'h>(headings: &'h [HeadingAt], wanted: &str) -> Option<&'h HeadingAt> {
    let heading = |fits: &dyn Fn(&HeadingAt) -> bool| headings.iter().find(|heading| fits(heading));
    heading(&|heading| heading.anchor == wanted)
        .or_else(|| heading(&|heading| heading.anchor.eq_ignore_ascii_case(wanted)))
        .or_else(|| heading(&|heading| letters(&heading.anchor) == letters(wanted)))
}

impl Setter {
    /// The name of a heading; one that has been seen before is numbered.
    pub(super) fn free_anchor(&mut self, text: &str) -> String {
        let name = anchor(text);
        let seen = self.anchors.entry(name.clone()).or_default();
        *seen += 1;
        if *seen == 1 { name } else { format!("{name}-{}", *seen - 1) }
    }
}

/// The name sites give a heading: lower case, blanks as hyphens, punctuation dropped.
pub fn anchor(text: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    text.trim().to_lowercase().chars().filter_map(kept).collect()
}

/// What is the same in the names different sites give the same heading.
fn letters(anchor: &str) -> String {
    anchor.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::page;

    #[test]
    fn a_footnotes_number_leads_to_it() {
        let page = page("So[^a].\n\n[^a]: One\n", 40);
        let mark = page.links.first().expect("a link");
        assert_eq!((mark.line, mark.url.as_str()), (0, "#note-1"));
        let line = page.target_line(&mark.url).and_then(|line| page.lines.get(line));
        assert_eq!(line.map(super::super::Line::text).as_deref(), Some("¹ One"));
    }

    #[test]
    fn links_within_a_note_lead_to_their_heading() {
        let page = page("# What's new?\n\n## Q & A\n\n## Q & A\n\n## 要約\n\n## Own {#mine}\n", 40);
        let line =
            |url: &str| page.target_line(url).and_then(|line| page.lines.get(line)).map(super::super::Line::text);
        assert_eq!(line("#whats-new").as_deref(), Some("What's new?"));
        assert_eq!(line("#q--a-1"), line("#q--a"));
        assert_ne!(page.target_line("#q--a-1"), page.target_line("#q--a"));
        assert_eq!(line("#q-a").as_deref(), Some("Q & A"));
        assert_eq!(line("#%E8%A6%81%E7%B4%84").as_deref(), Some("要約"));
        assert_eq!(line("#mine").as_deref(), Some("Own"));
        assert_eq!(page.target_line("#"), Some(0));
        assert_eq!(page.target_line("#nowhere"), None);
        assert_eq!(page.target_line("other.md#whats-new"), None);
    }
}
