//! Mojibake: UTF-8 that was once read as Windows-1252 or Latin-1 and saved so. `it’s` shows as `itâ€™s`.
//!
//! It happens to a text as a whole or to a pasted line of it, so each run of misread characters is judged
//! by itself: what no language is written like is mended at once; what *may* be correct text (`Spaß…`,
//! `“Ñ”`, `vidíš”`) is mended only where the rest of the text shows that its script was misread.

use std::borrow::Cow;

use memchr::memchr_iter;

use super::misread::{Looks, Misread, instead_of_control, is_misread_again, misread, trail_byte};
use super::script::{Script, script};

/// How often a text can have been misread on its way; more was never seen.
const PASSES: usize = 3;

/// Whether a text may hold mojibake: `false` is certain, `true` is not. Costs next to nothing where the text
/// is not mostly accents: each misread character starts with a letter from `Â` to `ô`, and those start with
/// the byte C3; the controls that stand for quotes start with C2.
pub fn may_be_mojibake(text: &str) -> bool {
    candidates(text).next().is_some() || stray_controls(text).next().is_some()
}

/// Whether [`repair`] would change a text.
pub fn is_mojibake(text: &str) -> bool {
    may_be_mojibake(text) && matches!(repair(text), Cow::Owned(_))
}

/// Mends mojibake (UTF-8 once or twice read as Windows-1252 or Latin-1) run by run, also where bytes got
/// lost; correct text in any language is left alone. Changes no line breaks.
pub fn repair(text: &str) -> Cow<'_, str> {
    let mut repaired = Cow::Borrowed(text);
    for _ in 0..PASSES {
        match repair_once(&repaired) {
            Some(better) => repaired = Cow::Owned(better),
            None => break,
        }
    }
    match replace_controls(&repaired) {
        Some(better) => Cow::Owned(better),
        None => repaired,
    }
}

/// Control characters where Windows-1252 has quotes and dashes: the text was Windows-1252 and read as
/// Latin-1. Pairs of 0-based byte and the character meant.
fn stray_controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    memchr_iter(0xC2, bytes)
        .filter(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9F)))
        .filter_map(|at| Some((at, instead_of_control(text[at..].chars().next()?)?)))
}

fn replace_controls(text: &str) -> Option<String> {
    let mut controls = stray_controls(text).peekable();
    controls.peek()?;
    let mut replaced = String::with_capacity(text.len() + text.len() / 16);
    let mut done = 0;
    for (at, meant) in controls {
        replaced.push_str(&text[done..at]);
        replaced.push(meant);
        done = at + 2;
    }
    replaced.push_str(&text[done..]);
    Some(replaced)
}

/// Where a misread character may start, as 0-based bytes.
fn candidates(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr_iter(0xC3, bytes).filter(|at| {
        matches!(bytes.get(at + 1), Some(0x82..=0xB4))
            && matches!(bytes.get(at + 2), Some(0xC2 | 0xC5 | 0xC6 | 0xCB | 0xE2))
            && text[at + 2..].chars().next().is_some_and(|next| trail_byte(next).is_some())
    })
}

/// Misread characters without anything between them.
struct Run {
    start: usize,
    end: usize,
    parts: Vec<Misread>,
    verdict: Verdict,
}

enum Verdict {
    /// Certainly mojibake.
    Mojibake,
    /// Mojibake if others of its script are.
    IfOthersAre,
    /// Text as it should be.
    Correct,
}

fn repair_once(text: &str) -> Option<String> {
    let runs = find_runs(text);
    let mut misread_scripts = 0u32;
    for run in &runs {
        if matches!(run.verdict, Verdict::Mojibake) {
            misread_scripts |= run.parts.iter().fold(0, |all, part| all | script(part.meant).bit());
        }
    }
    if misread_scripts == 0 {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut done = 0;
    for run in &runs {
        let mends = match run.verdict {
            Verdict::Mojibake => true,
            Verdict::IfOthersAre => run.parts.iter().all(|part| misread_scripts & script(part.meant).bit() != 0),
            Verdict::Correct => false,
        };
        if mends {
            push_correct(&mut repaired, &text[done..run.start], misread_scripts);
            push_meant(&mut repaired, &run.parts);
            done = run.end;
        }
    }
    push_correct(&mut repaired, &text[done..], misread_scripts);
    Some(repaired)
}

fn find_runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut end = 0;
    for start in candidates(text) {
        if start < end {
            continue;
        }
        let mut parts = Vec::new();
        end = start;
        while let Some(part) = misread(&text[end..]) {
            end += part.len;
            parts.push(part);
        }
        if !parts.is_empty() {
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            let verdict = judge(&parts, before, after);
            runs.push(Run { start, end, parts, verdict });
        }
    }
    runs
}

