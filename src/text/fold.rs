//! Folding: texts a person would call the same become equal. Accents and width are dropped (`é` → `e`,
//! full-width `Ａ` → `a`, half-width `ｶﾞ` → `ガ`), case is lowered, typographic quotes and dashes become the
//! typewriter's. Kana, Hangul and Han keep what distinguishes words in them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether folding lowers case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `Helm` and `helm` are the same.
    Ignore,
    /// They differ.
    Keep,
}

/// A folded text that knows where each of its bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the byte range of its source cluster; `None` where both are the same.
    origin: Option<Vec<(u32, u32)>>,
}

impl Folded {
    /// Folds a text and remembers the way back.
    pub fn of(source: &str, case: Case) -> Folded {
        if source.is_ascii() {
            let mut text = source.to_owned();
            if case == Case::Ignore {
                text.make_ascii_lowercase();
            }
            return Folded { text, origin: None };
        }
        let mut text = String::with_capacity(source.len());
        let mut origin = Vec::with_capacity(source.len());
        for run in runs(source) {
            let written = &source[run.clone()];
            if written.is_ascii() {
                fold_into(written, case, &mut text);
                origin.extend(run.map(|at| (at as u32, at as u32 + 1)));
            } else {
                fold_cluster(written, case, &mut text);
                origin.resize(text.len(), (run.start as u32, run.end as u32));
            }
        }
        Folded { text, origin: Some(origin) }
    }

    /// The range of the source that became this range of the folded text. Both in bytes.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let Some(origin) = &self.origin else { return range };
        let Some(first) = origin.get(range.start) else {
            let end = origin.last().map_or(0, |last| last.1 as usize);
            return end..end;
        };
        let start = first.0 as usize;
        if range.is_empty() {
            return start..start;
        }
        let end = origin.get(range.end - 1).map_or(start, |last| last.1 as usize);
        start..end
    }
}

/// The folded text alone.
pub fn fold(source: &str, case: Case) -> String {
    let mut text = String::with_capacity(source.len());
    fold_into(source, case, &mut text);
    text
}

/// Appends the folded text to `out`.
pub fn fold_into(source: &str, case: Case, out: &mut String) {
    if source.is_ascii() {
        let start = out.len();
        out.push_str(source);
        if case == Case::Ignore {
            out[start..].make_ascii_lowercase();
        }
        return;
    }
    for run in runs(source) {
        let text = &source[run];
        if text.is_ascii() {
            let start = out.len();
            out.push_str(text);
            if case == Case::Ignore {
                out[start..].make_ascii_lowercase();
            }
        } else {
            fold_cluster(text, case, out);
        }
    }
}

/// The clusters of a text, but ASCII characters that no mark follows in runs: most of any text, and quick.
fn runs(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &source[start..];
        if rest.is_empty() {
            return None;
        }
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let next = rest[ascii..].chars().next();
        let plain = if next.is_some_and(extends) { ascii.saturating_sub(1) } else { ascii };
        let length = if plain > 0 { plain } else { clusters(rest).next().map_or(rest.len(), |cluster| cluster.end) };
        start += length;
        Some(start - length..start)
    })
}

/// A base character with the marks that follow it.
fn clusters(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = source.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, base) = rest.next()?;
        let mut end = start + base.len_utf8();
        while let Some((at, mark)) = rest.next_if(|(_, next)| !next.is_ascii() && extends(*next)) {
            end = at + mark.len_utf8();
        }
        Some(start..end)
    })
}

