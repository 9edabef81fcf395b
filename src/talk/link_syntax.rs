//! A link as Markdown writes one, slips included: `[text](address "title")`, `[text][label]`, `[label]`. Shared by what
//! takes markup off a line and what looks for links.

/// A link's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link<'t> {
    /// What stands in the first brackets.
    pub(super) text: &'t str,
    pub(super) goal: Goal<'t>,
    /// Bytes of all of it.
    pub(super) len: usize,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal<'t> {
    /// To an address, maybe an empty one.
    Url(&'t str),
    /// To what is defined elsewhere under a label that stands in brackets of its own.
    Label(&'t str),
    /// Where its text is such a label; else the brackets are only that.
    Text,
}

/// How far a bracket's end may be: labels and addresses are short.
const FURTHEST: usize = 3000;

/// The link that begins with this text's first byte; `None` where that is no `[`. `fuel` is how many bytes may still be looked at for
/// closing brackets: a page of open ones must not cost its square.
pub(super) fn link<'t>(rest: &'t str, fuel: &mut usize) -> Option<Link<'t>> {
    let close = paired(rest, b'[', b']', fuel)?;
    let text = &rest[1..close];
    let after = &rest[close + 1..];
    match after.as_bytes().first() {
        Some(b'(') => {
            let end = paired(after, b'(', b')', fuel)?;
            let inner = after[1..end].trim();
            let url = match inner.strip_prefix('<') {
                Some(inner) => inner.split('>').next().unwrap_or_default(),
                None => inner.split([' ', '\t', '\n', '\r']).next().unwrap_or_default(),
            };
            Some(Link { text, goal: Goal::Url(url), len: close + 2 + end })
        }
        Some(b'[') => {
            let end = paired(after, b'[', b']', fuel)?;
            let label = &after[1..end];
            let label = if label.is_empty() { text } else { label };
            Some(Link { text, goal: Goal::Label(label), len: close + 2 + end })
        }
        _ => Some(Link { text, goal: Goal::Text, len: close + 1 }),
    }
}

/// Where the bracket that opens the text is closed; brackets inside are paired.
fn paired(rest: &str, open: u8, close: u8, fuel: &mut usize) -> Option<usize> {
    if rest.as_bytes().first() != Some(&open) {
        return None;
    }
    let (mut depth, mut escaped) = (0u32, false);
    let limit = FURTHEST.min(*fuel);
    for (at, byte) in rest.bytes().enumerate().take(limit) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b if b == open => depth += 1,
            b if b == close => {
                depth -= 1;
                if depth == 0 {
                    *fuel -= at;
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    *fuel -= limit.min(rest.len());
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_paired_and_titles_left_out() {
        let of =
            |source: &'static str| link(source, &mut usize::MAX.clone()).map(|link| (link.text, link.goal, link.len));
        assert_eq!(of("[a [b]](c_(d) \"e\") f"), Some(("a [b]", Goal::Url("c_(d)"), 18)));
        assert_eq!(of("[a](<b c>)"), Some(("a", Goal::Url("b c"), 10)));
        assert_eq!(of("[a][b]"), Some(("a", Goal::Label("b"), 6)));
        assert_eq!(of("[a][]"), Some(("a", Goal::Label("a"), 5)));
        assert_eq!(of("[a] b"), Some(("a", Goal::Text, 3)));
        assert_eq!(of("[a](b"), None);
        assert_eq!(of("a] [b](c)"), None, "it does not begin with a bracket");
        assert_eq!(link("[a]", &mut 2), None, "no further than there is fuel");
    }
}
