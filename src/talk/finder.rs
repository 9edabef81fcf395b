//! Finds links in Markdown however people write them, slips included. One pass over a block's source.

use std::collections::HashSet;

use super::link_syntax::{Goal, Link, link};
use super::links::{self, LinkRole, by_text, role_of_url};
use super::plain::{bare_url_len, beginning, plain, starts_url};
use crate::source::Note;

/// Bytes that may begin a link, or something in which there is none; of an address the sign after its scheme.
const SIGNS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\`![<{:w";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// A link that was found: what it leads to is asked only where somebody wants to know.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) url: String,
    /// What stands before it.
    label: String,
}

impl From<Found> for links::Link {
    fn from(Found { text, url, label }: Found) -> links::Link {
        let mut role = role_of_url(&url, if text == url { "" } else { &text });
        if role == LinkRole::Other {
            role = by_text(&label).unwrap_or(role);
        }
        links::Link { text, url, role }
    }
}

/// What was found so far, and what looking further may cost.
pub(super) struct Finder<'n> {
    pub(super) found: Vec<Found>,
    seen: HashSet<String>,
    note: &'n Note,
    /// What looking for closing brackets may still cost: a page of open brackets must not cost its square.
    fuel: usize,
}

impl<'n> Finder<'n> {
    /// For a part of a note of so many bytes.
    pub(super) fn new(note: &'n Note, bytes: usize) -> Finder<'n> {
        Finder { found: Vec::new(), seen: HashSet::new(), note, fuel: bytes * 8 + 10_000 }
    }
}

impl Finder<'_> {
    /// Looks through the source of a block of text.
    pub(super) fn scan(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // `from`: past what was taken last.
        let (mut at, mut from) = (0, 0);
        while let Some(next) = bytes[at..].iter().position(|byte| SIGNS[usize::from(*byte)]) {
            at += next;
            let step = match bytes[at] {
                b'\\' => 2,
                b'`' => self.code(&text[at..]),
                b'!' if bytes.get(at + 1) == Some(&b'[') => self.image(&text[at..]),
                b'[' => self.bracket(text, at),
                b'<' => self.angle(text, at),
                b'{' => self.shortcode(&text[at..]),
                b':' => match scheme_before(bytes, at).filter(|start| *start >= from) {
                    Some(start) => self.bare(text, start).saturating_sub(at - start).max(1),
                    None => 1,
                },
                b'w' if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() => self.bare(text, at),
                _ => 1,
            };
            at = (at + step).min(bytes.len());
            if step > 1 {
                from = at;
            }
        }
    }

    /// Past a code span, or past its backticks where none closes it.
    fn code(&mut self, rest: &str) -> usize {
        let run = rest.bytes().take_while(|b| *b == b'`').count();
        let look = &rest[run..];
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel == 0 {
            return run;
        }
        if let Some(end) = look.find(&rest[..run]) {
            return run + end + run;
        }
        self.fuel = self.fuel.saturating_sub(look.len());
        run
    }

    fn image(&mut self, rest: &str) -> usize {
        link(&rest[1..], &mut self.fuel).map_or(1, |link| link.len + 1)
    }

    fn bracket(&mut self, text: &str, at: usize) -> usize {
        let Some(Link { text: label, goal, len }) = link(&text[at..], &mut self.fuel) else { return 1 };
        if defines(text, at, len) && !label.starts_with('^') && by_text(label).is_none() {
            // What other talks refer to is often defined at the end of the last one.
            return text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        }
        let shown = plain(label).text.into_owned();
        match goal {
            Goal::Url(url) if is_address(url) || !is_address(label) => self.take(url, &shown, text, at),
            // `[https://…]()`, or text and address the wrong way round.
            Goal::Url(_) => self.take(label, label, text, at),
            Goal::Label(_) | Goal::Text => {
                let name = if let Goal::Label(name) = goal { name } else { label };
                match self.defined(name) {
                    Some(url) => self.take(&url, &shown, text, at),
                    // Brackets only; a link may stand in them.
                    None => return 1,
                }
            }
        }
        len
    }

    fn defined(&self, label: &str) -> Option<String> {
        self.note.definition(label).map(str::to_owned)
    }

    /// `<https://…>`, or a tag that leads elsewhere; past comments.
    fn angle(&mut self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(rest.len(), |end| end + 3);
        }
        let look = beginning(rest, 2000);
        let Some(end) = look.find('>') else { return 1 };
        let inner = &look[1..end];
        if is_address(inner) {
            if inner.contains(char::is_whitespace) {
                return 1;
            }
            self.take(inner, "", text, at);
            return end + 1;
        }
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        let attribute = match name.as_str() {
            "a" => attribute(inner, "href"),
            "video" | "audio" | "source" | "iframe" | "embed" => attribute(inner, "src"),
            "" => return 1,
            _ => None,
        };
        if let Some(url) = attribute {
            let shown = if name == "a" { plain_html(beginning(&rest[end + 1..], 300)) } else { String::new() };
            self.take(url, &shown, text, at);
        }
        end + 1
    }

    /// `{{< youtube ID >}}` and the like, as site generators have it.
    fn shortcode(&mut self, rest: &str) -> usize {
        let look = beginning(rest, 200);
        let openings = ["{{<", "{{%", "{%", "{{"];
        let Some(inner) = openings.iter().find_map(|opening| look.strip_prefix(opening)) else { return 1 };
        let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let mut words = inner.split(|c: char| !is_id(c)).filter(|word| !word.is_empty() && *word != "id");
        if let (Some(site), Some(id)) = (words.next(), words.next()) {
            match site {
                "youtube" => self.take(&format!("https://www.youtube.com/watch?v={id}"), "", rest, 0),
                "vimeo" => self.take(&format!("https://vimeo.com/{id}"), "", rest, 0),
                _ => {}
            }
        }
        2
    }

    fn bare(&mut self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        let www = rest.starts_with("www.") && rest[4..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if !starts_url(rest) && !www {
            return 1;
        }
        let len = bare_url_len(rest);
        let url = &rest[..len];
        if www {
            self.take(&format!("https://{url}"), "", text, at);
        } else {
            self.take(url, "", text, at);
        }
        len.max(1)
    }

    fn take(&mut self, url: &str, shown: &str, text: &str, at: usize) {
        self.add(url, shown, label_before(text, at));
    }

    /// Adds a link where it leads anywhere; `label` stands before it.
    pub(super) fn add(&mut self, url: &str, shown: &str, label: &str) {
        let url = url.trim();
        // `[text]((https://…))`: a slip that leaves the address in brackets.
        let url = url.strip_prefix('(').and_then(|url| url.strip_suffix(')')).unwrap_or(url);
        let mut url = unescaped(url);
        if url.contains("&amp;") {
            url = url.replace("&amp;", "&");
        }
        let shown = shown.trim();
        let leads = is_address(&url) || is_path(&url) && shown.contains(char::is_alphanumeric);
        if !leads || url.chars().any(char::is_control) || !self.seen.insert(url.clone()) {
            return;
        }
        let text = if shown.is_empty() { url.clone() } else { shown.to_owned() };
        self.found.push(Found { text, url, label: label.to_owned() });
    }
}

