//! What writers of linked notes use beyond Markdown: `==marked==` text, names at the end of blocks (` ^name`),
//! and callouts of any kind, with a title and a sign that folds them (`> [!summary]- Title`).

use super::builder::Builder;
use super::document::{Alert, BlockKind, ContainerKind, Document, Span, SpanKind, Spans};
use crate::text::capitalized;

/// The sign that stands around marked text.
const SIGN: &str = "==";

/// Longer words in brackets are no kinds of callouts.
const LONGEST_KIND: usize = 40;

impl Builder {
    /// Puts a paragraph. One that begins a quote with `[!kind]` is the title of a callout, and what it says.
    pub(super) fn paragraph(&mut self, spans: Spans) {
        let rest = self.callout(spans).unwrap_or(spans);
        if rest.start < rest.end {
            self.push(BlockKind::Paragraph(rest));
        }
    }

    /// Makes the quote at hand a callout, if a paragraph begins it with what is one; returns what is left.
    fn callout(&mut self, spans: Spans) -> Option<Spans> {
        let open = self.open.last().filter(|open| !open.html && open.blocks == self.doc.blocks.len())?;
        let within = open.ix.0 as usize;
        let first = self.doc.spans(spans).first().filter(|span| is_plain(span))?;
        let (kind, length) = callout_kind(self.doc.text(first))?;
        let name = capitalized(kind);
        let alert = alert(&kind.to_lowercase());
        let container = self.doc.containers.get_mut(within).filter(|it| it.kind == ContainerKind::Quote(None))?;
        container.kind = ContainerKind::Quote(Some(alert));
        let mut title = spans;
        let first = self.doc.spans.get_mut(spans.start as usize)?;
        first.start += length as u32;
        title.start += u32::from(first.start == first.end);
        let line_end = self.doc.spans(title).iter().position(is_break);
        title.end = line_end.map_or(title.end, |at| title.start + at as u32);
        let rest = Spans { start: (title.end + u32::from(line_end.is_some())).min(spans.end), end: spans.end };
        let title = if title.start < title.end { title } else { self.doc.word(&name) };
        self.push(BlockKind::AlertTitle(alert, title));
        self.line += u32::from(self.line > 0);
        Some(rest)
    }
}

/// The kind of the callout a text begins with, and how many bytes come before its title.
fn callout_kind(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("[!")?;
    let (kind, rest) = inner.split_once(']')?;
    // What follows a bar says how it is laid out.
    let word = kind.split('|').next().unwrap_or_default().trim();
    let is_word = word.starts_with(char::is_alphabetic)
        && word.len() <= LONGEST_KIND
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let title = rest.trim_start();
    (is_word && (title.is_empty() || title.len() < rest.len())).then(|| (word, text.len() - title.len()))
}

/// The alert a kind of callout looks like.
fn alert(kind: &str) -> Alert {
    match kind {
        "tip" | "hint" | "success" | "check" | "done" => Alert::Tip,
        "important" | "question" | "help" | "faq" => Alert::Important,
        "warning" | "attention" => Alert::Warning,
        "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" => Alert::Caution,
        _ => Alert::Note,
    }
}

/// Takes the name of a block off its end: it is there to be linked, not to be read. Says whether it had one. Before
/// the byte `written` of the document's text a `^` may stand for what is set above the line.
pub(super) fn unname(document: &mut Document, first: u32, written: u32) -> bool {
    let Some((last, before)) = document.spans.get(first as usize..).and_then(<[Span]>::split_last) else {
        return false;
    };
    let text = document.text(last);
    let Some((kept, name)) = text.rsplit_once('^').filter(|(_, name)| is_plain(last) && is_name(name)) else {
        return false;
    };
    let stands_alone = if kept.is_empty() { before.last().is_none_or(is_break) } else { kept.ends_with([' ', '\t']) };
    if !stands_alone || name.is_empty() || last.start + (kept.len() as u32) < written {
        return false;
    }
    let length = kept.trim_end().len() as u32;
    if length == 0 {
        document.spans.pop();
    } else if let Some(last) = document.spans.last_mut() {
        last.end = last.start + length;
    }
    true
}

/// Whether a word after `^` names a block. A power (`n ^2`) does not: names have letters, or are six digits.
fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && (word.len() == 6 || (word.len() >= 2 && word.bytes().any(|byte| byte.is_ascii_alphabetic())))
}

