//! Pictures as text: a label within a line, a frame where one stands alone. What is in their files is not looked at
//! here; whoever did says what is known of them.

use std::collections::HashMap;

use super::ink::{Ink, Look};
use super::page::{Join, PictureAt, Piece, Role};
use super::setter::Setting;
use super::wrap::{Cutter, blanks, wrap};
use crate::markdown::document::{Document, Span, SpanKind, TargetKind};
use crate::text::width;

/// In fewer columns there is no room for a frame.
const NARROWEST: usize = 16;
/// Rows a picture takes at most: the text around it stays in sight.
const MOST_ROWS: u64 = 20;
/// What is said of a picture whose file should be there.
const MISSING: &str = "file not found";

/// What is known of the files of pictures, by their address in the note.
pub type Pictures = HashMap<String, Picture>;

/// What is known of the file of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// It is there.
    Found,
    /// It can be shown itself.
    Readable(Plate),
    /// It is not there.
    Missing,
}

/// A picture that can be shown, before it is fitted to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plate {
    /// Which it is, to whoever shows it.
    pub id: u32,
    /// Columns it would take in its own size, at least 1.
    pub columns: u32,
    /// Rows it would take in its own size, at least 1.
    pub rows: u32,
}

impl Plate {
    /// The columns and rows it takes where there is only so much room.
    fn fitted(self, room: usize) -> (u16, u16) {
        let (columns, rows) = (u64::from(self.columns.max(1)), u64::from(self.rows.max(1)));
        let wide = columns.min(room as u64);
        let high = (rows * wide).div_ceil(columns);
        if high <= MOST_ROWS {
            return (wide as u16, high as u16);
        }
        ((columns * MOST_ROWS / rows).clamp(1, wide) as u16, MOST_ROWS as u16)
    }
}

/// The addresses of a document's pictures, in order, some perhaps more than once.
pub fn picture_addresses(document: &Document) -> impl Iterator<Item = &str> {
    document.links.iter().filter(|link| link.kind == TargetKind::Image).map(|link| link.url.as_str())
}

/// What a picture is called by, and its file's name where that is another.
fn description<'d>(document: &'d Document, span: &Span, file: u32) -> (&'d str, &'d str) {
    let alt = document.text(span).trim();
    let url = address(document, file);
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match (alt, if url.starts_with("data:") { "" } else { name }) {
        ("", "") => ("picture", ""),
        ("", name) => (name, ""),
        (alt, name) if name == alt => (alt, ""),
        both => both,
    }
}

fn address(document: &Document, file: u32) -> &str {
    document.links.get(file as usize).map_or("", |target| target.url.as_str())
}

/// A picture within a line: `▣ The plan (plan.png)`.
pub fn picture_label(document: &Document, span: &Span, file: u32, pictures: &Pictures) -> String {
    let (first, name) = description(document, span, file);
    let is_missing = pictures.get(address(document, file)) == Some(&Picture::Missing);
    let facts: Vec<&str> =
        [name, if is_missing { MISSING } else { "" }].into_iter().filter(|fact| !fact.is_empty()).collect();
    if facts.is_empty() { format!("▣ {first}") } else { format!("▣ {first} ({})", facts.join(", ")) }
}

/// Sets pictures that stand alone, each on lines of its own; `false` where there is text with them, or no room for
/// their frames.
pub(super) fn set_pictures(setting: &mut Setting<'_>, spans: &[Span]) -> bool {
    let is_alone = |pair: &[Span]| {
        matches!(pair[0].kind, SpanKind::Image(_)) != matches!(pair[1].kind, SpanKind::Image(_))
            && pair
                .iter()
                .all(|span| !matches!(span.kind, SpanKind::Text | SpanKind::Code | SpanKind::Key | SpanKind::Note))
    };
    let ends = [spans.first(), spans.last()];
    let are_pictures = ends.iter().all(|end| end.is_some_and(|span| matches!(span.kind, SpanKind::Image(_))));
    if !are_pictures || !spans.windows(2).all(is_alone) || setting.room() < NARROWEST {
        return false;
    }
    for (down, (span, file)) in spans
        .iter()
        .filter_map(|span| if let SpanKind::Image(file) = span.kind { Some((span, file)) } else { None })
        .enumerate()
    {
        set(setting, span, file, down as u32);
    }
    true
}

/// Sets a picture: itself, with its label below, or a frame.
fn set(setting: &mut Setting<'_>, span: &Span, file: u32, down: u32) {
    let look = setting.look(span, Look::of(Role::Image));
    let known = setting.options().pictures.get(address(setting.document, file)).copied();
    if let Some(Picture::Readable(plate)) = known {
        let (columns, rows) = plate.fitted(setting.room());
        setting.leave_room(PictureAt { line: 0, column: 0, columns, rows, id: plate.id }, down);
        let mut ink = Ink::default();
        ink.push(&picture_label(setting.document, span, file, &Pictures::new()), look);
        setting.number_after(span, &mut ink);
        setting.rows(&ink, &wrap(&ink.text, setting.room()), &[], down);
        return;
    }
    let (first, name) = description(setting.document, span, file);
    let is_missing = known == Some(Picture::Missing);
    let mut ink = Ink::default();
    ink.push("▣ ", look);
    ink.push(first, look);
    setting.number_after(span, &mut ink);
    if !name.is_empty() || is_missing {
        ink.break_line();
        ink.push(name, look);
    }
    if is_missing {
        ink.push(if name.is_empty() { "" } else { " · " }, Look::of(Role::Quiet));
        ink.push(MISSING, Look::of(Role::Quiet));
    }
    frame(setting, &ink, down);
}

