//! The text that is parsed: a part of a note without what is told elsewhere, and the way back to the note's
//! lines.

use std::ops::Range;

use super::definitions::Definitions;
use super::front_matter::{HeaderKind, front_matter};
use super::habits;
use crate::text::{line_ends, width};

/// No one wraps text by hand to fewer columns than this; a line that ends earlier was meant to end.
const NARROWEST_WRAP: usize = 60;
/// No one wraps text by hand to more columns than this; longer lines come from editors that wrap on screen.
const WIDEST_WRAP: usize = 120;
/// How far before the right margin people break lines when they wrap by eye.
const RAGGED: usize = 12;

/// Text put together for the parser.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) text: String,
    /// Where a line of the text (0-based) begins a run that stands in the note from a line (1-based) on.
    runs: Vec<(usize, usize)>,
}

impl Passage {
    /// The part of a note without the lines in `leave_out`, without front matter and shortcodes, after the
    /// footnotes it mentions that are defined elsewhere.
    pub(super) fn cut(note_text: &str, part: Range<usize>, leave_out: &[Range<u32>], mojibake: bool) -> Passage {
        let part = on_boundaries(note_text, part);
        let mut passage = Passage { text: String::with_capacity(part.len() + 64), runs: Vec::new() };
        let own = &note_text[part.clone()];
        let footnotes = Definitions::outside(note_text, &part).footnotes(own);
        if !footnotes.is_empty() {
            passage.text = footnotes;
            // A comment at the margin ends the last footnote, whatever the part begins with.
            passage.text.push_str("<!-- -->\n");
            passage.runs.push((0, 0));
        }
        let mut at = part.start;
        if at == 0 {
            // Fields without lines around them read well as they are.
            let header = front_matter(own).filter(|header| header.kind != HeaderKind::Lines);
            at += header.map_or(0, |header| header.end as usize);
        }
        let mut line = 1 + line_ends(&note_text[..at]);
        let mut own_line = line_ends(&passage.text);
        for cut in leave_out {
            let cut = on_boundaries(note_text, cut.start as usize..cut.end as usize);
            if cut.start >= part.end || cut.end <= at {
                continue;
            }
            let kept = &note_text[at..cut.start.max(at)];
            passage.runs.push((own_line, line));
            passage.text.push_str(kept);
            let lines = line_ends(kept);
            own_line += lines;
            line += lines + line_ends(&note_text[cut.start.max(at)..cut.end.min(part.end)]);
            at = cut.end.min(part.end);
        }
        passage.runs.push((own_line, line));
        passage.text.push_str(&note_text[at.min(part.end)..part.end]);
        if mojibake {
            let repaired = crate::source::repair(&passage.text);
            if let std::borrow::Cow::Owned(repaired) = repaired {
                passage.text = repaired;
            }
        }
        habits::put_right(&mut passage.text);
        line_feeds(&mut passage.text);
        passage
    }

    pub(super) fn lines(&self) -> Lines<'_> {
        Lines { passage: self, at: 0, line: 0, start: 0, paragraph: (0..0, false) }
    }
}

/// A cursor over the lines of a passage.
#[derive(Debug)]
pub(super) struct Lines<'p> {
    passage: &'p Passage,
    at: usize,
    line: usize,
    /// The byte its line begins at.
    start: usize,
    /// Neighbouring lines that are not empty, and whether their ends are meant.
    paragraph: (Range<usize>, bool),
}

