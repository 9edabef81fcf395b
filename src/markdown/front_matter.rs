//! What an author wrote about a note in its header: YAML between `---`, TOML between `+++`, or `Key: value`
//! lines with no opening line, as `MultiMarkdown` and Pelican have them.
//!
//! Everything becomes keys with lists of texts, in the order written: whoever reads a header wants `tags`
//! whether they stand in brackets, below each other or between commas. One odd value never loses the others.

use super::lines::Lines;
use super::values::{self, Slip, Value};

/// A note's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub kind: HeaderKind,
    /// Keys with their values, in the order written.
    pub entries: Vec<Entry>,
    /// The first byte of the note's text after the header.
    pub end: u32,
    /// The 1-based number of the line the text after the header begins on.
    pub next_line: u32,
    /// Where and why the header could not be read as its format asks, in bytes of the note's text; what could be saved is in `entries`.
    pub problem: Option<Slip>,
}

/// One key of a header and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key in lower case; of nested maps `outer.inner`.
    pub key: String,
    /// One text for a scalar, several for a list; none where nothing is written.
    pub values: Vec<String>,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderKind {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// `Key: value` lines ended by `---` or a blank line.
    Lines,
}

impl FrontMatter {
    /// The values of the first of these keys that has any.
    pub fn get(&self, keys: &[&str]) -> Option<&[String]> {
        let values = |key: &&str| {
            self.entries.iter().find(|entry| entry.key == **key && !entry.values.is_empty()).map(|e| &e.values[..])
        };
        keys.iter().find_map(values)
    }
}

/// Headers longer than this are text: nobody writes so many lines about a note.
const MAX_LINES: usize = 400;

/// Finds and reads the header at the beginning of a note. A `---` rule is none.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    match text.as_bytes().first()? {
        b'-' => fenced(text, "---", HeaderKind::Yaml),
        b'+' => fenced(text, "+++", HeaderKind::Toml),
        first if first.is_ascii_alphabetic() => bare(text),
        _ => None,
    }
}

fn fenced(text: &str, fence: &str, kind: HeaderKind) -> Option<FrontMatter> {
    let mut lines = Lines::new(text.as_bytes(), 0);
    let open = lines.next()?;
    if text[open.start..open.end].trim_end() != fence {
        return None;
    }
    for (number, row) in (2u32..).zip(lines).take(MAX_LINES) {
        let line = text[row.start..row.end].trim_end();
        if line == fence || kind == HeaderKind::Yaml && line == "..." {
            let (entries, problem) = read(&text[open.next..row.start], kind)?;
            let problem = problem.map(|slip| Slip { at: open.next + slip.at, ..slip });
            return Some(FrontMatter { kind, entries, end: row.next as u32, next_line: number + 1, problem });
        }
    }
    None
}

/// Reads what stands between the fences; `None` where it is no header but text between two rules.
fn read(inner: &str, kind: HeaderKind) -> Option<(Vec<Entry>, Option<Slip>)> {
    let simple = simple_lines(inner, if kind == HeaderKind::Toml { '=' } else { ':' });
    if simple.is_plain && kind == HeaderKind::Yaml {
        return Some((simple.entries, None));
    }
    let parsed = if kind == HeaderKind::Toml { values::toml(inner) } else { values::yaml(inner) };
    match parsed {
        Ok(Value::Map(pairs)) => Some((flatten(pairs), None)),
        Ok(Value::Nothing) => Some((Vec::new(), None)),
        Ok(_) => None,
        Err(_) if simple.entries.is_empty() => None,
        Err(problem) => Some((simple.entries, Some(problem))),
    }
}

/// The lines of a header that are `key: value` by themselves.
struct Simple {
    entries: Vec<Entry>,
    /// Whether nothing else stood there, so that a full parser would say the same.
    is_plain: bool,
}

fn simple_lines(inner: &str, separator: char) -> Simple {
    let mut simple = Simple { entries: Vec::new(), is_plain: true };
    for row in Lines::new(inner.as_bytes(), 0) {
        let line = &inner[row.start..row.end];
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let Some(item) = trimmed.strip_prefix("- ") {
            match (simple.entries.last_mut(), scalar(item)) {
                (Some(entry), Some(value)) if !looks_nested(item) => entry.values.push(value),
                _ => simple.is_plain = false,
            }
            continue;
        }
        let pair = trimmed.split_once(separator).filter(|(key, value)| {
            is_key(key.trim()) && (separator != ':' || value.is_empty() || value.starts_with([' ', '\t']))
        });
        let Some((key, value)) = pair.filter(|_| !line.starts_with([' ', '\t'])) else {
            simple.is_plain = false;
            continue;
        };
        let key = key.trim().to_lowercase();
        if simple.entries.iter().any(|entry| entry.key == key) {
            continue;
        }
        let values = inline_values(value.trim());
        simple.is_plain &= values.is_some();
        let values = values.unwrap_or_else(|| vec![value.trim().trim_matches(['"', '\'']).to_owned()]);
        simple.entries.push(Entry { key, values });
    }
    simple
}

