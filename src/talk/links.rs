//! The links of a talk in order, with what each leads to: found when asked, in its text, never in code.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::Talk;
use super::plain::{bare_url_len, beginning, plain, starts_url};
use super::words::{is, key, words};
use crate::markdown::{BlockKind, outline};

/// A link of a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What a reader sees; the address where it has no other text.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// What is there.
    pub role: LinkRole,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkRole {
    /// The talk on video or as sound.
    Recording,
    /// Its slides.
    Slides,
    /// Its page in the conference's programme.
    Schedule,
    /// Source code.
    Code,
    /// Anything else.
    Other,
}

const RECORDING: &[&str] = &[
    "youtube.com/watch",
    "youtu.be/",
    "youtube.com/embed",
    "youtube.com/live",
    "youtube.com/playlist",
    "youtube-nocookie.com",
    "vimeo.com/",
    "media.ccc.de",
    "video.fosdem.org",
    "infoq.com/presentations",
    "confreaks",
    "channel9.msdn.com",
    "twitch.tv/videos",
    "bilibili.com/video",
    "peertube",
    "nicovideo.jp",
    "skillsmatter.com/skillscasts",
    "livestream.com",
    "dailymotion.com",
    "loom.com/share",
    "learning.oreilly.com/videos",
];
const SLIDES: &[&str] = &[
    "speakerdeck.com/",
    "slideshare.net/",
    "slides.com/",
    "docs.google.com/presentation",
    "noti.st/",
    "hosted_files",
    "beautiful.ai",
    "prezi.com",
    "pitch.com/public",
    "canva.com/design",
    "docswell.com",
];
const SCHEDULE: &[&str] = &[
    ".sched.com/event",
    "sched.co/",
    "/schedule/",
    "pretalx",
    "/sessions/",
    "/session/",
    "sessionize.com",
    "/agenda/",
    "lanyrd.com",
    "/talks/",
    "/program/",
    "portal.awsevents.com",
];
const CODE: &[&str] = &["github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/", "gist.github", "sr.ht/"];

/// What a link leads to, by its host and, where that says nothing, its text.
pub(super) fn role_of_url(url: &str, text: &str) -> LinkRole {
    let by_host = role_by_host(url);
    let file = url.split(['?', '#']).next().unwrap_or_default();
    let ends = |list: &[&str]| {
        list.iter().any(|end| {
            file.len() > end.len()
                && file.is_char_boundary(file.len() - end.len())
                && file[file.len() - end.len()..].eq_ignore_ascii_case(end)
        })
    };
    if by_host == Some(LinkRole::Recording) || ends(&[".mp4", ".webm", ".mp3", ".m4a", ".mov", ".ogv"]) {
        return LinkRole::Recording;
    }
    if by_host == Some(LinkRole::Slides) || ends(&[".pdf", ".pptx", ".ppt", ".key", ".odp"]) {
        return LinkRole::Slides;
    }
    if by_host == Some(LinkRole::Code) {
        return LinkRole::Code;
    }
    by_text(text).or(by_host).unwrap_or(LinkRole::Other)
}

/// What the parts of an address say: the strongest of them. All are looked for at once.
fn role_by_host(url: &str) -> Option<LinkRole> {
    const ROLES: [(&[&str], LinkRole); 4] = [
        (RECORDING, LinkRole::Recording),
        (SLIDES, LinkRole::Slides),
        (CODE, LinkRole::Code),
        (SCHEDULE, LinkRole::Schedule),
    ];
    static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let parts = ROLES.iter().flat_map(|(parts, _)| parts.iter());
        AhoCorasick::builder().ascii_case_insensitive(true).build(parts).ok()
    });
    let strongest = PARTS.as_ref()?.find_overlapping_iter(url).map(|found| found.pattern().as_usize()).min()?;
    let mut first = 0;
    ROLES.iter().find_map(|(parts, role)| {
        first += parts.len();
        (strongest < first).then_some(*role)
    })
}

/// What a link's text says it leads to; only a short text is a label.
fn by_text(text: &str) -> Option<LinkRole> {
    if text.is_empty() || text.len() > 60 || text.split_whitespace().count() > 4 || text.contains("://") {
        return None;
    }
    let phrase = key(text);
    let last = phrase.split(' ').next_back().unwrap_or_default();
    let lists = words().flags(&phrase) | words().flags(last);
    [
        (is::RECORDING, LinkRole::Recording),
        (is::SLIDES, LinkRole::Slides),
        (is::SCHEDULE, LinkRole::Schedule),
        (is::CODE, LinkRole::Code),
    ]
    .into_iter()
    .find(|(list, _)| lists & list != 0)
    .map(|(_, role)| role)
}

