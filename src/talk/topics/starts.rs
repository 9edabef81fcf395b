//! Where words begin, eight bytes at a time: every word of every note passes here while a library loads.

/// A word of ASCII letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Its first byte in the text.
    pub(super) at: usize,
    /// Its first eight letters in lower case, zeros after a shorter word; the first letter is the lowest byte.
    pub(super) key: u64,
}

impl Start {
    /// How many letters the key holds.
    pub(super) fn letters(self) -> usize {
        8 - self.key.leading_zeros() as usize / 8
    }
}

/// The key of a word; see [`Start::key`].
pub(super) fn key_of(word: &[u8]) -> u64 {
    let mut key = [0; 8];
    let length = word.len().min(8);
    key[..length].copy_from_slice(&word[..length]);
    lower(u64::from_le_bytes(key), length)
}

/// Calls `see` for each word of a text, in order.
pub(super) fn each_start(text: &[u8], mut see: impl FnMut(Start)) {
    let mut before = 0;
    let mut mask = letters(text, 0);
    let mut at = 0;
    while at < text.len() {
        let next = letters(text, at + BLOCK);
        let mut starts = mask & !(mask << 1 | before);
        before = mask >> 63;
        // Nearly all blocks have eight bytes behind them, so that a word in them needs no look at the text's end.
        let window: Option<&[u8; BLOCK + 8]> = text[at..].first_chunk();
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            // The next 64 bits from the word's start on: it may end in the next block.
            let run = mask >> bit | (next << 1) << (63 - bit);
            // Eight at most.
            let length = (!run | 1 << 8).trailing_zeros() as usize;
            let (start, inside) = (at + bit as usize, bit as usize % BLOCK);
            let key = match window.and_then(|window| window[inside..].first_chunk()) {
                Some(bytes) => lower(u64::from_le_bytes(*bytes), length),
                None => key_of(&text[start..(start + length).min(text.len())]),
            };
            see(Start { at: start, key });
        }
        mask = next;
        at += BLOCK;
    }
}

/// As many bytes as a mask has bits.
const BLOCK: usize = 64;

fn lower(eight: u64, length: usize) -> u64 {
    let kept = u64::MAX.wrapping_shr(64 - 8 * length as u32);
    // Digits have this bit already.
    (eight | 0x2020_2020_2020_2020) & kept
}

/// One bit for each of the 64 bytes from `at` on that is an ASCII letter or digit.
fn letters(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return letters_of(block);
    }
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    letters_of(&block)
}

fn letters_of(block: &[u8; BLOCK]) -> u64 {
    let mut is_letter = [0u8; BLOCK];
    // Without a branch, so that the compiler does many bytes at once.
    for (is_letter, byte) in is_letter.iter_mut().zip(block) {
        *is_letter = u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10);
    }
    let (eights, _) = is_letter.as_chunks::<8>();
    // Gathers the lowest bit of each byte in the highest byte.
    let gather = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |mask, eight| mask << 8 | gather(eight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        each_start(text.as_bytes(), |start| found.push((start.at, start.key)));
        found
    }

    fn expected(text: &str) -> Vec<(usize, u64)> {
        let bytes = text.as_bytes();
        let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let starts = (0..bytes.len()).filter(|at| is_word(*at) && (*at == 0 || !is_word(at - 1)));
        starts
            .map(|at| {
                let end = (at..=bytes.len()).find(|end| !is_word(*end)).unwrap_or(at);
                (at, key_of(&bytes[at..end]))
            })
            .collect()
    }

    #[test]
    fn words_are_found_wherever_blocks_end() {
        let text = "Kubernetes k8s, ünïcode-詳細eBPF @[`{/:az AZ 09 ".repeat(9);
        for from in 0..70 {
            if let Some(text) = text.get(from..) {
                assert_eq!(found(text), expected(text));
            }
        }
        assert_eq!(found("a"), [(0, u64::from(b'a'))]);
        assert_eq!(found("-K8S"), [(1, key_of(b"k8s"))]);
        assert_eq!(found(""), []);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_into_words(text in "[a-cA9 é\\-\u{e000}]{0,150}|\\PC{0,80}") {
            proptest::prop_assert_eq!(found(&text), expected(&text));
        }
    }
}
