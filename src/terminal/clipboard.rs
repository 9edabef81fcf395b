//! The clipboard of the person's own terminal (OSC 52), which is reached over SSH too, and through tmux and GNU
//! screen.

use std::io::Write;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use crate::app::Notice;

/// Terminals drop longer OSC 52 sequences: bytes of text before encoding.
const LIMIT: usize = 74_000;
/// GNU screen hands on no longer strings: bytes.
const SCREEN_CHUNK: usize = 240;

/// Puts text on the clipboard.
pub(super) fn copy(
    terminal: &mut impl Write,
    text: &str,
    what: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Notice {
    if text.len() > LIMIT {
        return Notice::trouble(format!(
            "{what} is too long for the terminal's clipboard; it can be exported in its place"
        ));
    }
    let written = terminal.write_all(sequence(text, variable).as_bytes()).and_then(|()| terminal.flush());
    match written {
        Ok(()) => Notice::word(format!("copied {what}")),
        Err(error) => Notice::trouble(format!("cannot copy: {error}")),
    }
}

/// The bytes to send.
fn sequence(text: &str, variable: impl Fn(&str) -> Option<String>) -> String {
    let mut plain = String::new();
    // Writing to a string does not fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain);
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let term = variable("TERM").unwrap_or_default();
    if is_set("TMUX") {
        // tmux takes the plain one where `set-clipboard` is on, and hands the other on where passthrough is allowed.
        return format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"));
    }
    if is_set("STY") || term.starts_with("screen") {
        // The string's own end would end what screen hands on: a bell ends it as well.
        let whole = plain.strip_suffix("\x1b\\").map_or_else(|| plain.clone(), |open| format!("{open}\x07"));
        let chunks = whole.as_bytes().chunks(SCREEN_CHUNK).map(String::from_utf8_lossy);
        return chunks.fold(String::new(), |sent, chunk| sent + "\x1bP" + &chunk + "\x1b\\");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str, set: &[(&str, &str)]) -> String {
        sequence(text, |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_copy_goes_through_what_stands_before_the_terminal() {
        assert_eq!(sent("hi", &[("TERM", "xterm")]), "\x1b]52;c;aGk=\x1b\\");
        assert_eq!(
            sent("hi", &[("TERM", "screen-256color"), ("TMUX", "/tmp/x")]),
            "\x1b]52;c;aGk=\x1b\\\x1bPtmux;\x1b\x1b]52;c;aGk=\x1b\x1b\\\x1b\\"
        );
        assert_eq!(sent("hi", &[("TERM", "screen")]), "\x1bP\x1b]52;c;aGk=\x07\x1b\\");
        let long = sent(&"x".repeat(1000), &[("STY", "1.tty")]);
        let parts: Vec<&str> = long.split("\x1bP").skip(1).collect();
        assert!(parts.len() > 4 && parts.iter().all(|part| part.len() <= SCREEN_CHUNK + 2 && part.ends_with("\x1b\\")));
    }

    #[test]
    fn what_is_too_long_is_not_cut_but_said() {
        let mut terminal = Vec::new();
        let notice = copy(&mut terminal, &"x".repeat(LIMIT + 1), "the talk", |_| None);
        assert!(notice.trouble && terminal.is_empty(), "{}", notice.text);
        assert!(!copy(&mut terminal, "x", "the talk", |_| None).trouble && !terminal.is_empty());
    }
}
