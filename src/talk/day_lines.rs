//! Days that stand in lines of their own between the talks: `**Wed 20 Mar**` above a heading, after the notes of the
//! talk before.

use super::detect::Reader;
use super::plain::plain;
use super::when::{date_in, is_only_date};
use super::{Date, Talk};
use crate::markdown::BlockKind;

/// A line that is a day and nothing else, above a heading.
pub(super) struct DayLine {
    start: u32,
    date: Date,
}

/// No such line is longer, in bytes.
const LONGEST: u32 = 48;

impl Reader<'_> {
    /// The days between the talks; one alone says when all of them were held, as any line on top may.
    pub(super) fn day_lines(&self, year: Option<i16>) -> Vec<DayLine> {
        let blocks = &self.outline.blocks;
        let pairs = blocks.iter().zip(blocks.iter().skip(1));
        let above = pairs.filter(|(line, heading)| {
            let is_line = line.kind == BlockKind::Paragraph && line.depth == 0 && line.end - line.start <= LONGEST;
            is_line && heading.depth == 0 && heading.level().is_some()
        });
        let days = above.filter_map(|(line, _)| {
            let source = line.source(self.text).trim();
            let has_digit = source.bytes().any(|byte| byte.is_ascii_digit());
            let text = has_digit.then(|| plain(source).text).filter(|text| is_only_date(text))?;
            let date = date_in(&text, year).filter(|date| date.day > 0)?;
            Some(DayLine { start: line.start, date })
        });
        let days: Vec<DayLine> = days.collect();
        if days.len() < 2 { Vec::new() } else { days }
    }

    /// Gives a talk the day above it, where its date is none of its own, and leaves the next day out of it.
    pub(super) fn take_day(&self, talk: &mut Talk, days: &[DayLine]) {
        let next = days.partition_point(|day| day.start < talk.place.start);
        let is_of_days = talk.date.is_none_or(|date| date.day == 0 || days.iter().any(|day| day.date == date));
        if let Some(day) = next.checked_sub(1).and_then(|last| days.get(last)).filter(|_| is_of_days) {
            talk.date = Some(day.date);
        }
        if let Some(day) = days.get(next).filter(|day| day.start < talk.place.end) {
            talk.place = self.place(talk.place.start, day.start, talk.place.line);
        }
    }
}
