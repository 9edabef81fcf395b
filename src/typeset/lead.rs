//! What leads a line: the bars, bullets, numbers and indents of everything that encloses its block.
//!
//! Where a column is too narrow for them, enclosing blocks no longer indent: text keeps a third of the width,
//! up to 24 columns, however deep it stands.

use super::folds::Folds;
use super::inline::superscript;
use super::page::{Piece, Role};
use crate::markdown::document::{ContainerIx, ContainerKind, Document, Marker};
use crate::text::width;

/// Before a line below which something is folded away.
pub(super) const CLOSED: char = '▸';
/// Before one below which it is shown.
const OPEN: char = '▾';

/// The bar before each line of a quote.
const BAR: &str = "▎ ";

/// Whether a piece only draws, and says nothing: of a rule, a frame, the bar of a quote, the mark of a broken line.
pub fn is_line(piece: &Piece) -> bool {
    match piece.role {
        Role::Rule | Role::HeadingRule | Role::QuoteBar | Role::CodeMark => true,
        Role::Alert(_) => piece.text.chars().all(|c| BAR.contains(c)),
        _ => false,
    }
}

/// Whether a piece ends in the mark of details and the blank after it.
pub fn is_details_mark(piece: &Piece) -> bool {
    piece.role == Role::Marker && piece.text.trim_end().ends_with([CLOSED, OPEN])
}

/// The containers open at a block, and what they put before its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    width: usize,
    open: Vec<Level>,
    /// What leads the next line.
    next: Option<Vec<Piece>>,
    /// What leads the lines after it.
    rest: Vec<Piece>,
    columns: usize,
}

#[derive(Debug, Clone)]
struct Level {
    /// Before the first line of its first block.
    mark: Piece,
    /// Before all others.
    rest: Piece,
    columns: usize,
    quoted: bool,
}

/// What a block's containers ask for beyond what leads its lines.
#[derive(Debug, Default)]
pub(super) struct Entered {
    /// Markers there is no room for before the text.
    pub(super) stranded: Vec<String>,
    /// Details that begin here.
    pub(super) details: Vec<ContainerIx>,
    /// The footnote that begins here.
    pub(super) note: Option<u32>,
}

impl Lead {
    pub(super) fn new(width: usize) -> Lead {
        Lead { width, ..Lead::default() }
    }

    /// Columns left for text.
    pub(super) fn room(&self) -> usize {
        self.width.saturating_sub(self.columns).max(1)
    }

    /// The role of running text here.
    pub(super) fn text_role(&self) -> Role {
        if self.open.last().is_some_and(|level| level.quoted) { Role::Quote } else { Role::Text }
    }

    /// Leaves all containers but `shared` and what encloses it.
    pub(super) fn leave(&mut self, document: &Document, shared: Option<ContainerIx>) {
        let depth = shared.and_then(|ix| document.container(ix)).map_or(0, |shared| shared.depth as usize + 1);
        while self.open.len() > depth
            && let Some(level) = self.open.pop()
        {
            self.columns -= level.columns;
        }
        self.rest = joined(self.open.iter().map(|level| &level.rest));
        self.next = None;
    }

    /// What leads an empty line.
    pub(super) fn gap(&self) -> Vec<Piece> {
        let mut pieces = self.rest.clone();
        while let Some(last) = pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            pieces.pop();
        }
        pieces
    }

    /// Enters the containers of a block.
    pub(super) fn enter(
        &mut self,
        document: &Document,
        within: Option<ContainerIx>,
        block: u32,
        folds: &Folds,
    ) -> Entered {
        let mut chain = Vec::new();
        let mut ix = within;
        while let Some(at) = ix
            && let Some(container) = document.container(at)
            && container.depth as usize >= self.open.len()
        {
            chain.push((at, container.kind, container.first));
            ix = container.parent;
        }
        let mut entered = Entered::default();
        let (mut marks, mut marked) = (self.rest.clone(), false);
        for (ix, kind, first) in chain.into_iter().rev() {
            let list =
                document.container(ix).and_then(|container| container.parent).and_then(|ix| document.container(ix));
            let mut level = Level::of(kind, list.map(|list| list.kind));
            if let ContainerKind::Footnote(number) = kind
                && first == block
            {
                entered.note = Some(number);
            }
            if matches!(kind, ContainerKind::Details { .. }) && first == block {
                entered.details.push(ix);
                if folds.is_closed(ix) {
                    level.mark.text = format!("{CLOSED} ");
                }
            }
            level.quoted |= self.open.last().is_some_and(|outer| outer.quoted);
            let narrowest = (self.width / 3).clamp(1, 24);
            if self.columns + level.columns + narrowest > self.width {
                if first == block && level.mark.role == Role::Marker && !level.mark.text.trim().is_empty() {
                    entered.stranded.push(level.mark.text);
                }
                level.mark = Piece::new("", Role::Text);
                level.rest = Piece::new("", Role::Text);
                level.columns = 0;
            }
            self.columns += level.columns;
            marked |= first == block;
            if level.columns > 0 {
                push(&mut marks, if first == block { &level.mark } else { &level.rest });
                push(&mut self.rest, &level.rest);
            }
            self.open.push(level);
        }
        self.next = marked.then_some(marks);
        entered
    }

    /// What leads the line that is set now, with room for more pieces.
    pub(super) fn take(&mut self, pieces: usize) -> Vec<Piece> {
        self.next.take().unwrap_or_else(|| {
            let mut rest = Vec::with_capacity(self.rest.len() + pieces);
            rest.extend(self.rest.iter().cloned());
            rest
        })
    }
}

