//! The sections of a note: each top-level heading with what stands below it, as a tree in one list.

use super::caption::caption;
use super::plain::{Plain, plain};
use super::sheet::LONGEST;
use super::words::{is, key, words};
use crate::markdown::{BlockKind, Outline};

/// A heading and its section. The first section of a note is the note itself, level 0.
#[derive(Debug)]
pub(super) struct Section<'t> {
    /// 1 to 6; 0 for the note.
    pub(super) level: u8,
    /// 1-based line of the heading.
    pub(super) line: u32,
    /// Bytes of the heading's lines.
    pub(super) start: u32,
    pub(super) head_end: u32,
    /// Where its subsections, or the next section, begin.
    pub(super) own_end: u32,
    /// Where the next section of the same or a higher level begins.
    pub(super) end: u32,
    /// The heading as a reader sees it.
    pub(super) title: Plain<'t>,
    /// The heading as it is compared.
    pub(super) key: String,
    pub(super) parent: usize,
    pub(super) children: Vec<usize>,
    /// Its own blocks, after the heading and before the first subsection: indices into the outline.
    pub(super) blocks: std::ops::Range<usize>,
}

/// Builds the tree: the note first, then its sections in order. `is_defined`: whether the note says elsewhere
/// where a text in brackets leads.
pub(super) fn sections<'t>(
    text: &'t str,
    outline: &Outline,
    body_start: u32,
    is_defined: impl Fn(&str) -> bool,
) -> Vec<Section<'t>> {
    let end = text.len().min(u32::MAX as usize) as u32;
    let mut sections = vec![Section {
        level: 0,
        line: 1,
        start: body_start,
        head_end: body_start,
        own_end: end,
        end,
        title: Plain::default(),
        key: String::new(),
        parent: 0,
        children: Vec::new(),
        blocks: 0..outline.blocks.len(),
    }];
    let mut open = vec![0usize];
    let slip = slip_of_level(text, outline).map(|at| (at, 3)).or_else(|| talk_on_top(text, outline).map(|at| (at, 2)));
    for (at, block) in outline.blocks.iter().enumerate() {
        let (0, Some(level)) = (block.depth, block.level()) else { continue };
        let level = slip.filter(|(slip, _)| *slip == at).map_or(level, |(_, level)| level);
        if let Some(last) = sections.last_mut() {
            last.own_end = block.start;
            last.blocks.end = at;
        }
        while let Some(top) = open.last()
            && open.len() > 1
            && sections[*top].level >= level
        {
            sections[*top].end = block.start;
            open.pop();
        }
        let parent = open.last().copied().unwrap_or(0);
        let index = sections.len();
        sections[parent].children.push(index);
        let mut title = caption(without_attributes(block.heading_text(text)));
        if title.text.contains('[') {
            unbracket(title.text.to_mut(), &is_defined);
        }
        let key = key(&title.text);
        let blocks = at + 1..outline.blocks.len();
        let (line, start, head_end) = (block.line, block.start, block.end);
        let children = Vec::new();
        sections.push(Section {
            level,
            line,
            start,
            head_end,
            own_end: end,
            end,
            title,
            key,
            parent,
            children,
            blocks,
        });
        open.push(index);
    }
    sections
}

/// A heading without what it says to a site's generator at its end: `Title {#title}`, `[Ada](url){:target="_blank"}`.
fn without_attributes(heading: &str) -> &str {
    let braced = || heading.rfind('{').map(|at| heading.split_at(at));
    let found = heading.ends_with('}').then(braced).flatten();
    let is_attribute = |text: &str| ["{:", "{#", "{."].iter().any(|open| text.starts_with(open));
    match found {
        Some((title, attributes)) if is_attribute(attributes) && !title.trim().is_empty() => title.trim_end(),
        _ => heading,
    }
}

/// The only `#` of a note of `##`, directly below one that others follow: a chapter of it with too few signs. It is
/// no day, and nothing that holds talks.
fn slip_of_level(text: &str, outline: &Outline) -> Option<usize> {
    let levels = || {
        let tops = outline.blocks.iter().enumerate().filter(|(_, block)| block.depth == 0);
        tops.filter_map(|(at, block)| Some((at, block.level()?)))
    };
    // Most notes begin with the highest level they have.
    levels().next().filter(|(_, level)| *level == 2)?;
    let mut tops = levels().filter(|(_, level)| *level == 1).map(|(at, _)| at);
    let at = tops.next().filter(|at| outline.blocks[at - 1].level() == Some(2))?;
    let beside = |is_beside: fn(&usize, &usize) -> bool| {
        levels().filter(|(other, level)| *level == 2 && is_beside(other, &at)).count()
    };
    if tops.next().is_some() || beside(usize::lt) < 2 || beside(usize::gt) == 0 {
        return None;
    }
    let key = key(outline.blocks[at].heading_text(text));
    let holds = is::GROUP | is::DAY | is::WEEKDAY | is::DAYTIME | is::MONTH | is::EVENT_NAME | is::EVENT_START;
    let is_chapter = words().flags(&key) & holds == 0
        && !key.bytes().any(|byte| byte.is_ascii_digit())
        && key.split(' ').all(|word| words().flags(word) & holds == 0);
    is_chapter.then_some(at)
}

