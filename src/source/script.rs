//! Which script a character belongs to, as coarsely as telling mojibake from text needs it.

/// What a character belongs to, as far as it helps to tell chance from system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Vietnamese,
    /// Punctuation, signs, arrows, emoji: of use in any text.
    Symbol,
    /// An accent that combines with the letter before.
    Mark,
    /// Any other; numbered.
    Other(u8),
}

impl Script {
    /// One bit for each script, to keep sets of them.
    pub(super) fn bit(self) -> u32 {
        match self {
            Script::Latin => 1,
            Script::Vietnamese => 2,
            Script::Symbol => 4,
            Script::Mark => 8,
            Script::Other(number) => 16 << number,
        }
    }
}

/// The script of a character that is not ASCII.
pub(super) fn script(c: char) -> Script {
    match u32::from(c) {
        0x80..=0x17F | 0x192 | 0x218..=0x21B | 0x2BC | 0x2C6..=0x2DD | 0x1E00..=0x1E9F => Script::Latin,
        0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x1EA0..=0x1EF9 => Script::Vietnamese,
        0x2000..=0x2BFF | 0x3000..=0x303F | 0xFB00..=0xFB06 | 0xFE0F | 0xFEFF..=0xFFFD | 0x10000.. => Script::Symbol,
        0x300..=0x36F => Script::Mark,
        0x370..=0x3FF => Script::Other(0),
        0x400..=0x52F => Script::Other(1),
        0x590..=0x5FF => Script::Other(2),
        0x600..=0x6FF => Script::Other(3),
        0x900..=0x1CFF => Script::Other(4),
        0x2E80..=0x9FFF => Script::Other(5),
        0xAC00..=0xD7AF => Script::Other(6),
        _ => Script::Other(7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_one_language_share_a_script() {
        for word in ["déjà", "żółć", "привет", "καλός", "可观测", "ですます", "안녕"] {
            let scripts = |word: &str| word.chars().filter(|c| !c.is_ascii()).map(script).collect::<Vec<_>>();
            assert!(scripts(word).windows(2).all(|pair| pair[0] == pair[1]), "{word}");
        }
        assert_eq!((script('→'), script('🚀'), script('’')), (Script::Symbol, Script::Symbol, Script::Symbol));
        assert_ne!(script('é').bit(), script('и').bit());
    }
}
