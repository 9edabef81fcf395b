//! A document's blocks as HTML: opened and closed one after the other, without recursion.

use std::io::{self, Write};

use super::html::{anchor, escaped};
use crate::markdown::document::{
    Alert, Align, Block, BlockKind, Code, Container, ContainerIx, ContainerKind, Document, Marker, Span, SpanKind,
    Spans, Table,
};
use crate::typeset::{self, Highlights, Pictures, Token};

/// Columns diagrams may take.
const DIAGRAM: usize = 90;

/// Writes a document; `talk` keeps its footnotes apart from those of others on the page.
pub(super) fn write_body(out: &mut dyn Write, document: &Document, pictures: &Pictures, talk: usize) -> io::Result<()> {
    let highlights = typeset::highlight(document).unwrap_or_default();
    let mut body = Body { out, document, pictures, highlights, talk, open: Vec::new() };
    for (index, block) in document.blocks.iter().enumerate() {
        body.close_to(block.shared)?;
        body.open(block.within, index)?;
        body.block(block, index)?;
    }
    body.close_to(None)
}

struct Body<'b> {
    out: &'b mut dyn Write,
    document: &'b Document,
    pictures: &'b Pictures,
    highlights: Highlights,
    talk: usize,
    /// What closes each open container.
    open: Vec<&'static str>,
}

