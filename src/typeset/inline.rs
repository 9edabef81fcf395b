//! Spans on their way to lines: emphasis and links become looks, pictures labels, line ends blanks or breaks.

use super::image::picture_label;
use super::ink::{Ink, Look};
use super::page::{Emphasis, LinkAt, LinkKind, Role};
use super::setter::{LinkNumbers, Setting};
use crate::markdown::document::{Span, SpanKind, Spans};
use crate::text::{spoken_address, width};

impl Setting<'_> {
    /// Inks spans; bytes at which a line of the note ends go to `breaks`.
    pub(super) fn ink(&mut self, spans: Spans, look: Look, ink: &mut Ink, breaks: &mut Vec<usize>) {
        let document = self.document;
        let spans = document.spans(spans);
        for (at, span) in spans.iter().enumerate() {
            match span.kind {
                SpanKind::HardBreak => {
                    breaks.push(ink.text.len());
                    ink.break_line();
                }
                SpanKind::SoftBreak => {
                    breaks.push(ink.text.len());
                    let after = spans.get(at + 1).map_or("", |next| document.text(next));
                    if !joins_without_blank(&ink.text, after) {
                        ink.push(" ", self.look(span, look));
                    }
                }
                SpanKind::Image(file) => {
                    let label = picture_label(document, span, file, &self.options().pictures);
                    let look = self.look(span, look);
                    ink.push(&label, look);
                }
                SpanKind::Note => {
                    let number = document.text(span);
                    let link = Some(self.note_link(number));
                    ink.push(&superscript(number), Look { link, ..self.look(span, look) });
                }
                SpanKind::Text | SpanKind::Code | SpanKind::Key => {
                    let look = self.look(span, look);
                    let text = document.text(span);
                    if span.kind == SpanKind::Text && (text.contains("  ") || text.starts_with(' ')) {
                        ink.push_flowing(text, look);
                    } else {
                        ink.push(text, look);
                    }
                }
            }
            if let Some(link) = span.link
                && spans.get(at + 1).is_none_or(|next| next.link != Some(link))
            {
                self.number(link, ink);
            }
        }
    }

    /// Puts the number of a span's link after it, if it has one.
    pub(super) fn number_after(&mut self, span: &Span, ink: &mut Ink) {
        if let Some(link) = span.link {
            self.number(link, ink);
        }
    }

    /// Puts a link's number after it, if it has one.
    fn number(&mut self, link: u32, ink: &mut Ink) {
        if self.options().link_numbers == LinkNumbers::None {
            return;
        }
        let Some(index) = self.page_link(link) else { return };
        let Some(link) = self.setter.page.links.get_mut(index as usize) else { return };
        if link.number.is_none() {
            link.number = match &self.setter.options.link_numbers {
                LinkNumbers::Of(numbers) => numbers.get(&link.url).copied(),
                LinkNumbers::Hidden if hides_address(link) => {
                    self.setter.numbered += 1;
                    Some(self.setter.numbered)
                }
                LinkNumbers::None | LinkNumbers::Hidden => None,
            };
        }
        if let Some(number) = link.number {
            ink.push(&number_mark(number), Look { role: Role::Marker, link: Some(index), ..Look::default() });
        }
    }

    pub(super) fn look(&mut self, span: &Span, base: Look) -> Look {
        let link = span.link.and_then(|link| self.page_link(link));
        let in_heading = matches!(base.role, Role::Heading(_));
        let role = match span.kind {
            SpanKind::Note => Role::FootnoteMark,
            SpanKind::Image(_) => Role::Image,
            _ if in_heading => base.role,
            SpanKind::Code => Role::Code,
            SpanKind::Key => Role::Key,
            _ if link.is_some() => Role::Link,
            _ => base.role,
        };
        let style = Emphasis {
            strong: base.style.strong || span.style.strong,
            italic: base.style.italic || span.style.italic,
            struck: base.style.struck || span.style.struck,
        };
        Look { role, style, link }
    }

    fn note_link(&mut self, number: &str) -> u32 {
        let links = &mut self.setter.page.links;
        let url = format!("#note-{number}");
        links.push(LinkAt { line: usize::MAX, url, text: number.to_owned(), kind: LinkKind::Note, number: None });
        links.len() as u32 - 1
    }

    fn page_link(&mut self, link: u32) -> Option<u32> {
        let target = self.document.links.get(link as usize)?;
        let numbers = &mut self.setter.links;
        if numbers.len() <= link as usize {
            numbers.resize(link as usize + 1, None);
        }
        let number = numbers.get_mut(link as usize)?;
        Some(*number.get_or_insert_with(|| {
            let links = &mut self.setter.page.links;
            let text = crate::text::visible(self.document.link_text(target)).into_owned();
            links.push(LinkAt { line: usize::MAX, url: target.url.clone(), text, kind: target.kind, number: None });
            links.len() as u32 - 1
        }))
    }
}

