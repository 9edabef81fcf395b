//! HTML in notes becomes the same blocks and spans as Markdown: a browser's reading of it, as text. Scripts,
//! styles and comments are never shown; what stands in no known element stays text.

use super::builder::{Builder, Holder};
use super::document::{BlockKind, ContainerKind, Marker, SpanKind, TargetKind};
use super::entities;
use super::html_tokens::{Token, Tokens, attribute, tokens};

/// Puts a block of HTML into a document.
pub(super) fn block(builder: &mut Builder, html: &str) {
    let mut tokens = tokens(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => flowing_text(builder, text),
            Token::Open { name, attributes, source } => open_block(builder, name, attributes, source, &mut tokens),
            Token::Close(name) => close(builder, name),
        }
    }
    // Text on the lines around tags is a paragraph of its own, cells and summaries stay open.
    if builder.holder() == Some(Holder::Paragraph) && builder.table.is_none() {
        builder.flush();
    }
}

/// Puts one tag that stands in a paragraph into a document.
pub(super) fn inline(builder: &mut Builder, html: &str) {
    for token in tokens(html) {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Open { name, attributes, source } => {
                if let Some(hidden) = hidden(name) {
                    builder.hidden = Some(hidden);
                } else if builder.hidden.is_none() {
                    open_inline(builder, name, attributes, source);
                }
            }
            Token::Close(name) => match builder.hidden {
                None => close_inline(builder, name),
                Some(hidden) if hidden.eq_ignore_ascii_case(name) => builder.hidden = None,
                Some(_) => {}
            },
        }
    }
}

/// Elements whose content is not for reading.
fn hidden(name: &str) -> Option<&'static str> {
    ["script", "style", "template", "svg", "head", "title", "object", "math"]
        .into_iter()
        .find(|hidden| hidden.eq_ignore_ascii_case(name))
}

/// Text in which line ends and runs of blanks are one blank.
fn flowing_text(builder: &mut Builder, text: &str) {
    let decoded = entities::decode(text);
    let mut words = decoded.split_ascii_whitespace().peekable();
    if words.peek().is_none() {
        if builder.holder().is_some() && !builder.at_blank() {
            builder.text(" ");
        }
        return;
    }
    if decoded.starts_with(|c: char| c.is_ascii_whitespace()) && !builder.at_blank() {
        builder.text(" ");
    }
    let mut first = true;
    for word in words {
        if !first {
            builder.text(" ");
        }
        builder.text(word);
        first = false;
    }
    if decoded.ends_with(|c: char| c.is_ascii_whitespace()) {
        builder.text(" ");
    }
}

