//! Reading the file of a picture, within bounds: a small file may claim to be a picture of any size.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

/// Bytes of a larger file are not read.
const MOST_BYTES: u64 = 32 << 20;
/// Pixels of a larger picture are not decoded: it would take longer than a reader waits.
const MOST_PIXELS: u64 = 40_000_000;
/// Pixels a side has at most.
const LONGEST: u32 = 20_000;
/// Bytes a decoder may use.
const MOST_MEMORY: u64 = 256 << 20;

/// The size of a picture in pixels, as it is looked at; `None` where it cannot be shown.
pub(super) fn size(path: &Path) -> Option<(u32, u32)> {
    guarded(|| {
        let mut decoder = open(path)?;
        let (width, height) = decoder.dimensions();
        let is_turned = matches!(
            decoder.orientation().ok()?,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        );
        Some(if is_turned { (height, width) } else { (width, height) })
    })
}

/// The picture; `None` where it cannot be read.
pub(super) fn read(path: &Path) -> Option<DynamicImage> {
    guarded(|| {
        let mut decoder = open(path)?;
        let orientation = decoder.orientation().ok()?;
        let mut picture = DynamicImage::from_decoder(decoder).ok()?;
        picture.apply_orientation(orientation);
        Some(picture)
    })
}

fn open(path: &Path) -> Option<impl ImageDecoder> {
    let file = File::open(path).ok()?;
    if file.metadata().ok()?.len() > MOST_BYTES {
        return None;
    }
    let mut reader = ImageReader::new(BufReader::new(file)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST), Some(LONGEST));
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    (width > 0 && height > 0 && u64::from(width) * u64::from(height) <= MOST_PIXELS).then_some(decoder)
}

/// A decoder's bug is a picture that cannot be read.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}
