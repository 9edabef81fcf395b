//! A line of Markdown as a reader sees it: markup off, link texts kept. For titles, names and labels; the
//! shown text of a talk is parsed fully elsewhere.

use std::borrow::Cow;

use super::link_syntax::{Goal, Link, link};

/// The beginning of a text, at most so many bytes: what a bounded look needs.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The pieces of a text between blanks, as `split(' ')` gives them: words are short, and a search for each
/// blank costs more than a look at each byte.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|byte| byte == b' ');
        let (piece, next) = match end {
            Some(end) => (&text[..end], Some(&text[end + 1..])),
            None => (text, None),
        };
        rest = next;
        Some(piece)
    })
}

/// A line without the names of emoji it begins with: `:microphone: Ada Pohl`.
pub(super) fn without_shortcodes(text: &str) -> &str {
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix(':')
        && let Some(end) = inner.find(':').filter(|end| (2..30).contains(end))
        && inner[..end]
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'+'))
    {
        rest = inner[end + 1..].trim_start();
    }
    rest
}

/// A line without its markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plain<'t> {
    /// What a reader sees, blanks single.
    pub(super) text: Cow<'t, str>,
    /// Where its links lead, in order.
    pub(super) urls: Vec<&'t str>,
    /// Whether nothing stands outside its links.
    pub(super) is_link: bool,
    /// Whether all of it is emphasised.
    pub(super) is_emphasised: bool,
    /// The emphasised or linked text it begins with, where something follows it.
    pub(super) lead: Option<String>,
    /// The linked text it ends with, where something stands before it: as the text has it.
    pub(super) trail: Option<String>,
}

/// Takes the markup off a line.
pub(super) fn plain(source: &str) -> Plain<'_> {
    // Lines are titles, names and labels; of a longer one the beginning is enough, and costs no more than it.
    let source = beginning(source.trim(), 2000);
    if is_plain(source) {
        return Plain { text: Cow::Borrowed(source), ..Plain::default() };
    }
    let out = String::with_capacity(source.len());
    Stripper { source, out, urls: Vec::new(), outside: false, lead: None, trail: None, highlight_end: None }.run()
}

/// Whether a line has no markup, no address and no double blanks. One pass: most lines are so.
fn is_plain(source: &str) -> bool {
    let mut previous = 0;
    let mut colon = false;
    for byte in source.bytes() {
        if SPECIAL[usize::from(byte)] || byte == b' ' && previous == b' ' {
            return false;
        }
        colon |= byte == b':';
        previous = byte;
    }
    !colon || !source.contains("://")
}

/// Bytes that may be markup.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"[]*_`<&\\~!\n\r\t={";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

struct Stripper<'t> {
    source: &'t str,
    out: String,
    urls: Vec<&'t str>,
    /// Whether visible text stood outside links.
    outside: bool,
    lead: Option<String>,
    /// The text of the link the source ends with.
    trail: Option<String>,
    /// Where the `==` stands that ends the highlight begun last.
    highlight_end: Option<usize>,
}

