//! One character of UTF-8 as it looks when its bytes were read as Windows-1252 or Latin-1.
//!
//! `é` is the bytes C3 A9, and those are `Ã` and `©` in Windows-1252. This file knows the two code pages and
//! takes such a sequence apart; whether it *is* mojibake, [`super::mojibake`] judges.

/// The Windows-1252 characters of the bytes 80 to 9F; its holes (81, 8D, 8F, 90, 9D)
/// are the C1 controls, as browsers have it. Some programs dropped those bytes instead.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// How a sequence reads if it is taken for what it shows, not for mojibake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Looks {
    /// A letter and punctuation that may follow one, as in `“Ñ”` or `Spaß…`.
    LikePunctuation,
    /// A letter and a letter or sign that may follow one, as in `Úžasný`.
    LikeLetters,
    /// As no language is written: `Ã©`, `â€œ`.
    Odd,
}

/// A misread character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misread {
    /// What it was.
    pub(super) meant: char,
    /// The first character it shows: the lead byte.
    pub(super) lead: char,
    /// The bytes it takes up in the misread text.
    pub(super) len: usize,
    pub(super) looks: Looks,
}

/// Takes the misread character at the start of a text apart, complete or with lost bytes.
pub(super) fn misread(text: &str) -> Option<Misread> {
    let mut chars = text.chars();
    let lead = chars.next()?;
    let first = lead_byte(lead)?;
    let wanted = match first {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        _ => 3,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut len = lead.len_utf8();
    let mut looks = Looks::LikePunctuation;
    let mut got = 0;
    while got < wanted {
        let Some((next, byte)) = chars.next().and_then(|next| Some((next, trail_byte(next)?))) else { break };
        got += 1;
        bytes[got] = byte;
        len += next.len_utf8();
        looks = looks.max(look(next));
    }
    if got == wanted {
        let meant = std::str::from_utf8(&bytes[..=got]).ok()?.chars().next()?;
        return Some(Misread { meant, lead, len, looks });
    }
    let meant = guess_lost(&bytes[..=got])?;
    if text[len..].starts_with(char::REPLACEMENT_CHARACTER) {
        len += char::REPLACEMENT_CHARACTER.len_utf8();
    }
    Some(Misread { meant, lead, len, looks: Looks::Odd })
}

/// What a sequence was of which a byte fell into a hole of Windows-1252.
fn guess_lost(bytes: &[u8]) -> Option<char> {
    match bytes {
        // Of U+2001, U+200D, U+200F, U+2010 and U+201D people type the last alone.
        [0xE2, 0x80] => Some('”'),
        // The heart lost its second byte; nothing else that did is ever typed.
        [0xE2, 0xA4] => Some('❤'),
        // "Show this as an emoji" stands behind many a symbol, and nothing else of its kind does.
        [0xEF, 0xB8] => Some('\u{FE0F}'),
        // An emoji, but which: a mark is more honest than a face.
        [0xF0, 0x9F, ..] => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

/// The byte of UTF-8 that starts a sequence and looks so; the same in both code pages.
fn lead_byte(shown: char) -> Option<u8> {
    matches!(shown, '\u{C2}'..='\u{F4}').then_some(shown as u8)
}

/// The byte of UTF-8 that continues a sequence and looks so in one of the code pages.
pub(super) fn trail_byte(shown: char) -> Option<u8> {
    match shown {
        '\u{80}'..='\u{BF}' => Some(shown as u8),
        'Œ'..='›' | '€' | '™' => HIGH.iter().position(|high| *high == shown).map(|at| 0x80 + at as u8),
        _ => None,
    }
}

/// The Windows-1252 character that a C1 control shows in place of, when the text was read as Latin-1.
///
/// U+0085 is left out: it has a meaning, a line break, and changing it would move text.
pub(super) fn instead_of_control(shown: char) -> Option<char> {
    let high = *HIGH.get((shown as usize).checked_sub(0x80)?)?;
    (shown != '\u{85}' && !high.is_control()).then_some(high)
}

/// How a character looks behind a letter.
fn look(shown: char) -> Looks {
    match shown {
        '‘' | '’' | '“' | '”' | '…' | '–' | '—' | '«' | '»' | '‹' | '›' | '\u{A0}' | '•' | '·' | '™' => {
            Looks::LikePunctuation
        }
        'š' | 'ž' | 'Š' | 'Ž' | '°' | 'º' | 'ª' | '²' | '³' | '¹' | '®' => Looks::LikeLetters,
        _ => Looks::Odd,
    }
}

/// Whether a text misread twice comes to something after the second time: all its bytes are UTF-8 again.
pub(super) fn is_misread_again(text: &str) -> bool {
    let bytes: Option<Vec<u8>> = text.chars().map(|shown| lead_byte(shown).or_else(|| trail_byte(shown))).collect();
    bytes.is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_is_known_by_what_it_shows() {
        for meant in ['é', 'à', 'ß', '’', '—', '€', '™', 'ł', 'ế', 'и', '中', '가', '🚀', '⚠'] {
            let shown: String = meant.to_string().bytes().map(show).collect();
            let found = misread(&shown).expect("misread");
            assert_eq!((found.meant, found.len), (meant, shown.len()), "{shown:?}");
        }
    }

    /// A byte as Windows-1252 shows it.
    fn show(byte: u8) -> char {
        if (0x80..0xA0).contains(&byte) { HIGH[usize::from(byte) - 0x80] } else { char::from(byte) }
    }

    #[test]
    fn every_byte_that_continues_is_found_again() {
        for byte in 0x80..=0xBF {
            assert_eq!(trail_byte(show(byte)), Some(byte));
        }
        let holes = HIGH.iter().filter(|c| c.is_control()).map(|c| u32::from(*c)).collect::<Vec<_>>();
        assert_eq!(holes, [0x81, 0x8D, 0x8F, 0x90, 0x9D]);
    }

    #[test]
    fn lost_bytes_are_guessed_where_there_is_one_guess() {
        assert_eq!(misread("â€ -").map(|found| (found.meant, found.len)), Some(('”', "â€".len())));
        assert_eq!(misread("ï¸ and").map(|found| found.meant), Some('\u{FE0F}'));
        assert_eq!(
            misread("ðŸ˜\u{FFFD}!").map(|found| (found.meant, found.len)),
            Some(('\u{FFFD}', "ðŸ˜\u{FFFD}".len()))
        );
        assert_eq!(misread("étage"), None);
    }
}
