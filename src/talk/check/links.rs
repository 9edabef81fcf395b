//! Links to files beside the note that are not there.
//!
//! Many notes are read by site generators, which lead links elsewhere: only files of well-known kinds are
//! looked for, beside the note and in the folders above it, and nothing that begins at a site's root. What is
//! embedded by its name (`![[slide.png]]`) may be anywhere among the notes.

use std::collections::HashSet;
use std::path::Path;

use super::{FindingKind, Look};
use crate::markdown::Links;
use crate::source::{FileNames, KEPT_IN, is_there};
use crate::text::{percent_decoded, visible};

/// Kinds of files people put beside notes. Pages (`.html`) are made by a site.
const KINDS: &[&str] = &[
    "md",
    "markdown",
    "txt",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "avif",
    "heic",
    "bmp",
    "tiff",
    "pdf",
    "ppt",
    "pptx",
    "key",
    "odp",
    "doc",
    "docx",
    "odt",
    "xls",
    "xlsx",
    "csv",
    "epub",
    "mp4",
    "mov",
    "webm",
    "mp3",
    "m4a",
    "wav",
    "zip",
    "drawio",
    "excalidraw",
    "ipynb",
];

/// How many folders above a note are looked into.
const ABOVE: usize = 4;

pub(super) fn look(look: &mut Look<'_>, found: &Links) {
    if !look.note.is_file {
        return;
    }
    let mut seen = HashSet::new();
    for link in &found.links {
        let target = link.target.split(['#', '?']).next().unwrap_or_default().trim();
        if !is_file_beside(target) || !seen.insert(target) || is_found(&look.note.path, target) {
            continue;
        }
        let what = if link.is_image { "the image" } else { "the file" };
        let message = format!("{what} `{}` is not there", visible(&percent_decoded(target)));
        look.find(
            FindingKind::MissingFile,
            link.range.start,
            message,
            "it was looked for beside the note and in the folders above",
        );
    }
}

/// Embedded files are found by their name anywhere among the notes, as the programs that know `![[…]]` do.
pub(super) fn look_at_embeds(look: &mut Look<'_>, found: &Links, names: &FileNames) {
    if !look.note.is_file {
        return;
    }
    let mut seen = HashSet::new();
    for embed in &found.embeds {
        let target = embed.target.split('#').next().unwrap_or_default().trim();
        let name = target.rsplit('/').next().unwrap_or_default();
        let is_there = || {
            is_found(&look.note.path, target)
                || KEPT_IN.iter().any(|folder| is_found(&look.note.path, &format!("{folder}/{name}")))
                || names.may_hold(&look.note.path, name)
        };
        if !is_file_beside(target) || !seen.insert(target) || is_there() {
            continue;
        }
        let message = format!("the embedded file `{}` is not there", visible(target));
        look.find(
            FindingKind::MissingFile,
            embed.range.start,
            message,
            "it was looked for by its name among the notes, and in the folders above",
        );
    }
}

/// Whether a target is the relative path of a file of a well-known kind.
fn is_file_beside(target: &str) -> bool {
    let elsewhere = target.starts_with(['/', '~', '@', '#', '(']) || target.starts_with("www.");
    let odd = target.contains(['\\', '{', '}', '<', '>', '|', '*', '"', '$', ':']);
    let kind = target.rsplit(['/', '.']).next().unwrap_or_default().to_ascii_lowercase();
    !elsewhere && !odd && target.contains('.') && KINDS.contains(&kind.as_str())
}

fn is_found(note: &Path, target: &str) -> bool {
    let decoded = percent_decoded(target);
    // A relative path does not say which folders are above it.
    let note = std::path::absolute(note).unwrap_or_else(|_| note.to_owned());
    let folders = note.ancestors().skip(1).take(ABOVE);
    let mut places = folders.flat_map(|folder| [folder.join(target), folder.join(&decoded)]);
    places.any(|place| is_there(&place))
}
