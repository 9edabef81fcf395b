//! Mends decisions of drawn flowcharts: the crate that draws them puts points at both sides of each row, which is a
//! diamond for one row and none for several. Several rows get straight sides; the corners tell what they are.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::width;

/// Gives decisions of more than one row straight sides.
pub(super) fn straighten(lines: &mut [String]) {
    if !lines.iter().any(|line| line.contains('╱')) {
        return;
    }
    let mut grid: Vec<Vec<&str>> = lines.iter().map(|line| cells(line)).collect();
    let corners = grid.iter().enumerate().flat_map(|(y, row)| {
        let is_corner = |x: &usize| row[*x] == "╱" && row.get(x + 1) == Some(&"─");
        (0..row.len()).filter(is_corner).map(move |x| (x, y)).collect::<Vec<_>>()
    });
    let boxes: Vec<Sides> = corners.filter_map(|corner| Sides::from(&grid, corner)).collect();
    if boxes.is_empty() {
        return;
    }
    for sides in boxes {
        for row in &mut grid[sides.first..sides.end] {
            let is_line = |cell: Option<&&str>| cell.is_some_and(|cell| *cell == "─");
            let (before, after) = (sides.left.checked_sub(1).and_then(|x| row.get(x)), row.get(sides.right + 1));
            let (left, right) = (if is_line(before) { "┤" } else { "│" }, if is_line(after) { "├" } else { "│" });
            (row[sides.left], row[sides.right]) = (left, right);
        }
    }
    let straight: Vec<String> = grid.iter().map(|row| row.concat()).collect();
    lines.clone_from_slice(&straight);
}

/// The sides of a decision: their columns, and the rows between its edges.
struct Sides {
    left: usize,
    right: usize,
    first: usize,
    end: usize,
}

impl Sides {
    /// Those of the box with this upper left corner, if it is a decision of several rows.
    fn from(grid: &[Vec<&str>], (left, top): (usize, usize)) -> Option<Sides> {
        let right = left + grid[top].iter().skip(left).position(|cell| *cell == "╲")?;
        let is_between = |row: &&Vec<&str>| row.get(left) == Some(&"<") && row.get(right) == Some(&">");
        let rows = grid[top + 1..].iter().take_while(is_between).count();
        let below = grid.get(top + 1 + rows)?;
        let is_closed = below.get(left) == Some(&"╲") && below.get(right) == Some(&"╱");
        (rows > 1 && is_closed).then_some(Sides { left, right, first: top + 1, end: top + 1 + rows })
    }
}

/// A line column by column: a wide character is followed by an empty cell.
fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::with_capacity(line.len());
    for grapheme in line.graphemes(true) {
        cells.push(grapheme);
        cells.extend(std::iter::repeat_n("", width(grapheme).saturating_sub(1)));
    }
    cells
}
