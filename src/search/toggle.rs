//! Choosing a facet value edits the query text, which stays the one truth of what is shown.

use super::lex::quoted;
use super::query::{Query, Term, Test};
use super::{Choice, Facet};
use crate::text::{Case, fold};

/// The query text with a facet value chosen: `tag:argo` or `!tag:argo` added, or taken out where it stood
/// already; choosing the other way round switches. [`Choice::None`] takes it out either way. The rest of the
/// text stays as typed.
///
/// Several values of a field that a talk has one of (event, year) go into one term, either of which may hold.
pub fn toggle(query_text: &str, facet: Facet, value: &str, choice: Choice) -> String {
    let query = Query::parse(query_text);
    let stands = stands(&query, facet, value);
    let mut text = query_text.to_owned();
    // From the back, so that what is further front stays where it is.
    for clause in query.clauses.iter().rev() {
        for (nth, term) in clause.any.iter().enumerate().rev() {
            if holds(term, facet, value) {
                let lone = clause.any.len() == 1;
                take_out(&mut text, term, facet, value, lone, nth > 0);
            }
        }
    }
    if choice == Choice::None || stands == choice {
        return text;
    }
    put_in(&text, facet, value, choice)
}

/// How a query treats a facet value.
pub(super) fn stands(query: &Query, facet: Facet, value: &str) -> Choice {
    let found = query.terms().find(|term| holds(term, facet, value));
    found.map_or(Choice::None, |term| if term.negated { Choice::Exclude } else { Choice::Include })
}

fn holds(term: &Term, facet: Facet, value: &str) -> bool {
    let folded = fold(value, Case::Ignore);
    super::facets::term_choices(term).iter().any(|(of, chosen, _)| *of == facet && *chosen == folded)
}

/// The values of a term as they are to be written.
fn written_values(raw: &str) -> Vec<String> {
    super::lex::values_of(raw).iter().map(|value| quoted(value)).collect()
}

fn take_out(text: &mut String, term: &Term, facet: Facet, value: &str, lone: bool, after_bar: bool) {
    let range = term.range.clone();
    let raw = text[range.clone()].to_owned();
    let gone = fold(value, Case::Ignore);
    let others: Vec<String> = super::lex::values_of(&raw)
        .iter()
        .filter(|other| fold(facet.value_named(other), Case::Ignore) != gone)
        .map(|value| quoted(value))
        .collect();
    if !others.is_empty() {
        text.replace_range(range, &write_term(facet, &others, term.negated));
        return;
    }
    if lone {
        let mut after = range.end;
        if text[after..].starts_with(' ') {
            after += 1;
        }
        let is_last = after >= text.len();
        let before = if is_last { text[..range.start].trim_end().len() } else { range.start };
        text.replace_range(before..after, "");
        return;
    }
    // One of several alternatives goes with one of the bars beside it.
    let before = text[..range.start].trim_end();
    if after_bar && before.ends_with('|') {
        let start = before[..before.len() - 1].trim_end().len();
        text.replace_range(start..range.end, "");
    } else {
        let after = text[range.end..].trim_start();
        let after = after.strip_prefix('|').map_or(after, str::trim_start);
        let end = text.len() - after.len();
        text.replace_range(range.start..end, "");
    }
}

fn put_in(text: &str, facet: Facet, value: &str, choice: Choice) -> String {
    let negated = choice == Choice::Exclude;
    let query = Query::parse(text);
    let joins = |term: &&Term| {
        let same = match &term.test {
            Test::Value { facet: of, .. } => *of == facet,
            Test::When(_) => {
                facet == Facet::Year
                    && super::facets::term_choices(term).len() == written_values(&text[term.range.clone()]).len()
            }
            _ => false,
        };
        same && facet.is_single() && !negated && !term.negated
    };
    let lone = query.clauses.iter().filter(|clause| clause.any.len() == 1).flat_map(|clause| &clause.any);
    if let Some(term) = lone.into_iter().find(joins) {
        let mut values = written_values(&text[term.range.clone()]);
        values.push(quoted(value));
        let mut text = text.to_owned();
        text.replace_range(term.range.clone(), &write_term(facet, &values, false));
        return text;
    }
    // A quote left open would swallow what is added, and a bar at the end make an alternative of it.
    let kept = text.trim_end().trim_end_matches('|').trim_end();
    let kept = if kept.len() < text.trim_end().len() && text.trim_end().ends_with(" |") { kept } else { text };
    let closing = query.terms().last().map_or("", |term| super::lex::closing(&text[term.range.clone()]));
    let gap = if kept.is_empty() || kept.ends_with(char::is_whitespace) && closing.is_empty() { "" } else { " " };
    format!("{kept}{closing}{gap}{}", write_term(facet, &[quoted(value)], negated))
}

