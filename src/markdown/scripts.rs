//! Text set above or below the line (`<sup>`, `<sub>`), in characters a terminal has.

use std::borrow::Cow;

/// Where text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Above,
    Below,
}

/// The text in raised or lowered characters where all of it has them; else marked as people mark it by hand.
pub(super) fn set(text: &str, script: Script) -> Cow<'_, str> {
    let (table, mark) = match script {
        Script::Above => ("0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻=⁼(⁽)⁾nⁿiⁱ", '^'),
        Script::Below => ("0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋=₌(₍)₎aₐeₑoₒxₓ", '_'),
    };
    let find = |c: char| {
        let mut pairs = table.chars();
        while let (Some(plain), Some(set)) = (pairs.next(), pairs.next()) {
            if plain == c {
                return Some(set);
            }
        }
        c.is_whitespace().then_some(c)
    };
    if let Some(set) = text.chars().map(find).collect::<Option<String>>() {
        return Cow::Owned(set);
    }
    // Ordinals read well as they are: 1st, 2nd, 3ᵉ.
    let is_word = text.chars().all(char::is_alphabetic);
    Cow::Owned(if is_word && script == Script::Above { text.to_owned() } else { format!("{mark}{text}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_raised_and_lowered_and_words_marked() {
        assert_eq!(set("2", Script::Below), "₂");
        assert_eq!(set("10", Script::Above), "¹⁰");
        assert_eq!(set("th", Script::Above), "th");
        assert_eq!(set("max", Script::Below), "_max");
        assert_eq!(set("n+k", Script::Above), "^n+k");
    }
}
