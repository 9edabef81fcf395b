//! Pictures as text: a label within a line, a frame where one stands alone. What is in their files is not looked at.

use super::ink::{Ink, Look};
use super::page::{Join, Piece, Role};
use super::setter::Setting;
use super::wrap::{Cutter, blanks, wrap};
use crate::markdown::document::{Document, Span};
use crate::text::width;

/// In fewer columns there is no room for a frame.
const NARROWEST: usize = 16;

/// A picture's description and its file's name, either of which may be empty.
fn description<'d>(document: &'d Document, span: &Span, file: u32) -> (&'d str, &'d str) {
    let alt = document.text(span).trim();
    let url = document.links.get(file as usize).map_or("", |target| target.url.as_str());
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name = if url.starts_with("data:") || name == alt { "" } else { name };
    (alt, name)
}

/// A picture within a line.
pub(super) fn label(document: &Document, span: &Span, file: u32) -> String {
    match description(document, span, file) {
        ("", "") => "▣ picture".to_owned(),
        (one, "") | ("", one) => format!("▣ {one}"),
        (alt, name) => format!("▣ {alt} ({name})"),
    }
}

/// Sets a picture that stands alone; `false` where there is no room for its frame.
pub(super) fn set(setting: &mut Setting<'_>, span: &Span, file: u32) -> bool {
    if setting.room() < NARROWEST {
        return false;
    }
    let look = setting.look(span, Look::of(Role::Image));
    let mut ink = Ink::default();
    match description(setting.document, span, file) {
        (alt, name) if !alt.is_empty() && !name.is_empty() => {
            ink.push("▣ ", look);
            ink.push(alt, look);
            ink.break_line();
            ink.push(name, look);
        }
        _ => ink.push(&label(setting.document, span, file), look),
    }
    let rows = wrap(&ink.text, setting.room() - 4);
    let widest = rows.iter().map(|row| width(&ink.text[row.range.clone()])).max().unwrap_or(0);
    let edge =
        |left: &str, right: &str| vec![Piece::new(format!("{left}{}{right}", "─".repeat(widest + 2)), Role::Rule)];
    setting.line(edge("╭", "╮"), 0, Join::Apart);
    let mut cutter = Cutter::new(&ink);
    for row in rows {
        let mut pieces = vec![Piece::new("│ ", Role::Rule)];
        let used = width(&ink.text[row.range.clone()]);
        cutter.cut(row.range, widest, &mut pieces);
        if used < widest {
            pieces.push(blanks(widest - used));
        }
        pieces.push(Piece::new(" │", Role::Rule));
        setting.line(pieces, 0, row.join);
    }
    setting.line(edge("╰", "╯"), 0, Join::Apart);
    true
}

#[cfg(test)]
mod tests {
    use super::super::picture::screen;

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
}
