//! Talks that differ from those beside them: nobody named, nothing written, nothing that tells of a talk.

use super::{FindingKind, Look, quoted};
use crate::source::Layout;
use crate::talk::words::{is, key, words};
use crate::talk::{Form, Talk};

/// Fewer neighbours show no habit.
const NEIGHBOURS: usize = 3;

/// At most so sure is who saw nothing that tells of a talk.
const UNSURE: f32 = 0.55;

/// A talk that a heading begins, and the heading's level.
struct Headed<'r> {
    talk: &'r Talk,
    level: u8,
    is_empty: bool,
}

/// What the talks of one level of headings have, counted.
#[derive(Default)]
struct Habits {
    talks: usize,
    named: usize,
    sure: usize,
    written: usize,
}

/// The habits of each level; the first is no heading's.
fn habits(headed: &[Headed<'_>]) -> [Habits; 7] {
    let mut levels: [Habits; 7] = Default::default();
    for one in headed {
        let level = &mut levels[usize::from(one.level)];
        level.talks += 1;
        level.named += usize::from(names_somebody(one));
        level.sure += usize::from(is_sure(one));
        level.written += usize::from(!one.is_empty);
    }
    levels
}

pub(super) fn look(look: &mut Look<'_>) {
    let layout = look.note.overrides.as_deref().and_then(|said| said.layout);
    if let Some(Layout::Level(level)) = layout
        && !look.outline.blocks.iter().any(|block| block.depth == 0 && block.level() == Some(level))
    {
        let message = format!("`talk_level = {level}` is said of this file, but it has no heading of that level");
        look.find(FindingKind::Override, 0, message, "its talks are those that are found without");
    }
    if look.reading.form != Form::Headings {
        return;
    }
    let headed = headed(look);
    if headed.len() >= 2 && look.reading.talks.iter().all(|talk| talk.confidence <= UNSURE) {
        let message = format!("{} headings are taken for talks, but nothing below them tells of talks", headed.len());
        let remedy = format!(
            "`talk_level = {}` in a .kcbrowse.toml makes sure, `single = true` makes it one talk",
            headed[0].level
        );
        look.find(FindingKind::Unsure, headed[0].talk.place.start as usize, message, remedy);
        return;
    }
    let levels = habits(&headed);
    for one in &headed {
        let level = &levels[usize::from(one.level)];
        let count = level.talks - 1;
        if count < NEIGHBOURS {
            continue;
        }
        // Who has it not is none of those who have it: these are all beside it.
        let habit = |has: bool, many: usize| (!has && many * 4 >= count * 3).then_some(many);
        let byte = one.talk.place.start as usize;
        let title = quoted(&one.talk.title);
        let is_kind = is_ceremony(one.talk);
        if let Some(many) = habit(names_somebody(one), level.named).filter(|_| !is_kind) {
            let message = format!("{title} names no speaker, {} do", beside(many, count));
            look.find(FindingKind::NoSpeakers, byte, message, "a line `Speaker: Name, Company` below it is found");
        } else if let Some(many) = habit(is_sure(one), level.sure).filter(|_| !is_kind) {
            let message = format!("{title} may be no talk: nothing tells of one, as in {}", beside(many, count));
            look.find(FindingKind::Unsure, byte, message, "if it is none, `ignore` its heading in a .kcbrowse.toml");
        }
        if habit(!one.is_empty, level.written).is_some() {
            let message = format!("{title} has no notes: nothing stands below its heading");
            look.find(FindingKind::Empty, byte, message, "it is listed all the same");
        }
    }
}

fn beside(many: usize, count: usize) -> String {
    if many == count { format!("all {count} talks beside it") } else { format!("{many} of {count} talks beside it") }
}

fn headed<'r>(look: &Look<'r>) -> Vec<Headed<'r>> {
    let blocks = look.outline.blocks.iter().filter(|block| block.depth == 0);
    let mut headings = blocks.filter_map(|block| Some((block.start, block.level()?))).peekable();
    let mut found = Vec::new();
    for talk in &look.reading.talks {
        while headings.next_if(|(start, _)| *start < talk.place.start).is_some() {}
        if let Some((_, level)) = headings.next_if(|(start, _)| *start == talk.place.start) {
            found.push(Headed { talk, level, is_empty: is_empty(talk) });
        }
    }
    found
}

/// Whether nothing is written but what the talk's fields tell.
fn is_empty(talk: &Talk) -> bool {
    let text = &talk.note.text;
    let mut at = talk.place.start as usize;
    let mut rest = String::new();
    for told in &talk.told {
        rest.push_str(text.get(at..told.start as usize).unwrap_or_default());
        at = at.max(told.end as usize);
    }
    rest.push_str(text.get(at..talk.place.end as usize).unwrap_or_default());
    !rest.contains(char::is_alphanumeric)
}

fn names_somebody(headed: &Headed<'_>) -> bool {
    !headed.talk.speakers.is_empty() || !headed.talk.organizations.is_empty()
}

fn is_sure(headed: &Headed<'_>) -> bool {
    headed.talk.confidence > UNSURE
}

/// "Keynotes", "Panel": many speak, or nobody in particular.
fn is_ceremony(talk: &Talk) -> bool {
    words().has(&key(&talk.title), is::KIND | is::GROUP)
}
