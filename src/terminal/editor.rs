//! The person's editor, opened at a line of a note. No text of a note passes through a shell.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use super::open_tty;
use crate::app::Notice;

/// The editor, about to open a file at a 1-based line: the one settled, else that of `VISUAL` or `EDITOR`.
///
/// # Errors
/// What to say where none is named, or its name cannot be read.
pub(super) fn editor(
    settled: Option<&str>,
    variable: impl Fn(&str) -> Option<String>,
    path: &Path,
    line: u32,
) -> Result<Command, Notice> {
    let of_environment =
        || ["VISUAL", "EDITOR"].into_iter().find_map(|name| variable(name).filter(|set| !set.trim().is_empty()));
    let Some(named) = settled.map(str::to_owned).or_else(of_environment) else {
        return Err(Notice::trouble("no editor is set: editor = \"vim\" in the configuration, or export EDITOR=vim"));
    };
    let words = shell_words::split(&named).ok().filter(|words| !words.is_empty());
    let Some((program, given)) = words.as_deref().and_then(<[String]>::split_first) else {
        return Err(Notice::trouble(format!("the editor's command cannot be read: {named}")));
    };
    let mut command = Command::new(program);
    if given.iter().any(|word| word.contains("{file}")) {
        command.args(given.iter().map(|word| filled(word, path, line)));
    } else {
        command.args(given).args(place(program, given, path, line));
    }
    Ok(command)
}

/// A word of a template, with the file and the line in it.
fn filled(word: &str, path: &Path, line: u32) -> OsString {
    let mut filled = OsString::new();
    for (number, part) in word.split("{file}").enumerate() {
        if number > 0 {
            filled.push(path);
        }
        filled.push(part.replace("{line}", &line.to_string()));
    }
    filled
}

/// How an editor is told where to open. One in a window of its own is asked to wait: the notes are read again
/// when it is done.
fn place(program: &str, given: &[String], path: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut at_line = path.as_os_str().to_owned();
    at_line.push(format!(":{line}"));
    let wait = || (!given.iter().any(|word| word == "--wait" || word == "-w")).then(|| OsString::from("--wait"));
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            wait().into_iter().chain(["--goto".into(), at_line]).collect()
        }
        "subl" | "zed" => wait().into_iter().chain([at_line]).collect(),
        "hx" | "helix" => vec![at_line],
        _ => vec![format!("+{line}").into(), path.into()],
    }
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
    use std::ffi::OsStr;

    use super::*;

    fn told(settled: Option<&str>, environment: &[(&str, &str)]) -> String {
        let variable =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        match editor(settled, variable, Path::new("a b.md"), 12) {
            Ok(command) => {
                let words = std::iter::once(command.get_program()).chain(command.get_args());
                words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join("|")
            }
            Err(notice) => notice.text,
        }
    }

    #[test]
    fn each_editor_is_told_the_line_its_own_way() {
        for plus in ["vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "/opt/my-editor"] {
            assert_eq!(told(Some(plus), &[]), format!("{plus}|+12|a b.md"));
        }
        assert_eq!(told(Some("emacsclient -nw"), &[]), "emacsclient|-nw|+12|a b.md");
        assert_eq!(told(Some("/usr/bin/hx"), &[]), "/usr/bin/hx|a b.md:12");
        assert_eq!(told(Some("code --wait"), &[]), "code|--wait|--goto|a b.md:12");
        assert_eq!(told(Some("code"), &[]), "code|--wait|--goto|a b.md:12");
        assert_eq!(told(Some("subl -w"), &[]), "subl|-w|a b.md:12");
    }

    #[test]
    fn a_template_says_where_file_and_line_go() {
        assert_eq!(told(Some("kate -b -l {line} {file}"), &[]), "kate|-b|-l|12|a b.md");
        assert_eq!(told(Some("'/my apps/ed' --at={file}:{line}"), &[]), "/my apps/ed|--at=a b.md:12");
    }

    #[test]
    fn the_editor_settled_wins_and_none_is_said() {
        let environment = [("VISUAL", "nvim"), ("EDITOR", "ed")];
        assert_eq!(told(Some("hx"), &environment), "hx|a b.md:12");
        assert_eq!(told(None, &environment), "nvim|+12|a b.md");
        assert_eq!(told(None, &[("VISUAL", " "), ("EDITOR", "ed")]), "ed|+12|a b.md");
        assert!(told(None, &[]).starts_with("no editor is set: editor = "));
        assert!(told(Some("vim 'x"), &[]).starts_with("the editor's command cannot be read"));
    }
}
