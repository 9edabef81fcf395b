//! How a note is written: its encoding, misread characters, a header that breaks its format.

use super::{FindingKind, Look};
use crate::markdown::front_matter::HeaderKind;
use crate::source::repair;
use crate::text::{fit, visible};

/// From so many lines on, misread characters are told of the file, not of each line.
const MANY: usize = 10;

/// What mends most headers of YAML.
const YAML_REMEDY: &str = "put values with `: `, brackets or signs at their beginning in quotes, and close those that are open; meanwhile each line that can be read is used";

/// Columns shown of a line.
const SHOWN: usize = 60;

pub(super) fn look(look: &mut Look<'_>) {
    header(look);
    encoding(look);
    if look.note.mojibake {
        misread(look);
    }
}

fn header(look: &mut Look<'_>) {
    let Some(problem) = &look.reading.header_problem else { return };
    let (format, remedy) = match look.header.map(|header| header.kind) {
        Some(HeaderKind::Toml) => ("TOML", "put texts in quotes; meanwhile each line that can be read is used"),
        _ => ("YAML", YAML_REMEDY),
    };
    let message = format!("the header is not valid {format}, here or above: {}", problem.message);
    look.find(FindingKind::Header, problem.at, message, remedy);
}

fn encoding(look: &mut Look<'_>) {
    let encoding = look.note.encoding;
    let first = look.note.text.find(char::REPLACEMENT_CHARACTER);
    if encoding.replaced > 0 {
        let message = format!("{} cannot be read as {}, here first", counted(encoding.replaced), encoding.name);
        look.find(FindingKind::Encoding, first.unwrap_or(0), message, "each is shown as \u{fffd}");
    }
    if !encoding.marked && encoding.name != "UTF-8" {
        let message = format!("read as {}, which is a guess: nothing in the file says so", encoding.name);
        let first = look.note.text.find(|c: char| !c.is_ascii());
        look.find(FindingKind::Encoding, first.unwrap_or(0), message, "save it as UTF-8 and nobody needs to guess");
    }
}

fn counted(replaced: u32) -> String {
    if replaced == 1 { "1 piece of the text".to_owned() } else { format!("{replaced} pieces of the text") }
}

fn misread(look: &mut Look<'_>) {
    let mended = repair(&look.note.text);
    // Mending changes no line ends.
    let lines = look.note.text.split(['\n', '\r']).zip(mended.split(['\n', '\r']));
    let mut start = 0;
    let mut found: Vec<(usize, String)> = Vec::new();
    for (line, mended) in lines {
        if line != mended {
            found.push((start, fit(&visible(mended.trim()), SHOWN)));
        }
        start += line.len() + 1;
    }
    let remedy = "shown and searched mended; saved so, other programs show it right too";
    if found.len() > MANY {
        let message = format!("{} lines hold misread characters; the first reads: {}", found.len(), found[0].1);
        look.find(FindingKind::Mojibake, found[0].0, message, remedy);
        return;
    }
    for (start, shown) in found {
        look.find(FindingKind::Mojibake, start, format!("misread characters; it reads: {shown}"), remedy);
    }
}
