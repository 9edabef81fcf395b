//! The notes that are built in, so that the program can be tried without any: `kcbrowse --demo`.
//!
//! They stand in `assets/demo/`, in several of the formats people use, and what they say is true. Speakers,
//! companies and events in them are invented.

/// A note of `assets/demo/` with its path there.
macro_rules! note {
    ($path:literal) => {
        (concat!("demo/", $path), include_str!(concat!("../../assets/demo/", $path)))
    };
}

/// Paths and texts of the built-in notes, in reading order.
pub fn demo() -> Vec<(&'static str, &'static str)> {
    vec![
        note!("2023-11-harbourside-meetup.md"),
        note!("2024-fjell-and-sky.md"),
        note!("2025-02-yofuke-cloud.md"),
        note!("2025-tidelands-cloud-conf.md"),
        note!("single/following-a-packet-through-cilium.md"),
        note!("single/node-pressure-eviction.md"),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source::natural::natural_order;

    #[test]
    fn every_note_of_the_folder_is_built_in_and_in_order() {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let walk = ignore::WalkBuilder::new(assets.join("demo")).sort_by_file_path(natural_order).build();
        let names = walk.filter_map(Result::ok).filter(|entry| entry.path().is_file()).filter_map(|entry| {
            let below = entry.path().strip_prefix(&assets).ok()?;
            Some(below.to_string_lossy().replace('\\', "/"))
        });
        assert_eq!(names.collect::<Vec<_>>(), demo().iter().map(|(path, _)| (*path).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn the_notes_are_clean_text() {
        for (path, text) in demo() {
            assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains('\t'), "{path}");
            assert!(!super::super::is_mojibake(text), "{path}");
        }
    }
}