impl<'t> Stripper<'t> {
    fn run(mut self) -> Plain<'t> {
        let is_emphasised = is_wrapped(self.source);
        let mut at = self.letters(0);
        while let Some(c) = self.source[at..].chars().next() {
            at = self.step(at, c);
            at = self.letters(at);
        }
        let text = single_spaced(self.out);
        let is_link = !self.urls.is_empty() && !self.outside && !text.is_empty();
        let lead = self.lead.filter(|lead| lead.len() < text.len());
        let trail = self.trail.filter(|trail| trail.len() < text.len());
        Plain { text: Cow::Owned(text), urls: self.urls, is_link, is_emphasised, lead, trail }
    }

    /// Takes the run of characters from `at` on that mean only themselves, where there are any; where to go on.
    fn letters(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let mut end = at;
        while let Some(byte) = bytes.get(end) {
            let is_url = matches!(byte, b'h' | b'H') && starts_url(&self.source[end..]);
            if is_url || !(b' '..=b'~').contains(byte) || SPECIAL[usize::from(*byte)] {
                break;
            }
            self.outside |= !matches!(byte, b' ' | b'-' | b'|' | b':' | b'(' | b')' | b',' | b'.' | b'/');
            end += 1;
        }
        self.out.push_str(&self.source[at..end]);
        end
    }

    /// Takes what stands at `at`; where to go on.
    fn step(&mut self, at: usize, c: char) -> usize {
        let rest = &self.source[at..];
        match c {
            '\\' if rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) => {
                self.visible(&rest[1..2]);
                at + 2
            }
            '!' if rest[1..].starts_with('[') => match linked(&rest[1..]) {
                Some(found) => at + 1 + found.len,
                // `![[slide.png]]` puts another file here.
                None => match rest[1..].starts_with("[[").then(|| rest.find("]]")).flatten() {
                    Some(end) => at + end + 2,
                    None => self.character(at, c),
                },
            },
            '[' => self.link(at),
            '<' => self.tag(at),
            '`' => {
                let run = rest.bytes().take_while(|b| *b == b'`').count();
                match rest[run..].find(&rest[..run]) {
                    Some(end) => {
                        self.visible(&rest[run..run + end]);
                        at + run + end + run
                    }
                    None => self.character(at, c),
                }
            }
            '*' | '~' => {
                self.led();
                at + 1
            }
            '_' if !self.is_inside_word(at) => {
                self.led();
                at + 1
            }
            // `[Ada](url){:rel="nofollow"}`: what a site's generator is told about the link.
            '{' if rest.starts_with("{:") => match rest.find('}') {
                Some(end) => at + end + 1,
                None => self.character(at, c),
            },
            '=' if self.highlight_end == Some(at) => at + 2,
            '=' if let Some(len) = highlighted(rest).filter(|_| !self.is_inside_word_end(at)) => {
                self.highlight_end = Some(at + 2 + len);
                at + 2
            }
            '&' => match entity(rest) {
                Some((text, len)) => {
                    self.visible(text);
                    at + len
                }
                None => self.character(at, c),
            },
            'h' | 'H' if starts_url(rest) && !self.is_inside_word_end(at) => {
                let len = bare_url_len(rest);
                self.urls.push(&rest[..len]);
                self.out.push_str(&rest[..len]);
                at + len
            }
            _ => self.character(at, c),
        }
    }

    /// Takes the link that begins at `at`, or its bracket; where to go on.
    fn link(&mut self, at: usize) -> usize {
        let Some(found) = linked(&self.source[at..]) else { return self.wiki_link(at) };
        let inner = plain(found.text);
        self.out.push_str(&inner.text);
        // `[https://…]()`: the address stands where the text should.
        let url = match found.goal {
            Goal::Url(url) if !url.is_empty() => url,
            _ if found.text.contains("://") => found.text,
            _ => "",
        };
        if !url.is_empty() {
            self.urls.push(url);
        }
        self.led();
        if at + found.len == self.source.len() && !url.is_empty() {
            self.trail = Some(inner.text.into_owned());
        }
        at + found.len
    }

    /// Takes the link to another note that begins at `at`, or its bracket; where to go on. `[[people/Ada Pohl]]`
    /// shows the note's name, `[[ada|Ada Pohl]]` what stands
    /// behind the bar.
    fn wiki_link(&mut self, at: usize) -> usize {
        let inner = self.source[at..].strip_prefix("[[").and_then(|rest| rest.split_once("]]")).map(|(inner, _)| inner);
        // "[[ -f x ]]" asks whether there is a file.
        let Some(inner) = inner.filter(|inner| !inner.contains(['[', ']', '\n']) && !inner.starts_with(' ')) else {
            return self.character(at, '[');
        };
        let (note, label) = inner.split_once('|').unwrap_or((inner, ""));
        let path = note.split('#').find(|part| !part.is_empty()).unwrap_or(note);
        // "TCP/IP" is no folder.
        let name = path.rsplit_once('/').filter(|(folder, _)| folder.len() > 3).map_or(path, |(_, name)| name);
        // "Ada" leads to the note of "Ada Pohl": that is who it is.
        let shown = if label.trim().is_empty() || name.contains(label.trim()) { name } else { label };
        self.visible(shown.trim());
        self.led();
        if at + inner.len() + 4 == self.source.len() {
            self.trail = Some(shown.trim().to_owned());
        }
        at + inner.len() + 4
    }

    /// Takes the tag or address in angle brackets that begins at `at`, or the bracket; where to go on.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        let Some(end) = rest.find('>').filter(|end| is_tag(&rest[1..*end])) else { return self.character(at, '<') };
        let inner = &rest[1..end];
        if inner.contains("://") && !inner.contains(' ') {
            self.urls.push(inner);
            self.out.push_str(inner);
        } else if inner.starts_with("br") {
            self.out.push(' ');
        }
        at + end + 1
    }

    fn character(&mut self, at: usize, c: char) -> usize {
        if c.is_whitespace() {
            self.out.push(' ');
        } else {
            self.outside |= !matches!(c, '-' | '|' | ':' | '(' | ')' | ',' | '.' | '·' | '•' | '/') && !is_symbol(c);
            self.out.push(c);
        }
        at + c.len_utf8()
    }

    fn visible(&mut self, text: &str) {
        self.outside = true;
        self.out.push_str(text);
    }

    /// Remembers the first marked text, when it begins the line.
    fn led(&mut self) {
        if self.lead.is_none() && !self.out.trim().is_empty() {
            self.lead = Some(self.out.trim().to_owned());
        }
    }

    fn is_inside_word(&self, at: usize) -> bool {
        let before = self.source[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = self.source[at + 1..].chars().next().is_some_and(char::is_alphanumeric);
        before && after
    }

    fn is_inside_word_end(&self, at: usize) -> bool {
        self.source[..at].chars().next_back().is_some_and(char::is_alphanumeric)
    }
}

