//! The album: pictures are looked at when a page is typeset, so that it leaves room for them, then made ready for the
//! terminal one after the other. All that takes time happens on the typesetting thread.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use image::DynamicImage;
use image::imageops::FilterType;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::sliced::{SlicedImage, SlicedProtocol};
use ratatui_image::{FontSize, Image};

use super::blocks::Blocks;
use super::{Means, Way, file};
use crate::source::{FileNames, Note, PictureFile};
use crate::typeset::{Page, Picture, PictureAt, Plate};
use crate::view::{PicturePart, Pictures};

/// So many pictures are kept ready; one takes two megabytes at most.
const MOST_READY: usize = 32;
/// Pixels of a cell where the terminal does not tell: only their proportions count then.
const CELL: (u16, u16) = (10, 20);

/// Which picture, in which size.
type Key = (u32, (u16, u16));

/// Pictures that are ready, shared by the thread that makes them and the interface that shows them.
#[derive(Clone, Default)]
pub(in crate::terminal) struct Prints {
    ready: Arc<Mutex<HashMap<Key, Print>>>,
}

/// A picture as the terminal takes it.
enum Print {
    Blocks(Blocks),
    /// A piece for each row.
    Rows(Vec<Protocol>),
    Whole(SlicedProtocol),
    /// It cannot be read.
    Spoiled,
}

/// The files of pictures, and what is known of them.
pub(in crate::terminal) struct Album {
    means: Option<Means>,
    /// The names of the files among the notes.
    names: FileNames,
    /// How often the notes had been loaded anew when these were gathered.
    reloads: u32,
    /// Pixels of a cell: width, height.
    cell: (u16, u16),
    prints: Prints,
    /// The file of each picture, by its number, and when it was written.
    files: Vec<(PathBuf, Option<SystemTime>)>,
    plates: HashMap<(PathBuf, Option<SystemTime>), Option<Plate>>,
    spoiled: HashSet<u32>,
    /// How many pictures kitty was sent.
    sent: u32,
}

impl Album {
    /// An album for a terminal and notes among whose files these names are, and what is ready of it.
    pub(in crate::terminal) fn new(means: Option<Means>, names: FileNames) -> (Album, Prints) {
        let cell = cell_size();
        let means = match means {
            // Pixels can only be sent where it is known how many a cell has.
            Some(means) if cell.is_none() => Some(Means { way: Way::Blocks, ..means }),
            means => means,
        };
        let prints = Prints::default();
        let cell = cell.unwrap_or(CELL);
        let (reloads, files, plates, spoiled, sent) = Default::default();
        let album = Album { means, names, reloads, cell, prints: prints.clone(), files, plates, spoiled, sent };
        (album, prints)
    }

    /// Says how often the notes have been loaded anew: other files may be there then.
    pub(in crate::terminal) fn loaded_again(&mut self, reloads: u32) {
        if std::mem::replace(&mut self.reloads, reloads) != reloads {
            self.names.forget();
        }
    }

    /// What is known of a picture by its address in a note.
    pub(in crate::terminal) fn look(&mut self, note: &Note, address: &str) -> Option<Picture> {
        let path = match PictureFile::of(note, address, &self.names) {
            PictureFile::Elsewhere => return None,
            PictureFile::Missing => return Some(Picture::Missing),
            PictureFile::Found(path) => path,
        };
        self.means?;
        let plate = self.plate(path).filter(|plate| !self.spoiled.contains(&plate.id));
        Some(plate.map_or(Picture::Found, Picture::Readable))
    }

    fn plate(&mut self, path: PathBuf) -> Option<Plate> {
        let written = path.metadata().and_then(|data| data.modified()).ok();
        let which = (path, written);
        if let Some(plate) = self.plates.get(&which) {
            return *plate;
        }
        let plate = file::size(&which.0).map(|(width, height)| {
            let id = self.files.len() as u32;
            self.files.push(which.clone());
            let (columns, rows) = (width.div_ceil(self.cell.0.into()), height.div_ceil(self.cell.1.into()));
            Plate { id, columns, rows }
        });
        self.plates.insert(which, plate);
        plate
    }

    /// Makes the pictures of a page ready, the first ones first; `wanted` says after each whether they still are.
    /// Whether one turned out not to be readable.
    pub(in crate::terminal) fn print(&mut self, page: &Page, mut wanted: impl FnMut() -> ControlFlow<()>) -> bool {
        let Some(means) = self.means else { return false };
        let mut is_one_spoiled = false;
        for at in page.pictures.iter().take(MOST_READY) {
            let key = (at.id, (at.columns, at.rows));
            if self.prints.lock().contains_key(&key) {
                continue;
            }
            let print = self.printed(at, means).unwrap_or(Print::Spoiled);
            if matches!(print, Print::Spoiled) {
                is_one_spoiled |= self.spoiled.insert(at.id);
            }
            self.prints.keep(key, print, page);
            if wanted().is_break() {
                break;
            }
        }
        is_one_spoiled
    }