fn extends(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn fold_cluster(cluster: &str, case: Case, out: &mut String) {
    let mut chars = cluster.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && c.is_ascii()
    {
        out.push(if case == Case::Ignore { c.to_ascii_lowercase() } else { c });
        return;
    }
    let mut chars = cluster.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && let Some(plain) = folded_alone(c, case)
    {
        out.push(plain);
        return;
    }
    fold_by_tables(cluster, case, out);
}

fn fold_by_tables(cluster: &str, case: Case, out: &mut String) {
    for c in cluster.nfkd().filter(|c| !is_accent(*c)).nfc() {
        for plain in spelled(c).chars() {
            match case {
                Case::Ignore => {
                    out.extend(plain.to_lowercase().flat_map(|c| c.nfkd().filter(|c| !is_accent(*c)).nfc()));
                }
                Case::Keep => out.push(plain),
            }
        }
    }
}

/// What the letters most texts are made of become when no mark follows them, without asking the tables of Unicode;
/// `None` for all others. A test holds this against the tables.
fn folded_alone(c: char, case: Case) -> Option<char> {
    let upper = match c {
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '가'..='힣' => {
            return Some(c);
        }
        'й' | 'Й' => return None,
        'а'..='я' => return Some(c),
        'А'..='Я' => return if case == Case::Ignore { char::from_u32(c as u32 + 0x20) } else { Some(c) },
        'à'..='å' => return Some('a'),
        'ç' => return Some('c'),
        'è'..='ë' => return Some('e'),
        'ì'..='ï' => return Some('i'),
        'ñ' => return Some('n'),
        'ò'..='ö' => return Some('o'),
        'ù'..='ü' => return Some('u'),
        'ý' | 'ÿ' => return Some('y'),
        'À'..='Å' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ö' => 'O',
        'Ù'..='Ü' => 'U',
        'Ý' => 'Y',
        _ => return None,
    };
    Some(if case == Case::Ignore { upper.to_ascii_lowercase() } else { upper })
}

/// Accents of the Latin, Greek and Cyrillic scripts and signs put over symbols; not the marks that make
/// another letter in kana or Indic scripts.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that Unicode does not decompose, and punctuation that word processors put in.
fn spelled(c: char) -> impl AsRef<str> + std::ops::Deref<Target = str> {
    let plain = match c {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ł' => "l",
        'Ł' => "L",
        'ı' => "i",
        'þ' => "th",
        'Þ' => "Th",
        '‘' | '’' | '‚' | '‛' | '′' => "'",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => " ",
        _ => return c.to_string(),
    };
    plain.to_owned()
}

/// A text with its first letter in capitals.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_width_fold_away() {
        for (written, folded) in [
            ("Łukasz Wójcik", "lukasz wojcik"),
            ("Søren STRAßE", "soren strasse"),
            ("Ｋｕｂｅ", "kube"),
            ("ｶﾞｲﾄﾞ", "ガイド"),
            ("“it’s” – here", "\"it's\" - here"),
            ("서비스 메시", "서비스 메시"),
            ("が", "が"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(written, Case::Ignore), folded);
            assert_eq!(Folded::of(written, Case::Ignore).text, folded);
        }
    }

    #[test]
    fn a_folded_range_leads_back_to_what_was_written() {
        let written = "Straße für Zoë";
        let folded = Folded::of(written, Case::Ignore);
        let at = folded.text.find("zoe").expect("folded");
        assert_eq!(&written[folded.source_range(at..at + 3)], "Zoë");
        let at = folded.text.find("sse").expect("folded");
        assert_eq!(&written[folded.source_range(at..at + 3)], "ße");
    }

    #[test]
    fn marks_belong_to_the_letter_before_them() {
        for (written, folded) in
            [("abe\u{301}", "abe"), ("e\u{301}bc", "ebc"), ("\u{301}b", "b"), ("aé\u{301}b", "aeb")]
        {
            assert_eq!(fold(written, Case::Ignore), folded);
            assert_eq!(Folded::of(written, Case::Ignore).text, folded);
        }
        assert_eq!(Folded::of("abe\u{301}c", Case::Ignore).source_range(2..3), 2..5);
    }

    #[test]
    fn common_letters_fold_as_the_tables_of_unicode_say() {
        for c in '\u{80}'..=char::MAX {
            for case in [Case::Ignore, Case::Keep] {
                if let Some(folded) = folded_alone(c, case) {
                    let mut by_tables = String::new();
                    fold_by_tables(c.encode_utf8(&mut [0; 4]), case, &mut by_tables);
                    assert_eq!(by_tables, folded.to_string(), "{c}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_range_leads_back_to_character_boundaries(text in "\\PC{0,24}") {
            let folded = Folded::of(&text, Case::Ignore);
            for (start, _) in folded.text.char_indices() {
                for (end, _) in folded.text[start..].char_indices() {
                    let range = folded.source_range(start..start + end);
                    proptest::prop_assert!(text.get(range).is_some());
                }
            }
        }
    }
}
