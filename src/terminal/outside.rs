//! What effects do outside: the platform's opener, the clipboard, the editor. No text of a note passes
//! through a shell.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use super::open_tty;
use crate::app::Notice;
use crate::text::is_openable;

/// Terminals drop longer OSC 52 sequences: bytes of text before encoding.
const CLIPBOARD_LIMIT: usize = 74_000;

/// Opens a link with the platform's opener, detached. Only http, https and mailto.
pub(super) fn open_link(url: &str) -> Notice {
    if !is_openable(url) {
        return Notice::trouble(format!("only http, https and mailto links are opened, not {url}"));
    }
    match open::that_detached(url) {
        Ok(()) => Notice::word(format!("opened {url}")),
        Err(_) => Notice::trouble("no program opens links here; the link can be copied in its place"),
    }
}

/// Puts text on the clipboard by OSC 52, which works over SSH too.
pub(super) fn copy(terminal: &mut impl Write, text: &str, what: &str) -> Notice {
    if text.len() > CLIPBOARD_LIMIT {
        return Notice::trouble(format!(
            "{what} is too long for the terminal's clipboard; it can be exported in its place"
        ));
    }
    match execute!(terminal, CopyToClipboard::to_clipboard_from(text)) {
        Ok(()) => Notice::word(format!("copied {what}")),
        Err(error) => Notice::trouble(format!("cannot copy: {error}")),
    }
}

/// The person's editor, about to open a file at a 1-based line.
pub(super) fn editor(path: &Path, line: u32) -> Option<Command> {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))?;
    let mut words = named.split_whitespace();
    let program = words.next()?;
    let mut command = Command::new(program);
    command.args(words).args(editor_arguments(program, path, line));
    Some(command)
}

/// How each editor is told the line.
fn editor_arguments(program: &str, path: &Path, line: u32) -> Vec<std::ffi::OsString> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let at_line = || {
        let mut place = path.as_os_str().to_owned();
        place.push(format!(":{line}"));
        place
    };
    match name.as_str() {
        "code" | "codium" | "cursor" => vec!["--goto".into(), at_line()],
        "hx" | "helix" | "subl" | "zed" => vec![at_line()],
        _ => vec![format!("+{line}").into(), path.into()],
    }
}

/// What to say where no editor is set.
pub(super) fn no_editor() -> Notice {
    Notice::trouble("no editor is set: export EDITOR=vim, or the one you like")
}

/// Runs a program on the terminal and waits for it.
pub(super) fn run_on_terminal(command: &mut Command) -> Result<(), Notice> {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    let name = words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let failed = |error: std::io::Error| Notice::trouble(format!("cannot run {name}: {error}"));
    let tty = open_tty().map_err(failed)?;
    command.stdin(tty.try_clone().map_err(failed)?).stdout(tty.try_clone().map_err(failed)?).stderr(Stdio::from(tty));
    match command.status().map_err(failed)? {
        status if status.success() => Ok(()),
        status => Err(Notice::trouble(format!("{name} ended with {status}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_its_own_way() {
        let told = |program| editor_arguments(program, Path::new("a b.md"), 12).join(std::ffi::OsStr::new("|"));
        assert_eq!(told("vim"), "+12|a b.md");
        assert_eq!(told("/usr/bin/hx"), "a b.md:12");
        assert_eq!(told("code"), "--goto|a b.md:12");
    }

    #[test]
    fn only_web_and_mail_links_are_opened() {
        assert!(open_link("file:///etc/passwd").trouble);
        assert!(open_link("javascript:alert(1)").trouble);
    }
}
