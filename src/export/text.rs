//! Talks as plain text, for mail and print: no markup and no colour, addresses listed below each talk.

use std::io::{self, Write};

use super::entry::{Entry, chapter_page};
use crate::text::visible;
use crate::typeset::{self, LinkNumbers, Options, Page};

/// Writes talks as plain text, each with its head, at most `columns` wide but for addresses.
///
/// # Errors
/// What the writer says.
pub fn write_text(out: &mut dyn Write, talks: impl IntoIterator<Item: Into<Entry>>, columns: usize) -> io::Result<()> {
    for (number, talk) in talks.into_iter().enumerate() {
        let mut talk = talk.into();
        if number > 0 {
            writeln!(out, "\n{}\n", "═".repeat(columns))?;
        }
        if let Some(chapter) = talk.chapter.take() {
            for line in chapter_page(&chapter, columns).lines {
                writeln!(out, "{}", line.text().trim_end())?;
            }
            writeln!(out)?;
        }
        write_talk(out, talk, columns)?;
    }
    Ok(())
}

fn write_talk(out: &mut dyn Write, talk: Entry, columns: usize) -> io::Result<()> {
    let Entry { mut header, document, pictures, .. } = talk;
    let links = std::mem::take(&mut header.links);
    let head = typeset::header(&header, &Options::at(columns));
    let rule_below = usize::from(!head.lines.is_empty());
    let (facts, rule) = head.lines.split_at(head.lines.len() - rule_below);
    for line in facts {
        writeln!(out, "{}", line.text().trim_end())?;
    }
    for (label, url) in &links {
        writeln!(out, "{}: {}", visible(label), visible(url))?;
    }
    for line in rule {
        writeln!(out, "{}", line.text())?;
    }
    let options = Options { link_numbers: LinkNumbers::Hidden, pictures, ..Options::at(columns) };
    let page = typeset::typeset(&document, &options);
    if !head.lines.is_empty() && !page.lines.is_empty() {
        writeln!(out)?;
    }
    for line in &page.lines {
        writeln!(out, "{}", line.text().trim_end())?;
    }
    write_addresses(out, &page)
}

fn write_addresses(out: &mut dyn Write, page: &Page) -> io::Result<()> {
    let mut numbered: Vec<_> = page.links.iter().filter_map(|link| Some((link.number?, &link.url))).collect();
    numbered.sort_unstable_by_key(|(number, _)| *number);
    let digits = numbered.len().to_string().len();
    for (at, (number, url)) in numbered.into_iter().enumerate() {
        if at == 0 {
            writeln!(out)?;
        }
        let mark = format!("[{number}]");
        writeln!(out, "{mark:>width$} {}", visible(url), width = digits + 2)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::markdown::Document;
    use crate::typeset::Header;

    #[test]
    fn a_talk_reads_without_markup_and_lists_its_addresses() {
        let mut out = Vec::new();
        write_text(&mut out, [sample::talk(), sample::talk()].into_iter().take(1), 48).expect("memory");
        insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"
        Reconciling <at> scale
        Ada Okafor · Blue Harbor
        Mia Lund
        Cloud Days 2023 · 2023-05-04
        kubernetes  #must-see
        Recording: https://example.org/v
        ────────────────────────────────────────────────

        Why a controller forgets, from
        https://example.org/why and the paper[1].

        Findings
        ────────
         • one queue
           1. with numbers
         ☑ read & check

        ▎ Nobody reads events.

        Size   Share
        ────────────
        small    40%

         let x = "<a>";                            rust

        ▣ Plan (plan.png) bad[2] ␛[31mred

        Term
          its meaning¹

        ▎ ⓘ Note
        ▎ Mind.

        ▾ More
          hidden

        ┌───┐  ┌───┐
        │ A ├─►│ B │
        └───┘  └───┘

        ────────────────────────────────────────────────

        ────────────
        ¹ Or not.

        [1] https://example.org/p
        [2] javascript:alert(1)
        "#);
    }

    #[test]
    fn talks_are_set_apart() {
        let mut out = Vec::new();
        let talk = || (Header { title: "T".to_owned(), ..Header::default() }, Document::default());
        write_text(&mut out, [talk(), talk()], 8).expect("memory");
        insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"
        T
        ────────

        ════════

        T
        ────────
        "#);
    }
}
