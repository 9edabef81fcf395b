//! Talks for a terminal, printed: the sixteen colours every terminal has and its attributes, links that can
//! be clicked. What a theme would choose is not known here.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::entry::{Entry, chapter_page};
use crate::text::clickable;
use crate::typeset::{self, AlertKind, Line, Options, Page, Piece, Role, Token};

/// Whether links can be clicked (OSC 8), where they are web or mail addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hyperlinks {
    /// They can.
    On,
    /// They are only marked.
    Off,
}

/// Writes talks with colours, each with its head, at most `columns` wide.
///
/// # Errors
/// What the writer says.
pub fn write_ansi(
    out: &mut dyn Write,
    talks: impl IntoIterator<Item: Into<Entry>>,
    columns: usize,
    hyperlinks: Hyperlinks,
) -> io::Result<()> {
    for (number, talk) in talks.into_iter().enumerate() {
        let Entry { chapter, header, document, pictures } = talk.into();
        if number > 0 {
            out.write_all(b"\n\n")?;
        }
        if let Some(chapter) = chapter {
            write_page(out, &chapter_page(&chapter, columns), hyperlinks)?;
            out.write_all(b"\n")?;
        }
        let highlights = typeset::highlight(&document).map(std::sync::Arc::new);
        let body = typeset::typeset(&document, &Options { highlights, pictures, ..Options::at(columns) });
        write_page(out, &typeset::header(&header, &Options::at(columns)).above(body), hyperlinks)?;
    }
    Ok(())
}

fn write_page(out: &mut dyn Write, page: &Page, hyperlinks: Hyperlinks) -> io::Result<()> {
    let mut text = String::new();
    for line in &page.lines {
        text.clear();
        set_line(&mut text, line, page, hyperlinks);
        text.push('\n');
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// A line ends without looks and without a link, so that it can be cut out by other tools.
fn set_line(out: &mut String, line: &Line, page: &Page, hyperlinks: Hyperlinks) {
    let last = line.pieces.iter().rposition(|piece| !piece.text.trim_end().is_empty()).map_or(0, |last| last + 1);
    let mut open: Option<String> = None;
    for (at, piece) in line.pieces.iter().take(last).enumerate() {
        let address = piece
            .link
            .filter(|_| hyperlinks == Hyperlinks::On)
            .and_then(|link| page.links.get(link as usize).and_then(|link| clickable(&link.url)));
        if open != address {
            out.push_str(if open.is_some() { "\u{1b}]8;;\u{1b}\\" } else { "" });
            if let Some(address) = &address {
                // Infallible: a string takes what it is given.
                let _ = write!(out, "\u{1b}]8;;{address}\u{1b}\\");
            }
            open = address;
        }
        let text = if at + 1 == last { piece.text.trim_end() } else { piece.text.as_str() };
        let look = look(piece);
        if look.is_empty() {
            out.push_str(text);
        } else {
            let _ = write!(out, "\u{1b}[{look}m{text}\u{1b}[0m");
        }
    }
    if open.is_some() {
        out.push_str("\u{1b}]8;;\u{1b}\\");
    }
}

/// Parameters of the escape sequence that sets a piece's look (ECMA-48, SGR).
fn look(piece: &Piece) -> String {
    let mut codes: Vec<&str> = Vec::new();
    codes.extend(role_codes(piece.role));
    for (set, code) in [(piece.style.strong, "1"), (piece.style.italic, "3"), (piece.style.struck, "9")] {
        if set && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes.join(";")
}

fn role_codes(role: Role) -> &'static [&'static str] {
    match role {
        Role::Text | Role::CodeBlock | Role::Diagram => &[],
        Role::Title | Role::Heading(1) => &["1", "34"],
        Role::Heading(2) => &["1", "36"],
        Role::Heading(_) | Role::TableHead | Role::Person => &["1"],
        Role::HeadingRule | Role::Rule | Role::QuoteBar | Role::Quiet | Role::CodeLanguage | Role::CodeMark => &["2"],
        Role::Link => &["4", "36"],
        Role::Key | Role::Control => &["7"],
        Role::Token(token) => token_codes(token),
        Role::Quote => &["3"],
        Role::Alert(AlertKind::Note) => &["34"],
        Role::Alert(AlertKind::Tip) => &["32"],
        Role::Alert(AlertKind::Important) => &["35"],
        Role::Code | Role::Alert(AlertKind::Warning) => &["33"],
        Role::Alert(AlertKind::Caution) => &["31"],
        Role::Marker | Role::FootnoteMark | Role::Chip => &["36"],
        Role::Image => &["2", "3"],
    }
}

fn token_codes(token: Token) -> &'static [&'static str] {
    match token {
        Token::Keyword => &["35"],
        Token::String | Token::Inserted => &["32"],
        Token::Constant => &["33"],
        Token::Comment => &["2", "3"],
        Token::Function => &["34"],
        Token::Type | Token::Name => &["36"],
        Token::Deleted => &["31"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::typeset::Header;

    fn written(note: &str, columns: usize, hyperlinks: Hyperlinks) -> String {
        let document = crate::markdown::parse(note, 0..note.len(), &[], false);
        let mut out = Vec::new();
        write_ansi(&mut out, [(Header::default(), document)], columns, hyperlinks).expect("memory");
        String::from_utf8(out).expect("text").replace('\u{1b}', "␛")
    }

    #[test]
    fn looks_are_set_and_taken_back_on_each_line() {
        insta::assert_snapshot!(written("# A\n\ntext **b** `c` *d*\n\n```rust\nlet x;\n```\n", 30, Hyperlinks::Off), @r#"
        ␛[1;34mA␛[0m
        ␛[2m━␛[0m
        text ␛[1mb␛[0m ␛[33mc␛[0m ␛[3md␛[0m

         ␛[35mlet␛[0m x;                  ␛[2mrust␛[0m
        "#);
    }

    #[test]
    fn links_can_be_clicked_where_they_are_safe() {
        insta::assert_snapshot!(written("[a é](https://a.io/é) [b](javascript:x)", 40, Hyperlinks::On), @r#"
        ␛]8;;https://a.io/%C3%A9␛\␛[4;36ma é␛[0m␛]8;;␛\ ␛[4;36mb␛[0m
        "#);
        insta::assert_snapshot!(written("[a b](https://a.io)", 1, Hyperlinks::On), @r#"
        ␛]8;;https://a.io␛\␛[4;36ma␛[0m␛]8;;␛\
        ␛]8;;https://a.io␛\␛[4;36mb␛[0m␛]8;;␛\
        "#);
    }

    #[test]
    fn nothing_a_note_says_reaches_the_terminal_as_a_command() {
        let mut out = Vec::new();
        write_ansi(&mut out, [sample::talk()], 60, Hyperlinks::On).expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert!(text.contains('␛') && text.contains("[31mred"));
        assert!(!text.contains("\u{1b}[31mred"));
        assert!(!written("[a](https://a.io/\u{1b}]0;x\u{7})", 60, Hyperlinks::On).contains('\u{7}'));
    }
}
