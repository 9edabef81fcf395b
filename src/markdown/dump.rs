//! Documents as text, for tests: a line a block, after what encloses it.

use super::document::{BlockKind, Container, ContainerKind, Document, Marker, Span, SpanKind, Spans};

/// The parsed note as text.
pub(super) fn dump(note: &str) -> String {
    of(&super::parse(note, 0..note.len(), &[], false))
}

/// The document as text.
pub(super) fn of(document: &Document) -> String {
    let mut lines = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.gap {
            lines.push(String::new());
        }
        let mut chain = Vec::new();
        let mut within = block.within;
        while let Some(container) = within.and_then(|ix| document.container(ix)) {
            chain.push(container_text(container, index));
            within = container.parent;
        }
        chain.retain(|text| !text.is_empty());
        chain.reverse();
        chain.push(block_text(document, &block.kind));
        lines.push(format!("{} {}", block.line, chain.join(" ")).trim_end().to_owned());
    }
    lines.join("\n")
}

fn container_text(container: &Container, block: usize) -> String {
    let first = container.first as usize == block;
    match container.kind {
        ContainerKind::Quote(alert) => alert.map_or(">".to_owned(), |alert| format!("{alert:?}>")),
        ContainerKind::List { .. } => String::new(),
        ContainerKind::Item(_) if !first => "..".to_owned(),
        ContainerKind::Item(Marker::Bullet) => "-".to_owned(),
        ContainerKind::Item(Marker::Number(number)) => format!("{number}."),
        ContainerKind::Item(Marker::Task(done)) => if done { "[x]" } else { "[ ]" }.to_owned(),
        ContainerKind::Definition => ":".to_owned(),
        ContainerKind::Details { open } => if open { "details open" } else { "details" }.to_owned(),
        ContainerKind::Footnote(number) => format!("^{number}"),
    }
}

fn block_text(document: &Document, kind: &BlockKind) -> String {
    let text = |spans: &Spans| document.spans(*spans).iter().map(|span| span_text(document, span)).collect::<String>();
    match kind {
        BlockKind::Paragraph(spans) => text(spans),
        BlockKind::Heading { level, spans, .. } => format!("h{level} {}", text(spans)),
        BlockKind::Code(code) => format!("code({}) {:?}", code.language, document.code(code)),
        BlockKind::Table(table) => {
            let head: Vec<String> = table.head.iter().map(&text).collect();
            let rows = table.cells.chunks(table.columns());
            let rows = rows.map(|row| row.iter().map(&text).collect::<Vec<_>>().join("|"));
            format!("table {} / {}", head.join("|"), rows.collect::<Vec<_>>().join(" / "))
        }
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Term(spans) => format!("term {}", text(spans)),
        BlockKind::Summary(spans) => format!("summary {}", text(spans)),
        BlockKind::AlertTitle(alert, spans) => format!("{alert:?}! {}", text(spans)),
        BlockKind::FootnoteRule => "-- notes --".to_owned(),
    }
}

fn span_text(document: &Document, span: &Span) -> String {
    let mut text = match span.kind {
        SpanKind::Text => document.text(span).to_owned(),
        SpanKind::Code => format!("`{}`", document.text(span)),
        SpanKind::Key => format!("<{}>", document.text(span)),
        SpanKind::SoftBreak => "~".to_owned(),
        SpanKind::HardBreak => "\\".to_owned(),
        SpanKind::Image(file) => {
            let url = document.links.get(file as usize).map_or("", |target| target.url.as_str());
            format!("!{}<{url}>", document.text(span))
        }
        SpanKind::Note => format!("[^{}]", document.text(span)),
    };
    for (set, mark) in [(span.style.strong, "**"), (span.style.italic, "*"), (span.style.struck, "~~")] {
        if set {
            text = format!("{mark}{text}{mark}");
        }
    }
    match span.link.and_then(|link| document.links.get(link as usize)) {
        Some(target) if !matches!(span.kind, SpanKind::Image(_)) => format!("[{text}]({})", target.url),
        _ => text,
    }
}