/// Whether brackets at a byte, so many bytes long, begin a definition: `[label]: address`.
fn defines(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].trim_end_matches(' ');
    text[at + length..].starts_with(':')
        && at - before.len() < 4
        && (before.is_empty() || before.ends_with(['\n', '\r']))
}

/// Where the `http` or `https` begins that the `://` at `colon` ends, unless it is the end of a longer word.
fn scheme_before(text: &[u8], colon: usize) -> Option<usize> {
    if !text[colon..].starts_with(b"://") {
        return None;
    }
    let starts = ["http".len(), "https".len()].into_iter().filter_map(|length| colon.checked_sub(length));
    let is_scheme = |scheme: &[u8]| scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https");
    starts
        .filter(|start| is_scheme(&text[*start..colon]))
        .find(|start| start.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric()))
}

/// Whether a text begins as an address does that one can follow.
pub(super) fn is_address(text: &str) -> bool {
    let host = || text.split_once("://").map_or("", |(_, host)| host);
    starts_url(text) && host().starts_with(|c: char| c.is_alphanumeric() || c == '[')
        || text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) && text.contains('@')
}

/// Whether a text reads as the path of a file beside the note: without another scheme, and no place in the note
/// itself or a word that happens to stand in brackets, as in `list[i](x)`.
fn is_path(text: &str) -> bool {
    let has_scheme = text.find([':', '/', '?', '#']).is_some_and(|at| text[at..].starts_with(':'));
    !text.starts_with('#') && !has_scheme && text.contains(['/', '.']) && text.contains(char::is_alphanumeric)
}

/// A destination without the backslashes that protect signs from being markup.
fn unescaped(url: &str) -> String {
    if !url.contains('\\') {
        return url.to_owned();
    }
    let mut plain = String::with_capacity(url.len());
    let mut chars = url.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(c);
        } else if let Some(protected) = chars.next() {
            plain.push(protected);
        }
    }
    plain
}

/// What a reader sees of a link in HTML, up to its end.
fn plain_html(rest: &str) -> String {
    let inner = rest.find("</a").or_else(|| rest.find("</A")).map_or(rest, |end| &rest[..end]);
    let mut shown = String::new();
    for (number, part) in inner.split('<').enumerate() {
        shown.push_str(if number == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    plain(&shown).text.into_owned()
}

/// The label before a link: `Slides: <…>`.
fn label_before(text: &str, at: usize) -> &str {
    // A label is short: looking further back would cost a line of many links its square.
    let from = text.floor_char_boundary(at.saturating_sub(200));
    let text = &text[from..at];
    let at = text.len();
    let line = text[..at]
        .rfind(['\n', '\r', '·', '|', ',', ';', '(', '•'])
        .map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let before =
        text[line..at].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '<' | '-' | '+' | '>'));
    before
        .strip_suffix([':', '：'])
        .map_or("", |label| label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-')))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.match_indices(name).map(|(at, _)| at).find(|at| {
        *at > 0 && tag.as_bytes()[at - 1].is_ascii_whitespace() && tag[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '\t', '\n', '/']).next(),
    }
}
