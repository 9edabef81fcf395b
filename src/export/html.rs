//! Talks as one page for a browser that needs nothing else: styles inside, no scripts, nothing fetched. All
//! text is escaped; HTML in notes was read as text before it came here, so none of it gets through.

use std::io::{self, Write};

use super::entry::Entry;
use super::html_body::write_body;
use crate::text::{is_openable, is_unsafe, stand_in};
use crate::typeset::Header;

/// Light and dark, screen and paper.
const STYLE: &str = include_str!("../../assets/page.css");

/// Writes talks as one HTML page.
///
/// # Errors
/// What the writer says.
pub fn write_html(out: &mut dyn Write, talks: impl IntoIterator<Item: Into<Entry>>) -> io::Result<()> {
    let mut talks = talks.into_iter().map(Into::into).peekable();
    let title = talks.peek().map_or("", |talk| talk.header.title.as_str());
    out.write_all(b"<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n")?;
    out.write_all(b"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")?;
    writeln!(out, "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>", escaped(title))?;
    for (number, Entry { chapter, header, document, pictures }) in talks.enumerate() {
        if let Some(chapter) = chapter {
            writeln!(out, "<h1 class=\"chapter\">{}</h1>", escaped(&chapter))?;
        }
        out.write_all(b"<article>\n")?;
        write_head(out, &header)?;
        write_body(out, &document, &pictures, number)?;
        out.write_all(b"</article>\n")?;
    }
    out.write_all(b"</body>\n</html>\n")
}

fn write_head(out: &mut dyn Write, header: &Header) -> io::Result<()> {
    if *header == Header::default() {
        return Ok(());
    }
    out.write_all(b"<header>\n")?;
    if !header.title.is_empty() {
        writeln!(out, "<h1>{}</h1>", escaped(&header.title))?;
    }
    for group in header.speakers.chunk_by(|(_, one), (_, other)| one == other) {
        let names: Vec<String> = group.iter().map(|(name, _)| format!("<b>{}</b>", escaped(name))).collect();
        let company = group.first().and_then(|(_, company)| company.as_deref());
        let company = company.map_or(String::new(), |company| format!(" · {}", escaped(company)));
        writeln!(out, "<p class=\"people\">{}{company}</p>", names.join(", "))?;
    }
    for (class, texts, separator) in [("people", &header.organizations, ", "), ("facts", &header.facts, " · ")] {
        if !texts.is_empty() {
            let texts: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
            writeln!(out, "<p class=\"{class}\">{}</p>", texts.join(separator))?;
        }
    }
    if !header.topics.is_empty() || !header.tags.is_empty() {
        let topics = header.topics.iter().map(|topic| escaped(topic));
        let tags = header.tags.iter().map(|tag| format!("#{}", escaped(tag)));
        let chips: Vec<String> = topics.chain(tags).map(|chip| format!("<span class=\"chip\">{chip}</span>")).collect();
        writeln!(out, "<p>{}</p>", chips.join(" "))?;
    }
    if !header.links.is_empty() {
        let links: Vec<String> = header.links.iter().map(|(label, url)| anchor(url, &escaped(label))).collect();
        writeln!(out, "<p>{}</p>", links.join(" · "))?;
    }
    if !header.also_in.is_empty() {
        writeln!(out, "<p class=\"facts\">also in {}</p>", escaped(&header.also_in.join(", ")))?;
    }
    out.write_all(b"</header>\n")
}

/// Text that means itself in HTML, in attributes too; control characters are symbols.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\r' => {}
            '\t' => escaped.push('\t'),
            c if is_unsafe(c) => escaped.push(stand_in(c)),
            c => escaped.push(c),
        }
    }
    escaped
}

/// HTML that leads to an address, where that is a page, mail or a place nearby; else the HTML alone.
pub(super) fn anchor(url: &str, html: &str) -> String {
    if leads_somewhere(url) { format!("<a href=\"{}\">{html}</a>", escaped(url.trim())) } else { html.to_owned() }
}