    fn printed(&mut self, at: &PictureAt, means: Means) -> Option<Print> {
        let (path, _) = self.files.get(at.id as usize)?;
        let picture = file::read(path)?;
        if means.way == Way::Blocks {
            return Some(Print::Blocks(Blocks::of(&picture, (at.columns, at.rows), means.depth)));
        }
        let (width, height) =
            (u32::from(at.columns) * u32::from(self.cell.0), u32::from(at.rows) * u32::from(self.cell.1));
        let picture = if picture.width() > width || picture.height() > height {
            picture.thumbnail(width, height)
        } else {
            picture
        };
        match means.way {
            Way::Kitty => {
                let size = cells(&picture, self.cell, at);
                self.sent += 1;
                // Each size of a picture is a picture of its own, and other programs have theirs.
                let id = ((std::process::id() << 8) | (self.sent & 0xff)) & 0x00ff_ffff;
                let kitty = Kitty::new(picture, size, id, means.through_tmux, false).ok()?;
                Some(Print::Whole(SlicedProtocol::Kitty(kitty)))
            }
            Way::Sixel => sixel(picture, self.cell, at).map(Print::Whole),
            Way::Iterm2 | Way::Blocks => rows(&picture, self.cell, at, means.through_tmux).map(Print::Rows),
        }
    }
}

/// The cells a picture takes, no more than it has.
fn cells(picture: &DynamicImage, cell: (u16, u16), at: &PictureAt) -> Size {
    let columns = picture.width().div_ceil(cell.0.into()).clamp(1, at.columns.into());
    let rows = picture.height().div_ceil(cell.1.into()).clamp(1, at.rows.into());
    Size::new(columns as u16, rows as u16)
}

/// A picture cut into its rows of cells: the terminal is sent those that are seen.
fn rows(picture: &DynamicImage, cell: (u16, u16), at: &PictureAt, through_tmux: bool) -> Option<Vec<Protocol>> {
    let size = cells(picture, cell, at);
    let high = u32::from(cell.1);
    (0..u32::from(size.height))
        .map(|row| {
            let strip = picture.crop_imm(0, row * high, picture.width(), high.min(picture.height() - row * high));
            Iterm2::new(strip, Size::new(size.width, 1), through_tmux).ok().map(Protocol::ITerm2)
        })
        .collect()
}

#[expect(deprecated, reason = "the other ways ask the terminal on stdin, or change settings of the one around it")]
fn sixel(picture: DynamicImage, cell: (u16, u16), at: &PictureAt) -> Option<SlicedProtocol> {
    let mut picker = Picker::from_fontsize(FontSize::new(cell.0, cell.1));
    picker.set_protocol_type(ProtocolType::Sixel);
    let size = cells(&picture, cell, at);
    SlicedProtocol::new_with_resize(&picker, picture, size, ratatui_image::Resize::Fit(Some(FilterType::Triangle))).ok()
}

/// Pixels of a cell of this terminal.
fn cell_size() -> Option<(u16, u16)> {
    let window = crossterm::terminal::window_size().ok()?;
    let cell = (window.width.checked_div(window.columns)?, window.height.checked_div(window.rows)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

impl Prints {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Print>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a picture; of too many, those that are not on the page go.
    fn keep(&self, key: Key, print: Print, page: &Page) {
        let mut ready = self.lock();
        if ready.len() >= MOST_READY {
            let on_page = |key: &Key| page.pictures.iter().any(|at| (at.id, (at.columns, at.rows)) == *key);
            ready.retain(|key, _| on_page(key));
        }
        ready.insert(key, print);
    }

    /// Forgets all: the terminal does not have what it was sent any more.
    pub(in crate::terminal) fn forget(&self) {
        self.lock().clear();
    }

    /// Whether what a picture leaves on the screen has to be taken off when it goes: cells do not know of it.
    pub(in crate::terminal) fn stain(&self) -> bool {
        self.lock().values().any(|print| match print {
            Print::Rows(_) => true,
            Print::Whole(picture) => matches!(picture, SlicedProtocol::Sixel(_)),
            Print::Blocks(_) | Print::Spoiled => false,
        })
    }
}

impl Pictures for Prints {
    fn draw(&self, part: PicturePart, area: Rect, buffer: &mut Buffer) {
        match self.lock().get(&(part.id, part.size)) {
            Some(Print::Blocks(blocks)) => blocks.draw(part.first, area, buffer),
            Some(Print::Rows(rows)) => {
                for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(part.first.into())) {
                    Image::new(row).render(Rect { y, height: 1, ..area }, buffer);
                }
            }
            Some(Print::Whole(picture)) => {
                // The crate cuts sixels above or below, not both.
                let is_cut_twice = part.first > 0 && part.first + area.height < part.size.1;
                if !(is_cut_twice && matches!(picture, SlicedProtocol::Sixel(_))) {
                    SlicedImage::new(picture, (0, -(part.first as i16)).into()).render(area, buffer);
                }
            }
            Some(Print::Spoiled) | None => {}
        }
    }
}

#[cfg(test)]
mod tests;
