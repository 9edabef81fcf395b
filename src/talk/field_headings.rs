//! Fields of a talk whose labels are headings of their own: `## Speaker`, and below it who.

use super::facts::{Fact, LineFacts};
use super::fields::labelled;
use super::name::is_spaceless;
use super::people::{bare, is_prose};
use super::plain::plain;
use super::section::{Section, head_lines};
use super::words::{is, words};
use crate::markdown::Outline;

/// So many of a talk's first headings may be labels.
const FIRST: usize = 5;
/// A value is so short, in bytes; more is text about it.
const LONGEST: usize = 160;

/// What the first headings below a talk's say as labels do, each with its value on the line below: the title, the day and
/// the event only where one of them names the speakers: what stands there reads as names do.
pub(super) fn fields_below(text: &str, outline: &Outline, sections: &[Section<'_>], at: usize) -> Vec<LineFacts> {
    const OTHERS: u64 = is::TITLE | is::DATE | is::EVENT | is::ORGANIZATION;
    let first = || sections[at].children.iter().take(FIRST).filter(|kid| sections[**kid].children.is_empty());
    let lists = |kid: usize| words().flags_of(&sections[kid].key);
    let names_speaker = |kid: usize| lists(kid) & is::SPEAKER != 0 && lists(kid) & is::BY == 0;
    if !first().any(|kid| names_speaker(*kid)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut has_speakers = false;
    for kid in first().copied().filter(|kid| names_speaker(*kid) || lists(*kid) & OTHERS != 0) {
        let lines = head_lines(text, outline, &sections[kid], FIRST);
        let are_values = lines.len() < FIRST && lines.iter().all(|line| is_value(line.source));
        let is_alone = names_speaker(kid) || lines.len() == 1;
        for line in lines.iter().filter(|_| are_values && is_alone) {
            let wanted = if names_speaker(kid) { is::SPEAKER } else { lists(kid) & OTHERS };
            let Some((fact, _)) = labelled(wanted, line.source, 0) else { continue };
            has_speakers |= matches!(fact, Fact::Speakers(_)) && reads_as_name(line.source);
            found.push(LineFacts::of(fact, line));
        }
    }
    if has_speakers { found } else { Vec::new() }
}

/// Whether a line names people: "Someone who talks" says what a speaker is. A few signs of a script without capitals
/// may be a family name: "詹（Zhan）".
fn reads_as_name(source: &str) -> bool {
    let shown = plain(source);
    let text = shown.text.trim();
    let first = text.split(['(', '（', ',', '、']).next().unwrap_or_default().trim();
    let are_signs = (1..=4).contains(&first.chars().count()) && first.chars().all(is_spaceless);
    are_signs || bare(text).is_some_and(|people| people.sure >= 0.5)
}

/// Whether a line may be a field's value rather than a sentence.
fn is_value(source: &str) -> bool {
    source.len() <= LONGEST && !is_prose(source) && !source.ends_with(['.', '!', '?', '。', '！', '？', ':', '：'])
}
