//! The links and images of a note as `CommonMark` has them, each with its place, and where links can lead within
//! the note. For looking a note over, not for showing it: nothing is repaired, slips stay slips.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAt {
    /// Bytes of all of it.
    pub range: Range<usize>,
    /// What a reader sees.
    pub text: String,
    /// Where it leads, as written; entities and backslashes read.
    pub target: String,
    /// `![…](…)`
    pub is_image: bool,
}

/// What a note links, and what in it can be linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Links and images in the order they begin. Bare addresses, `<…>` and `[[…]]` are none.
    pub links: Vec<LinkAt>,
    /// Embedded files: `![[…]]`, each with what stands before a bar as its target.
    pub embeds: Vec<LinkAt>,
    /// Wiki links: `[[…]]`, each with what stands before a bar as its target.
    pub wikis: Vec<LinkAt>,
    /// What a reader sees of each heading.
    pub headings: Vec<String>,
    /// Names given by hand: `{#name}`, `<a name="…">`, `id="…"`, footnotes.
    pub names: Vec<String>,
    /// Bytes of running text that is neither code, HTML nor a link: where slips of link syntax stand.
    pub prose: Vec<Range<usize>>,
}

/// Finds the links of a note's text from a byte on: what stands before is a header.
pub fn links(text: &str, start: usize) -> Links {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    let body = text.get(start..).unwrap_or_default();
    let mut found = Finder { start, ..Finder::default() };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        found.take(event, range);
    }
    found.links
}

#[derive(Default)]
struct Finder {
    start: usize,
    links: Links,
    /// Links and images begun and not ended: indices, or nothing for those that are not kept.
    open: Vec<Option<usize>>,
    in_heading: bool,
    in_code: bool,
}

impl Finder {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.begin(link_type, &dest_url, range, false),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => self.begin(link_type, &dest_url, range, true),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.open.pop();
            }
            Event::Start(Tag::Heading { id, .. }) => {
                self.in_heading = true;
                self.links.headings.push(String::new());
                self.links.names.extend(id.map(CowStr::into_string));
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::FootnoteDefinition(name)) => self.links.names.push(name.into_string()),
            Event::Html(html) | Event::InlineHtml(html) => names_of_html(&html, &mut self.links.names),
            Event::Text(shown) => {
                self.see(&shown);
                if self.open.is_empty() && !self.in_code {
                    self.add_prose(range);
                }
            }
            Event::Code(shown) => self.see(&shown),
            Event::SoftBreak => {
                self.see(" ");
                if self.open.is_empty() {
                    self.add_prose(range);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: LinkType, target: &str, range: Range<usize>, is_image: bool) {
        let written = !matches!(kind, LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. });
        self.open.push(written.then_some(self.links.links.len()));
        let range = range.start + self.start..range.end + self.start;
        let link = LinkAt { range, text: String::new(), target: target.to_owned(), is_image };
        if written {
            self.links.links.push(link);
        } else if is_image {
            self.links.embeds.push(link);
        } else if matches!(kind, LinkType::WikiLink { .. }) {
            self.links.wikis.push(link);
        }
    }

    fn see(&mut self, shown: &str) {
        for at in self.open.iter().flatten() {
            self.links.links[*at].text.push_str(shown);
        }
        if self.in_heading
            && let Some(heading) = self.links.headings.last_mut()
        {
            heading.push_str(shown);
        }
    }

    /// Neighbouring pieces are one: the parser ends one at each bracket.
    fn add_prose(&mut self, range: Range<usize>) {
        let range = range.start + self.start..range.end + self.start;
        match self.links.prose.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.links.prose.push(range),
        }
    }
}

/// The values of `id` and `name` in HTML.
fn names_of_html(html: &str, names: &mut Vec<String>) {
    for attribute in ["id", "name"] {
        for (at, _) in html.match_indices(attribute) {
            let before = html[..at].chars().next_back();
            let rest = html[at + attribute.len()..].trim_start();
            let (Some(value), Some(' ' | '\t' | '\n' | '\r')) = (rest.strip_prefix('='), before) else { continue };
            let value = value.trim_start();
            let name = match value.strip_prefix(['"', '\'']) {
                Some(quoted) => quoted.split(['"', '\'']).next(),
                None => value.split([' ', '>', '/', '\t', '\n', '\r']).next(),
            };
            names.extend(name.map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_with_their_places_and_code_holds_none() {
        let text = "---\nx: y\n---\n# A *b*\n\n[one](a.md) ![two](b.png) <https://c.org> [[d]] `[e](f.md)`\n\n    [g](h.md)\n\n[i][j]\n\n[j]: k.md\n";
        let found = links(text, 13);
        let shown: Vec<_> =
            found.links.iter().map(|link| (&text[link.range.clone()], &*link.text, &*link.target)).collect();
        assert_eq!(shown, [("[one](a.md)", "one", "a.md"), ("![two](b.png)", "two", "b.png"), ("[i][j]", "i", "k.md")]);
        assert_eq!(found.headings, ["A b"]);
    }

    #[test]
    fn embeds_are_kept_apart() {
        let text = "![[a b.png|300]] [[c]] `![[d.png]]` ![e](f.png)";
        let found = links(text, 0);
        let shown: Vec<_> = found.embeds.iter().map(|link| (&text[link.range.clone()], &*link.target)).collect();
        assert_eq!(shown, [("![[a b.png|300]]", "a b.png")]);
        assert_eq!(found.links.len(), 1);
    }

    #[test]
    fn names_are_those_given_by_hand() {
        let found = links("# A {#first}\n\n<a name=\"second\"></a> <p id=third>\n\n[^n]: x\n", 0);
        assert_eq!(found.names, ["first", "second", "third", "n"]);
    }

    #[test]
    fn prose_is_text_outside_of_links_and_code_in_whole_pieces() {
        let text = "See [a] (https://b.org) and [c](d.md), `e`.";
        let prose = links(text, 0).prose;
        assert_eq!(
            prose.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(),
            ["See [a] (https://b.org) and ", ", ", "."]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}|[\\[\\]()<>`!{#idname=\"/.\\n -]{0,60}") {
            for link in links(&text, 0).links {
                proptest::prop_assert!(text.get(link.range).is_some());
            }
        }
    }
}