fn open_block(builder: &mut Builder, name: &str, attributes: &str, source: &str, rest: &mut Tokens<'_>) {
    if let Some(hidden) = hidden(name) {
        rest.skip_to_close(hidden);
        return;
    }
    let name = name.to_ascii_lowercase();
    if name == "pre" || name == "textarea" {
        preformatted(builder, rest.skip_to_close(&name));
        return;
    }
    let in_cell = builder.holder() == Some(Holder::Cell);
    match name.as_str() {
        "table" if builder.table.is_none() => builder.start_table(Vec::new()),
        "thead" => {
            builder.flush();
            builder.in_head = !builder.is_in_table();
        }
        "tbody" | "tfoot" => end_head(builder),
        "tr" if builder.table.is_some() => start_row(builder),
        "td" | "th" if builder.table.is_some() => start_cell(builder, &name),
        _ if in_cell || (builder.table.is_some() && is_block(&name)) => {
            if is_block(&name) && !builder.at_blank() {
                builder.text(" ");
            } else {
                open_inline(builder, &name, attributes, source);
            }
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.hold(Holder::Heading(name.as_bytes()[1] - b'0')),
        "blockquote" => builder.open_html(ContainerKind::Quote(None)),
        "details" => {
            let open = attribute(attributes, "open").is_some();
            builder.open_html(ContainerKind::Details { open });
        }
        "summary" => builder.hold(Holder::Summary),
        "ul" | "menu" => open_list(builder, None),
        "ol" => open_list(builder, Some(attribute(attributes, "start").and_then(|n| n.parse().ok()).unwrap_or(1))),
        "li" => open_item(builder),
        "dt" => {
            builder.close_html(|kind| kind == ContainerKind::Definition);
            builder.hold(Holder::Term);
        }
        "dd" => {
            builder.close_html(|kind| kind == ContainerKind::Definition);
            builder.open_html(ContainerKind::Definition);
        }
        "hr" => {
            builder.flush();
            builder.push(BlockKind::Rule);
        }
        name if is_block(name) => builder.flush(),
        name => open_inline(builder, name, attributes, source),
    }
}

fn preformatted(builder: &mut Builder, content: &str) {
    let mut text = String::new();
    let mut language = String::new();
    for token in tokens(content) {
        match token {
            Token::Text(part) => text.push_str(&entities::decode(part)),
            Token::Open { name, attributes, .. } if name.eq_ignore_ascii_case("code") => {
                let class = attribute(attributes, "class").unwrap_or_default();
                let name = class.split_whitespace().find_map(|class| class.strip_prefix("language-"));
                name.unwrap_or_default().clone_into(&mut language);
            }
            Token::Open { name, .. } if name.eq_ignore_ascii_case("br") => text.push('\n'),
            _ => {}
        }
    }
    let text = text.strip_prefix('\n').unwrap_or(&text);
    if !text.trim().is_empty() {
        let line = builder.line;
        builder.end_table();
        builder.code_block(&language, text, line);
    }
}

fn end_head(builder: &mut Builder) {
    builder.flush();
    builder.in_head = false;
}

fn start_row(builder: &mut Builder) {
    builder.flush();
    let head_done = builder.table.as_ref().is_some_and(|table| !table.head.is_empty());
    if head_done {
        builder.in_head = false;
    }
    builder.start_row();
}

/// A row of `<th>` at the top is the head, `<thead>` or not. The row was counted as one of the body.
fn start_cell(builder: &mut Builder, name: &str) {
    builder.flush();
    if name == "th" && !builder.in_head && builder.table.as_ref().is_some_and(|table| table.cells.is_empty()) {
        builder.first_row_is_head();
    }
    let goes_on = builder.is_row_full();
    builder.hold(Holder::Cell);
    if goes_on {
        builder.text(" ");
    }
}

fn open_list(builder: &mut Builder, start: Option<u64>) {
    builder.flush();
    builder.after_blank = false;
    let nesting = builder.list_nesting();
    builder.open_html(ContainerKind::List { nesting, next: start });
}

fn open_item(builder: &mut Builder) {
    builder.flush();
    builder.after_blank = false;
    if matches!(builder.innermost(), Some(ContainerKind::Item(_))) {
        builder.close_html(|kind| matches!(kind, ContainerKind::Item(_)));
    }
    if matches!(builder.innermost(), Some(ContainerKind::List { .. })) {
        let marker = builder.next_number().map_or(Marker::Bullet, Marker::Number);
        builder.open_html(ContainerKind::Item(marker));
    }
}

fn close(builder: &mut Builder, name: &str) {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "table" => builder.end_table(),
        "thead" => end_head(builder),
        "td" | "th" | "tr" | "caption" if builder.table.is_some() => builder.flush(),
        _ if builder.holder() == Some(Holder::Cell) => close_inline(builder, &name),
        "blockquote" => builder.close_html(|kind| matches!(kind, ContainerKind::Quote(_))),
        "details" => builder.close_html(|kind| matches!(kind, ContainerKind::Details { .. })),
        "ul" | "ol" | "menu" => builder.close_html(|kind| matches!(kind, ContainerKind::List { .. })),
        "li" => builder.close_html(|kind| matches!(kind, ContainerKind::Item(_))),
        "dd" | "dl" => builder.close_html(|kind| kind == ContainerKind::Definition),
        name if is_block(name) || name == "summary" => builder.flush(),
        name => close_inline(builder, name),
    }
}