/// Whether a run, with the characters around it, can be what somebody wrote.
fn judge(parts: &[Misread], before: Option<char>, after: Option<char>) -> Verdict {
    if parts.iter().any(|part| part.meant.is_control()) {
        // A control character was never meant; but a text misread twice comes by them on its way back.
        let meant: String = parts.iter().map(|part| part.meant).collect();
        return if is_misread_again(&meant) { Verdict::Mojibake } else { Verdict::Correct };
    }
    let odd = parts.iter().any(|part| part.looks == Looks::Odd);
    let same_script = parts.windows(2).all(|pair| script(pair[0].meant) == script(pair[1].meant));
    match parts {
        [part] => judge_one(part, before, after),
        _ if odd || same_script => Verdict::Mojibake,
        _ => Verdict::Correct,
    }
}

/// A single misread character: one letter of another script between others is no word, so only Latin
/// letters and symbols can stand for themselves.
fn judge_one(part: &Misread, before: Option<char>, after: Option<char>) -> Verdict {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match (script(part.meant), part.looks) {
        (Script::Other(_), _) => Verdict::IfOthersAre,
        (_, Looks::Odd) => Verdict::Mojibake,
        // Closing quotes follow a word of Spanish or French (`«está»…`), but no word goes on behind them.
        (Script::Vietnamese, _) if is_letter(after) => Verdict::Mojibake,
        (Script::Symbol, _) if !is_letter(before) => Verdict::Mojibake,
        (Script::Latin, looks) => judge_latin(part, looks, before, after),
        _ => Verdict::IfOthersAre,
    }
}

/// A capital with an accent and a sign that may follow one: `Ã–`, `Å›`, `Ä…`.
fn judge_latin(part: &Misread, looks: Looks, before: Option<char>, after: Option<char>) -> Verdict {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let is_upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    // A capital inside or at the end of a word in lower case, as in `aoÃ»t`, is nobody's spelling.
    let capital_inside = is_lower(before);
    // A word goes on behind the sign, as in `Ã–sterreich`. In `MANHÃ…` it does not.
    let goes_on = !is_upper(before) && (is_lower(after) || (looks == Looks::LikeLetters && is_letter(after)));
    let shows_letter = match part.lead {
        'Ã' => looks == Looks::LikeLetters || (part.meant == 'à' && !is_letter(before)),
        // `Â« mot Â»`; but a letter that is spoken of has a quote before it as well: `«Â»`.
        'Â' => looks == Looks::LikeLetters || !(is_letter(before) || before.is_some_and(is_quote)),
        'Ä' | 'Å' | 'È' => false,
        _ => return Verdict::Correct,
    };
    if capital_inside || goes_on || shows_letter { Verdict::Mojibake } else { Verdict::IfOthersAre }
}

fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‘' | '’' | '‚' | '"' | '\'')
}

/// Copies text between runs. Where letters were misread, an `à` whose no-break space became a plain one
/// (editors do that) is among it.
fn push_correct(repaired: &mut String, text: &str, misread_scripts: u32) {
    let mut rest = text;
    if misread_scripts & Script::Latin.bit() != 0 {
        while let Some(at) = rest.find("Ã ") {
            let (before, after) = (&rest[..at], &rest[at + "Ã ".len()..]);
            repaired.push_str(before);
            if before.ends_with(char::is_uppercase) {
                repaired.push_str("Ã ");
            } else {
                repaired.push_str("à ");
                rest = after.strip_prefix(' ').unwrap_or(after);
                continue;
            }
            rest = after;
        }
    }
    repaired.push_str(rest);
}

