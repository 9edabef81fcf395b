//! Where a note's link references lead (`[label]: address`, `CommonMark` 4.7). People gather them at the end of a
//! file, far from the talks that use them, so they are found once a note, when the first talk asks.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use super::Note;

/// Labels longer than this are none (`CommonMark` 4.7).
const LONGEST: usize = 999;

/// The link references of a note.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    /// Whether there can be any at all.
    any: bool,
    /// The bytes of the address for each label.
    found: OnceLock<HashMap<String, Range<usize>>>,
}

impl Definitions {
    pub(super) fn of(text: &str) -> Definitions {
        Definitions { any: memmem::find(text.as_bytes(), b"]:").is_some(), found: OnceLock::new() }
    }
}

impl Note {
    /// Where a link reference leads that stands anywhere in the note. Case and runs of blanks in the label make
    /// no difference.
    pub fn definition(&self, label: &str) -> Option<&str> {
        if !self.definitions.any || label.len() > LONGEST {
            return None;
        }
        let found = self.definitions.found.get_or_init(|| find(&self.text));
        self.text.get(found.get(&normal(label))?.clone())
    }
}

fn find(text: &str) -> HashMap<String, Range<usize>> {
    let mut found = HashMap::new();
    for colon in memmem::find_iter(text.as_bytes(), b"]:") {
        if let Some((label, address)) = definition(text, colon) {
            found.entry(normal(label)).or_insert(address);
        }
    }
    found
}

/// The label and the bytes of the address of a definition whose label ends at a byte.
fn definition(text: &str, end: usize) -> Option<(&str, Range<usize>)> {
    let bytes = text.as_bytes();
    let near = end.saturating_sub(LONGEST + 4);
    let line = bytes[near..end].iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    let line = line.map_or((near == 0).then_some(0), |at| Some(near + at + 1))?;
    let label = text.get(line..end)?.trim_start_matches([' ', '>']).strip_prefix('[')?;
    if label.trim().is_empty() || label.starts_with('^') || label.contains(['[', ']']) {
        return None;
    }
    let rest = &text[end + 2..];
    let start = rest.find(|c| !matches!(c, ' ' | '\t'))?;
    let (start, close) = if rest[start..].starts_with('<') { (start + 1, '>') } else { (start, ' ') };
    let len = rest[start..].find([close, '\n', '\r', '\t']).unwrap_or(rest.len() - start);
    (len > 0).then(|| (label, end + 2 + start..end + 2 + start + len))
}

fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Note {
        let text = "[first]: https://a.io 'A'\r\n> [The  Second]: <https://b.io/x y>\n[first]: https://c.io\n\
                    see [d]: e\n[^1]: note\n[]: f\n[last]:\tg";
        Note::from_text("a.md", text)
    }

    #[test]
    fn a_reference_leads_where_its_first_definition_says() {
        let note = note();
        assert_eq!(note.definition("FIRST"), Some("https://a.io"));
        assert_eq!(note.definition("the second"), Some("https://b.io/x y"));
        assert_eq!(note.definition(" last "), Some("g"));
    }

    #[test]
    fn text_and_footnotes_define_nothing() {
        for label in ["d", "^1", "", "other"] {
            assert_eq!(note().definition(label), None, "{label}");
        }
        assert_eq!(Note::from_text("a.md", "nothing").definition("first"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_asked(text in "[\\[\\]:<> \na^é]{0,60}", label in "[aé^ ]{0,3}") {
            Note::from_text("a.md", text).definition(&label);
        }
    }
}
