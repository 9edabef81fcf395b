//! Names in signs that Latin letters beside them spell out: `孙琼、付英（Qiong Sun, Yu Fu）`, `詹（Zhan）`.

use super::company::is_company;
use super::name::is_spaceless;

/// Whether what stands in parentheses behind a name spells it, or those before it, and is no company. Of one word nobody
/// knows, unless the name is a single sign.
pub(super) fn is_transcription(name: &str, inside: &str) -> bool {
    if name.is_ascii() || !inside.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let first = inside.split([',', '，', '、']).next().unwrap_or_default().trim();
    let words = first.split(' ').count();
    let is_short = name.chars().count() == 1;
    name.chars().all(|c| is_spaceless(c) || matches!(c, ' ' | '・'))
        && (words == 2 || words == 1 && is_short)
        && first.split(' ').all(is_syllabic)
        && !is_company(first)
}

/// Whether a word is made of syllables as Chinese and Japanese names are spelled: consonants, vowels, maybe an "n".
fn is_syllabic(word: &str) -> bool {
    const BEFORE: [&str; 9] = ["zh", "ch", "sh", "ts", "ky", "ry", "hy", "ny", "my"];
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let word = word.to_ascii_lowercase();
    let mut rest = word.as_str();
    let mut count = 0;
    while !rest.is_empty() && count < 5 {
        let single = usize::from(rest.starts_with(|c: char| c.is_ascii_lowercase() && !is_vowel(c) && c != 'v'));
        let begins = BEFORE.iter().find(|begin| rest.starts_with(**begin)).map_or(single, |begin| begin.len());
        let vowels = rest[begins..].bytes().take_while(|byte| is_vowel(char::from(*byte))).count();
        if !(1..=3).contains(&vowels) {
            return false;
        }
        rest = &rest[begins + vowels..];
        let closes = |end: &&str| rest.strip_prefix(*end).is_some_and(|rest| !rest.starts_with(is_vowel));
        rest = ["ng", "n"].iter().find(|end| closes(end)).map_or(rest, |end| &rest[end.len()..]);
        count += 1;
    }
    rest.is_empty() && count > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelled_names_are_told_from_companies() {
        for (name, inside) in [
            ("付英", "Qiong Sun, Yu Fu"),
            ("詹", "Zhan"),
            ("赵静", "Jing Zhao"),
            ("山田 太郎", "Taro Yamada"),
            ("鈴木", "Hanako Suzuki"),
        ] {
            assert!(is_transcription(name, inside), "{name} {inside}");
        }
        for (name, inside) in [
            ("詹", "Nimbus"),
            ("赵静", "Sail"),
            ("赵静", "Rosa Ropes"),
            ("山田 太郎", "Tencent Cloud"),
            ("Ada Pohl", "Yu Fu"),
        ] {
            assert!(!is_transcription(name, inside), "{name} {inside}");
        }
    }
}