/// Takes the signs off marked text in the spans from index `first` on, and makes it strong.
pub(super) fn mark(document: &mut Document, first: u32) {
    let first = first as usize;
    let spans = document.spans.get(first..).unwrap_or_default();
    if !spans.iter().any(|span| is_plain(span) && document.text(span).contains(SIGN)) {
        return;
    }
    let cuts = pairs(document, spans);
    let mut cuts = cuts.into_iter().peekable();
    let mut marked = false;
    for span in document.spans.split_off(first) {
        let mut rest = span;
        while let Some(at) = cuts.next_if(|at| is_plain(&span) && (rest.start..rest.end).contains(at)) {
            push(document, Span { end: at, ..rest }, marked);
            rest.start = at + SIGN.len() as u32;
            marked = !marked;
        }
        if rest.start == span.start {
            rest.style.strong |= marked;
            document.spans.push(rest);
        } else {
            push(document, rest, marked);
        }
    }
}

fn push(document: &mut Document, mut span: Span, marked: bool) {
    if span.start < span.end {
        span.style.strong |= marked;
        document.spans.push(span);
    }
}

/// Where signs stand that belong together, opening and closing ones by turns, as bytes of the document's text.
fn pairs(document: &Document, spans: &[Span]) -> Vec<u32> {
    let mut cuts = Vec::new();
    let mut opened = None;
    for (index, span) in spans.iter().enumerate().filter(|(_, span)| is_plain(span)) {
        let text = document.text(span);
        for (at, _) in text.match_indices(SIGN) {
            let after = &text[at + SIGN.len()..];
            let before = text[..at].chars().next_back();
            let before = before.or_else(|| document.text(spans.get(index.checked_sub(1)?)?).chars().next_back());
            let after = after.chars().next().or_else(|| document.text(spans.get(index + 1)?).chars().next());
            if before == Some('=') || after == Some('=') {
                continue;
            }
            let here = span.start + at as u32;
            match opened {
                // `a==b` compares.
                None if touches(after) && !is_letter(before) => opened = Some(here),
                Some(start) if touches(before) && !is_letter(after) => {
                    cuts.extend([start, here]);
                    opened = None;
                }
                _ => {}
            }
        }
    }
    cuts
}

fn touches(side: Option<char>) -> bool {
    side.is_some_and(|c| !c.is_whitespace())
}

fn is_letter(side: Option<char>) -> bool {
    side.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn is_plain(span: &Span) -> bool {
    span.kind == SpanKind::Text && span.link.is_none()
}

fn is_break(span: &Span) -> bool {
    matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak)
}

#[cfg(test)]
mod tests {
    use super::super::dump::dump;

    #[test]
    fn callouts_are_of_any_kind_and_may_have_a_title() {
        insta::assert_snapshot!(dump("> [!summary] In **short**\n> It works.\n\n> [!my-kind]-\n> Folded.\n\n> [!bug]+ Only a title\n\n- a\n\n  > [!quote|wide]\n  > > [!faq] Why?\n  > > So.\n"), @r#"
        1 Note> Note! In **short**
        2 Note> It works.

        4 Note> Note! My-kind
        5 Note> Folded.

        7 Caution> Caution! Only a title
        9 - a

        11 .. Note> Note! Quote
        12 .. Note> Important> Important! Why?
        13 .. Note> Important> So.
        "#);
        insta::assert_snapshot!(dump("> [!x]y\n\n> Text\n> [!note] no\n\n[!note] no\n\n> [!a](b)\n\n> [!] no\n"), @r#"
        1 > [!x]y

        3 > Text\[!note] no

        6 [!note] no

        8 > [!a](b)

        10 > [!] no
        "#);
    }

    #[test]
    fn marked_text_is_strong_but_not_in_code() {
        insta::assert_snapshot!(dump("It is ==marked *all over*, `a==b`== and ==so==.\n\n`==code==` if a==b and c==d, x == y == z, =====, ==open\n\n| ==a== |\n|-|\n| 高==亮==度 |\n"), @r#"
        1 It is **marked *****all over*****, ****`a==b`** and **so**.

        3 `==code==` if a==b and c==d, x == y == z, =====, ==open

        5 table **a** / 高**亮**度
        "#);
    }

    #[test]
    fn names_of_blocks_are_not_shown() {
        insta::assert_snapshot!(dump("A paragraph. ^block1\n\n- an item ^a1b2c3\n- another\n  ^name\n\n^the-list\n\nn ^2\n\na^bc ^d e\n\n`x` ^code-1\n\n<sup>w1w</sup>\n"), @r#"
        1 A paragraph.

        3 - an item
        4 - another

        9 n ^2

        11 a^bc ^d e

        13 `x`

        15 ^w1w
        "#);
    }

    proptest::proptest! {
        #[test]
        fn any_signs_can_be_read(text in "[a=^\\[\\]!> \\n*`é-]{0,60}") {
            dump(&text);
        }
    }
}
