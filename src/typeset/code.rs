//! Code blocks: on a ground of their own as wide as the text, their language named at the right edge, long
//! lines broken with a mark (or cut, when scrolled sideways).

use unicode_segmentation::UnicodeSegmentation;

use super::diagram;
use super::ink::{Ink, Look};
use super::page::{Join, Piece, Role};
use super::setter::{Diagrams, Setting};
use super::sideways::window;
use super::wrap::Cutter;
use crate::markdown::document::Code;
use crate::text::{fit, visible, width};

const TAB: usize = 4;
const BROKEN: &str = "↪ ";
/// Below this many columns the ground has no margins.
const NARROW: usize = 12;

/// Sets a block of code.
pub(super) fn set(setting: &mut Setting<'_>, code: &Code, text: &str) {
    if setting.options().diagrams == Diagrams::Drawn && diagram::is_diagram(&code.language) {
        match diagram::set(setting, text) {
            Ok(()) => return,
            Err(reason) => diagram::set_reason(setting, &reason),
        }
    }
    let frame = Frame::of(setting.room());
    let label = fit(&visible(&code.language), frame.inner.min(24));
    let text = text.strip_suffix('\n').unwrap_or(text);
    let highlights = setting.options().highlights.clone();
    let block = setting.setter_index();
    let first_line = code.line.saturating_sub(setting.block.line);
    let mut label = Some(label).filter(|label| !label.is_empty() && frame.margin > 0);
    let indent = common_indent(text);
    let mut lines = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let tokens = highlights.as_deref().map_or(&[][..], |highlights| highlights.line(block, number));
        let ink = ink(line, indent.min(line.len()), tokens);
        let columns = width(&ink.text);
        lines.push((ink, columns));
    }
    let widest = lines.iter().map(|(_, columns)| *columns).max().unwrap_or(0) + 2 * frame.margin;
    setting.needs(widest);
    let shift = setting.scrolled(widest);
    for (number, (ink, columns)) in lines.into_iter().enumerate() {
        let down = first_line + number as u32;
        if let Some(name) = label.take() {
            if columns + 2 + width(&name) <= frame.inner {
                let mut pieces = Vec::new();
                Cutter::new(&ink).cut(0..ink.text.len(), frame.inner, &mut pieces);
                setting.line(frame.fill(pieces, columns, Some(name)), down, Join::Apart);
                continue;
            }
            setting.line(frame.fill(Vec::new(), 0, Some(name)), down, Join::Apart);
        }
        match shift {
            Some(shift) => frame.cut_line(setting, &ink, shift, down),
            None => frame.break_line(setting, &ink, down),
        }
    }
}

/// Blanks that all lines of a block begin with say nothing: it was pasted from deeper inside a file.
fn common_indent(text: &str) -> usize {
    let inked = text.lines().filter(|line| !line.trim().is_empty());
    inked.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}

/// One line of code from byte `indent` on: tabs are blanks to the next stop, control characters symbols.
fn ink(line: &str, indent: usize, tokens: &[(std::ops::Range<usize>, super::page::Token)]) -> Ink {
    let mut ink = Ink::default();
    let mut column = 0;
    let mut at = indent;
    for (range, token) in tokens {
        push(&mut ink, line.get(at..range.start).unwrap_or_default(), Role::CodeBlock, &mut column);
        let start = range.start.max(at);
        push(&mut ink, line.get(start..range.end).unwrap_or_default(), Role::Token(*token), &mut column);
        at = range.end.max(at);
    }
    push(&mut ink, line.get(at..).unwrap_or_default(), Role::CodeBlock, &mut column);
    ink
}

fn push(ink: &mut Ink, text: &str, role: Role, column: &mut usize) {
    for (number, part) in text.split('\t').enumerate() {
        if number > 0 {
            let blanks = TAB - *column % TAB;
            ink.push(&"    "[..blanks], Look::of(role));
            *column += blanks;
        }
        ink.push(part, Look::of(role));
        *column += width(part);
    }
}

struct Frame {
    inner: usize,
    margin: usize,
}

impl Frame {
    fn of(room: usize) -> Frame {
        let margin = usize::from(room >= NARROW);
        Frame { inner: room - 2 * margin, margin }
    }

    /// A line on its ground, filled to the frame's width.
    fn fill(&self, pieces: Vec<Piece>, columns: usize, label: Option<String>) -> Vec<Piece> {
        let ground = |columns: usize| Piece::new(" ".repeat(columns), Role::CodeBlock);
        let mut filled = Vec::with_capacity(pieces.len() + 3);
        if self.margin > 0 {
            filled.push(ground(self.margin));
        }
        filled.extend(pieces);
        let named = label.as_deref().map_or(0, width);
        let free = (self.inner + self.margin).saturating_sub(columns + named);
        match label {
            Some(label) => {
                filled.push(ground(free.saturating_sub(self.margin)));
                filled.push(Piece::new(label, Role::CodeLanguage));
                filled.push(ground(self.margin));
            }
            None if free > 0 => filled.push(ground(free)),
            None => {}
        }
        filled
    }

