//! From bytes to text, whatever wrote them: byte order marks, UTF-16 without one, UTF-8 with a few bad
//! bytes, legacy encodings. Line endings stay the author's. What is not text at all is refused, because a
//! picture named `.md` would fill the library with noise.
//!
//! Mojibake is another matter (text that *was* decoded wrongly before it was saved): see [`super::repair`].

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{ISO_2022_JP, UTF_16BE, UTF_16LE};
use memchr::{memchr, memchr_iter, memchr2, memmem, memrchr2};

use super::Encoding;

/// How much of a file is looked at to tell what it is. The start is enough to tell, and a large file
/// should not pay for more.
const SAMPLE: usize = 64 * 1024;

/// Text and the encoding it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark, with its own line endings.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
}

/// The bytes are not those of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not text")]
pub struct NotText;

/// Decodes a file's bytes. Well-formed UTF-8 without a mark, by far the most frequent case, is not copied.
///
/// # Errors
/// [`NotText`] where many bytes are control characters.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return decode_utf8_lossy(&bytes[3..], true);
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return decode_with(UTF_16LE, &bytes[2..], true);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return decode_with(UTF_16BE, &bytes[2..], true);
    }
    // UTF-16 of plain English is well-formed UTF-8, so the NULs have to be looked at first.
    if memchr(0, &bytes).is_some() {
        return decode_with_nuls(bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !is_iso_2022_jp(text.as_bytes()) => return Ok(Decoded { text, encoding: Encoding::UTF_8 }),
        Ok(text) => return decode_with(ISO_2022_JP, text.as_bytes(), false),
        Err(error) => error.into_bytes(),
    };
    if is_mostly_utf8(&bytes) { decode_utf8_lossy(&bytes, false) } else { decode_legacy(&bytes) }
}

/// Text with NULs: UTF-16 without a mark, a text with some stray NULs (a disk that lost power leaves them
/// at the end), or no text.
fn decode_with_nuls(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if let Some(encoding) = utf16_flavour(&bytes) {
        return decode_with(encoding, &bytes, false);
    }
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    if end == 0 || looks_binary(&bytes[..end]) {
        return Err(NotText);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text, encoding: Encoding::UTF_8 }),
        Err(error) if is_mostly_utf8(error.as_bytes()) => decode_utf8_lossy(error.as_bytes(), false),
        Err(_) => Err(NotText),
    }
}

/// Which UTF-16 a file without a byte order mark is, if it is.
///
/// Blanks, line ends and Markdown's own marks are ASCII in every language, so in UTF-16 their NUL halves
/// all stand on even offsets (big endian) or all on odd ones (little endian).
fn utf16_flavour(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if bytes.len() % 2 == 1 {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let nuls = memchr_iter(0, sample).count();
    let odd = memchr_iter(0, sample).filter(|at| at % 2 == 1).count();
    let little = odd * 10 >= nuls * 9;
    let big = odd * 10 <= nuls;
    if nuls * 64 < sample.len() || !(little || big) {
        return None;
    }
    let units = || sample.chunks_exact(2).map(|pair| (pair[usize::from(little)], pair[usize::from(!little)]));
    let is_control = |low: u8| low < 0x20 && !matches!(low, b'\t' | b'\n' | 0x0C | b'\r' | 0x1B);
    let controls = units().filter(|(high, low)| *high == 0 && is_control(*low)).count();
    let text = controls * 64 <= sample.len() / 2;
    text.then_some(if little { UTF_16LE } else { UTF_16BE })
}

/// Whether control characters that no text editor writes are too many to be accidents.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = sample.iter().filter(is_control).count();
    controls * 64 > sample.len()
}

/// Whether an ASCII text switches to Japanese with the escape sequences of ISO-2022-JP (old e-mail).
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let mut escapes = memchr_iter(0x1B, bytes).peekable();
    escapes.peek().is_some()
        && bytes.is_ascii()
        && escapes.any(|at| matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@")))
}

