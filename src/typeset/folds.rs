//! What can be opened and closed (`<details>`): which blocks are folded away, and the lines they would take, so
//! that words in them are found.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::page::{HeadingAt, Line};
use crate::markdown::document::{ContainerIx, ContainerKind, Document};

/// How blocks that open and close are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Details {
    /// All open: on paper nothing can be opened.
    #[default]
    Open,
    /// As their author wrote them, but the other way round for these: the first of the document is 0.
    Toggled(Arc<BTreeSet<u32>>),
}

/// What is folded away below a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// Index of the line on the page it is folded away below.
    pub line: usize,
    /// The closed details: its [`DetailsAt::id`](super::DetailsAt::id).
    pub id: u32,
    /// The lines there would be.
    pub lines: Vec<Line>,
    /// The headings among them. Their line is `line`.
    pub headings: Vec<HeadingAt>,
}

/// What the details of a document are: read once, then asked block by block.
#[derive(Debug, Clone, Default)]
pub(super) struct Folds {
    /// For each container the outermost closed details it is in, or is. Empty where all are open.
    closed: Vec<Option<ContainerIx>>,
    /// The containers that are details, in order: their place here is their number.
    details: Vec<ContainerIx>,
}

impl Folds {
    pub(super) fn of(document: &Document, wanted: &Details) -> Folds {
        let mut folds = Folds::default();
        let containers = || (0u32..).map(ContainerIx).zip(&document.containers);
        folds.details.extend(containers().filter(|(_, c)| written_open(c.kind).is_some()).map(|(ix, _)| ix));
        if let Details::Toggled(toggled) = wanted
            && !folds.details.is_empty()
        {
            let mut number = 0;
            for (ix, container) in containers() {
                let mut closed = container.parent.and_then(|parent| folds.within(parent));
                if let Some(open) = written_open(container.kind) {
                    if closed.is_none() && open == toggled.contains(&number) {
                        closed = Some(ix);
                    }
                    number += 1;
                }
                folds.closed.push(closed);
            }
        }
        folds
    }

    fn within(&self, ix: ContainerIx) -> Option<ContainerIx> {
        self.closed.get(ix.0 as usize).copied().flatten()
    }

    /// The number of details.
    pub(super) fn number(&self, ix: ContainerIx) -> Option<u32> {
        self.details.binary_search_by_key(&ix.0, |details| details.0).ok().map(|number| number as u32)
    }

    /// Whether a container is closed itself, not only in one that is.
    pub(super) fn is_closed(&self, ix: ContainerIx) -> bool {
        self.within(ix) == Some(ix)
    }

    /// The closed details that hide a block. Their first block is always seen.
    pub(super) fn hide(&self, document: &Document, block: u32, within: Option<ContainerIx>) -> Option<u32> {
        let outermost = self.within(within?)?;
        let is_first = document.container(outermost).is_some_and(|container| container.first == block);
        if is_first { None } else { self.number(outermost) }
    }
}

/// Whether details are open as written; `None` for everything else.
fn written_open(kind: ContainerKind) -> Option<bool> {
    if let ContainerKind::Details { open } = kind { Some(open) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{page, page_with, text};
    use super::super::{Options, Page};
    use super::*;

    const NOTE: &str = "<details><summary>More</summary>\n\n## Within\n\n- a [link](https://a.io)\n\n\
        <details open><summary>Inner</summary>\n\nb\n\n</details>\n\n</details>\n\nAfter\n";

    fn toggled(note: &str, numbers: &[u32]) -> Page {
        let details = Details::Toggled(Arc::new(numbers.iter().copied().collect()));
        page_with(note, &Options { details, ..Options::at(30) })
    }

    #[test]
    fn details_are_as_written_until_they_are_toggled() {
        insta::assert_snapshot!(text(&toggled(NOTE, &[])), @r#"
        ▸ More

        After
        "#);
        insta::assert_snapshot!(text(&toggled(NOTE, &[0, 1])), @r#"
        ▾ More
          Within
          ──────
           • a link

          ▸ Inner

        After
        "#);
        assert_eq!(toggled(NOTE, &[0]), page(NOTE, 30), "on paper all are open");
        let states = |page: &Page| page.details.iter().map(|at| (at.line, at.id, at.open)).collect::<Vec<_>>();
        assert_eq!(states(&toggled(NOTE, &[])), [(0, 0, false)]);
        assert_eq!(states(&toggled(NOTE, &[0])), [(0, 0, true), (5, 1, true)]);
    }

    #[test]
    fn what_is_folded_away_is_kept_beside_the_page() {
        let page = toggled(NOTE, &[]);
        let folded: Vec<_> = page.folded.iter().map(|folded| (folded.line, folded.id, folded.lines.len())).collect();
        assert_eq!(folded, [(0, 0, 6)]);
        assert_eq!(page.folded[0].headings[0].text, "Within");
        assert!(page.headings.is_empty());
        assert_eq!(page.links.iter().map(|link| (link.line, &*link.url)).collect::<Vec<_>>(), [(0, "https://a.io")]);
    }
}
