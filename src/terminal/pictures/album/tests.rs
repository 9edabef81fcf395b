//! Pictures of all kinds, and files that are none.

use std::fs;
use std::path::Path;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

use super::*;
use crate::view::Depth;

/// A picture of four fields: red and blue above, green and nothing below.
fn write_picture(path: &Path, width: u32, height: u32) {
    let field = |x: u32, y: u32| match (x < width / 2, y < height / 2) {
        (true, true) => [255, 0, 0, 255],
        (false, true) => [0, 0, 255, 255],
        (true, false) => [0, 255, 0, 255],
        (false, false) => [0, 0, 0, 0],
    };
    image::RgbaImage::from_fn(width, height, |x, y| image::Rgba(field(x, y))).save(path).expect("a picture");
}

fn note(folder: &Path) -> Note {
    Note { relative: "day.md".into(), is_file: true, ..Note::from_text(folder.join("day.md"), "") }
}

fn at(plate: Plate) -> PictureAt {
    PictureAt { line: 0, column: 0, columns: plate.columns as u16, rows: plate.rows as u16, id: plate.id }
}

fn album(way: Way, depth: Depth) -> Album {
    let means = Some(Means { way, depth, through_tmux: false });
    Album { cell: CELL, means, ..Album::new(means, FileNames::default()).0 }
}

fn plate(album: &mut Album, note: &Note, address: &str) -> Plate {
    let known = album.look(note, address);
    known.and_then(|known| if let Picture::Readable(plate) = known { Some(plate) } else { None }).expect("readable")
}

#[test]
fn a_picture_is_drawn_in_half_blocks_as_far_as_it_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    write_picture(&folder.path().join("a.png"), 40, 80);
    let mut album = album(Way::Blocks, Depth::True);
    let plate = plate(&mut album, &note(folder.path()), "a.png");
    assert_eq!((plate.columns, plate.rows), (4, 4));
    let page = Page { pictures: vec![at(plate)], ..Page::default() };
    assert!(!album.print(&page, || ControlFlow::Continue(())));
    let mut screen = Terminal::new(TestBackend::new(6, 3)).expect("a screen");
    let part = PicturePart { id: plate.id, size: (4, 4), first: 1 };
    screen.draw(|frame| album.prints.draw(part, Rect::new(1, 0, 4, 2), frame.buffer_mut())).expect("drawn");
    let cell = |x, y| {
        let cell = &screen.backend().buffer()[(x, y)];
        (cell.symbol().to_owned(), cell.fg, cell.bg)
    };
    let both = |color| ("▀".to_owned(), color, color);
    assert_eq!((cell(1, 0), cell(4, 0)), (both(Color::Rgb(255, 0, 0)), both(Color::Rgb(0, 0, 255))));
    assert_eq!(cell(1, 1), both(Color::Rgb(0, 255, 0)));
    let nothing = (" ".to_owned(), Color::Reset, Color::Reset);
    assert_eq!((cell(4, 1), cell(0, 0), cell(1, 2)), (nothing.clone(), nothing.clone(), nothing));
}

#[test]
fn bombs_broken_files_and_other_files_keep_their_frame() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    write_picture(&path("whole.png"), 400, 400);
    let whole = fs::read(path("whole.png")).expect("a picture");
    fs::write(path("half.png"), &whole[..whole.len() / 2]).expect("a file");
    fs::write(path("text.png"), "no picture").expect("a file");
    // Width and height stand in the header of a PNG, from byte 16 on.
    let mut bomb = whole.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
    fs::write(path("bomb.png"), &bomb).expect("a file");
    let (mut album, note) = (album(Way::Blocks, Depth::Indexed), note(folder.path()));
    for name in ["text.png", "bomb.png"] {
        assert_eq!(album.look(&note, name), Some(Picture::Found), "{name}");
    }
    assert_eq!(album.look(&note, "none.png"), Some(Picture::Missing));
    // That its end is missing is seen when it is read.
    let page = Page { pictures: vec![at(plate(&mut album, &note, "half.png"))], ..Page::default() };
    assert!(album.print(&page, || ControlFlow::Continue(())));
    assert_eq!(album.look(&note, "half.png"), Some(Picture::Found));
}

#[test]
fn each_way_puts_a_part_of_a_picture_where_it_belongs() {
    let folder = tempfile::tempdir().expect("a folder");
    write_picture(&folder.path().join("a.png"), 100, 200);
    for (way, begins) in [(Way::Kitty, "\u{1b}_G"), (Way::Iterm2, "\u{1b}["), (Way::Sixel, "\u{1b}[")] {
        let mut album = album(way, Depth::True);
        let plate = plate(&mut album, &note(folder.path()), "a.png");
        let page = Page { pictures: vec![at(plate)], ..Page::default() };
        assert!(!album.print(&page, || ControlFlow::Continue(())), "{way:?}");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 12));
        let part = PicturePart { id: plate.id, size: (10, 10), first: 2 };
        album.prints.draw(part, Rect::new(3, 1, 10, 8), &mut buffer);
        assert!(buffer[(3, 1)].symbol().starts_with(begins), "{way:?}: {:?}", buffer[(3, 1)].symbol());
        let outside = buffer.content.iter().enumerate().filter(|(at, cell)| {
            let (x, y) = buffer.pos_of(*at);
            !Rect::new(3, 1, 10, 8).contains((x, y).into()) && cell.symbol() != " "
        });
        assert_eq!(outside.count(), 0, "{way:?}");
        assert_eq!(album.prints.stain(), way != Way::Kitty);
    }
}