/// The second `#` of a note of `##`, among which it stands and names who speaks as most of them do: a talk with too few
/// signs. It holds none of those behind it.
fn talk_on_top(text: &str, outline: &Outline) -> Option<usize> {
    let of_level = |wanted: u8| {
        let tops = outline.blocks.iter().enumerate().filter(|(_, block)| block.depth == 0);
        tops.filter(move |(_, block)| block.level() == Some(wanted)).map(|(at, _)| at)
    };
    // Most notes have one heading on top, or its days.
    let mut tops = of_level(1);
    let (Some(first), Some(at), None) = (tops.next(), tops.next(), tops.next()) else { return None };
    let beside = of_level(2).filter(|other| *other > first && *other < at).count();
    if beside < 2 || !of_level(2).any(|other| other > at) || outline.blocks[at + 1].level().is_some() {
        return None;
    }
    let names_people = |at: usize| {
        let heading = outline.blocks[at].heading_text(text);
        let tail = || super::title::read_heading(&plain(heading).text).tail?.people;
        heading.len() <= 200 && tail().is_some_and(|people| people.sure >= 0.7)
    };
    let all = of_level(2).count();
    (names_people(at) && of_level(2).filter(|at| names_people(*at)).count() * 3 >= all * 2).then_some(at)
}

/// Takes the brackets off texts that lead somewhere: `[Title] - Ada Pohl`, and the address below.
fn unbracket(text: &mut String, is_defined: impl Fn(&str) -> bool) {
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        let Some(close) = text[open..].find(']').map(|at| open + at) else { return };
        if is_defined(&text[open + 1..close]) {
            text.remove(close);
            text.remove(open);
        } else {
            from = open + 1;
        }
    }
}

/// How a line stands in its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// In a paragraph.
    Text,
    /// In a list item.
    Item,
    /// In a quote.
    Quote,
    /// A whole table.
    Table,
}

/// One of the first lines of a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeadLine<'t> {
    /// The line without list and quote markers.
    pub(super) source: &'t str,
    pub(super) shape: Shape,
    /// Bytes of the whole line, its ending included.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The first lines of a section, up to code or a rule: what tells about a talk stands there. A small table is one.
pub(super) fn head_lines<'t>(
    text: &'t str,
    outline: &Outline,
    section: &Section<'t>,
    limit: usize,
) -> Vec<HeadLine<'t>> {
    if section.blocks.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::with_capacity(limit);
    let mut shape = Shape::Text;
    for block in &outline.blocks[section.blocks.clone()] {
        match block.kind {
            BlockKind::Item(_) => shape = Shape::Item,
            BlockKind::Quote => shape = Shape::Quote,
            BlockKind::Paragraph => {
                let shape = if block.depth == 0 { Shape::Text } else { shape };
                let mut start = block.start as usize;
                for line in lines_of(block.source(text)) {
                    let end = start + line.len();
                    let source = strip_markers(line);
                    if !source.is_empty() {
                        lines.push(HeadLine { source, shape, start: start as u32, end: end as u32 });
                    } else if let Some(last) = lines.last_mut()
                        && line == "\n"
                    {
                        // The LF of a CRLF.
                        last.end = end as u32;
                    }
                    start = end;
                    if lines.len() >= limit {
                        return lines;
                    }
                }
            }
            BlockKind::Table if block.depth == 0 && ((block.end - block.start) as usize) < LONGEST => {
                let source = block.source(text);
                lines.push(HeadLine { source, shape: Shape::Table, start: block.start, end: block.end });
            }
            BlockKind::Html => {}
            BlockKind::Rule if lines.is_empty() => {}
            _ => break,
        }
    }
    lines
}

/// The lines of a text with their endings. The LF of a CRLF is a line of its own.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, next) = rest.split_at(end);
        rest = next;
        (!line.is_empty()).then_some(line)
    })
}

/// A line without quote and list markers and check boxes.
pub(super) fn strip_markers(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let next = match rest.as_bytes() {
            [b'>', ..] => &rest[1..],
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => &rest[2..],
            [b'[', b' ' | b'x' | b'X', b']', b' ', ..] => &rest[4..],
            bytes
                if (1..=3).contains(&digits) && matches!(bytes.get(digits..digits + 2), Some([b'.' | b')', b' '])) =>
            {
                &rest[digits + 2..]
            }
            _ => return rest,
        };
        rest = next.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline;

    #[test]
    fn sections_nest_by_level_and_skip_levels() {
        let text = "intro\n# A\ntext\n### B\n## C\nx\n# D\n";
        let outline = outline(text);
        let found = sections(text, &outline, 0, |_| false);
        let shown: Vec<_> = found.iter().map(|s| (s.level, s.line, s.parent, s.start, s.own_end, s.end)).collect();
        assert_eq!(
            shown,
            [
                (0, 1, 0, 0, 6, 32),
                (1, 2, 0, 6, 15, 28),
                (3, 4, 1, 15, 21, 21),
                (2, 5, 1, 21, 28, 28),
                (1, 7, 0, 28, 32, 32)
            ]
        );
        assert_eq!(found[0].children, [1, 4]);
    }

    #[test]
    fn the_first_lines_come_without_their_markers() {
        let text = "# A\r\n\r\n- **Speaker**: Ada\r\n- [x] done\r\n> quoted\r\n\r\ntext\r\n```\ncode\n```\nafter\n";
        let outline = outline(text);
        let found = sections(text, &outline, 0, |_| false);
        let lines = head_lines(text, &outline, &found[1], 10);
        let shown: Vec<_> = lines.iter().map(|l| (l.source, l.shape)).collect();
        assert_eq!(
            shown,
            [("**Speaker**: Ada", Shape::Item), ("done", Shape::Item), ("quoted", Shape::Quote), ("text", Shape::Text)]
        );
        assert_eq!(&text[lines[0].start as usize..lines[0].end as usize], "- **Speaker**: Ada\r\n");
    }
}