fn open_inline(builder: &mut Builder, name: &str, attributes: &str, source: &str) {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "br" => builder.span(SpanKind::HardBreak, ""),
        "wbr" => {}
        "img" => {
            builder.start_image(&value(attributes, "src"));
            builder.text(&value(attributes, "alt"));
            builder.end_image();
        }
        "iframe" | "video" | "audio" | "embed" => {
            let url = value(attributes, "src");
            if !url.is_empty() {
                builder.start_link(&url, TargetKind::Link);
                builder.end_link();
            }
        }
        "a" => {
            let url = value(attributes, "href");
            if !url.is_empty() {
                builder.start_link(&url, TargetKind::Link);
                builder.inline_html.push("a");
            }
        }
        "input" if value(attributes, "type") == "checkbox" => {
            builder.text(if attribute(attributes, "checked").is_some() { "☑ " } else { "☐ " });
        }
        "q" => builder.text("“"),
        name => match style(name) {
            Some(style) => {
                builder.enter_inline(style);
                builder.inline_html.push(style);
            }
            // `<namespace>` is what people write for "put yours here": it is no element, so it is text.
            None if !is_known(name) => builder.text(source),
            None => {}
        },
    }
}

fn close_inline(builder: &mut Builder, name: &str) {
    let name = name.to_ascii_lowercase();
    if name == "q" {
        builder.text("”");
        return;
    }
    let style = if name == "a" { Some("a") } else { style(&name) };
    if let Some(style) = style {
        if let Some(at) = builder.inline_html.iter().rposition(|open| *open == style) {
            builder.inline_html.remove(at);
            builder.leave_inline(style);
        }
    } else if !is_known(&name) {
        builder.text(&format!("</{name}>"));
    }
}

fn value(attributes: &str, name: &str) -> String {
    attribute(attributes, name).map(|value| entities::decode(value).trim().to_owned()).unwrap_or_default()
}

/// What an inline element does to its text.
fn style(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" | "strong" | "mark" => "strong",
        "i" | "em" | "cite" | "var" | "dfn" => "em",
        "s" | "strike" | "del" => "del",
        "code" | "tt" | "samp" => "code",
        "kbd" => "kbd",
        "sub" => "sub",
        "sup" => "sup",
        _ => return None,
    })
}

/// Elements that begin a line of their own.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 34] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "ul",
        "caption",
    ];
    BLOCKS.contains(&name)
}

/// Names of HTML elements that are neither blocks nor styles.
fn is_known(name: &str) -> bool {
    const OTHERS: [&str; 58] = [
        "a", "abbr", "acronym", "area", "audio", "base", "bdi", "bdo", "big", "br", "button", "canvas", "col",
        "colgroup", "data", "datalist", "embed", "font", "frame", "hr", "iframe", "img", "input", "ins", "label",
        "legend", "link", "map", "menu", "meta", "meter", "nobr", "noscript", "optgroup", "option", "output", "param",
        "picture", "pre", "progress", "q", "rp", "rt", "ruby", "search", "select", "slot", "small", "source", "span",
        "summary", "table", "time", "track", "u", "video", "wbr", "tbody",
    ];
    is_block(name)
        || style(name).is_some()
        || hidden(name).is_some()
        || OTHERS.contains(&name)
        || matches!(name, "thead" | "tfoot" | "tr" | "td" | "th" | "textarea")
}

#[cfg(test)]
mod tests {
    use super::super::dump::dump;