/// How a link's number is shown after its text.
pub(super) fn number_mark(number: u32) -> String {
    format!("[{number}]")
}

/// Whether a reader on paper does not see where a link leads.
fn hides_address(link: &LinkAt) -> bool {
    let address = &link.url;
    match link.kind {
        LinkKind::Link => {
            !address.is_empty()
                && !address.starts_with('#')
                && spoken_address(link.text.trim()) != spoken_address(address)
        }
        // What stands in the note itself needs no address; of the others a reader sees the file's name.
        LinkKind::Image => address.contains('/') && !address.starts_with("data:"),
        LinkKind::Bare | LinkKind::Wiki | LinkKind::Note => false,
    }
}

/// A line end between two characters of a script without blanks is none. Korean has blanks.
fn joins_without_blank(before: &str, after: &str) -> bool {
    let is_unspaced = |c: char| {
        !c.is_ascii()
            && !matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}')
            && width(c.encode_utf8(&mut [0; 4])) == 2
    };
    before.chars().next_back().is_some_and(is_unspaced) && after.chars().next().is_some_and(is_unspaced)
}

pub(super) fn superscript(digits: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digits.chars().map(|c| c.to_digit(10).map_or(c, |digit| DIGITS[digit as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::{looks, page, page_with, screen, text};
    use std::sync::Arc;

    use super::super::{LinkNumbers, Options};

    #[test]
    fn emphasis_code_and_links_are_looks_not_signs() {
        insta::assert_snapshot!(looks("a **b** *c* ~~d~~ `e` [f](g) <kbd>h</kbd> https://i.io", 60), @r#"
        a b c d e f h https://i.io
        . S i x c l k llllllllllll
        "#);
        insta::assert_snapshot!(looks("# A `b` [c](d)\n", 60), @r#"
        A b c
        hhhhh
        ━━━━━
        rrrrr
        "#);
    }

    #[test]
    fn links_keep_where_they_lead_and_the_line_they_begin_on() {
        let page = page("Text that fills a line, [then `a` link](https://a.io) ![b](c/d.png)", 24);
        let links: Vec<_> = page.links.iter().map(|link| (link.line, link.text.as_str(), link.url.as_str())).collect();
        assert_eq!(links, [(1, "then a link", "https://a.io"), (1, "b", "c/d.png")]);
    }

    #[test]
    fn links_may_have_numbers() {
        let note = "[A *b*](https://a.io) https://b.io [c](#d) [e](f.md)";
        let numbered = |link_numbers| text(&page_with(note, &Options { link_numbers, ..Options::at(60) }));
        let some = [("f.md".to_owned(), 1), ("https://b.io".to_owned(), 12)];
        insta::assert_snapshot!(numbered(LinkNumbers::Of(Arc::new(some.into()))), @r#"
        A b https://b.io[12] c e[1]
        "#);
        insta::assert_snapshot!(numbered(LinkNumbers::Hidden), @r#"
        A b[1] https://b.io c e[2]
        "#);
    }

    #[test]
    fn footnotes_stand_at_the_end() {
        insta::assert_snapshot!(looks("So[^a] it[^b] is.\n\n[^a]: One\n[^b]: Two\n", 40), @r#"
        So¹ it² is.
        ..f ..f ...


        ────────────
        rrrrrrrrrrrr
        ¹ One
        ff...
        ² Two
        ff...
        "#);
    }

    #[test]
    fn lines_of_a_script_without_blanks_join_without_one() {
        let note = "長い文章は折り返されて書かれることがあり、そのときには行の終わりに空白を入れません。\nつぎの行もおなじように長く書かれていて、折り返しの場所だけがちがっているのです。\n";
        assert!(screen(note, 400).contains("せん。つぎ"));
    }

    #[test]
    fn control_characters_are_shown_not_sent() {
        insta::assert_snapshot!(looks("a\u{1b}[31mb `\u{7}`\n", 40), @r#"
        a␛[31mb ␇
        .!..... !
        "#);
    }
}