fn push_meant(repaired: &mut String, parts: &[Misread]) {
    let is_emoji = |part: Option<&Misread>| part.is_some_and(|part| matches!(part.meant, '\u{1F000}'..|'♀'| '♂'));
    for (number, part) in parts.iter().enumerate() {
        match part.meant {
            // A byte order mark between other text means nothing.
            '\u{FEFF}' => {}
            // The joiner of emoji lost the same byte as the closing quote.
            '”' if part.len == "â€".len()
                && number > 0
                && is_emoji(parts.get(number - 1))
                && is_emoji(parts.get(number + 1)) =>
            {
                repaired.push('\u{200D}');
            }
            meant => repaired.push(meant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a text shows after its UTF-8 was read as Windows-1252.
    fn misread_as_1252(text: &str) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    /// The same for Latin-1, which has control characters where Windows-1252 has letters and signs.
    fn misread_as_latin1(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    /// What Windows-1252 has no character for is lost.
    fn misread_with_losses(text: &str) -> String {
        misread_as_1252(text).replace(['\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}'], "")
    }

    const SENTENCES: &[&str] = &[
        "It’s “easy” — isn’t it? 100 % sure… ☕ → 🚀 🤷 👩‍💻 costs 5 € or £4.",
        "Die Größe überrascht: „Spaß“ am Üben, Äpfel, Öl und ein ß.",
        "SCHLÜSSEL, GRÖSSE UND FÜSSE – ÄRGER IN ÖSTERREICH",
        "Dès août, où l’été à Besançon coûte peu : « l’œuvre », ça, Noël, naïve, être.",
        "La observabilidad también cuesta: año, pingüino, ¿qué? ¡Olé! Ñandú, información, Ángel.",
        "São Paulo: atenção, não há mais opções; avô, pôr, à tarde, úteis. AMANHÃ NÃO!",
        "Perché è così? Può darsi, già, più, città, virtù.",
        "Een reünie over coördinatie, één overzicht, café’s en ideeën.",
        "Så här på söndag åker vi över ån. Ærlig talt, blåbærsyltetøy og Ålesund.",
        "Hyvää päivää, tämä on älykäs järjestelmä. Þetta er það sem við ætlum að ræða í kvöld.",
        "Zażółć gęślą jaźń: środa, źródło, ćwiczenie, Łódź, są, będę.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy, Úžasný večer, vidíš.",
        "Árvíztűrő tükörfúrógép, őszintén. Başka bir şey değil, İstanbul’da güneş ışığı.",
        "Și țara aceasta are fântâni în câmpie; îți mulțumesc.",
        "Tiếng Việt: Ứng dụng chạy trên cụm, người dùng đăng nhập, ế ẩm, tư duy, ở đâu?",
        "Привет, мир! Я и ты в облаке: наблюдаемость — это не роскошь.",
        "Η παρακολούθηση είναι σημαντική για όλους μας.",
        "可观测性不是奢侈品，从小处开始。調度器延遲從 800ms 降到 90ms。",
        "可観測性はコストと切り離せない。「小さく始める」ことが大切です。",
        "서비스 메시는 사이드카 없이도 가능하다.",
        "המערכת עובדת היטב. النظام يعمل بشكل جيد.",
        "ระบบทำงานได้ดี प्रणाली ठीक काम करती है।",
    ];

    #[test]
    fn correct_text_of_any_language_is_left_alone() {
        for sentence in SENTENCES {
            assert!(matches!(repair(sentence), Cow::Borrowed(_)), "{sentence} → {}", repair(sentence));
        }
    }

    #[test]
    fn accents_before_punctuation_are_left_alone() {
        for text in [
            "“café”… «café»… ‘thé’… la “Ñ” y la «Á»; «está»… ESPAÑ… OLÉ” É…",
            "Vidíš… “Vidíš” též… „máš“ Úžasný, Ížaš, příšť, říž",
            "IRMÃ” AMANHÃ… MANHÃ– MAÇÃ e pão; «NÃO»; “Ã” e ‘Â’ «Â»",
            "Spaß… „Spaß“ – Spaß” Maß» Ä… „Ä“ KYLLÄ” NÄ… Å– Å–Ö Ä–Ö „Å“",
            "COSÌ… PIÙ” È™ È… C’È” ÎLE ÂGE, 10 Å² and 3 Å³, 2×½, Ø” Æ’ Þ… Ð–",
            "kâr–zarar, rûm… það” ð… naïf» maïs… Citroën® sûr, où… «où» déjà… à– â–",
            "Norge: Å være eller ikke være. Lule Å rinner.",
        ] {
            assert!(matches!(repair(text), Cow::Borrowed(_)), "{text} → {}", repair(text));
        }
    }

    #[test]
    fn misread_text_of_any_language_is_mended() {
        for sentence in SENTENCES {
            for shown in [misread_as_1252(sentence), misread_as_latin1(sentence)] {
                assert!(is_mojibake(&shown), "{shown}");
                assert_eq!(repair(&shown), *sentence, "{shown}");
            }
        }
    }

    #[test]
    fn text_misread_twice_is_mended() {
        for sentence in ["It’s “easy” — café 🚀", "Größe über alles", "Привет, мир", "小さく始める"]
        {
            assert_eq!(repair(&misread_as_1252(&misread_as_1252(sentence))), sentence);
            assert_eq!(repair(&misread_as_1252(&misread_as_latin1(sentence))), sentence);
        }
    }

    #[test]
    fn single_words_are_mended_without_the_text_around_them() {
        for name in ["Škvorc", "L’Hôte", "Pérez", "Łukasz", "Åland", "Österreich", "août", "Müller", "Đặng", "Søren"]
        {
            assert_eq!(repair(&misread_as_1252(name)), name);
        }
        for name in ["Иван", "山田 太郎", "김민준", "Γιώργος"] {
            assert_eq!(repair(&misread_as_1252(name)), name);
        }
    }

    #[test]
    fn lost_bytes_are_made_up_for() {
        assert_eq!(repair("â€œSo Easy!â€ - Understanding"), "“So Easy!” - Understanding");
        assert_eq!(repair("rÃ©pondre Ã  LoÃ¯c, Ã la carte, voilÃ "), "répondre à Loïc, à la carte, voilà ");
        assert_eq!(repair(&misread_with_losses("⚠️ 👩‍💻 ❤️")), "⚠️ 👩‍💻 ❤️");
        assert_eq!(repair("tired ðŸ˜\n"), "tired \u{FFFD}\n");
        assert_eq!(repair("ï»¿# Title"), "# Title");
    }

    #[test]
    fn correct_and_misread_parts_can_stand_side_by_side() {
        assert_eq!(repair("Für Ã„rger und „Spaß…“ sorgt â€œdasâ€\u{9d}"), "Für Ärger und „Spaß…“ sorgt “das”");
    }

    #[test]
    fn controls_in_place_of_quotes_become_quotes() {
        assert_eq!(repair("It\u{92}s \u{93}so\u{94} \u{96} 5 \u{80}"), "It’s “so” – 5 €");
        assert_eq!(repair("next\u{85}line"), "next\u{85}line");
        assert!(is_mojibake("It\u{92}s") && !is_mojibake("a\u{a0}b «c» 10°"));
    }

    #[test]
    fn plain_text_is_told_at_a_glance() {
        for text in ["plain", "Größe", "café, thé", "« 10 °C » ©", "日本語 🚀", ""] {
            assert!(!may_be_mojibake(text), "{text}");
        }
        assert!(may_be_mojibake("itâ€™s"));
    }

    #[test]
    fn the_practice_notes_come_out_as_before_their_misreading() {
        let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/practice");
        let read = |name: &str| std::fs::read_to_string(shared.join(name)).ok();
        let (Some(shown), Some(meant)) = (read("encodings/06_mojibake.md"), read("files/06_fosdem2020-minutes.md"))
        else {
            return;
        };
        // The face in it lost a byte for good.
        assert_eq!(repair(&shown), meant.replace('😁', "\u{FFFD}"));
        assert!(matches!(repair(&meant), Cow::Borrowed(_)));
    }

    proptest::proptest! {
        #[test]
        fn line_breaks_stay(text in "[Ã©âa€™œ”\u{9d}ðŸ˜ \r\nï»¿Ð¸é…š\u{80}-\u{bf}]{0,60}") {
            let breaks = |text: &str| text.chars().filter(|c| matches!(c, '\r' | '\n')).collect::<String>();
            proptest::prop_assert_eq!(breaks(&repair(&text)), breaks(&text));
        }

        #[test]
        fn any_text_is_repaired_to_something(text in "\\PC{0,80}") {
            let _ = repair(&text);
        }

        #[test]
        fn what_repair_changes_the_glance_sees(text in "[Ãâ©€™ a…é”\u{80}-\u{9f}]{0,20}") {
            if matches!(repair(&text), Cow::Owned(_)) {
                proptest::prop_assert!(may_be_mojibake(&text));
            }
        }
    }
}