    #[test]
    fn an_embedded_post_reads_as_a_quote_with_its_author() {
        let note = "<!-- post -->\n<blockquote class=\"post\"><p lang=\"en\">Gates are *not* queues. \
            <a href=\"https://t.example/1\">https://t.example/1</a></p>&mdash; Ada (@ada) \
            <a href=\"https://t.example/2\">May 4, 2023</a></blockquote> <script async src=\"w.js\">track()</script>\n";
        insta::assert_snapshot!(dump(note), @r#"
        2 > Gates are *not* queues. [https://t.example/1](https://t.example/1)

        2 > — Ada (@ada) [May 4, 2023](https://t.example/2)
        "#);
    }

    #[test]
    fn details_hold_what_markdown_stands_between_their_tags() {
        let note = "<details>\n<summary>More <b>on this</b></summary>hidden\n\n- one\n\nText\n\n</details>\n\nAfter\n";
        insta::assert_snapshot!(dump(note), @r#"
        1 details summary More **on this**
        1 details hidden

        4 details - one

        6 details Text

        10 After
        "#);
    }

    #[test]
    fn details_without_a_summary_get_the_word_browsers_show() {
        insta::assert_snapshot!(dump("<details open>\n\n- one\n\n</details>\n\n<details></details>\n"), @r#"
        3 details open summary Details
        3 details open - one
        "#);
    }

    #[test]
    fn tables_may_have_a_head_in_either_way_and_short_rows() {
        insta::assert_snapshot!(dump("<table><thead><tr><td>K</td><td>V</td></tr></thead><tr><td>a</td></tr></table>"), @r#"
        1 table K|V / a|
        "#);
        insta::assert_snapshot!(dump("<table>\n<tr><th>K<th>V\n<tr><td>a<td>b<td>c\n</table>"), @r#"
        1 table K|V / a|b c
        "#);
        insta::assert_snapshot!(dump("<table><tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr></table>\n\nAfter"), @r#"
        1 table  / a|b c

        3 After
        "#);
    }

    #[test]
    fn text_that_forgets_its_row_or_cell_is_not_lost() {
        assert_eq!(dump("<table><td>a"), "1 table  / a");
        assert_eq!(dump("<table><tr><tr><td>a<td>b<tr>c</table>"), "1 table  / a|b / c|");
        assert_eq!(dump("<table><caption>Above</caption><tr><td>a</table>"), "1 Above\n\n1 table  / a");
    }

    #[test]
    fn lists_headings_and_code_in_html_are_what_they_are_in_markdown() {
        let note = "<h2>Title</h2><ul><li>one<li>two <b>b</b><ol start=3><li>x</ol></ul>\n<p>p<br>q</p><hr>\n\
            <pre><code class=\"language-go\">if a &lt; b {\n}\n</code></pre>\n";
        insta::assert_snapshot!(dump(note), @r#"
        1 h2 Title
        1 - one
        1 - two **b**
        1 .. 3. x

        1 p\q

        1 ---

        1 code(go) "if a < b {\n}\n"
        "#);
    }

    #[test]
    fn inline_tags_style_their_text() {
        let note = "Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, <i>it</i> <s>no</s> <a href='u'>**b**</a><br/>next <q>q</q>";
        insta::assert_snapshot!(dump(note), @r#"
        1 Press <Ctrl>, H₂O, *it* ~~no~~ [**b**](u)\next “q”
        "#);
    }

    #[test]
    fn what_is_no_element_is_text() {
        insta::assert_snapshot!(dump("kubectl -n <namespace> get <pod-name>\n\n<your name here>\n"), @r#"
        1 kubectl -n <namespace> get <pod-name>

        3 <your name here>
        "#);
    }

    #[test]
    fn scripts_styles_and_comments_are_not_shown() {
        let note = "<style>p { x }</style>\n\n<script>\nalert(1)\n\nmore()\n</script>\n\nA <!-- no --> b <script>x</script> c\n\n<svg><text>no</text></svg>\n";
        insta::assert_snapshot!(dump(note), @r#"
        9 A  b  c
        "#);
    }

    #[test]
    fn pictures_and_players_are_named() {
        let note = "<img src=\"a/b.png\" alt=\"The plan\">\n\n<a href=\"u\"><img src=\"c.svg\"></a>\n\n<iframe src=\"https://v.example/1\"></iframe>\n";
        insta::assert_snapshot!(dump(note), @r#"
        1 !The plan<a/b.png>

        3 !<c.svg>

        5 [https://v.example/1](https://v.example/1)
        "#);
    }
}