impl Talk {
    /// The links of the talk's text in the order they stand, none twice. Addresses within the note (`#…`) are
    /// no links; definitions are found in the whole note.
    pub fn links(&self) -> Vec<Link> {
        let source = self.source();
        let mut finder = Finder {
            found: Vec::new(),
            seen: HashSet::new(),
            definitions: None,
            note: &self.note.text,
            defines: self.note.defines,
            fuel: source.len() * 8 + 10_000,
        };
        for block in outline(source).blocks {
            match block.kind {
                BlockKind::Paragraph | BlockKind::Heading(..) | BlockKind::Table | BlockKind::Html => {
                    finder.scan(block.source(source));
                }
                _ => {}
            }
        }
        if self.note.mojibake {
            for link in &mut finder.found {
                link.text = crate::source::repair(&link.text).into_owned();
            }
        }
        finder.found
    }
}

struct Finder<'n> {
    found: Vec<Link>,
    seen: HashSet<String>,
    /// Link definitions of the note, read when the first reference is met.
    definitions: Option<HashMap<String, &'n str>>,
    note: &'n str,
    /// Whether the note can have definitions.
    defines: bool,
    /// What looking for closing brackets may still cost: a page of open brackets must not cost its square.
    fuel: usize,
}

impl Finder<'_> {
    fn scan(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += match bytes[at] {
                b'\\' => 2,
                b'`' => self.code(&text[at..]),
                b'!' if bytes.get(at + 1) == Some(&b'[') => self.image(&text[at..]),
                b'[' => self.bracket(text, at),
                b'<' => self.angle(text, at),
                b'{' => self.shortcode(&text[at..]),
                b'h' | b'H' | b'w' if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() => self.bare(text, at),
                _ => 1,
            };
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
        self.link(&rest[1..]).map_or(1, |(.., len)| len + 1)
    }

    /// Text, address or label, and length of the link that begins here.
    fn link<'t>(&mut self, rest: &'t str) -> Option<(&'t str, Goal<'t>, usize)> {
        let close = self.paired(rest, b'[', b']')?;
        let text = &rest[1..close];
        match rest.as_bytes().get(close + 1) {
            Some(b'(') => {
                let end = self.paired(&rest[close + 1..], b'(', b')')?;
                let inner = rest[close + 2..close + 1 + end].trim();
                let url = match inner.strip_prefix('<') {
                    Some(inner) => inner.split('>').next().unwrap_or_default(),
                    None => inner.split([' ', '\t', '\n', '\r']).next().unwrap_or_default(),
                };
                Some((text, Goal::Url(url), close + 2 + end))
            }
            Some(b'[') => {
                let end = self.paired(&rest[close + 1..], b'[', b']')?;
                let label = &rest[close + 2..close + 1 + end];
                Some((text, Goal::Label(if label.is_empty() { text } else { label }), close + 2 + end))
            }
            _ => Some((text, Goal::Label(text), close + 1)),
        }
    }

    fn paired(&mut self, rest: &str, open: u8, close: u8) -> Option<usize> {
        let (mut depth, mut escaped) = (0u32, false);
        let limit = self.fuel.min(3000);
        for (at, byte) in rest.bytes().enumerate().take(limit) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b if b == open => depth += 1,
                b if b == close => {
                    depth -= 1;
                    if depth == 0 {
                        self.fuel -= at;
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        self.fuel -= limit.min(rest.len());
        None
    }

    fn bracket(&mut self, text: &str, at: usize) -> usize {
        let Some((label, goal, len)) = self.link(&text[at..]) else { return 1 };
        let shown = plain(label).text.into_owned();
        match goal {
            Goal::Url("") if label.contains("://") => self.take(label, label, text, at),
            Goal::Url(url) => self.take(url, &shown, text, at),
            Goal::Label(name) => match self.defined(name) {
                Some(url) => self.take(&url, &shown, text, at),
                // Brackets only; a link may stand in them.
                None => return 1,
            },
        }
        len
    }

    fn defined(&mut self, label: &str) -> Option<String> {
        // A check box is no reference, and most notes define nothing: neither is worth reading the note for.
        if !self.defines || matches!(label, " " | "x" | "X") {
            return None;
        }
        let note = self.note;
        let definitions = self.definitions.get_or_insert_with(|| definitions(note));
        definitions.get(&key(label)).map(|url| (*url).to_owned())
    }

    /// `<https://…>`, or a tag with `href` or `src`.
    fn angle(&mut self, text: &str, at: usize) -> usize {
        let look = beginning(&text[at..], 2000);
        let Some(end) = look.find('>') else { return 1 };
        let inner = &look[1..end];
        if starts_url(inner) || inner.starts_with("mailto:") {
            if !inner.contains(char::is_whitespace) {
                self.take(inner, "", text, at);
                return end + 1;
            }
            return 1;
        }
        let image = inner.len() >= 3 && inner.as_bytes()[..3].eq_ignore_ascii_case(b"img");
        if !image && inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            for name in ["href", "src"] {
                if let Some(url) = attribute(inner, name) {
                    let rest = &text[at + end + 1..];
                    let shown = beginning(rest, 300).split('<').next().unwrap_or_default();
                    let shown =
                        if inner.starts_with(['a', 'A']) { plain(shown).text.into_owned() } else { String::new() };
                    self.take(url, &shown, text, at);
                }
            }
            return end + 1;
        }
        1
    }

    /// `{{< youtube ID >}}`, as Hugo and its kin have it.
    fn shortcode(&mut self, rest: &str) -> usize {
        let look = beginning(rest, 200);
        let Some(inner) =
            look.strip_prefix("{{<").or_else(|| look.strip_prefix("{{%")).or_else(|| look.strip_prefix("{%"))
        else {
            return 1;
        };
        let mut parts = inner.split_whitespace();
        let site = parts.next().unwrap_or_default();
        let id = parts.next().unwrap_or_default();
        let id = id.strip_prefix("id=").unwrap_or(id).trim_matches(['"', '\'']);
        let id = id.split(['"', '>', '%']).next().unwrap_or_default();
        let plain_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        match site {
            "youtube" if plain_id => self.take(&format!("https://www.youtube.com/watch?v={id}"), "", rest, 0),
            "vimeo" if plain_id => self.take(&format!("https://vimeo.com/{id}"), "", rest, 0),
            _ => {}
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
        let url = url.trim().replace("&amp;", "&");
        if url.is_empty() || url.starts_with('#') || url.chars().any(char::is_control) || !self.seen.insert(url.clone())
        {
            return;
        }
        let shown = shown.trim();
        let mut role = role_of_url(&url, shown);
        if role == LinkRole::Other {
            role = by_text(label_before(text, at)).unwrap_or(role);
        }
        let text = if shown.is_empty() { url.clone() } else { shown.to_owned() };
        self.found.push(Link { text, url, role });
    }
}

enum Goal<'t> {
    Url(&'t str),
    Label(&'t str),
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

/// `[label]: url` lines of a note.
fn definitions(note: &str) -> HashMap<String, &str> {
    let mut found = HashMap::new();
    for line in note.split(['\n', '\r']) {
        let trimmed = line.trim_start();
        if trimmed.starts_with('[')
            && let Some((label, rest)) = trimmed[1..].split_once("]:")
            && !label.contains(']')
        {
            let url = rest.split_whitespace().next().unwrap_or_default();
            let url = url.strip_prefix('<').map_or(url, |inner| inner.trim_end_matches('>'));
            found.entry(key(label)).or_insert(url);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::Note;
    use crate::talk::detect;

    fn links(text: &str) -> Vec<(String, String, LinkRole)> {
        let note = Arc::new(Note::from_text("a.md", format!("# A talk about links\n\n{text}")));
        detect(&note).iter().flat_map(Talk::links).map(|link| (link.text, link.url, link.role)).collect()
    }

    fn urls(text: &str) -> Vec<String> {
        links(text).into_iter().map(|(_, url, _)| url).collect()
    }

    #[test]
    fn links_are_found_however_they_are_written() {
        let text = "See [one](https://a.org/x_(y)) and <https://b.org>, https://c.org/d. Also [two][Ref] and [ref].\n\n\
            [![img](x.png)](https://d.org) <a href=\"https://e.org?a=1&amp;b=2\">five</a>\n\n<iframe src='https://www.youtube.com/embed/xyz'></iframe>\n\n\
            {{< youtube abc-123 >}} www.f.org [https://g.org]() [here](#top) https://b.org\n\n[ref]: <https://r.org> \"title\"\n";
        let expected = [
            "https://a.org/x_(y)",
            "https://b.org",
            "https://c.org/d",
            "https://r.org",
            "https://d.org",
            "https://e.org?a=1&b=2",
            "https://www.youtube.com/embed/xyz",
            "https://www.youtube.com/watch?v=abc-123",
            "https://www.f.org",
            "https://g.org",
        ];
        let mut found = urls(text);
        found.truncate(expected.len());
        assert_eq!(found, expected);
    }

    #[test]
    fn code_and_images_hold_no_links() {
        assert_eq!(
            urls("`https://a.org` ![x](https://b.org/i.png)\n\n```\nhttps://c.org\n```\n\n    https://d.org\n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn roles_come_from_hosts_and_labels() {
        let text = "[Video](https://video.example.org/1) · **Slides:** <https://x.example.org/2>\n[code](https://github.com/a/b) [talk](https://conf.sched.com/event/1) https://youtu.be/q";
        let roles: Vec<LinkRole> = links(text).into_iter().map(|(.., role)| role).collect();
        assert_eq!(
            roles,
            [LinkRole::Recording, LinkRole::Slides, LinkRole::Code, LinkRole::Schedule, LinkRole::Recording]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}|[\\[\\]()<>`!{%hwtps:/.a\" \\n]{0,60}") {
            links(&text);
        }
    }
}
