//! Pictures of half blocks: each cell shows two pixels, one above the other, in the colours there are.

use image::DynamicImage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::view::Depth;

/// A picture of half blocks.
#[derive(Debug)]
pub(super) struct Blocks {
    columns: u16,
    /// Row by row: the upper and the lower pixel of each cell; nothing where the picture lets its ground through.
    cells: Vec<(Option<Color>, Option<Color>)>,
}

impl Blocks {
    /// A picture in so many columns and rows.
    pub(super) fn of(picture: &DynamicImage, (columns, rows): (u16, u16), depth: Depth) -> Blocks {
        let pixels = picture.thumbnail_exact(columns.into(), u32::from(rows) * 2).into_rgba8();
        let color = |x: u16, y: u32| {
            let [red, green, blue, opacity] = pixels.get_pixel(x.into(), y).0;
            (opacity >= 128).then(|| depth.nearest(Color::Rgb(red, green, blue)))
        };
        let cell = |x: u16, y: u16| (color(x, u32::from(y) * 2), color(x, u32::from(y) * 2 + 1));
        Blocks {
            columns,
            cells: (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))).map(|(x, y)| cell(x, y)).collect(),
        }
    }

    /// Draws its rows from one on.
    pub(super) fn draw(&self, first: u16, area: Rect, buffer: &mut Buffer) {
        let rows = self.cells.chunks(self.columns.max(1).into()).skip(first.into());
        for (y, row) in (area.y..area.bottom()).zip(rows) {
            for (x, (upper, lower)) in (area.x..area.right()).zip(row) {
                let Some(cell) = buffer.cell_mut((x, y)) else { continue };
                match (upper, lower) {
                    (Some(upper), Some(lower)) => cell.set_char('▀').set_fg(*upper).set_bg(*lower),
                    (Some(upper), None) => cell.set_char('▀').set_fg(*upper),
                    (None, Some(lower)) => cell.set_char('▄').set_fg(*lower),
                    (None, None) => cell,
                };
            }
        }
    }
}