fn write_term(facet: Facet, values: &[String], negated: bool) -> String {
    format!("{}{}:{}", if negated { "!" } else { "" }, facet.name(), values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Choice = Choice::Include;
    const OFF: Choice = Choice::Exclude;

    #[test]
    fn choosing_edits_the_text() {
        for (text, facet, value, choice, edited) in [
            ("", Facet::Tag, "argo", ON, "tag:argo"),
            ("", Facet::Tag, "argo", OFF, "!tag:argo"),
            ("prom  deep", Facet::Speaker, "Tom Wilkie", ON, "prom  deep speaker:\"Tom Wilkie\""),
            ("prom ", Facet::Tag, "a,b", ON, "prom tag:\"a,b\""),
            ("tag:argo", Facet::Tag, "argo", ON, ""),
            ("tag:argo", Facet::Tag, "Argo", OFF, "!tag:Argo"),
            ("!tag:argo x", Facet::Tag, "argo", ON, "x tag:argo"),
            ("!tag:argo x", Facet::Tag, "argo", OFF, "x"),
            ("x #argo y", Facet::Tag, "argo", ON, "x y"),
            ("x #argo", Facet::Tag, "argo", ON, "x"),
            ("tag:argo,helm x", Facet::Tag, "argo", ON, "tag:helm x"),
            ("tag:argo | helm x", Facet::Tag, "argo", ON, "helm x"),
            ("helm | tag:argo x", Facet::Tag, "argo", ON, "helm x"),
            ("tag:argo", Facet::Tag, "helm", ON, "tag:argo tag:helm"),
            ("year:2021", Facet::Year, "2022", ON, "year:2021,2022"),
            ("year:2021,2022", Facet::Year, "2021", ON, "year:2022"),
            ("year:>2019", Facet::Year, "2021", ON, "year:>2019 year:2021"),
            ("event:\"KubeCon EU\"", Facet::Event, "FOSDEM", ON, "event:\"KubeCon EU\",FOSDEM"),
            ("topic:k8s,helm", Facet::Topic, "kubernetes", ON, "topic:helm"),
            ("!event:FOSDEM", Facet::Event, "KCD", OFF, "!event:FOSDEM !event:KCD"),
            ("\"half a phrase", Facet::Tag, "argo", ON, "\"half a phrase\" tag:argo"),
            ("helm |", Facet::Tag, "argo", ON, "helm tag:argo"),
            ("tag:argo", Facet::Tag, "argo", Choice::None, ""),
            ("x", Facet::Tag, "argo", Choice::None, "x"),
        ] {
            assert_eq!(toggle(text, facet, value, choice), edited, "{text:?} {value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_choice_reads_back_and_can_be_taken_back(
            text in "([a-z!'^$|#\":, \\\\é]|tag:|tag:argo|year:2021){0,10}",
            value in "[a-zA-Z ,\"\\\\|!#é]{1,8}",
        ) {
            proptest::prop_assume!(!value.trim().is_empty() && !fold(&value, Case::Ignore).is_empty());
            for choice in [ON, OFF] {
                let once = if stands(&Query::parse(&text), Facet::Tag, &value) == choice { toggle(&text, Facet::Tag, &value, Choice::None) } else { text.clone() };
                let chosen = toggle(&once, Facet::Tag, &value, choice);
                proptest::prop_assert_eq!(stands(&Query::parse(&chosen), Facet::Tag, &value), choice, "{}", chosen);
                let back = toggle(&chosen, Facet::Tag, &value, choice);
                proptest::prop_assert_eq!(stands(&Query::parse(&back), Facet::Tag, &value), Choice::None, "{}", back);
            }
        }
    }
}