impl Body<'_> {
    fn close_to(&mut self, shared: Option<ContainerIx>) -> io::Result<()> {
        let depth = shared.and_then(|ix| self.document.container(ix)).map_or(0, |shared| shared.depth as usize + 1);
        while self.open.len() > depth
            && let Some(close) = self.open.pop()
        {
            self.out.write_all(close.as_bytes())?;
        }
        Ok(())
    }

    fn open(&mut self, within: Option<ContainerIx>, block: usize) -> io::Result<()> {
        let mut chain = Vec::new();
        let mut ix = within;
        while let Some(container) = ix.and_then(|ix| self.document.container(ix))
            && container.depth as usize >= self.open.len()
        {
            chain.push(container);
            ix = container.parent;
        }
        for container in chain.into_iter().rev() {
            let (open, close) = self.tags(container, block);
            self.out.write_all(open.as_bytes())?;
            self.open.push(close);
        }
        Ok(())
    }

    fn tags(&self, container: &Container, block: usize) -> (String, &'static str) {
        let plain = |open: &str, close| (open.to_owned(), close);
        match container.kind {
            ContainerKind::Quote(None) => plain("<blockquote>\n", "</blockquote>\n"),
            ContainerKind::Quote(Some(alert)) => {
                (format!("<div class=\"alert {}\">\n", alert_class(alert)), "</div>\n")
            }
            ContainerKind::List { next: None, .. } => plain("<ul>\n", "</ul>\n"),
            ContainerKind::List { next: Some(_), .. } => {
                (format!("<ol start=\"{}\">\n", self.first_number(block)), "</ol>\n")
            }
            ContainerKind::Item(Marker::Task(done)) => {
                (format!("<li class=\"task\">{} ", if done { '☑' } else { '☐' }), "</li>\n")
            }
            ContainerKind::Item(_) => plain("<li>", "</li>\n"),
            ContainerKind::Definition => plain("<dl><dd>", "</dd></dl>\n"),
            ContainerKind::Details { .. } => plain("<details open>\n", "</details>\n"),
            ContainerKind::Footnote(number) => {
                (format!("<div class=\"notes\" id=\"note-{}-{number}\"><sup>{number}</sup> ", self.talk), "</div>\n")
            }
        }
    }

    /// The number of the outermost item that begins at a block.
    fn first_number(&self, block: usize) -> u64 {
        let mut within = self.document.blocks.get(block).and_then(|block| block.within);
        let mut number = 1;
        while let Some(container) = within.and_then(|ix| self.document.container(ix)) {
            if let ContainerKind::Item(Marker::Number(first)) = container.kind
                && container.first as usize == block
            {
                number = first;
            }
            within = container.parent;
        }
        number
    }

    fn block(&mut self, block: &Block, index: usize) -> io::Result<()> {
        match &block.kind {
            BlockKind::Paragraph(spans) => {
                let html = self.inline(*spans);
                match block.within.and_then(|ix| self.document.container(ix)).map(|within| within.kind) {
                    Some(ContainerKind::Item(_) | ContainerKind::Definition | ContainerKind::Footnote(_))
                        if !block.gap =>
                    {
                        writeln!(self.out, "{html}")
                    }
                    _ => writeln!(self.out, "<p>{html}</p>"),
                }
            }
            BlockKind::Heading { level, spans, id } => {
                let level = (self.document.heading_rank(*level) + 1).min(6);
                let html = self.inline(*spans);
                let plain = self.document.plain(*spans);
                let name = id.as_deref().map_or_else(|| typeset::anchor(&plain), str::to_owned);
                writeln!(self.out, "<h{level} id=\"{}\">{html}</h{level}>", escaped(&self.local(&name)))
            }
            BlockKind::Code(code) => self.code(code, index),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Rule => writeln!(self.out, "<hr>"),
            BlockKind::Term(spans) => {
                let html = self.inline(*spans);
                writeln!(self.out, "<dl><dt>{html}</dt></dl>")
            }
            BlockKind::Summary(spans) => {
                let html = self.inline(*spans);
                writeln!(self.out, "<summary>{html}</summary>")
            }
            BlockKind::AlertTitle(_, title) => {
                let html = self.inline(*title);
                writeln!(self.out, "<p class=\"label\">{html}</p>")
            }
            BlockKind::FootnoteRule => Ok(()),
        }
    }

    fn code(&mut self, code: &Code, index: usize) -> io::Result<()> {
        let text = self.document.code(code);
        if typeset::is_diagram(&code.language)
            && let Ok(lines) = typeset::draw(text, DIAGRAM)
        {
            return writeln!(self.out, "<pre class=\"diagram\">{}</pre>", escaped(&lines.join("\n")));
        }
        self.out.write_all(b"<pre><code>")?;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let mut at = 0;
            for (range, token) in self.highlights.line(index, number) {
                let plain = escaped(line.get(at..range.start).unwrap_or_default());
                let marked = escaped(line.get(range.clone()).unwrap_or_default());
                write!(self.out, "{plain}<span class=\"{}\">{marked}</span>", token_class(*token))?;
                at = range.end;
            }
            self.out.write_all(escaped(line.get(at..).unwrap_or_default()).as_bytes())?;
        }
        writeln!(self.out, "</code></pre>")
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        let aligns = typeset::column_alignments(self.document, table);
        self.out.write_all(b"<table>\n")?;
        if !table.head.is_empty() {
            self.row(&aligns, &table.head, "th")?;
        }
        for row in table.cells.chunks(table.columns().max(1)) {
            self.row(&aligns, row, "td")?;
        }
        self.out.write_all(b"</table>\n")
    }

    fn row(&mut self, aligns: &[Align], cells: &[Spans], tag: &str) -> io::Result<()> {
        self.out.write_all(b"<tr>")?;
        for (spans, align) in cells.iter().zip(aligns) {
            let class = match align {
                Align::Right => " class=\"right\"",
                Align::Center => " class=\"center\"",
                Align::None | Align::Left => "",
            };
            let html = self.inline(*spans);
            write!(self.out, "<{tag}{class}>{html}</{tag}>")?;
        }
        self.out.write_all(b"</tr>\n")
    }

    /// A name within the talk: on a page of several, those of different talks differ.
    fn local(&self, name: &str) -> String {
        if self.talk == 0 { name.to_owned() } else { format!("{}-{name}", self.talk) }
    }

    fn inline(&self, spans: Spans) -> String {
        let mut html = String::new();
        let spans = self.document.spans(spans);
        let mut at = 0;
        while let Some(first) = spans.get(at) {
            let linked = spans[at..].iter().take_while(|span| span.link == first.link).count();
            let run: String = spans[at..at + linked].iter().map(|span| self.span(span)).collect();
            let target = first.link.and_then(|link| self.document.links.get(link as usize));
            let within =
                target.and_then(|target| target.url.strip_prefix('#')).map(|name| format!("#{}", self.local(name)));
            html.push_str(&match (within, target) {
                (Some(within), _) => anchor(&within, &run),
                (None, Some(target)) => anchor(&target.url, &run),
                (None, None) => run,
            });
            at += linked;
        }
        html
    }

    fn span(&self, span: &Span) -> String {
        let text = escaped(self.document.text(span));
        let mut html = match span.kind {
            SpanKind::Text => text,
            SpanKind::Code => format!("<code>{text}</code>"),
            SpanKind::Key => format!("<kbd>{text}</kbd>"),
            SpanKind::SoftBreak => "\n".to_owned(),
            SpanKind::HardBreak => "<br>\n".to_owned(),
            SpanKind::Image(file) => {
                let label = typeset::picture_label(self.document, span, file, self.pictures);
                format!("<span class=\"quiet\">{}</span>", escaped(&label))
            }
            SpanKind::Note => format!("<sup><a href=\"#note-{}-{text}\">{text}</a></sup>", self.talk),
        };
        for (set, tag) in [(span.style.strong, "strong"), (span.style.italic, "em"), (span.style.struck, "del")] {
            if set {
                html = format!("<{tag}>{html}</{tag}>");
            }
        }
        html
    }
}

fn alert_class(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "note",
        Alert::Tip => "tip",
        Alert::Important => "important",
        Alert::Warning => "warning",
        Alert::Caution => "caution",
    }
}

fn token_class(token: Token) -> &'static str {
    match token {
        Token::Keyword => "keyword",
        Token::String => "string",
        Token::Constant => "constant",
        Token::Comment => "comment",
        Token::Function => "function",
        Token::Type => "type",
        Token::Name => "name",
        Token::Inserted => "inserted",
        Token::Deleted => "deleted",
    }
}
