//! What the rest of a note defines for a part of it: link references (`[label]: address`) and footnotes
//! (`[^label]: text`). People gather them at the end of the file, far from the talk that uses them.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes of a label, brackets included; `CommonMark` allows a label 999 characters.
const LONGEST_LABEL: usize = 4 * 999 + 1;

/// Definitions outside a part of a note. Nothing is looked for before it is asked for.
#[derive(Debug)]
pub(super) struct Definitions<'n> {
    outside: [&'n str; 2],
    links: Option<HashMap<String, &'n str>>,
}

impl<'n> Definitions<'n> {
    pub(super) fn outside(note_text: &'n str, part: &Range<usize>) -> Definitions<'n> {
        let before = note_text.get(..part.start).unwrap_or_default();
        let after = note_text.get(part.end..).unwrap_or_default();
        Definitions { outside: [before, after], links: None }
    }

    /// Where a link reference leads that the part itself does not define.
    pub(super) fn resolve(&mut self, label: &str) -> Option<String> {
        let outside = self.outside;
        let links = self.links.get_or_insert_with(|| {
            let mut links = HashMap::new();
            for text in outside {
                for (label, rest) in definitions(text).filter(|(label, _)| !label.starts_with('^')) {
                    if let Some(url) = destination(rest) {
                        links.entry(normal(label)).or_insert(url);
                    }
                }
            }
            links
        });
        links.get(&normal(label)).map(|url| (*url).to_owned())
    }

    /// The source of the footnotes that `part` mentions and does not define.
    pub(super) fn footnotes(&self, part: &str) -> String {
        let mut source = String::new();
        if !part.contains("[^") {
            return source;
        }
        let mut wanted: HashMap<&str, bool> = HashMap::new();
        for (at, _) in part.match_indices("[^") {
            let rest = &part[at + 1..];
            if let Some(end) = rest.find([']', '\n', '\r'])
                && rest[end..].starts_with(']')
            {
                *wanted.entry(&rest[..end]).or_default() |= rest[end..].starts_with("]:");
            }
        }
        for text in self.outside {
            for (label, rest) in definitions(text) {
                if let Some(defined) = wanted.get_mut(label)
                    && !std::mem::replace(defined, true)
                {
                    source.push('[');
                    source.push_str(label);
                    source.push_str("]:");
                    source.push_str(footnote_body(rest));
                    source.push_str("\n\n");
                }
            }
        }
        source
    }
}

/// Lines that read `[label]: rest`, with the text from there on.
fn definitions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices("]:").filter_map(|(at, _)| {
        // No further back than a label is long: a line may be as long as the note.
        let nearest = &text.as_bytes()[at.saturating_sub(LONGEST_LABEL)..at];
        let length = nearest.iter().rev().position(|byte| matches!(byte, b'[' | b']' | b'\n' | b'\r'))?;
        let (label, before) = (&text[at - length..at], text[..at - length].strip_suffix('[')?);
        let line = before.trim_end_matches(' ');
        let begins = before.len() - line.len() < 4 && (line.is_empty() || line.ends_with(['\n', '\r']));
        (begins && !label.trim().is_empty()).then(|| (label, &text[at + 2..]))
    })
}

fn destination(rest: &str) -> Option<&str> {
    let line = rest.lines().next()?.trim();
    let url = match line.strip_prefix('<') {
        Some(rest) => rest.split('>').next(),
        None => line.split([' ', '\t']).next(),
    };
    url.filter(|url| !url.is_empty())
}

/// A footnote's text: to the first empty line that no indented one follows.
fn footnote_body(rest: &str) -> &str {
    let mut end = 0;
    let mut blank = false;
    for line in rest.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if end > 0 && !empty && ((blank && !indented) || line.starts_with('[')) {
            break;
        }
        blank = empty;
        end += line.len();
    }
    rest[..end].trim_end()
}

fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "intro\n# A\nsee [docs]\n# B\n\n[Docs]: <https://a.io/x y> 'Docs'\n[^1]: A note\n    goes on.\n\n    And on.\n\nText\n";

    #[test]
    fn a_link_reference_is_found_anywhere_in_the_note() {
        let mut definitions = Definitions::outside(NOTE, &(6..21));
        assert_eq!(definitions.resolve("DOCS").as_deref(), Some("https://a.io/x y"));
        assert_eq!(definitions.resolve("other"), None);
    }

    #[test]
    fn a_footnote_comes_with_its_paragraphs() {
        let definitions = Definitions::outside(NOTE, &(6..21));
        assert_eq!(definitions.footnotes("so[^1]."), "[^1]: A note\n    goes on.\n\n    And on.\n\n");
        assert_eq!(definitions.footnotes("so[^1].\n\n[^1]: here"), "");
    }
}
