//! Site generators' shortcodes (`{{< figure … >}}`, `{{% note %}}`, `{% include … %}`) say how a page is
//! built, not what was said: they vanish, outside code.

use std::ops::Range;

/// Cuts shortcodes out. They end on the line they begin on, so lines keep their numbers.
pub(super) fn remove(text: &mut String) {
    if !text.contains("{{") && !text.contains("{%") {
        return;
    }
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for shortcode in find(text) {
        kept.push_str(&text[at..shortcode.start]);
        at = shortcode.end;
    }
    if at > 0 {
        kept.push_str(&text[at..]);
        *text = kept;
    }
}

fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        match fence {
            Some(mark) => {
                if trimmed.starts_with(mark) {
                    fence = None;
                }
            }
            None if trimmed.starts_with("```") => fence = Some("```"),
            None if trimmed.starts_with("~~~") => fence = Some("~~~"),
            None => in_line(text, start..at, &mut found),
        }
    }
    found
}

fn in_line(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = line.start;
    while at < line.end {
        let rest = &text[at..line.end];
        let Some(next) = rest.find(['{', '`']) else { return };
        at += next;
        let rest = &text[at..line.end];
        if rest.starts_with('`') {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let code = rest[ticks..].find(&rest[..ticks]);
            at += ticks + code.map_or(0, |end| end + ticks);
            continue;
        }
        let close = match rest.get(..3) {
            Some("{{<") => ">}}",
            Some("{{%") => "%}}",
            Some(open) if open.starts_with("{%") => "%}",
            _ => {
                at += 1;
                continue;
            }
        };
        // Where this one does not end, none after it on the line does.
        let Some(end) = rest.find(close) else { return };
        found.push(at..at + end + close.len());
        at += end + close.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        let mut text = text.to_owned();
        remove(&mut text);
        text
    }

    #[test]
    fn shortcodes_vanish_outside_code() {
        assert_eq!(without("{{< youtube YD >}}\n\nText {{% x %}}here"), "\n\nText here");
        assert_eq!(without("{% include a.html %}\nText"), "\nText");
        assert_eq!(without("`{{< x >}}` {{ .Values.a }}"), "`{{< x >}}` {{ .Values.a }}");
        assert_eq!(without("```yaml\n{{% x %}}\n```\n"), "```yaml\n{{% x %}}\n```\n");
        assert_eq!(without("{{< never ends"), "{{< never ends");
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_line_ends(text in "[a\n\r`{}<>%é ]{0,60}") {
            let ends = |text: &str| text.matches(['\n', '\r']).count();
            proptest::prop_assert_eq!(ends(&without(&text)), ends(&text));
        }
    }
}
