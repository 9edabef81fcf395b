//! Pages as pictures, for tests: their text, or a letter for the look of each character.

use super::{Line, Options, Page, Role, typeset};

/// A note typeset at a width.
pub(super) fn page(note: &str, columns: usize) -> Page {
    page_with(note, &Options::at(columns))
}

/// A note typeset as asked for.
pub(super) fn page_with(note: &str, options: &Options) -> Page {
    let document = crate::markdown::parse(note, 0..note.len(), &[], false);
    typeset(&document, options)
}

/// What a reader sees, without blanks at line ends.
pub(super) fn screen(note: &str, columns: usize) -> String {
    text(&page(note, columns))
}

/// A page's text, without blanks at line ends.
pub(super) fn text(page: &Page) -> String {
    page.lines.iter().map(|line| line.text().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The text of each line above the looks of its characters.
pub(super) fn looks(note: &str, columns: usize) -> String {
    let page = page(note, columns);
    let lines: Vec<String> =
        page.lines.iter().map(|line| format!("{}\n{}", line.text().trim_end(), letters(line))).collect();
    lines.join("\n")
}

fn letters(line: &Line) -> String {
    let pieces = line.pieces.iter().flat_map(|piece| {
        let letter = match piece.role {
            Role::Text if piece.style.strong => 'S',
            Role::Text if piece.style.italic => 'i',
            Role::Text if piece.style.struck => 'x',
            Role::Text => '.',
            Role::Heading(_) | Role::TableHead => 'h',
            Role::HeadingRule | Role::Rule | Role::QuoteBar => 'r',
            Role::Link => 'l',
            Role::Code => 'c',
            Role::Key => 'k',
            Role::CodeBlock => 'b',
            Role::Token(_) => 't',
            Role::CodeLanguage => 'n',
            Role::Quote => 'q',
            Role::Alert(_) => 'a',
            Role::Marker | Role::CodeMark => 'm',
            Role::Image => 'p',
            Role::FootnoteMark => 'f',
            Role::Control => '!',
            _ => '?',
        };
        piece.text.chars().map(move |c| if c == ' ' && letter == '.' { ' ' } else { letter })
    });
    pieces.collect::<String>().trim_end().to_owned()
}
