//! What people write and Markdown does not know, put right before parsing: headings without a blank after
//! their signs (`##Links`, once allowed); comments as vaults have them (`%% to myself %%`, or between lines of `%%` within
//! one talk), which are shown as little as those of HTML; and site generators' shortcodes, which say how a page is built and not what was said: they vanish,
//! but for videos, which become links. Code stays as it is.

/// Puts habits right. Lines stay lines, so they keep their numbers.
pub(super) fn put_right(text: &mut String) {
    if !text.contains("{{") && !text.contains("{%") && !text.contains("%%") && !has_tight_heading(text) {
        return;
    }
    let mut right = String::with_capacity(text.len() + 64);
    let mut fence: Option<&str> = None;
    let mut after_blank = true;
    let mut rest = &**text;
    while let Some(line) = rest.split_inclusive(['\n', '\r']).next() {
        rest = &rest[line.len()..];
        if fence.is_none()
            && let Some(length) = comment_from(line, rest)
        {
            right.extend(line.chars().chain(rest[..length].chars()).filter(|c| matches!(c, '\n' | '\r')));
            rest = &rest[length..];
            continue;
        }
        let trimmed = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (Some(open), mark) => {
                right.push_str(line);
                fence = Some(open).filter(|open| mark != Some(open));
            }
            (None, Some(mark)) => {
                right.push_str(line);
                fence = Some(mark);
            }
            (None, None) => put_line_right(line, after_blank, &mut right),
        }
        after_blank = line.trim().is_empty();
    }
    *text = right;
}

/// Bytes of the lines after this one that a comment takes which opens with it: up to the end of the line that closes it.
/// `None` where none opens, or it is never closed.
fn comment_from(line: &str, after: &str) -> Option<usize> {
    let opened = line.trim_start().strip_prefix("%%").filter(|opened| !opened.contains("%%"))?;
    // `%% graph` in a diagram that was left without fences is closed by no other.
    let close = after.find("%%").filter(|_| opened.trim().is_empty())?;
    let end = after[close..].find(['\n', '\r']).map_or(after.len(), |end| close + end + 1);
    after[close + 2..end].trim().is_empty().then_some(end)
}

fn has_tight_heading(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_line = |at: usize| at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
    memchr::memchr_iter(b'#', bytes).any(|at| begins_line(at) && is_tight_heading(&text[at..]))
}

/// Whether a line begins as a heading whose signs no blank follows.
fn is_tight_heading(line: &str) -> bool {
    let signs = line.bytes().take_while(|byte| *byte == b'#').count();
    let is_text = |c: char| c.is_alphanumeric() || matches!(c, '*' | '_' | '`' | '[');
    (2..=6).contains(&signs) && line[signs..].starts_with(is_text)
}

fn put_line_right(line: &str, after_blank: bool, right: &mut String) {
    if after_blank && is_tight_heading(line) {
        let signs = line.len() - line.trim_start_matches('#').len();
        right.push_str(&line[..signs]);
        right.push(' ');
        // Closing signs need a blank before them too.
        let text = line[signs..].trim_end();
        right.push_str(text.trim_end_matches('#'));
        right.push_str(&line[signs + text.len()..]);
    } else if line.contains("{{") || line.contains("{%") || line.contains("%%") && !is_deep(line) {
        without_shortcodes(line, right);
    } else {
        right.push_str(line);
    }
}

/// Copies a line without its shortcodes and comments. They end on the line they begin on.
fn without_shortcodes(line: &str, right: &mut String) {
    let mut rest = line;
    while let Some(next) = rest.find(['{', '`', '%']) {
        right.push_str(&rest[..next]);
        let is_apart = right.is_empty() || right.ends_with(char::is_whitespace);
        rest = &rest[next..];
        if let Some(inner) = rest.strip_prefix("%%") {
            let length = inner.find("%%").filter(|end| is_apart && is_comment(&inner[..*end], &inner[end + 2..]));
            right.push_str(if length.is_none() { "%%" } else { "" });
            rest = &rest[length.map_or(2, |length| length + 4)..];
            continue;
        }
        if rest.starts_with('`') {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let code = rest[ticks..].find(&rest[..ticks]).map_or(ticks, |end| end + 2 * ticks);
            right.push_str(&rest[..code]);
            rest = &rest[code..];
            continue;
        }
        let (open, close) = match rest.get(..3) {
            Some("{{<") => (3, ">}}"),
            Some("{{%") => (3, "%}}"),
            Some(open) if open.starts_with("{%") => (2, "%}"),
            _ => {
                right.push_str(&rest[..1]);
                rest = &rest[1..];
                continue;
            }
        };
        // Where this one does not end, none after it on the line does.
        let Some(length) = rest[open..].find(close) else { break };
        if let Some(address) = video(&rest[open..open + length]) {
            right.extend(["<", &address, ">"]);
        }
        rest = &rest[open + length + close.len()..];
    }
    right.push_str(rest);
}