/// The texts of a scalar or a list in brackets; `None` where only a full parser can tell.
fn inline_values(value: &str) -> Option<Vec<String>> {
    if value.is_empty() {
        return Some(Vec::new());
    }
    let Some(list) = value.strip_prefix('[') else { return Some(vec![scalar(value)?]) };
    let list = list.strip_suffix(']')?;
    if list.trim().is_empty() {
        return Some(Vec::new());
    }
    if list.contains(['[', '{', '#']) {
        return None;
    }
    list.split(',').map(str::trim).filter(|item| !item.is_empty()).map(scalar).collect()
}

/// A scalar without its quotes; `None` where its syntax is more than that.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            let inner = rest.strip_suffix(quote)?;
            return (!inner.contains([quote, '\\'])).then(|| inner.to_owned());
        }
    }
    let special = value.starts_with(['[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`', '#', ',', '?', '-']);
    if special
        || value.contains(" #")
        || value.contains(": ")
        || value.ends_with(':')
        || value == "~"
        || value == "null"
    {
        return None;
    }
    Some(value.to_owned())
}

fn looks_nested(item: &str) -> bool {
    item.contains(": ") || item.trim_end().ends_with(':')
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.chars().count() <= 40
        && key.split_whitespace().count() <= 3
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/'))
}

fn flatten(pairs: Vec<(String, Value)>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, value) in pairs {
        let key = key.to_lowercase();
        match value {
            Value::Map(inner) => {
                for (name, value) in inner {
                    entries.push(Entry { key: format!("{key}.{}", name.to_lowercase()), values: texts(value) });
                }
            }
            value => entries.push(Entry { key, values: texts(value) }),
        }
    }
    entries
}

/// The texts of a value. A map in a list is one text: a person's name with the company in parentheses.
fn texts(value: Value) -> Vec<String> {
    let Value::List(items) = value else { return one_text(value).into_iter().collect() };
    // `[[Ada Pohl]]` without quotes is a list in a list to YAML, and a link to whoever writes it; beside a list of
    // several, it is a list of one.
    let has_lists = items.iter().any(|item| matches!(item, Value::List(inner) if inner.len() > 1));
    let item_texts = |item: Value| match link(&item).filter(|_| !has_lists) {
        Some(link) => vec![link],
        None => texts(item),
    };
    items.into_iter().flat_map(item_texts).collect()
}

/// The link that a list of one text is in a list.
fn link(item: &Value) -> Option<String> {
    let Value::List(items) = item else { return None };
    let [Value::Text(note)] = &items[..] else { return None };
    let note = note.trim();
    (!note.is_empty()).then(|| if note.starts_with("[[") { note.to_owned() } else { format!("[[{note}]]") })
}

fn one_text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Nothing | Value::List(_) => None,
        Value::Map(pairs) => {
            let mut parts = pairs.into_iter().filter_map(|(_, value)| match value {
                Value::Text(text) => Some(text),
                _ => None,
            });
            let first = parts.next()?;
            Some(match parts.next() {
                Some(second) if !second.contains("://") => format!("{first} ({second})"),
                _ => first,
            })
        }
    }
}