/// Sets lines in a frame as wide as they are.
fn frame(setting: &mut Setting<'_>, ink: &Ink, down: u32) {
    let rows = wrap(&ink.text, setting.room() - 4);
    let widest = rows.iter().map(|row| width(&ink.text[row.range.clone()])).max().unwrap_or(0);
    let edge =
        |left: &str, right: &str| vec![Piece::new(format!("{left}{}{right}", "─".repeat(widest + 2)), Role::Rule)];
    setting.line(edge("╭", "╮"), down, Join::Apart);
    let mut cutter = Cutter::new(ink);
    for row in rows {
        let mut pieces = vec![Piece::new("│ ", Role::Rule)];
        let used = width(&ink.text[row.range.clone()]);
        cutter.cut(row.range, widest, &mut pieces);
        if used < widest {
            pieces.push(blanks(widest - used));
        }
        pieces.push(Piece::new(" │", Role::Rule));
        setting.line(pieces, down, row.join);
    }
    setting.line(edge("╰", "╯"), down, Join::Apart);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::picture::{page_with, screen, text};
    use super::super::{LinkNumbers, Options};
    use super::*;

    #[test]
    fn pictures_have_a_label() {
        insta::assert_snapshot!(screen("![The plan](img/plan.png?w=3) ![](a/b.svg) ![c]() ![](data:image/png;base64,xx)", 80), @r#"
        ▣ The plan (plan.png) ▣ b.svg ▣ c ▣ picture
        "#);
    }

    #[test]
    fn a_picture_alone_has_a_frame() {
        insta::assert_snapshot!(screen("![The plan of the control plane](img/plan.png)\n\n- ![](a.svg)\n", 24), @"
        ╭───────────────────╮
        │ ▣ The plan of the │
        │ control plane     │
        │ plan.png          │
        ╰───────────────────╯

         • ╭─────────╮
           │ ▣ a.svg │
           ╰─────────╯
        ");
        assert_eq!(screen("![A](b.png)\n", 14), "▣ A (b.png)");
    }

    #[test]
    fn a_picture_that_is_a_link_has_its_number() {
        let note = "[![The plan](img/plan.png)](https://a.io)\n\n![](img/b.png)\n\n![](c.png)\n";
        let page = page_with(note, &Options { link_numbers: LinkNumbers::Hidden, ..Options::at(40) });
        insta::assert_snapshot!(text(&page), @"
        ╭───────────────╮
        │ ▣ The plan[1] │
        │ plan.png      │
        ╰───────────────╯

        ╭────────────╮
        │ ▣ b.png[2] │
        ╰────────────╯

        ╭─────────╮
        │ ▣ c.png │
        ╰─────────╯
        ");
    }

    #[test]
    fn pictures_each_on_a_line_have_a_frame_each() {
        insta::assert_snapshot!(screen("![](one.png)\n![Two](two.png)  \n![](three.png)\n\n![](a.svg)\nand text\n", 30), @"
        ╭───────────╮
        │ ▣ one.png │
        ╰───────────╯
        ╭─────────╮
        │ ▣ Two   │
        │ two.png │
        ╰─────────╯
        ╭─────────────╮
        │ ▣ three.png │
        ╰─────────────╯

        ▣ a.svg
        and text
        ");
    }

    #[test]
    fn a_picture_that_can_be_shown_has_room_above_its_label() {
        let readable = |id, columns, rows| Picture::Readable(Plate { id, columns, rows });
        let pictures = Pictures::from([
            ("a.png".to_owned(), readable(1, 8, 3)),
            ("wide.png".to_owned(), readable(2, 300, 20)),
            ("high.png".to_owned(), readable(3, 20, 4000)),
        ]);
        let options = Options { pictures: Arc::new(pictures), ..Options::at(30) };
        let note = "Before.\n\n> ![Plan](a.png)\n\n![](wide.png)\n\n![](high.png)\n";
        let page = page_with(note, &options);
        insta::assert_snapshot!(text(&page).lines().take(10).collect::<Vec<_>>().join("\n"), @"
        Before.

        ▎
        ▎
        ▎
        ▎ ▣ Plan (a.png)



        ▣ wide.png
        ");
        let places: Vec<_> = page.pictures.iter().map(|at| (at.id, at.line, at.column, at.columns, at.rows)).collect();
        assert_eq!(places, [(1, 2, 2, 8, 3), (2, 7, 0, 30, 2), (3, 11, 0, 1, 20)]);
    }

    #[test]
    fn the_size_of_an_embedded_picture_is_no_caption() {
        let note = "![[attach/one.png|300]] ![[two.png|300x200]] ![[three.png|The hall|300]] ![[four.png|2 halls]] \
            ![[five.png]] ![300](six.png)\n\ntext\n";
        insta::assert_snapshot!(screen(&format!("Text {note}"), 70), @"
        Text ▣ one.png ▣ two.png ▣ The hall (three.png) ▣ 2 halls (four.png) ▣
        five.png ▣ 300 (six.png)

        text
        ");
    }

    #[test]
    fn a_picture_whose_file_is_not_there_says_so() {
        let note = "![The plan](plan.png)\n\n![](b.png)\n\nSee ![](b.png) and ![Plan](plan.png).\n";
        let pictures = ["plan.png", "b.png"].map(|address| (address.to_owned(), Picture::Missing));
        let options = Options { pictures: Arc::new(Pictures::from(pictures)), ..Options::at(40) };
        insta::assert_snapshot!(text(&page_with(note, &options)), @"
        ╭───────────────────────────╮
        │ ▣ The plan                │
        │ plan.png · file not found │
        ╰───────────────────────────╯

        ╭────────────────╮
        │ ▣ b.png        │
        │ file not found │
        ╰────────────────╯

        See ▣ b.png (file not found) and ▣ Plan
        (plan.png, file not found).
        ");
    }
}