/// Whether a line is indented as code is.
fn is_deep(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// Whether what stands between two `%%` is a comment: words with blanks on both sides or on none. `%%time` names a
/// command, and `%%i` a variable.
fn is_comment(inner: &str, after: &str) -> bool {
    let (before_blank, after_blank) = (inner.starts_with(' '), inner.ends_with(' '));
    let is_closed = !after.starts_with(|c: char| c.is_alphanumeric() || c == '%');
    before_blank == after_blank && is_closed && inner.trim().contains(' ')
}

/// The address of the video a shortcode embeds.
fn video(shortcode: &str) -> Option<String> {
    let mut words = shortcode.split_whitespace();
    let site = match words.next()? {
        "youtube" => "https://www.youtube.com/watch?v=",
        "vimeo" => "https://vimeo.com/",
        _ => return None,
    };
    let id = words.find_map(|word| match word.split_once('=') {
        Some(("id", id)) => Some(id),
        Some(_) => None,
        None => Some(word),
    })?;
    let id = id.trim_matches(['"', '\'']);
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_id.then(|| format!("{site}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(text: &str) -> String {
        let mut text = text.to_owned();
        put_right(&mut text);
        text
    }

    #[test]
    fn shortcodes_vanish_outside_code() {
        assert_eq!(right("{{< gist a b >}}\n\nText {{% x %}}here"), "\n\nText here");
        assert_eq!(right("{% include a.html %}\nText"), "\nText");
        assert_eq!(right("`{{< x >}}` {{ .Values.a }}"), "`{{< x >}}` {{ .Values.a }}");
        assert_eq!(right("```yaml\n{{% x %}}\n```\n{{% x %}}"), "```yaml\n{{% x %}}\n```\n");
        assert_eq!(right("{{< never ends"), "{{< never ends");
    }

    #[test]
    fn comments_of_vaults_vanish_outside_code() {
        assert_eq!(right("Good %% too long %% demo, %%ask her%%\n"), "Good  demo, \n");
        for code in
            ["    for %%i in x do echo %%i\n", "    a %% b c %% d\n", "%%time says, %%bash runs", "LIKE '%%a b%%'"]
        {
            assert_eq!(right(code), code);
        }
        assert_eq!(right("a\n%%\nto myself\n\nmore\n%%\nb\n"), "a\n\n\n\n\n\nb\n");
        for kept in ["```mermaid\n%% a %%\n```\n", "`%% a %%` 100%% of 5%%", "%%\nnever closed\n", "%%%% 7 % 5 %% 3"] {
            assert_eq!(right(kept), kept);
        }
    }

    #[test]
    fn a_video_stays_as_a_link() {
        assert_eq!(right("{{< youtube a-B_1 >}}"), "<https://www.youtube.com/watch?v=a-B_1>");
        assert_eq!(right("{{< youtube id=\"ab\" autoplay=\"true\" >}}"), "<https://www.youtube.com/watch?v=ab>");
        assert_eq!(right("{{<vimeo 12>}} {{< youtube \"><b>\" >}}"), "<https://vimeo.com/12> ");
    }

    #[test]
    fn headings_without_a_blank_are_headings() {
        assert_eq!(right("##Links\n\n###Theory###\ntext\n"), "## Links\n\n### Theory\ntext\n");
        assert_eq!(right("\n#tag ##x\n\n#tag\n"), "\n#tag ##x\n\n#tag\n");
        assert_eq!(right("text\n##not after text\n"), "text\n##not after text\n");
        assert_eq!(right("```\n\n##x\n```\n"), "```\n\n##x\n```\n");
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_line_ends(text in "[a\n\r`{}<>%#é ]{0,60}") {
            let ends = |text: &str| text.matches(['\n', '\r']).count();
            proptest::prop_assert_eq!(ends(&right(&text)), ends(&text));
        }
    }
}
