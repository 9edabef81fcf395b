//! Addresses: which may leave the program, and how people say them.

use std::fmt::Write as _;

const OPENABLE: [&str; 3] = ["https://", "http://", "mailto:"];

fn scheme(url: &str) -> Option<&'static str> {
    OPENABLE.into_iter().find(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether an address may be opened, or made a link that a terminal or browser follows: http, https and mailto
/// only.
pub fn is_openable(url: &str) -> bool {
    scheme(url).is_some()
}

/// An address that may be opened, safe to stand in an escape sequence: printable ASCII, the rest percent-encoded.
pub fn clickable(url: &str) -> Option<String> {
    scheme(url)?;
    let mut address = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            address.push(char::from(byte));
        } else {
            // Infallible: a string takes what it is given.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    Some(address)
}

/// An address as people say it: `www.example.org/a/` is said `example.org/a`, whatever the scheme.
pub fn spoken_address(url: &str) -> &str {
    let address = scheme(url).map_or(url, |scheme| &url[scheme.len()..]);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.strip_suffix('/').filter(|address| !address.is_empty()).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_may_leave() {
        assert!(["https://a.io", "HTTP://a.io", "MailTo:a@b.c"].into_iter().all(is_openable));
        assert!(
            !["file:///etc/passwd", "javascript:alert(1)", "ftp://a.io", "https:", "a.md"].into_iter().any(is_openable)
        );
    }

    #[test]
    fn nothing_in_an_address_ends_an_escape_sequence() {
        assert_eq!(
            clickable("https://a.io/\u{1b}\\ é\u{7}\u{9c}").as_deref(),
            Some("https://a.io/%1B\\%20%C3%A9%07%C2%9C")
        );
        assert_eq!(clickable("file:///etc/passwd"), None);
    }

    #[test]
    fn an_address_is_said_without_what_all_have() {
        assert_eq!(spoken_address("HTTPS://www.host.org/a/"), "host.org/a");
        assert_eq!(spoken_address("../day2.md"), "../day2.md");
    }
}
