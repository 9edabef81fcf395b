//! The facet pane: groups of values with counts right-aligned and a bar for each value's share.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::Theme;
use super::paint::{label, right, text};
use crate::app::facets::{FacetRow, heading};
use crate::app::{Area, Model, Pane, Typing};
use crate::search::{Choice, FacetValue};
use crate::text::{fit, visible, width};

/// Draws the visible rows.
pub(super) fn draw_facets(model: &Model, theme: &Theme, area: Area, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let focused = model.pane == Pane::Facets && matches!(model.typing, Typing::None | Typing::Facet);
    let is_plain = model.preferences.plain;
    let rows = model.facets.rows(&model.facets.groups);
    let cursor = model.facets.cursor_row(&rows).filter(|_| focused);
    if rows.is_empty() {
        let word = match (model.facets.filter.text().is_empty(), model.loading.done) {
            (false, _) => "no value holds this",
            (true, true) => "nothing to filter by",
            (true, false) => "",
        };
        text(
            buffer,
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            &fit(word, area.width.saturating_sub(1).into()),
            theme.quiet,
        );
    }
    let digits = rows
        .iter()
        .filter_map(|row| if let FacetRow::Value { value, .. } = row { Some(digits(value.count)) } else { None });
    let digits = digits.max().unwrap_or(1) as u16;
    for (y, (number, row)) in (area.y..area.y + area.height).zip(rows.iter().enumerate().skip(model.facets.top)) {
        let line = Area { x: area.x + 1, y, width: area.width.saturating_sub(2), height: 1 };
        let here = cursor == Some(number);
        if here {
            text(buffer, area.x, y, 1, "▌", theme.accent);
        }
        match row {
            FacetRow::Heading(facet) => {
                let style = if focused { theme.accent.add_modifier(Modifier::BOLD) } else { theme.heading };
                let used = text(buffer, line.x, y, line.width, heading(*facet), style);
                let filter = model.facets.filter.text();
                if !filter.is_empty() {
                    let room = line.width.saturating_sub(used + 2);
                    right(buffer, line, y, &fit(&visible(&format!("/{filter}")), room.into()), theme.quiet);
                }
            }
            FacetRow::Folded { facet, values } => {
                let style = if here { theme.selected } else { theme.heading };
                text(buffer, line.x, y, line.width, heading(*facet), style);
                right(buffer, line, y, &format!("{values} ›"), if here { theme.accent } else { theme.quiet });
            }
            FacetRow::Value { value, largest, .. } => {
                let row = ValueRow { value, largest: *largest, digits, here, is_plain };
                row.draw(theme, line, buffer);
            }
            FacetRow::More { hidden, .. } => {
                let style = if here { theme.selected } else { theme.quiet };
                let more = if is_plain { "more" } else { "…" };
                text(buffer, line.x, y, line.width, if *hidden == 0 { "fewer" } else { more }, style);
                right(buffer, line, y, &if *hidden == 0 { "‹".to_owned() } else { format!("{hidden} ›") }, style);
            }
            FacetRow::Gap => {}
        }
    }
}

fn digits(number: u32) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

/// `kubernetes ━━━╸  42`
struct ValueRow<'a> {
    value: &'a FacetValue,
    /// The count the bar's length is measured by.
    largest: u32,
    /// Columns of the counts.
    digits: u16,
    here: bool,
    /// Whether it is read out: words in place of signs, and no bar.
    is_plain: bool,
}

impl ValueRow<'_> {
    fn draw(&self, theme: &Theme, line: Area, buffer: &mut Buffer) {
        let ValueRow { value, largest, digits, here, is_plain } = *self;
        // Where all values count alike, bars say nothing and names need the room.
        let bar_width = if line.width >= 18 && largest > 1 && !is_plain { 4 } else { 0 };
        let style = match value.chosen {
            Choice::Include => theme.selected,
            Choice::Exclude => theme.trouble.add_modifier(Modifier::CROSSED_OUT),
            Choice::None if here => theme.accent,
            Choice::None => theme.text,
        };
        let sign = match value.chosen {
            Choice::Include if is_plain => "with ",
            Choice::Include => "✓ ",
            Choice::Exclude if is_plain => "without ",
            Choice::Exclude => "✗ ",
            Choice::None => "",
        };
        let signed = text(buffer, line.x, line.y, line.width, sign, style.remove_modifier(Modifier::CROSSED_OUT));
        let room = line.width.saturating_sub(signed + digits + 1 + if bar_width > 0 { bar_width + 1 } else { 0 });
        label(buffer, (line.x + signed, line.y), room, (&value.value, &Vec::new()), style, style);
        let count = value.count.to_string();
        right(buffer, line, line.y, &count, if here { theme.accent } else { theme.quiet });
        if bar_width > 0 && value.count > 0 {
            let bar = bar(value.count, largest, bar_width.into());
            let x = line.x + line.width - digits - 1 - bar_width;
            text(buffer, x, line.y, width(&bar) as u16, &bar, theme.quiet);
        }
    }
}

/// A bar of half columns; never empty for a count above 0.
fn bar(count: u32, largest: u32, columns: u32) -> String {
    let halves = u64::from(columns) * 2;
    let filled = (u64::from(count) * halves / u64::from(largest.max(1))).clamp(1, halves) as usize;
    "━".repeat(filled / 2) + if filled.is_multiple_of(2) { "" } else { "╸" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_the_share_and_never_vanish() {
        assert_eq!(bar(40, 40, 5), "━━━━━");
        assert_eq!(bar(20, 40, 5), "━━╸");
        assert_eq!(bar(1, 4000, 5), "╸");
    }
}