/// Whether malformed UTF-8 is UTF-8 all the same: each well-formed sequence of several bytes speaks for it,
/// the longer the more, each bad byte against. Accents of Windows-1252 make well-formed pairs by rare
/// accident only, and never long sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0usize;
    let mut bad = 0usize;
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            good += chunk.valid().chars().map(|c| (c.len_utf8() - 1).pow(2)).sum::<usize>();
        }
        // A cut sequence (two or three of its bytes are there) is how UTF-8 breaks, not how others look.
        bad += usize::from(chunk.invalid().len() == 1);
    }
    good >= bad
}

fn decode_utf8_lossy(bytes: &[u8], marked: bool) -> Result<Decoded, NotText> {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            replaced += 1;
        }
    }
    if replaced > 0 && looks_binary(bytes) {
        return Err(NotText);
    }
    Ok(Decoded { text, encoding: Encoding { name: "UTF-8", marked, replaced } })
}

/// An encoding from before Unicode, guessed from the letters it gives.
fn decode_legacy(bytes: &[u8]) -> Result<Decoded, NotText> {
    if looks_binary(bytes) {
        return Err(NotText);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in telling_lines(bytes) {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    decode_with(detector.guess(None, Utf8Detection::Deny), bytes, false)
}

/// The first lines that are not plain ASCII. The others tell nothing, and the detector takes its time.
fn telling_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    let mut left = SAMPLE / 4;
    std::iter::from_fn(move || {
        let found = encoding_rs::Encoding::ascii_valid_up_to(rest);
        if left == 0 || found == rest.len() {
            return None;
        }
        let start = memrchr2(b'\n', b'\r', &rest[..found]).map_or(0, |end| end + 1);
        let end = memchr2(b'\n', b'\r', &rest[found..]).map_or(rest.len(), |end| found + end + 1);
        // A line of a megabyte is cut short, but not before what was found in it.
        let start = start.max(found.saturating_sub(64));
        let line = &rest[start..end.min(start + left)];
        left -= line.len();
        rest = &rest[end..];
        Some(line)
    })
}

fn decode_with(encoding: &'static encoding_rs::Encoding, bytes: &[u8], marked: bool) -> Result<Decoded, NotText> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let replaced = if had_errors { memmem::find_iter(text.as_bytes(), "\u{FFFD}").count() as u32 } else { 0 };
    if (marked || had_errors) && looks_binary(text.as_bytes()) {
        return Err(NotText);
    }
    Ok(Decoded { text, encoding: Encoding { name: encoding.name(), marked, replaced } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).map(|decoded| decoded.text).unwrap_or_default()
    }

    fn name(bytes: &[u8]) -> &'static str {
        decode(bytes.to_vec()).map_or("not text", |decoded| decoded.encoding.name)
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn well_formed_utf8_is_kept_without_a_copy() {
        let bytes = "# Überblick 概要 🚀\r\n".as_bytes().to_vec();
        let place = bytes.as_ptr();
        let decoded = decode(bytes).expect("text");
        assert_eq!(decoded.encoding, Encoding::UTF_8);
        assert_eq!(decoded.text.as_ptr(), place);
    }

    #[test]
    fn nothing_is_an_empty_text() {
        assert_eq!(decode(Vec::new()), Ok(Decoded { text: String::new(), encoding: Encoding::UTF_8 }));
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_not_part_of_the_text() {
        assert_eq!(text(b"\xEF\xBB\xBF# Talk"), "# Talk");
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(utf16("# Vortrag über etcd", u16::to_le_bytes));
        assert_eq!(text(&bytes), "# Vortrag über etcd");
        assert_eq!(name(&bytes), "UTF-16LE");
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend(utf16("発表 🚀", u16::to_be_bytes));
        assert_eq!(text(&bytes), "発表 🚀");
        assert!(decode(bytes).is_ok_and(|decoded| decoded.encoding.marked));
    }

    #[test]
    fn utf16_is_told_without_a_mark() {
        for said in ["# Scaling etcd\r\n\r\nRaft needs a quorum.\r\n", "# 監視\n\n- 指標 と ログ\n- 追跡\n"] {
            assert_eq!(name(&utf16(said, u16::to_le_bytes)), "UTF-16LE");
            assert_eq!(name(&utf16(said, u16::to_be_bytes)), "UTF-16BE");
            assert_eq!(text(&utf16(said, u16::to_le_bytes)), said);
            assert_eq!(text(&utf16(said, u16::to_be_bytes)), said);
        }
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_what_utf8_is() {
        let mut bytes = "# Привет, мир\n\nНаблюдаемость — это не роскошь.\n".as_bytes().to_vec();
        bytes.insert(2, 0xFF);
        bytes.push(0xD0);
        let decoded = decode(bytes).expect("text");
        assert_eq!(decoded.encoding, Encoding { name: "UTF-8", marked: false, replaced: 2 });
        assert!(decoded.text.contains("Наблюдаемость — это не роскошь."));
    }

    #[test]
    fn a_cut_character_is_still_utf8() {
        assert_eq!(text(b"It\xE2\x80 works"), "It\u{FFFD} works");
    }

    #[test]
    fn legacy_encodings_are_guessed() {
        let french = "# Été à Besançon\n\nLe débogage dès le début, où ça coûte peu : c'était l'idée.\n";
        let russian = "# Планировщик\n\nДоклад о том, как планировщик выбирает узел для пода.\n";
        let japanese = "# 可観測性\n\n本番環境での学び：小さく始めて、計測してから広げる。\n";
        let chinese = "# 调度器\n\n调度器如何为容器选择节点，以及为什么有时会失败。\n";
        let korean = "# 서비스 메시\n\n사이드카 없이도 서비스 메시를 쓸 수 있다는 발표였다.\n";
        for (said, encoding, told) in [
            (french, encoding_rs::WINDOWS_1252, "windows-1252"),
            (russian, encoding_rs::WINDOWS_1251, "windows-1251"),
            (russian, encoding_rs::KOI8_R, "KOI8-U"),
            (japanese, encoding_rs::SHIFT_JIS, "Shift_JIS"),
            (japanese, encoding_rs::EUC_JP, "EUC-JP"),
            (japanese, ISO_2022_JP, "ISO-2022-JP"),
            (chinese, encoding_rs::GBK, "GBK"),
            (korean, encoding_rs::EUC_KR, "EUC-KR"),
        ] {
            let (bytes, _, _) = encoding.encode(said);
            assert_eq!((name(&bytes), text(&bytes).as_str()), (told, said));
        }
    }

    #[test]
    fn a_legacy_encoding_is_guessed_from_far_down_and_from_long_lines() {
        let said = format!("{}\n{}Дорогой дневник, это планировщик.\n", "plain\n".repeat(50_000), "x".repeat(90_000));
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&said);
        assert_eq!((name(&bytes), text(&bytes)), ("windows-1251", said));
    }

    #[test]
    fn line_endings_stay() {
        assert_eq!(text(b"a\r\nb\rc\n\x0Cd"), "a\r\nb\rc\n\x0Cd");
        assert_eq!(text(b"caf\xE9\r\nth\xE9\r\n"), "café\r\nthé\r\n");
    }

    #[test]
    fn pictures_archives_and_programs_are_refused() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
        let elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0\x40\x10\0\0\0\0\0\0";
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for bytes in [&png[..], elf, &noise, &[0; 512]] {
            assert_eq!(decode(bytes.to_vec()), Err(NotText));
        }
    }

    #[test]
    fn stray_nuls_do_not_lose_a_note() {
        let mut bytes = b"# Talk\n\nThe disk lost power after this line.\n".to_vec();
        bytes.resize(4096, 0);
        assert!(text(&bytes).starts_with("# Talk\n"));
    }

    #[test]
    fn escape_sequences_in_a_log_are_not_japanese() {
        assert_eq!(name(b"```\n\x1b[31merror\x1b[0m\n```\n"), "UTF-8");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = decode(bytes);
        }

        #[test]
        fn any_text_comes_back_from_utf8(said in "[^\0\x1B\u{FEFF}]{0,80}") {
            let decoded = decode(said.clone().into_bytes()).expect("text");
            proptest::prop_assert_eq!(decoded.text, said);
        }

        #[test]
        fn any_text_comes_back_from_marked_utf16(said in "[^\0-\x1F\x7F]{0,80}") {
            let mut bytes = vec![0xFF, 0xFE];
            bytes.extend(utf16(&said, u16::to_le_bytes));
            proptest::prop_assert_eq!(text(&bytes), said);
        }
    }
}