impl Lines<'_> {
    /// The note's line (1-based) that a byte of the passage stands on; 0 for footnotes from elsewhere.
    pub(super) fn number(&mut self, at: usize) -> u32 {
        let text = &self.passage.text;
        if at < self.at {
            (self.at, self.line, self.start) = (0, 0, 0);
        }
        let passed = text.get(self.at..at).unwrap_or_default();
        if let Some(end) = passed.rfind(['\n', '\r']) {
            self.line += line_ends(passed);
            self.start = self.at + end + 1;
        }
        self.at = at;
        let run = self.passage.runs.partition_point(|(own, _)| *own <= self.line);
        match run.checked_sub(1).and_then(|run| self.passage.runs.get(run)) {
            Some((own, line)) if *line > 0 => (line + self.line - own) as u32,
            _ => 0,
        }
    }

    /// Whether the line above the one last asked for is empty.
    pub(super) fn is_after_blank(&self) -> bool {
        let above = self.passage.text.get(..self.start).unwrap_or_default();
        let above = above.strip_suffix('\n').unwrap_or(above);
        let above = above.strip_suffix('\r').unwrap_or(above);
        let line = above.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        is_blank(&above[line..])
    }

    /// Whether line ends around a byte are meant: where text is wrapped, a line ends because the next word
    /// does not fit. People who write one thought a line end some earlier, and expect to see that; so do those who
    /// put down what was said, and when.
    pub(super) fn is_meant(&mut self, at: usize) -> bool {
        if !self.paragraph.0.contains(&at) {
            let range = paragraph_around(&self.passage.text, at);
            let paragraph = &self.passage.text[range.clone()];
            let meant = ends_lines_early(paragraph) || is_record(paragraph);
            self.paragraph = (range, meant);
        }
        self.paragraph.1
    }
}

/// The lines around a byte, up to empty ones.
fn paragraph_around(text: &str, at: usize) -> Range<usize> {
    let mut start = at;
    while start > 0 {
        let above = &text[..start];
        let line = above.strip_suffix('\n').unwrap_or(above).rfind('\n').map_or(0, |end| end + 1);
        if above.ends_with('\n') && is_blank(&text[line..start]) {
            break;
        }
        start = line;
    }
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if end > at && is_blank(line) {
            break;
        }
        end += line.len();
    }
    on_boundaries(text, start..end.max(at + 1))
}

/// Whether a line is empty, but for the bars of quotes.
fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty()
}

fn ends_lines_early(paragraph: &str) -> bool {
    let lines: Vec<&str> = paragraph.lines().map(str::trim_end).collect();
    // A long address does not say where the margin is.
    let is_prose = |line: &str| line.split_ascii_whitespace().all(|word| !word.is_ascii() || word.len() <= 40);
    let widest = lines.iter().filter(|line| is_prose(line)).map(|line| width(line)).max().unwrap_or(0);
    if widest > WIDEST_WRAP {
        return true;
    }
    let (mut ends, mut early) = (0, 0);
    for pair in lines.windows(2) {
        let next = pair[1].trim_start_matches([' ', '\t', '>']);
        let starts_item = next.starts_with(['-', '*', '+', '#']) || next.starts_with(|c: char| c.is_ascii_digit());
        if !starts_item {
            ends += 1;
            early += usize::from(width(pair[0]) + 1 + first_word(next) + RAGGED <= widest.max(NARROWEST_WRAP));
        }
    }
    early * 3 >= ends && early > 0
}

/// Whether most lines, and at least two, begin with what begins an entry of a record: a time of day, a question, an
/// answer.
fn is_record(paragraph: &str) -> bool {
    let begun = paragraph.lines().filter(|line| begins_entry(line)).count();
    begun >= 2 && begun * 2 > paragraph.lines().count()
}