/// `Title: …` lines at the very beginning, ended by `---` or a blank line. To `CommonMark` that is a
/// paragraph, so it takes a key that headers have and nothing but `Key: value` lines.
fn bare(text: &str) -> Option<FrontMatter> {
    let mut inner = 0;
    let mut known = false;
    let mut count = 0;
    for (number, row) in (1u32..).zip(Lines::new(text.as_bytes(), 0)).take(40) {
        let line = &text[row.start..row.end];
        let done = line.trim().is_empty() || line.trim_end() == "---" || line.trim_end() == "...";
        if done {
            let closed = !line.trim().is_empty();
            let enough = known && (count >= 2 || closed && count >= 1);
            return enough.then(|| FrontMatter {
                kind: HeaderKind::Lines,
                entries: bare_entries(&text[..inner]),
                end: row.next as u32,
                next_line: number + 1,
                problem: None,
            });
        }
        if line.starts_with([' ', '\t']) && count > 0 {
            inner = row.next;
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if !is_key(key) || value.starts_with("//") {
            return None;
        }
        known |= count == 0 && KNOWN.contains(&key.to_ascii_lowercase().as_str());
        count += 1;
        inner = row.next;
    }
    None
}

/// Keys such a header begins with.
const KNOWN: &[&str] = &["title", "date", "author", "authors", "layout", "slug", "tags", "category", "status", "lang"];

fn bare_entries(inner: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in inner.lines().flat_map(|line| line.split('\r')).filter(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t'])
            && let Some(last) = entries.last_mut()
        {
            last.values.push(line.trim().trim_start_matches("- ").to_owned());
        } else if let Some((key, value)) = line.split_once(':') {
            let value = value.trim();
            let values = if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
            entries.push(Entry { key: key.trim().to_lowercase(), values });
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>)> {
        let header = front_matter(text).expect("a header");
        header.entries.into_iter().map(|entry| (entry.key, entry.values)).collect()
    }

    fn entry(key: &str, values: &[&str]) -> (String, Vec<String>) {
        (key.to_owned(), values.iter().map(|v| (*v).to_owned()).collect())
    }

    #[test]
    fn yaml_is_read_in_all_its_spellings() {
        let text = "---\r\ntitle: \"Notes: day one\"\r\ndate: 2021-11-06\r\ntags:\r\n    - no\r\n    - rust\r\nTopics: [a, 'b c']\r\ndraft: false\r\n---\r\n# X";
        let expected = [
            entry("title", &["Notes: day one"]),
            entry("date", &["2021-11-06"]),
            entry("tags", &["no", "rust"]),
            entry("topics", &["a", "b c"]),
            entry("draft", &["false"]),
        ];
        assert_eq!(read(text), expected);
        let header = front_matter(text).expect("a header");
        assert_eq!((&text[header.end as usize..], header.next_line), ("# X", 10));
        assert_eq!(
            read(
                "---\nspeakers:\n  - name: Ada\n    company: Analytical\nevent: {name: KubeCon, city: LA}\nyear: 2024\ntext: >\n  folded\n  lines\n---\n"
            ),
            [
                entry("speakers", &["Ada (Analytical)"]),
                entry("event.name", &["KubeCon"]),
                entry("event.city", &["LA"]),
                entry("year", &["2024"]),
                entry("text", &["folded lines"]),
            ]
        );
    }

    #[test]
    fn links_to_notes_are_kept_without_quotes_too() {
        assert_eq!(
            read("---\nevent: [[Quay Con]]\nspeakers: [\"[[Ada]]\", [[people/uwe|Uwe]]]\n---\n"),
            [entry("event", &["[[Quay Con]]"]), entry("speakers", &["[[Ada]]", "[[people/uwe|Uwe]]"])]
        );
        assert_eq!(
            read("---\nspeakers:\n  - [[Ada Pohl]]\n  - [[Uwe]]\nguests: [[Eva], [Kim]]\n---\n"),
            [entry("speakers", &["[[Ada Pohl]]", "[[Uwe]]"]), entry("guests", &["[[Eva]]", "[[Kim]]"])]
        );
        // Lists in a list are no links.
        assert_eq!(
            read(
                "---\ntags: [[go, rust], [ci/cd]]\nspeakers: [[Ada, Uwe], [Eva], Kim]\ntopics:\n  - [a, [b, c]]\n---\n"
            ),
            [
                entry("tags", &["go", "rust", "ci/cd"]),
                entry("speakers", &["Ada", "Uwe", "Eva", "Kim"]),
                entry("topics", &["a", "b", "c"]),
            ]
        );
    }

    #[test]
    fn one_odd_value_does_not_lose_the_others() {
        let header = front_matter("---\ntitle: A: b: [c\ntags: [x, y]\n---\n").expect("a header");
        assert!(header.problem.is_some());
        assert_eq!(header.get(&["tags"]), Some(&["x".to_owned(), "y".to_owned()][..]));
        assert_eq!(header.get(&["title"]), Some(&["A: b: [c".to_owned()][..]));
    }

    #[test]
    fn toml_is_read() {
        let text = "+++\ntitle = \"T\"\ndate = 2024-03-19\ntags = [\"a\", \"b\"]\n[extra]\nevent = \"KubeCon\"\n+++\nx";
        let expected = [
            entry("title", &["T"]),
            entry("date", &["2024-03-19"]),
            entry("tags", &["a", "b"]),
            entry("extra.event", &["KubeCon"]),
        ];
        let mut found = read(text);
        found.sort_by_key(|(key, _)| expected.iter().position(|(known, _)| known == key));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_header_without_an_opening_line_is_read() {
        let text = "Title: Minutes\nDate: 2020-02-06 14:00\nTags: a, b\n---\n\ntext";
        assert_eq!(
            read(text),
            [entry("title", &["Minutes"]), entry("date", &["2020-02-06 14:00"]), entry("tags", &["a, b"])]
        );
        assert_eq!(front_matter(text).expect("a header").next_line, 5);
        assert_eq!(front_matter("Keynote: it was good\n\ntext"), None);
        assert_eq!(front_matter("Title: x\nsome text\n\n"), None);
    }

    #[test]
    fn rules_and_empty_headers_do_no_harm() {
        assert_eq!(front_matter("---\n\nSome text\n\n---\n\nMore"), None);
        assert_eq!(front_matter("---\n# A heading\n"), None);
        assert_eq!(front_matter("----\n"), None);
        assert_eq!(front_matter("---\n---\n").map(|header| header.entries), Some(Vec::new()));
        assert_eq!(front_matter(""), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_header_or_none(text in "(---|\\+\\+\\+|Title: a)\\n[a-z: \\[\\]{}&*|>\"'\\-\\n#,=.0-9]{0,80}\\n(---|\\+\\+\\+)?\\n?\\PC{0,20}") {
            if let Some(header) = front_matter(&text) {
                proptest::prop_assert!(text.is_char_boundary(header.end as usize));
            }
        }
    }
}