    /// A line, broken into as many as it takes. Blanks count in code, so none is dropped.
    fn break_line(&self, setting: &mut Setting<'_>, ink: &Ink, down: u32) {
        let mark = if self.inner >= NARROW { width(BROKEN) } else { 0 };
        let mut cutter = Cutter::new(ink);
        let mut rest = 0;
        let mut broken = false;
        loop {
            let mark = if broken { mark } else { 0 };
            let (mut end, mut columns) = breaking(&ink.text, rest, self.inner - mark);
            // A blank at the break has room in the margin, and does not indent what follows.
            if self.margin > 0 && ink.text[end..].starts_with(' ') {
                (end, columns) = (end + 1, columns + 1);
            }
            let mut pieces = Vec::new();
            if mark > 0 {
                pieces.push(Piece::new(BROKEN, Role::CodeMark));
            }
            cutter.cut(rest..end, self.inner, &mut pieces);
            let join = if broken { Join::Tight } else { Join::Apart };
            setting.line(self.fill(pieces, columns + mark, None), down, join);
            rest = end;
            broken = true;
            if rest >= ink.text.len() {
                break;
            }
        }
    }

    /// The part of a line that is seen when scrolled sideways, with marks where it goes on.
    fn cut_line(&self, setting: &mut Setting<'_>, ink: &Ink, shift: usize, down: u32) {
        let mut pieces = Vec::new();
        Cutter::new(ink).cut(0..ink.text.len(), usize::MAX, &mut pieces);
        let (seen, used) = window(&pieces, shift, self.inner, Role::CodeMark);
        setting.line(self.fill(seen, used, None), down, Join::Apart);
    }
}

/// Where a line of code is broken: after a blank near the end of what fits, else where it ends.
fn breaking(text: &str, start: usize, columns: usize) -> (usize, usize) {
    let (end, used) = fitting(text, start, columns);
    let row = &text[start..end];
    match row.rfind(' ') {
        Some(blank) if end < text.len() && !text[end..].starts_with(' ') && width(&row[..blank]) * 3 > columns * 2 => {
            (start + blank + 1, width(&row[..=blank]))
        }
        _ => (end, used),
    }
}

/// Where the characters that fit into `columns` end, from byte `start` on, and the columns they take. One
/// character at least, unless there is no room at all.
fn fitting(text: &str, start: usize, columns: usize) -> (usize, usize) {
    // No text takes more columns than bytes.
    if text.len() - start <= columns {
        return (text.len(), width(&text[start..]));
    }
    let mut used = 0;
    let mut end = start;
    for (at, grapheme) in text[start..].grapheme_indices(true) {
        let wide = width(grapheme);
        if used + wide > columns && (end > start || columns == 0) {
            break;
        }
        used += wide.min(columns);
        end = start + at + grapheme.len();
    }
    (end, used)
}

#[cfg(test)]
mod tests {
    use super::super::picture::{looks, page, page_with, screen, text};
    use super::super::{Options, Role};

    #[test]
    fn code_stands_on_a_ground_with_its_language_at_the_edge() {
        insta::assert_snapshot!(looks("```rust\nfn main() {\n\tgo();\n}\n```\n", 24), @r#"
         fn main() {       rust
        bbbbbbbbbbbbbbbbbbbnnnnb
             go();
        bbbbbbbbbbbbbbbbbbbbbbbb
         }
        bbbbbbbbbbbbbbbbbbbbbbbb
        "#);
    }

    #[test]
    fn a_first_line_without_room_leaves_the_language_a_line() {
        insta::assert_snapshot!(screen("```yaml\nkind: Deployment # x\n```\n", 24), @r#"
                          yaml
        kind: Deployment # x
        "#);
    }

    #[test]
    fn long_lines_are_broken_with_a_mark() {
        insta::assert_snapshot!(screen("    kubectl get pods --all-namespaces -o wide\n", 28), @r#"
        kubectl get pods --all-nam
        ↪ espaces -o wide
        "#);
        insta::assert_snapshot!(screen("    # a blank at the break hangs in the margin\n", 24), @r#"
        # a blank at the break
        ↪ hangs in the margin
        "#);
        insta::assert_snapshot!(screen("    abcdefghijklmnop\n", 8), @r#"
        abcdefgh
        ijklmnop
        "#);
    }

    #[test]
    fn scrolled_sideways_lines_are_cut() {
        let at = |shift| {
            let options = Options { sideways: Some(shift), ..Options::at(16) };
            let page = page_with("    0123456789abcdefghij日本\n    x\n", &options);
            assert_eq!(page.full_width, 26);
            text(&page)
        };
        insta::assert_snapshot!(at(0), @r#"
        0123456789abc›
        x
        "#);
        insta::assert_snapshot!(at(8), @r#"
        ‹9abcdefghij ›
        ‹
        "#);
        insta::assert_snapshot!(at(50), @"
        ‹bcdefghij日本
        ‹
        ");
    }

    #[test]
    fn an_indent_that_all_lines_share_is_dropped() {
        assert_eq!(screen("```\n    a\n\n      b\n```\n", 20), " a\n\n   b");
    }

    #[test]
    fn every_line_is_filled_to_the_width() {
        let page = page("- item\n\n  ```\n  a\n\n  b\n  ```\n", 20);
        let code = page.lines.iter().filter(|line| line.pieces.iter().any(|piece| piece.role == Role::CodeBlock));
        assert_eq!(code.map(super::super::Line::width).collect::<Vec<_>>(), [20, 20, 20]);
    }
}