/// `10:02 …`, `[9:30:15] …`, `Q: …`, `**A2:** …`
fn begins_entry(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>', '*', '_', '[', '(']);
    if let Some(rest) = line.strip_prefix(['Q', 'A']) {
        return rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(':');
    }
    let time = line.split(|c: char| !c.is_ascii_digit() && c != ':').next().unwrap_or_default().trim_end_matches(':');
    let after = line[time.len()..].trim_start_matches([':', ']', ')', '*', '_']);
    let mut parts = time.split(':');
    let is_below = |part: Option<&str>, most: u32| {
        part.is_some_and(|part| part.len() <= 2 && part.parse().is_ok_and(|number: u32| number < most))
    };
    let is_time = is_below(parts.next(), 24)
        && parts.clone().next().is_some_and(|minutes| minutes.len() == 2)
        && is_below(parts.next(), 60)
        && parts.next().is_none_or(|seconds| is_below(Some(seconds), 60));
    is_time && after.starts_with(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'))
}

fn first_word(text: &str) -> usize {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    match word.chars().next() {
        // Between Han and kana a line can end anywhere.
        Some(first) if !first.is_ascii() && width(first.encode_utf8(&mut [0; 4])) == 2 => 2,
        _ => width(word),
    }
}

/// Lone carriage returns, which ended lines on old machines, become what the parser takes for line ends.
fn line_feeds(text: &mut String) {
    if text.contains('\r') && text.replace("\r\n", "").contains('\r') {
        let unix = text.replace("\r\n", "\n");
        *text = unix.replace('\r', "\n");
    }
}

fn on_boundaries(text: &str, range: Range<usize>) -> Range<usize> {
    let snap = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = snap(range.start);
    start..snap(range.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_elsewhere_is_left_out_and_lines_keep_their_numbers() {
        let note = "# Talk\r\n- **By**: Zoë\r\n\r\nText\r\nmore\r\n";
        let passage = Passage::cut(note, 0..note.len(), &[0..8, 8..24], false);
        assert_eq!(passage.text, "\r\nText\r\nmore\r\n");
        let mut lines = passage.lines();
        assert_eq!([lines.number(2), lines.number(8), lines.number(2)], [4, 5, 4]);
    }

    #[test]
    fn front_matter_is_not_text_but_a_rule_is() {
        let cut = |note: &str| Passage::cut(note, 0..note.len(), &[], false).text;
        assert_eq!(cut("---\ntitle: A\n---\nText"), "Text");
        assert_eq!(cut("+++\ntitle = 'A'\n+++\nText"), "Text");
        assert_eq!(cut("---\n\nText\n\n---\n"), "---\n\nText\n\n---\n");
        assert_eq!(cut("---\nSome words\n---\n"), "---\nSome words\n---\n");
    }

    #[test]
    fn a_line_end_is_meant_where_the_next_word_would_have_fitted() {
        let meant = |text: &str| {
            let passage = Passage::cut(text, 0..text.len(), &[], false);
            passage.lines().is_meant(text.find('\n').expect("a line end"))
        };
        assert!(meant("KubeControllerManager\nCloudProviderInterface"));
        assert!(!meant(
            "A paragraph that its author's editor has wrapped to about seventy\ncolumns, or eighty, as editors do."
        ));
        assert!(meant("> short\n> lines"));
    }

    #[test]
    fn what_was_put_down_line_by_line_with_its_time_stays_so() {
        let meant = |text: &str| {
            let passage = Passage::cut(text, 0..text.len(), &[], false);
            passage.lines().is_meant(text.find('\n').expect("a line end"))
        };
        assert!(meant(
            "10:02 one program holds all of the locks of the whole cluster\n10:05 @kim: \"deadlock…\"\nQ: why?"
        ));
        assert!(meant("> **Q:** Who pays for all of this, and how much of it is paid today?\n> **A:** Nobody."));
        assert!(meant("[9:30:15] The doors of the hall are open, people come in and sit down\n[9:31:02] Welcome"));
        assert!(!meant(
            "We left the harbour in the morning, came to the lighthouse at about a quarter to\n\
             11:00 and were back when the ratio of sun to rain was 3:1, as the log of the day\n\
             says it has been there ever since the first keeper began to write all of it down"
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_ranges_of_any_text_can_be_cut(text in "\\PC{0,30}[\r\n]{0,2}\\PC{0,9}", a in 0usize..60, b in 0usize..60, c in 0u32..60, d in 0u32..60) {
            let passage = Passage::cut(&text, a..b, &[c..d, 0..3], true);
            let mut lines = passage.lines();
            for (at, _) in passage.text.char_indices() {
                lines.number(at);
                lines.is_meant(at);
            }
        }
    }
}
