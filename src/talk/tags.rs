//! `#tags` in running text; never from code, addresses, headings or numbers of issues.

use std::ops::Range;

use super::plain::beginning;

/// Nobody files a talk under more; what has more is a list of channels or colours.
const MOST: usize = 40;

/// The tags of a text that begins at byte `offset` of its note, without `#`. `code` are byte ranges of the note
/// that hold no text, ascending.
pub(super) fn inline_tags<'t>(text: &'t str, offset: u32, code: &[Range<u32>]) -> Vec<&'t str> {
    let mut tags = Vec::new();
    let mut code = code.iter().peekable();
    for at in single_marks(text.as_bytes()) {
        let place = offset + at as u32;
        while code.peek().is_some_and(|range| range.end <= place) {
            code.next();
        }
        if code.peek().is_some_and(|range| range.start <= place) {
            continue;
        }
        if let Some(tag) = tag_at(text, at)
            && !tags.contains(&tag)
            && stands_in_text(text, at, tag.len())
            && !names_channel(text, at, tag.len())
        {
            tags.push(tag);
            if tags.len() == MOST {
                break;
            }
        }
    }
    tags
}

/// Where a `#` stands that no other follows or precedes: runs of them are headings.
fn single_marks(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memchr(b'#', text.get(from..)?)?;
            let run = text[at..].iter().take_while(|byte| **byte == b'#').count();
            from = at + run;
            if run == 1 {
                return Some(at);
            }
        }
    })
}

fn tag_at(text: &str, at: usize) -> Option<&str> {
    // The marks of headings, first, as they are most.
    let rest = &text[at + 1..];
    if rest.starts_with(['#', ' ']) || !rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let before = text[..at].chars().next_back();
    // `[text](#heading)` leads to a place in the note.
    if !before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ',' | '「' | '、' | '*' | '_'))
        || text[..at].ends_with("](")
    {
        return None;
    }
    let len = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/')).unwrap_or(rest.len());
    let tag = rest[..len].trim_end_matches(['-', '/', '_']);
    let hex = matches!(tag.len(), 3 | 6)
        && tag.bytes().all(|b| b.is_ascii_hexdigit())
        && tag.bytes().any(|b| b.is_ascii_digit());
    (!hex && tag.len() > 1 && tag.len() <= 60).then_some(tag)
}

/// Whether a tag of `len` bytes stands in running text: not in inline code, and not as a heading's mark.
fn stands_in_text(text: &str, at: usize, len: usize) -> bool {
    // Looking back is bounded: a line of a thousand letters is no place for tags.
    let back = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[at.saturating_sub(1000)..at]);
    let line = match back {
        Some(back) => at.saturating_sub(1000) + back + 1,
        None if at <= 1000 => 0,
        None => return false,
    };
    let before = &text.as_bytes()[line..at];
    // An odd number of backticks before it: it stands in code.
    if memchr::memchr_iter(b'`', before).count() % 2 == 1 {
        return false;
    }
    if !before.trim_ascii().is_empty() {
        return true;
    }
    // `#Title of a talk` at a line's beginning is a heading somebody wrote without the blank.
    let rest = &text[at + 1 + len..];
    let next = beginning(rest, 200).lines().next().unwrap_or_default().split_whitespace().next();
    !(rest.starts_with(' ') && next.is_some_and(|word| !word.starts_with('#')))
}

/// Whether a tag of `len` bytes names a room of a chat: its sentence says so, or the line its list stands under.
fn names_channel(text: &str, at: usize, len: usize) -> bool {
    let bytes = text.as_bytes();
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let reach = at.saturating_sub(400);
    let line = bytes[reach..at].iter().rposition(is_end).map_or(reach, |end| reach + end + 1);
    let rest = &bytes[at..(at + len + 60).min(bytes.len())];
    let end = at + rest.iter().position(is_end).unwrap_or(rest.len());
    if names_chat(&bytes[line.max(at.saturating_sub(80))..end]) {
        return true;
    }
    let is_item = |line: &[u8]| matches!(line.trim_ascii_start(), [b'-' | b'*' | b'+', b' ', b'#' | b'`', ..]);
    if !is_item(&bytes[line..end]) {
        return false;
    }
    let above = bytes[reach..line].rsplit(is_end).filter(|line| !line.trim_ascii().is_empty());
    above.take(8).find(|line| !is_item(line)).is_some_and(names_chat)
}

fn names_chat(line: &[u8]) -> bool {
    const CHATS: [&str; 8] = ["slack", "channel", "channels", "discord", "irc", "mattermost", "zulip", "chat"];
    let mut words = line.split(|byte| !byte.is_ascii_alphanumeric());
    words.any(|word| CHATS.iter().any(|chat| word.eq_ignore_ascii_case(chat.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_of_chats_are_no_tags() {
        for text in [
            "join us in #charts on Slack",
            "- Slack: #helm-users, #charts",
            "the #dev channel",
            "- Rooms in Slack\n  - #dev\n  - #ops",
        ] {
            assert_eq!(inline_tags(text, 0, &[]), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(inline_tags("they said in Slack\n#helm #charts", 0, &[]), ["helm", "charts"]);
    }

    #[test]
    fn tags_are_told_from_everything_else_with_a_hash() {
        let text = "# A\n#rust and (#kubernetes/sig) #データ\n`#code` see #12 #fff000 https://x.org/#frag C# [b](#below) #\n#no heading\n";
        assert_eq!(inline_tags(text, 0, &[]), ["kubernetes/sig", "データ"]);
        assert_eq!(inline_tags("x ##one #two ### three #", 0, &[]), ["two"]);
        assert_eq!(inline_tags("#one #two", 100, &[]), ["one", "two"]);
        let code = vec![100..110, 200..210];
        assert_eq!(inline_tags("x #one", 100, &code), Vec::<&str>::new());
    }
}
