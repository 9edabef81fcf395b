//! Numbers: how many talks there are by year, event, topic and person, as lines with bars. The same for the
//! interface and the command line.
//!
//! Not here: counting (`search`), printing (`cli`), drawing (`view`).

use super::facets::heading;
use crate::search::{Facet, FacetGroup, FacetValue, Results};
use crate::text::{fit, visible, width};

/// Values shown of each group; years and events are the story, and shown further.
const SHOWN: usize = 10;
const SHOWN_OF_STORY: usize = 30;
const WIDEST_NAME: usize = 40;
const WIDEST_BAR: usize = 60;

/// The numbers laid out for a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Columns of the names.
    pub names: usize,
    /// Columns of the counts.
    pub digits: usize,
    /// Top to bottom.
    pub lines: Vec<NumberLine>,
}

/// A line of the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberLine {
    /// How many talks there are in all, or a group's heading.
    Heading(String),
    /// A value, cut to fit, how many talks have it, and a bar as long as its share.
    Value {
        /// The value.
        name: String,
        /// The talks.
        count: u32,
        /// Of block characters.
        bar: String,
    },
    /// What a group leaves out: values that are not shown, talks that have none.
    Rest(String),
    /// Nothing.
    Gap,
}

impl Numbers {
    /// The numbers of some results, at most so many columns wide.
    pub fn of(results: &Results, columns: usize) -> Numbers {
        let groups = ordered(&results.facets);
        let shown: Vec<(&FacetGroup, &[FacetValue])> = groups.iter().map(|group| (group, shown(group))).collect();
        let values = || shown.iter().flat_map(|(_, values)| *values);
        let names = values().map(|value| width(&visible(&value.value))).max().unwrap_or(0);
        let names = names.min(WIDEST_NAME).min(columns / 2);
        let digits = values().map(|value| value.count.to_string().len()).max().unwrap_or(1);
        let largest = values().map(|value| value.count).max().unwrap_or(1);
        let longest = longest_bar(columns, names, digits, largest);
        let talks = results.hits.len();
        let mut lines = vec![NumberLine::Heading(format!("{talks} {}", if talks == 1 { "talk" } else { "talks" }))];
        for (group, values) in &shown {
            lines.extend([NumberLine::Gap, NumberLine::Heading(heading(group.facet).to_owned())]);
            lines.extend(values.iter().map(|value| NumberLine::Value {
                name: fit(&visible(&value.value), names),
                count: value.count,
                bar: bar(value.count, largest, longest),
            }));
            let more = group.values.len() - values.len() + group.more as usize;
            if more > 0 {
                lines.push(NumberLine::Rest(format!("… {more} more")));
            }
            // A talk is of one year or of none.
            let counted: usize = group.values.iter().map(|value| value.count as usize).sum();
            if group.facet == Facet::Year && more == 0 && counted < talks {
                lines.push(NumberLine::Rest(format!("… {} without a year", talks - counted)));
            }
        }
        Numbers { names, digits, lines }
    }
}

/// The groups as they are told: time first, then what it was about and who was there. Years follow each other,
/// whatever their counts; values without a talk are left out.
pub fn ordered(groups: &[FacetGroup]) -> Vec<FacetGroup> {
    const ORDER: [Facet; 6] =
        [Facet::Year, Facet::Event, Facet::Topic, Facet::Tag, Facet::Speaker, Facet::Organization];
    let told = ORDER.iter().filter_map(|facet| groups.iter().find(|group| group.facet == *facet));
    let mut told: Vec<FacetGroup> = told.cloned().collect();
    for group in &mut told {
        group.values.retain(|value| value.count > 0);
        if group.facet == Facet::Year {
            group.values.sort_by(|a, b| a.value.cmp(&b.value));
        }
    }
    told.retain(|group| !group.values.is_empty());
    told
}

fn shown(group: &FacetGroup) -> &[FacetValue] {
    let story = matches!(group.facet, Facet::Year | Facet::Event);
    let most = if story { SHOWN_OF_STORY } else { SHOWN };
    // One more is shown rather than a line that says "1 more".
    if group.values.len() <= most + 1 { &group.values } else { &group.values[..most] }
}

/// Columns of the longest bar, right of names and counts that take so many columns with a gap of two after each.
/// One scale serves all groups, so that bars can be compared; few talks need no long ones.
pub fn longest_bar(columns: usize, names: usize, digits: usize, largest: u32) -> usize {
    columns.saturating_sub(names + digits + 4).clamp(1, WIDEST_BAR).min(largest as usize * 8)
}

/// A bar of eighths of a block; never empty for a count above 0.
pub fn bar(count: u32, largest: u32, columns: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 {
        return String::new();
    }
    let eighths = (u64::from(count) * columns as u64 * 8 / u64::from(largest.max(1))).max(1) as usize;
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Choice;
    use crate::talk::TalkIx;

    #[test]
    fn bars_show_the_share_and_never_vanish() {
        assert_eq!(bar(40, 40, 5), "█████");
        assert_eq!(bar(20, 40, 5), "██▌");
        assert_eq!((bar(1, 4000, 5), bar(0, 1, 5)), ("▏".to_owned(), String::new()));
    }

    #[test]
    fn talks_of_no_year_are_told_below_those_that_have_one() {
        let values = vec![FacetValue { value: "2024".into(), count: 1, chosen: Choice::None }];
        let mut results = Results::default();
        results.hits = vec![TalkIx(0), TalkIx(1), TalkIx(2)];
        results.facets = vec![FacetGroup { facet: Facet::Year, values, more: 0 }];
        let rest = NumberLine::Rest("… 2 without a year".to_owned());
        assert_eq!(Numbers::of(&results, 80).lines.last(), Some(&rest));
    }

    #[test]
    fn names_and_bars_fit_the_width_and_more_is_said() {
        let value = |name: &str, count| FacetValue { value: name.into(), count, chosen: Choice::None };
        let values = (0..20).map(|number| value(&format!("日本 Person {number}"), 100 - number)).collect();
        let mut results = Results::default();
        results.facets = vec![FacetGroup { facet: Facet::Speaker, values, more: 3 }];
        for columns in [20, 33, 80, 300] {
            let numbers = Numbers::of(&results, columns);
            for line in &numbers.lines {
                let NumberLine::Value { name, bar, .. } = line else { continue };
                assert!(width(name) <= numbers.names && numbers.names + numbers.digits + 4 + width(bar) <= columns);
            }
            assert_eq!(numbers.lines.last(), Some(&NumberLine::Rest("… 13 more".to_owned())));
        }
    }
}