/// Whether an address is web, mail or relative: anything else (`javascript:`, `data:`) acts instead of leading.
fn leads_somewhere(url: &str) -> bool {
    let url = url.trim();
    if url.is_empty() || url.chars().any(is_unsafe) {
        return false;
    }
    match url.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => is_openable(url),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::markdown::Document;

    fn page(talks: Vec<(Header, Document)>) -> String {
        let mut out = Vec::new();
        write_html(&mut out, talks).expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_talk_is_one_page_with_its_head() {
        let page = page(vec![sample::talk()]);
        let body = page.split_once("<body>").expect("a body").1;
        insta::assert_snapshot!(body, @r##"
        <article>
        <header>
        <h1>Reconciling &lt;at&gt; scale</h1>
        <p class="people"><b>Ada Okafor</b> · Blue Harbor</p>
        <p class="people"><b>Mia Lund</b></p>
        <p class="facts">Cloud Days 2023 · 2023-05-04</p>
        <p><span class="chip">kubernetes</span> <span class="chip">#must-see</span></p>
        <p><a href="https://example.org/v">Recording</a></p>
        </header>
        <p>Why a <em>controller</em> forgets, from <a href="https://example.org/why">https://example.org/why</a> and <a href="https://example.org/p">the paper</a>.</p>
        <h2 id="findings">Findings</h2>
        <ul>
        <li>one <code>queue</code>
        <ol start="1">
        <li>with <strong>numbers</strong>
        </li>
        </ol>
        </li>
        <li class="task">☑ read &amp; check
        </li>
        </ul>
        <blockquote>
        <p>Nobody reads events.</p>
        </blockquote>
        <table>
        <tr><th>Size</th><th class="right">Share</th></tr>
        <tr><td>small</td><td class="right">40%</td></tr>
        </table>
        <pre><code><span class="keyword">let</span> x = <span class="string">&quot;&lt;a&gt;&quot;</span>;
        </code></pre>
        <p><a href="plan.png"><span class="quiet">▣ Plan (plan.png)</span></a> bad ␛[31mred</p>
        <dl><dt>Term</dt></dl>
        <dl><dd>its meaning<sup><a href="#note-0-1">1</a></sup>
        </dd></dl>
        <div class="alert note">
        <p class="label">Note</p>
        <p>Mind.</p>
        </div>
        <details open>
        <summary>More</summary>
        <p>hidden</p>
        </details>
        <pre class="diagram">┌───┐  ┌───┐
        │ A ├─►│ B │
        └───┘  └───┘</pre>
        <hr>
        <div class="notes" id="note-0-1"><sup>1</sup> Or not.
        </div>
        </article>
        </body>
        </html>
        "##);
    }

    #[test]
    fn the_page_needs_nothing_else_and_runs_nothing() {
        let page = page(vec![sample::talk(), sample::talk()]);
        for unwanted in ["<script", "<img", "<link", "javascript:", "@import", "url(", "\u{1b}"] {
            assert!(!page.contains(unwanted), "{unwanted}");
        }
        assert!(page.contains("@media screen and (prefers-color-scheme: dark)") && page.contains("@media print"));
    }

    #[test]
    fn only_addresses_that_lead_somewhere_are_links() {
        assert!(leads_somewhere("https://a.io") && leads_somewhere("notes/b.md?x=a:b") && leads_somewhere("#c"));
        assert!(!leads_somewhere(" javascript:x") && !leads_somewhere("DATA:x") && !leads_somewhere("java\nscript:x"));
    }

    #[test]
    fn deep_nesting_opens_and_closes_as_often() {
        let note = "> - ".repeat(2_000) + "deep";
        let page = page(vec![(Header::default(), crate::markdown::parse(&note, 0..note.len(), &[], false))]);
        assert_eq!(page.matches("<blockquote>").count(), page.matches("</blockquote>").count());
        assert_eq!(page.matches("<li>").count(), page.matches("</li>").count());
    }
}
