//! Notes whose characters were misread before they were saved: `Å kvorc` is no name, `â€“` no dash before one. Their
//! talks are looked for in the mended text, and told by where they stand in the author's.
//!
//! Not here: mending (`source`).

use std::sync::Arc;

use super::{Place, Reading};
use crate::source::{LineIndex, Note};

/// Which end of a range a byte is.
#[derive(Clone, Copy)]
enum End {
    Start,
    Stop,
}

/// The note with its text mended. Its links and stamps stay the author's.
pub(super) fn mended_note(note: &Note, text: &str) -> Arc<Note> {
    let mut mended = Note::from_text(note.path.clone(), text);
    mended.relative.clone_from(&note.relative);
    mended.folders = Arc::clone(&note.folders);
    mended.overrides.clone_from(&note.overrides);
    mended.is_file = note.is_file;
    Arc::new(mended)
}

impl Reading {
    /// What was read in the mended text, as of the note it was made from.
    pub(super) fn told_of(mut self, note: &Arc<Note>, mended: &Note) -> Reading {
        let way = WayBack {
            mended: LineIndex::of(&mended.text),
            written: LineIndex::of(&note.text),
            mended_text: &mended.text,
            text: &note.text,
        };
        for talk in &mut self.talks {
            talk.note = Arc::clone(note);
            talk.place = way.place(talk.place);
            for told in &mut talk.told {
                *told = way.byte(told.start, End::Start)..way.byte(told.end, End::Stop);
            }
        }
        for left in &mut self.leftovers {
            left.place = way.place(left.place);
        }
        self
    }
}

/// From bytes of the mended text to those of the text it was made from: mending changes no line breaks, and what
/// is told of begins and ends with lines.
struct WayBack<'t> {
    mended: LineIndex<'t>,
    written: LineIndex<'t>,
    mended_text: &'t str,
    text: &'t str,
}

impl WayBack<'_> {
    fn place(&self, place: Place) -> Place {
        Place { start: self.byte(place.start, End::Start), end: self.byte(place.end, End::Stop), ..place }
    }

    /// Where a byte inside a line has no fellow, the line's end is taken.
    fn byte(&self, byte: u32, end: End) -> u32 {
        let byte = byte as usize;
        if byte >= self.mended_text.len() {
            return self.text.len() as u32;
        }
        let line = self.mended.line_of(byte);
        let (from, start) = (self.mended.start_of(line), self.written.start_of(line));
        let inside = &self.mended_text[from..byte];
        let found = match end {
            _ if self.text[start..].starts_with(inside) => start + inside.len(),
            End::Start => start,
            End::Stop => self.written.start_of(line + 1),
        };
        found as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::is_mojibake;
    use crate::talk::detect;

    const NOTES: &str = "# Field day 2023\n\n## Leaner nets – Bruno Škvorc\n\n- cheap\n- “quiet”\n\n\
        ## Owning what you run – Anne L’Hôte & Zoë Pohl (Brühl Läden)\n\nIt’s yours – so what?\n\n\
        ## Café clusters\n**Sprecher**: Jürgen Groß, Süd GmbH\n\n…";

    /// What a program makes of UTF-8 that it takes for Windows-1252.
    fn misread(text: &str) -> String {
        let misread = |byte: u8| match byte {
            0x80 => '€',
            0x93 => '“',
            0x99 => '™',
            0x9c => 'œ',
            0xa6 => '¦',
            byte => char::from(byte),
        };
        text.bytes().map(misread).collect()
    }

    #[test]
    fn misread_notes_give_the_talks_of_the_clean_ones() {
        let told = |note: &Arc<Note>| -> Vec<String> {
            let shown = |talk: &crate::talk::Talk| {
                let speakers: Vec<&str> = talk.speakers.iter().map(|speaker| &*speaker.name).collect();
                format!(
                    "{}-{} {} | {} | {:?}",
                    talk.place.line,
                    talk.place.end_line,
                    talk.title,
                    speakers.join(", "),
                    talk.organizations
                )
            };
            detect(note).iter().map(shown).collect()
        };
        let clean = Arc::new(Note::from_text("notes.md", NOTES));
        for ending in ["\n", "\r\n", "\r"] {
            let text = misread(NOTES).replace('\n', ending);
            assert!(is_mojibake(&text));
            let mut note = Note::from_text("notes.md", text);
            note.mojibake = true;
            let note = Arc::new(note);
            assert_eq!(told(&note), told(&clean));
            for (talk, clean) in detect(&note).iter().zip(detect(&clean)) {
                assert_eq!(talk.source(), misread(clean.source()).replace('\n', ending));
                let part = |note: &Note, told: &std::ops::Range<u32>| {
                    note.text[told.start as usize..told.end as usize].to_owned()
                };
                let parts: Vec<String> = talk.told.iter().map(|told| part(&note, told)).collect();
                let wanted = clean.told.iter().map(|told| misread(&part(&clean.note, told)).replace('\n', ending));
                assert_eq!(parts, wanted.collect::<Vec<_>>());
            }
        }
        insta::assert_snapshot!(told(&clean).join("\n"), @r#"
        3-6 Leaner nets | Bruno Škvorc | []
        8-10 Owning what you run | Anne L’Hôte, Zoë Pohl | ["Brühl Läden"]
        12-15 Café clusters | Jürgen Groß | ["Süd GmbH"]
        "#);
    }
}