/// A text with single blanks between its words and none around them.
fn single_spaced(text: String) -> String {
    let is_single = text.as_bytes().windows(2).all(|pair| pair != b"  ")
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !text.starts_with(' ')
        && !text.ends_with(' ');
    if is_single {
        return text;
    }
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// The length of what `==` begins and the next `==` ends. "a == b == c" compares, and so does "a==b and c==d".
fn highlighted(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("==")?;
    let text = &inner[..inner.find("==")?];
    let is_tight = |c: char| !c.is_whitespace() && c != '=';
    let goes_on = inner[text.len() + 2..].starts_with(char::is_alphanumeric);
    (text.starts_with(is_tight) && text.ends_with(is_tight) && !goes_on).then_some(text.len())
}

fn is_symbol(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_ascii()
}

/// Whether one emphasis holds the whole text.
fn is_wrapped(source: &str) -> bool {
    let source = source.trim().trim_end_matches(['.', ':', '\\']).trim_end();
    for mark in ["***", "**", "__", "*", "_", "~"] {
        if let Some(inner) = source.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
            return !inner.is_empty() && !inner.contains(mark);
        }
    }
    false
}

/// The link that begins here, with its address where it has one. Brackets alone are none.
fn linked(rest: &str) -> Option<Link<'_>> {
    // A line is short by now: no need to bound looking.
    link(rest, &mut usize::MAX.clone()).filter(|link| link.goal != Goal::Text)
}

fn is_tag(inner: &str) -> bool {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    inner.len() < 1000
        && (inner.starts_with("!--") || name.starts_with(|c: char| c.is_ascii_alphabetic()))
        && !inner.contains('<')
}

fn entity(rest: &str) -> Option<(&'static str, usize)> {
    const KNOWN: &[(&str, &str)] = &[
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&rsquo;", "’"),
        ("&hellip;", "…"),
    ];
    KNOWN.iter().find(|(name, _)| rest.starts_with(name)).map(|(name, text)| (*text, name.len()))
}

pub(super) fn starts_url(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.len() > 8
        && bytes[..4].eq_ignore_ascii_case(b"http")
        && (rest[4..].starts_with("://") || bytes[4].eq_ignore_ascii_case(&b's') && rest[5..].starts_with("://"))
}

/// How long a bare address is: to the next blank or bracket, without the punctuation that ends the sentence.
pub(super) fn bare_url_len(rest: &str) -> usize {
    let stop = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '「' | '」' | '、' | '。' | '）')
    };
    let mut len = rest.find(stop).unwrap_or(rest.len());
    let count = |bracket: char| rest[..len].matches(bracket).count();
    let (round, square) = (count('('), count('['));
    let (mut round_ends, mut square_ends) = (count(')'), count(']'));
    while let Some(last) = rest[..len].chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => {}
            ')' if round_ends > round => round_ends -= 1,
            ']' if square_ends > square => square_ends -= 1,
            _ => break,
        }
        len -= last.len_utf8();
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_comes_off_and_text_stays() {
        for (source, text) in [
            ("**Title** and `code`", "Title and code"),
            ("[A talk](https://example.org/a_(b)) by *Ada*", "A talk by Ada"),
            ("snake_case stays", "snake_case stays"),
            ("![logo](x.png) Text", "Text"),
            ("AT&amp;T <b>bold</b><br>x", "AT&T bold x"),
            (r"\[DEV315\] a \* b", "[DEV315] a * b"),
            ("two\nlines", "two lines"),
            ("[a [b] c][ref]", "a [b] c"),
            ("1 < 2 > 1", "1 < 2 > 1"),
            ("[open", "[open"),
            ("[[Ada Pohl]], [[people/uwe|Uwe Brandt]]", "Ada Pohl, Uwe Brandt"),
            ("[[#Tiny clusters]] of [[TCP/IP]]", "Tiny clusters of TCP/IP"),
            ("![[logo.png]] Why [[ -f x ]]", "Why [[ -f x ]]"),
            ("[[events/Quay Con 2024#Day 1]] and [[", "Quay Con 2024 and [["),
        ] {
            assert_eq!(plain(source).text, text, "{source}");
        }
    }

    #[test]
    fn links_and_emphasis_are_noticed() {
        assert!(plain("[A talk](https://example.org)").is_link);
        assert!(!plain("[A talk](https://example.org) by Ada").is_link);
        assert_eq!(
            plain("[A](https://a.org) <https://b.org> https://c.org/x.").urls,
            ["https://a.org", "https://b.org", "https://c.org/x"]
        );
        assert!(plain("**Ada Lovelace (Analytical)**").is_emphasised);
        assert!(!plain("**Speaker**: Ada **x**").is_emphasised);
        assert_eq!(plain("**\"Title\"** by Ada").lead.as_deref(), Some("\"Title\""));
        assert_eq!(plain("Tiny clusters [[Ada Pohl]]").trail.as_deref(), Some("Ada Pohl"));
        assert_eq!(plain("[https://a.org]()").urls, ["https://a.org"]);
    }

    proptest::proptest! {
        #[test]
        fn any_line_can_be_stripped(source in "\\PC{0,40}|[\\[\\]()*_`<>&!\\\\~=h:/ a]{0,40}") {
            plain(&source);
        }
    }
}
