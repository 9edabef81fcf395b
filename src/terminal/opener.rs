//! Opening links: with the program settled, or the platform's, apart from this one. Over SSH nobody sees what
//! opens on the far side: there the link is for the clipboard.

use std::process::{Command, Stdio};
use std::thread;

use crate::app::Notice;
use crate::text::is_openable;

/// What becomes of a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// It was dealt with; this is to be said.
    Said(Notice),
    /// It is to be copied.
    ToCopy,
}

/// Opens a link. Only http, https and mailto.
pub(super) fn open_link(url: &str, settled: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Opened {
    if !is_openable(url) {
        return Opened::Said(Notice::trouble(format!("only http, https and mailto links are opened, not {url}")));
    }
    let opened = match settled {
        Some(named) => run_apart(named, url),
        None if is_far_away(variable) => return Opened::ToCopy,
        None => open::that_detached(url).map_err(|_| "no program opens links here".to_owned()),
    };
    Opened::Said(match opened {
        Ok(()) => Notice::word(format!("opened {url}")),
        Err(why) => Notice::trouble(format!("{why}; the link can be copied in its place")),
    })
}

/// Whether this runs over SSH, with no display and nothing else said to open links.
fn is_far_away(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &&str| variable(name).is_some_and(|value| !value.is_empty());
    let ssh = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
    let shown = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"];
    ssh.iter().any(&is_set) && !shown.iter().any(is_set)
}

/// Starts a program with the link in place of `{url}`, or behind its words; it outlives this one.
fn run_apart(named: &str, url: &str) -> Result<(), String> {
    let words = shell_words::split(named).ok().filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| format!("the opener's command cannot be read: {named}"))?;
    let mut command = Command::new(&words[0]);
    command.args(words[1..].iter().map(|word| word.replace("{url}", url)));
    if !words.iter().any(|word| word.contains("{url}")) {
        command.arg(url);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| format!("cannot run {}: {error}", words[0]))?;
    // Somebody has to take note of its end.
    thread::spawn(move || drop(child.wait()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_links_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)"] {
            assert!(matches!(open_link(url, Some("true"), |_| None), Opened::Said(notice) if notice.trouble));
        }
    }

    #[test]
    fn over_ssh_without_a_display_a_link_is_copied() {
        let over = |set: &'static [&str]| move |name: &str| set.contains(&name).then(|| "set".to_owned());
        assert_eq!(open_link("https://a.example", None, over(&["SSH_TTY"])), Opened::ToCopy);
        assert!(!is_far_away(over(&["SSH_TTY", "DISPLAY"])) && !is_far_away(over(&["SSH_TTY", "BROWSER"])));
        assert!(!is_far_away(over(&["DISPLAY"])) && !is_far_away(over(&[])));
        let settled = open_link("https://a.example", Some("true --new {url}"), over(&["SSH_TTY"]));
        assert_eq!(settled, Opened::Said(Notice::word("opened https://a.example")));
    }

    #[test]
    fn an_opener_that_is_not_there_is_said() {
        let Opened::Said(notice) = open_link("https://a.example", Some("/no/such/opener"), |_| None) else {
            unreachable!("it was to be opened")
        };
        assert!(notice.trouble && notice.text.starts_with("cannot run /no/such/opener: "), "{}", notice.text);
    }
}