impl Level {
    fn of(kind: ContainerKind, parent: Option<ContainerKind>) -> Level {
        let (mark, rest) = match kind {
            ContainerKind::Quote(alert) => {
                let bar = Piece::new(BAR, alert.map_or(Role::QuoteBar, Role::Alert));
                (bar.clone(), bar)
            }
            ContainerKind::List { .. } => (Piece::new("", Role::Text), Piece::new("", Role::Text)),
            ContainerKind::Item(marker) => hanging(marker_text(marker, parent), Role::Marker),
            ContainerKind::Definition => hanging("  ".to_owned(), Role::Text),
            ContainerKind::Details { .. } => hanging(format!("{OPEN} "), Role::Marker),
            ContainerKind::Footnote(number) => {
                hanging(format!("{} ", superscript(&number.to_string())), Role::FootnoteMark)
            }
        };
        Level { columns: width(&rest.text), mark, rest, quoted: matches!(kind, ContainerKind::Quote(None)) }
    }
}

fn hanging(mark: String, role: Role) -> (Piece, Piece) {
    let rest = Piece::new(" ".repeat(width(&mark)), Role::Text);
    (Piece::new(mark, role), rest)
}

fn marker_text(marker: Marker, list: Option<ContainerKind>) -> String {
    let (nesting, next) = match list {
        Some(ContainerKind::List { nesting, next, .. }) => (nesting, next),
        _ => (0, None),
    };
    let indent = if nesting == 0 { " " } else { "" };
    match marker {
        Marker::Bullet => format!("{indent}{} ", ["•", "◦", "▪"][nesting as usize % 3]),
        Marker::Number(number) => {
            let digits = next.unwrap_or(number).saturating_sub(1).max(number).to_string().len();
            format!("{indent}{number:>digits$}. ")
        }
        Marker::Task(true) => format!("{indent}☑ "),
        Marker::Task(false) => format!("{indent}☐ "),
    }
}

fn joined<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Vec<Piece> {
    let mut joined = Vec::new();
    for piece in pieces {
        push(&mut joined, piece);
    }
    joined
}

fn push(pieces: &mut Vec<Piece>, piece: &Piece) {
    match pieces.last_mut() {
        _ if piece.text.is_empty() => {}
        Some(last) if last.role == piece.role => last.text.push_str(&piece.text),
        _ => pieces.push(piece.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{looks, screen};

    #[test]
    fn items_hang_and_nested_lists_stand_under_their_text() {
        let note = "- one that is longer than the line\n  - two\n    1. three\n- [ ] open\n- [x] done\n";
        insta::assert_snapshot!(screen(note, 24), @r#"
        • one that is longer
          than the line
          ◦ two
            1. three
        ☐ open
        ☑ done
        "#);
    }

    #[test]
    fn numbers_are_aligned_at_their_right() {
        insta::assert_snapshot!(screen("9. nine\n10. ten\n    - in ten\n11. eleven\n", 20), @r#"
         9. nine
        10. ten
            ◦ in ten
        11. eleven
        "#);
    }

    #[test]
    fn quotes_have_a_bar_on_each_line() {
        insta::assert_snapshot!(looks("> said by *one*\n>\n> > and another who said more\n>\n> - x\n", 20), @r#"
        ▎ said by one
        rrqqqqqqqqqqq
        ▎
        r
        ▎ ▎ and another who
        rrrrqqqqqqqqqqqqqqq
        ▎ ▎ said more
        rrrrqqqqqqqqq
        ▎
        r
        ▎  • x
        rrmmmq
        "#);
    }

    #[test]
    fn alerts_say_what_they_are() {
        insta::assert_snapshot!(looks("> [!WARNING]\n> Do not.\n", 20), @r#"
        ▎ ▲ Warning
        aaaaaaaaaaa
        ▎ Do not.
        aa.. ....
        "#);
    }

    #[test]
    fn details_and_definitions_indent() {
        insta::assert_snapshot!(screen("<details><summary>More</summary>\n\n- a\n\n</details>\n\nTerm\n: what it is\n", 20), @r#"
        ▾ More
           • a

        Term
          what it is
        "#);
    }

    #[test]
    fn where_there_is_no_room_nothing_indents() {
        insta::assert_snapshot!(screen("- a\n  - b\n    - c\n      1. deep text\n", 9), @r#"
        • a
          ◦ b
            ▪
            c
            1.
            deep
            text
        "#);
        insta::assert_snapshot!(screen("- a\n10. b\n> c", 1), @r#"
        •
        a
        1
        0
        .
        b

        c
        "#);
    }
}
