//! Addresses that stand in running text become links: `CommonMark` leaves them plain, people click on them.

use super::document::{Document, Span, SpanKind, Target, TargetKind};

const SCHEMES: [&str; 4] = ["https://", "http://", "www.", "mailto:"];

/// Whether the whole text is an address a browser would open.
pub(super) fn is_url(text: &str) -> bool {
    find(text, 0).is_some_and(|found| found == (0, text.len()))
}

/// Turns addresses in the text spans from index `first` on into links.
pub(super) fn link(document: &mut Document, first: u32) {
    let first = first as usize;
    let candidates = document.spans.get(first..).unwrap_or_default();
    if !candidates.iter().any(|span| is_candidate(span) && find(document.text(span), 0).is_some()) {
        return;
    }
    for span in document.spans.split_off(first) {
        if is_candidate(&span) {
            split(document, span);
        } else {
            document.spans.push(span);
        }
    }
}

fn is_candidate(span: &Span) -> bool {
    span.kind == SpanKind::Text && span.link.is_none()
}

fn split(document: &mut Document, span: Span) {
    let mut rest = span;
    while let Some((start, end)) = find(document.text(&rest), 0) {
        let (start, end) = (rest.start + start as u32, rest.start + end as u32);
        if rest.start < start {
            document.spans.push(Span { end: start, ..rest });
        }
        let address = document.text.get(start as usize..end as usize).unwrap_or_default();
        let has_scheme = address.contains("://") || address.to_ascii_lowercase().starts_with("mailto:");
        let url = if has_scheme { address.to_owned() } else { format!("https://{address}") };
        let link = Some(document.links.len() as u32);
        document.links.push(Target { url, kind: TargetKind::Bare, text: start..end });
        document.spans.push(Span { link, start, end, ..rest });
        rest.start = end;
    }
    if rest.start < rest.end {
        document.spans.push(rest);
    }
}

/// The first address at or after a byte: its first byte and the one past its last.
fn find(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(dot) = text.get(at..)?.find([':', '.']).map(|dot| dot + at) {
        at = dot + 1;
        if let Some(found) = host_and_path(text, dot) {
            return Some(found);
        }
        for scheme in SCHEMES {
            let lead = scheme.find([':', '.']).unwrap_or(0);
            let Some(start) = dot.checked_sub(lead) else { continue };
            let Some(candidate) = text.get(start..) else { continue };
            let Some(head) = candidate.get(..scheme.len()) else { continue };
            if !head.eq_ignore_ascii_case(scheme) || text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                continue;
            }
            let length = address_length(candidate);
            if length > scheme.len() {
                return Some((start, start + length));
            }
        }
    }
    None
}

/// An address without a scheme: a host of a common domain and a path, alone between blanks or brackets
/// (`github.com/cncf/toc`). Without a path it may be anything (`node.io`, `e.g.com`).
fn host_and_path(text: &str, dot: usize) -> Option<(usize, usize)> {
    const DOMAINS: [&str; 5] = ["com/", "io/", "org/", "dev/", "net/"];
    let after = &text.as_bytes()[dot + 1..];
    DOMAINS.iter().find(|domain| after.starts_with(domain.as_bytes()))?;
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let host = text.as_bytes()[..dot].iter().rev().take_while(|byte| is_host(byte)).count();
    let start = dot - host;
    let alone = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    let starts_well = text[start..].starts_with(|c: char| c.is_ascii_alphanumeric());
    if !(alone && starts_well && (2..64).contains(&host)) {
        return None;
    }
    let end = start + address_length(&text[start..]);
    let slash = text[dot..end].find('/').map(|slash| dot + slash + 1)?;
    (slash < end).then_some((start, end))
}

/// How many bytes at the start of a text belong to the address: punctuation that ends a sentence and a
/// bracket opened before it do not.
fn address_length(text: &str) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '，' | '。' | '、' | '」' | '）' | '”' | '’')
    };
    let mut length = text.find(stop).unwrap_or(text.len());
    let open = text[..length].matches('(').count();
    let mut close = text[..length].matches(')').count();
    while let Some(last) = text[..length].chars().next_back() {
        let drop = match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | ']' | '}' | '…' => true,
            ')' => close > open,
            _ => false,
        };
        if !drop {
            break;
        }
        close -= usize::from(last == ')');
        length -= last.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut found = Vec::new();
        while let Some((start, end)) = find(text, from) {
            found.push(&text[start..end]);
            from = end;
        }
        found
    }

    #[test]
    fn addresses_end_where_a_reader_says_they_end() {
        assert_eq!(found("See https://a.io/x_y. And (http://b.org/z)!"), ["https://a.io/x_y", "http://b.org/z"]);
        assert_eq!(
            found("https://en.wikipedia.org/wiki/Go_(language), www.cncf.io"),
            ["https://en.wikipedia.org/wiki/Go_(language)", "www.cncf.io"]
        );
        assert_eq!(found("詳細はhttps://example.jp/。"), ["https://example.jp/"]);
        assert_eq!(found("awww.no, xhttp://no, http://, 10:30, www."), Vec::<&str>::new());
    }

    #[test]
    fn an_address_may_stand_without_its_scheme() {
        assert_eq!(found("github.com/cncf/toc (sample: go.k8s.io/x), see"), ["github.com/cncf/toc", "go.k8s.io/x"]);
        assert_eq!(found("prometheus.io/ prometheus.io a/b.com/c x@y.com/z .io/x"), Vec::<&str>::new());
    }

    #[test]
    fn a_text_is_an_address_only_as_a_whole() {
        assert!(is_url("https://keptn.sh/"));
        assert!(!is_url("see https://keptn.sh/"));
        assert!(!is_url("keptn"));
    }
}
