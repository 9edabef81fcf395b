//! The links of a talk in order, with what each leads to: found when asked, in its text, never in code.
//!
//! Not here: how a link is written (`finder`).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Talk;
use super::finder::{Finder, Found, is_address};
use super::words::{is, key, words};
use crate::markdown::{BlockKind, front_matter, outline};

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
    "/program#",
    "/schedule#",
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
        // Quick to make rather than to run: addresses are short, and this is part of every start.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(parts).ok()
    });
    let strongest = PARTS.as_ref()?.find_overlapping_iter(url).map(|found| found.pattern().as_usize()).min()?;
    let mut first = 0;
    ROLES.iter().find_map(|(parts, role)| {
        first += parts.len();
        (strongest < first).then_some(*role)
    })
}

/// What a link's text says it leads to; only a short text is a label.
pub(super) fn by_text(text: &str) -> Option<LinkRole> {
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
    /// The links of the talk in the order they stand, no address twice: those of the note's header where the talk
    /// is all of the note, then those of its text. Addresses within the note (`#…`) are no links; references are
    /// looked up in the whole note.
    pub fn links(&self) -> Vec<Link> {
        self.links_within(self.place.start as usize..self.place.end as usize)
    }

    /// What a reader sees of each of the [links](Talk::links), and where it leads.
    pub fn link_texts(&self) -> impl Iterator<Item = (String, String)> {
        let found = self.found_within(self.place.start as usize..self.place.end as usize);
        found.into_iter().map(|found| (found.text, found.url))
    }

    /// The links there are when of the talk's text only a part is looked at, in bytes of the note: as many as a
    /// first look needs.
    pub fn links_within(&self, part: Range<usize>) -> Vec<Link> {
        self.found_within(part).into_iter().map(Link::from).collect()
    }

    fn found_within(&self, part: Range<usize>) -> Vec<Found> {
        let source = self.note.text.get(part).unwrap_or_default();
        let mut finder = Finder::new(&self.note, source.len());
        self.header_links(&mut finder);
        for block in outline(source).blocks {
            match block.kind {
                BlockKind::Paragraph | BlockKind::Heading(..) | BlockKind::Table | BlockKind::Html => {
                    finder.scan(block.source(source));
                }
                _ => {}
            }
        }
        let mut found = finder.found;
        if self.note.mojibake {
            for link in &mut found {
                link.text = crate::source::repair(&link.text).into_owned();
            }
        }
        found
    }

    /// `video: https://…` above a note that holds nothing else speaks of this talk.
    fn header_links(&self, finder: &mut Finder<'_>) {
        let text = &*self.note.text;
        let (start, end) = (self.place.start as usize, self.place.end as usize);
        if start > LONGEST_HEADER || !text[end..].trim_start().is_empty() {
            return;
        }
        let Some(header) = front_matter(text) else { return };
        if !text.get(header.end as usize..start).is_some_and(|between| between.trim().is_empty()) {
            return;
        }
        for entry in &header.entries {
            let label = entry.key.replace(['.', '_', '-'], " ");
            for url in entry.values.iter().filter(|value| is_address(value)) {
                finder.add(url, "", &label);
            }
        }
    }
}

/// Below a longer one nobody looks for links.
const LONGEST_HEADER: usize = 1 << 14;

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
    fn a_definition_is_a_link_where_it_is_used_or_says_what_it_is() {
        let text =
            "See [one][1].\n\n## Another talk about links\n\ntext\n\n[1]: https://a.org\n[slides]: https://b.org\n";
        assert_eq!(urls(text), ["https://a.org", "https://b.org"]);
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
    fn slips_are_understood() {
        let text = "[a]((https://a.org/x)) [https://b.org](b text) [c](<https://c.org/d e>) [t](https://t.org/x\\|y)\n\n\
            [[1]](https://d.org) <a href='https://e.org'>E <b>e</b></a> \n\n{{ youtube(id=\"zo-la\") }}\n";
        let found: Vec<String> = links(text).into_iter().map(|(text, url, _)| format!("{text} {url}")).collect();
        let expected = [
            "a https://a.org/x",
            "https://b.org https://b.org",
            "c https://c.org/d e",
            "t https://t.org/x|y",
            "[1] https://d.org",
            "E e https://e.org",
            "https://www.youtube.com/watch?v=zo-la https://www.youtube.com/watch?v=zo-la",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_leads_nowhere_is_no_link() {
        let text = "list[i](x) [a](thundering herd) [b](#there) [c](javascript:go) [](../d.md) [e](data:text/html,x)\n\n\
            <!-- https://f.org -->\n\n<script src=\"https://g.org/a.js\"></script>\n\n[h](../h.md) [i](mailto:i@i.org)\n";
        assert_eq!(urls(text), ["../h.md", "mailto:i@i.org"]);
    }

    #[test]
    fn the_header_of_a_note_that_is_one_talk_has_its_links_too() {
        let header = "---\ntitle: A talk\nvideo_url: https://example.org/v\nslides: https://example.org/s\n---\n";
        let of = |text: String| {
            let talks = detect(&Arc::new(Note::from_text("a.md", text)));
            talks.iter().map(|talk| talk.links().into_iter().map(|link| link.role).collect()).collect::<Vec<Vec<_>>>()
        };
        assert_eq!(
            of(format!("{header}\n# A talk\n\nText, https://example.org/x.\n")),
            [[LinkRole::Recording, LinkRole::Slides, LinkRole::Other]]
        );
        let two = of(format!("{header}\n# Notes\n\n## A\n\nSpeaker: Zoë Ex\n\n## B\n\nSpeaker: Kim Ex\n"));
        assert!(two.iter().all(Vec::is_empty), "{two:?}");
    }

    #[test]
    fn a_part_of_a_talk_has_the_links_of_that_part() {
        let note = Arc::new(Note::from_text("a.md", "# A talk\n\nhttps://a.org\n\nhttps://b.org\n".to_owned()));
        let talk = &detect(&note)[0];
        let of = |part| talk.links_within(part).into_iter().map(|link| link.url).collect::<Vec<_>>();
        assert_eq!(of(0..25), ["https://a.org"]);
        assert_eq!(of(0..note.text.len()), ["https://a.org", "https://b.org"]);
        assert_eq!(of(0..note.text.len() + 1), Vec::<String>::new());
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
