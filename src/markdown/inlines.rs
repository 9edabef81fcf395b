//! Inline content being put together: text, styles, links and pictures of the block at hand.

use super::bare_links;
use super::builder::Builder;
use super::document::{Span, SpanKind, Style, Target, TargetKind};
use super::scripts::{self, Script};

impl Builder {
    pub(super) fn style(&self) -> Style {
        Style { strong: self.strong > 0, italic: self.italic > 0, struck: self.struck > 0 }
    }

    pub(super) fn text(&mut self, text: &str) {
        let kind = match (self.code, self.key) {
            (0, 0) => SpanKind::Text,
            (_, 0) => SpanKind::Code,
            _ => SpanKind::Key,
        };
        match self.script {
            Some(script) => {
                self.span(kind, &scripts::set(text, script));
                self.after_script = self.doc.text.len() as u32;
            }
            None => self.span(kind, text),
        }
    }

    pub(super) fn span(&mut self, kind: SpanKind, text: &str) {
        if text.is_empty() && !matches!(kind, SpanKind::SoftBreak | SpanKind::HardBreak) {
            return;
        }
        self.held();
        if self.image.is_some() {
            self.doc.text.push_str(if text.is_empty() { " " } else { text });
            return;
        }
        let start = self.doc.text.len() as u32;
        self.doc.text.push_str(text);
        let end = self.doc.text.len() as u32;
        let link = self.links.last().copied();
        let style = self.style();
        let first = self.holder.map_or(0, |(_, first, _)| first as usize);
        if self.doc.spans.len() > first
            && let Some(last) = self.doc.spans.last_mut()
            && last.kind == kind
            && last.end == start
            && last.style == style
            && last.link == link
            && !matches!(kind, SpanKind::SoftBreak | SpanKind::HardBreak | SpanKind::Note)
        {
            last.end = end;
        } else {
            self.doc.spans.push(Span { kind, style, link, start, end });
        }
    }

    /// Whether nothing, or a blank, stands before what comes next.
    pub(super) fn at_blank(&self) -> bool {
        match self.holder {
            None => true,
            Some((_, first, _)) => match self.doc.spans.get(first as usize..).and_then(<[Span]>::last) {
                None => true,
                Some(span) => {
                    matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak) || self.doc.text(span).ends_with(' ')
                }
            },
        }
    }

    pub(super) fn enter_inline(&mut self, name: &str) {
        match name {
            "strong" => self.strong += 1,
            "em" => self.italic += 1,
            "del" => self.struck += 1,
            "code" => self.code += 1,
            "kbd" => self.key += 1,
            "sup" => self.script = Some(Script::Above),
            "sub" => self.script = Some(Script::Below),
            _ => {}
        }
    }

    pub(super) fn leave_inline(&mut self, name: &str) {
        match name {
            "strong" => self.strong = self.strong.saturating_sub(1),
            "em" => self.italic = self.italic.saturating_sub(1),
            "del" => self.struck = self.struck.saturating_sub(1),
            "code" => self.code = self.code.saturating_sub(1),
            "kbd" => self.key = self.key.saturating_sub(1),
            "sup" | "sub" => self.script = None,
            "a" => self.end_link(),
            _ => {}
        }
    }

    pub(super) fn start_link(&mut self, url: &str, kind: TargetKind) {
        self.held();
        let at = self.doc.text.len() as u32;
        self.links.push(self.doc.links.len() as u32);
        self.doc.links.push(Target { url: url.to_owned(), kind, text: at..at });
    }

    /// Ends the innermost link. One without a target leads to what its text says, one without text shows
    /// its target: people write `[https://…]()`.
    pub(super) fn end_link(&mut self) {
        let Some(ix) = self.links.last().copied() else { return };
        let end = self.doc.text.len() as u32;
        let Some(target) = self.doc.links.get_mut(ix as usize) else { return };
        target.text.end = end;
        let has_picture = self.doc.spans.last().is_some_and(|span| span.link == Some(ix));
        if target.text.is_empty() && !has_picture {
            let url = target.url.clone();
            self.span(SpanKind::Text, &url);
            let end = self.doc.text.len() as u32;
            if let Some(target) = self.doc.links.get_mut(ix as usize) {
                target.text.end = end;
            }
        } else if target.url.is_empty() {
            let text = self.doc.text.get(target.text.start as usize..end as usize).unwrap_or_default();
            if bare_links::is_url(text.trim()) {
                text.trim().clone_into(&mut target.url);
            }
        }
        self.links.pop();
    }

    /// Begins an embedded file, `![[…]]`: what stands behind its bar may be a size.
    pub(super) fn start_embed(&mut self, url: &str) {
        self.embed |= self.image.is_none();
        self.start_image(url);
    }

    pub(super) fn start_image(&mut self, url: &str) {
        self.held();
        match &mut self.image {
            Some((depth, ..)) => *depth += 1,
            None => self.image = Some((1, self.doc.text.len() as u32, url.to_owned())),
        }
    }

    pub(super) fn end_image(&mut self) {
        match self.image.take() {
            Some((depth, start, url)) if depth > 1 => {
                self.image = Some((depth - 1, start, url));
            }
            Some((_, start, url)) => {
                if std::mem::take(&mut self.embed) {
                    let label = self.doc.text.get(start as usize..).unwrap_or_default();
                    self.doc.text.truncate(start as usize + without_size(label).len());
                }
                let end = self.doc.text.len() as u32;
                let ix = self.doc.links.len() as u32;
                self.doc.links.push(Target { url, kind: TargetKind::Image, text: start..end });
                let link = self.links.last().copied().or(Some(ix));
                self.doc.spans.push(Span { kind: SpanKind::Image(ix), style: self.style(), link, start, end });
            }
            None => {}
        }
    }

    pub(super) fn end_inlines(&mut self) {
        self.hidden = None;
        while let Some(name) = self.inline_html.pop() {
            self.leave_inline(name);
        }
        if self.image.is_some() {
            self.end_image();
        }
        (self.strong, self.italic, self.struck, self.code, self.key) = (0, 0, 0, 0, 0);
        while !self.links.is_empty() {
            self.end_link();
        }
    }

    pub(super) fn trim(&mut self, start: u32) {
        while self.doc.spans.len() > start as usize
            && self.doc.spans.last().is_some_and(|span| matches!(span.kind, SpanKind::SoftBreak | SpanKind::HardBreak))
        {
            self.doc.spans.pop();
        }
        let Some(last) = self.doc.spans.get_mut(start as usize..).and_then(<[Span]>::last_mut) else { return };
        if last.kind == SpanKind::Text {
            let text = self.doc.text.get(last.start as usize..last.end as usize).unwrap_or_default();
            last.end = last.start + text.trim_end_matches(' ').len() as u32;
        }
    }
}

/// What an embedded file is called by, without the size it is to be shown in: `300`, `300x200`, `The hall|300`.
fn without_size(label: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (called, last) = label.rsplit_once('|').unwrap_or(("", label));
    let last = last.trim();
    let is_size =
        is_number(last) || last.split_once('x').is_some_and(|(one, other)| is_number(one) && is_number(other));
    if is_size { called.trim_end() } else { label }
}
