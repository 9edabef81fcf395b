//! Asking one talk whether it fits a plan, and how well: fields first, bodies only where the fields do not
//! decide.
//!
//! Not here: going through all talks on all cores (`run`).

use super::Facet;
use super::holds::holds;
use super::known::Known;
use super::needle::Needle;
use super::part::Part;
use super::pattern::{INSIDE, Match, Pattern, START, WHOLE};
use super::plan::{Ask, Check, Plan, Word, weighed};
use super::scan::Search;
use super::when::Span;
use crate::text::{Case, fold};

/// A talk being asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) part: &'a Part,
    /// Its place in the part.
    pub(super) at: usize,
    /// Its number in the library.
    pub(super) number: usize,
}

/// How a talk fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// Higher is better; below 2¹⁵.
    pub(super) score: u32,
    /// Whether its text had to be asked.
    pub(super) by_body: bool,
}

/// What the fields say about a term.
enum Verdict {
    No,
    /// It holds, by so much; a filter adds nothing.
    Yes(Option<Match>),
    /// The body decides.
    AskBody,
}

/// Asks talks; keeps its memory between them.
pub(super) struct Asker<'a> {
    plan: &'a Plan,
    known: Option<&'a Known>,
    /// Clauses that the body decides.
    open: Vec<usize>,
    /// Where in the title words were found.
    places: Vec<usize>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(plan: &'a Plan, known: Option<&'a Known>) -> Asker<'a> {
        Asker { plan, known, open: Vec::new(), places: Vec::new() }
    }

    /// Whether the talk fits, and how well.
    pub(super) fn ask(&mut self, asked: Asked<'_>) -> Option<Fit> {
        self.open.clear();
        self.places.clear();
        let mut quality = 0;
        let mut words = 0;
        for (number, clause) in self.plan.clauses.iter().enumerate() {
            match self.clause(clause, asked) {
                Verdict::No => return None,
                Verdict::AskBody => self.open.push(number),
                Verdict::Yes(None) => {}
                Verdict::Yes(Some(found)) => {
                    words += 1;
                    quality += u32::from(found.quality);
                    self.places.extend(found.at);
                }
            }
        }
        let mut by_body = false;
        for number in &self.open {
            by_body |= self.clause_in_body(&self.plan.clauses[*number], asked)?;
        }
        let near = if by_body && self.open.len() > 1 && self.are_near(asked) { 300 } else { 0 };
        let asked_words = words + self.open.len() as u32;
        let bonus = near + self.nearness() + if words == 1 || by_body { 0 } else { self.coverage(asked) };
        let score = (quality * 30).checked_div(asked_words).map_or(near, |score| score + bonus);
        Some(Fit { score: score.min(0x7fff), by_body })
    }

    /// The best of the clause's terms.
    fn clause(&self, clause: &[Check], asked: Asked<'_>) -> Verdict {
        let mut best = Verdict::No;
        for check in clause {
            let verdict = self.fields(check, asked);
            best = match (best, verdict) {
                (Verdict::Yes(Some(one)), Verdict::Yes(Some(other))) if one.quality >= other.quality => {
                    Verdict::Yes(Some(one))
                }
                (_, Verdict::Yes(Some(found))) => Verdict::Yes(Some(found)),
                (Verdict::Yes(found), _) => Verdict::Yes(found),
                (_, Verdict::Yes(None)) => Verdict::Yes(None),
                (Verdict::AskBody, _) | (_, Verdict::AskBody) => Verdict::AskBody,
                (Verdict::No, Verdict::No) => Verdict::No,
            };
        }
        best
    }

    fn fields(&self, check: &Check, asked: Asked<'_>) -> Verdict {
        let verdict = match &check.ask {
            Ask::Word(word) => match find_word(word, asked) {
                Some(found) => Verdict::Yes(Some(found)),
                None if word.body.is_some() => return Verdict::AskBody,
                None => Verdict::No,
            },
            Ask::Body(_) => return Verdict::AskBody,
            filter if self.passes(filter, asked) => Verdict::Yes(None),
            _ => Verdict::No,
        };
        match (check.negated, verdict) {
            (false, verdict) => verdict,
            (true, Verdict::No) => Verdict::Yes(None),
            (true, _) => Verdict::No,
        }
    }

    fn passes(&self, filter: &Ask, asked: Asked<'_>) -> bool {
        let Asked { part, at, .. } = asked;
        let talk = &part.talks[at];
        let stands_in = |patterns: &[Pattern], folded: &str, written: &str| {
            patterns.iter().any(|pattern| pattern.find_literal(folded, written).is_some())
        };
        match filter {
            Ask::Value(chosen) => part.values(at).iter().any(|id| chosen.get(*id as usize) == Some(&true)),
            Ask::Title(patterns) => stands_in(patterns, part.title(at), &talk.title),
            Ask::File(patterns) => {
                let path = &talk.note.relative;
                stands_in(patterns, &fold(path, Case::Ignore), path)
            }
            Ask::When(spans) => talk.date.is_some_and(|date| spans.iter().any(|span| span.covers(Span::of(date)))),
            Ask::Has(what) => what.iter().any(|what| holds(talk, *what)),
            Ask::Is(states) => self.known.is_some_and(|known| known.is_any(talk.id, states)),
            Ask::Word(_) | Ask::Body(_) => false,
        }
    }

    /// Whether a clause that the fields left open holds, and then whether by what the body says.
    fn clause_in_body(&self, clause: &[Check], asked: Asked<'_>) -> Option<bool> {
        let mut holds_without = false;
        for check in clause {
            let stands = match &check.ask {
                Ask::Word(word) => word.body.is_some_and(|body| self.stands(body, asked)),
                Ask::Body(bodies) => bodies.iter().any(|body| self.stands(*body, asked)),
                _ => continue,
            };
            match (check.negated, stands) {
                (false, true) => return Some(true),
                // What a field matched does not hold negated, whatever the body says.
                (true, false) => holds_without |= matches!(self.fields(check, asked), Verdict::AskBody),
                _ => {}
            }
        }
        holds_without.then_some(false)
    }

    fn stands(&self, body: usize, asked: Asked<'_>) -> bool {
        let Asked { part, at, number } = asked;
        let search: &Search = &self.plan.bodies[body];
        search.holds(number, &part.talks[at], part.letters[at])
    }

    /// Whether all that the body was asked for stands close together somewhere in it.
    fn are_near(&self, asked: Asked<'_>) -> bool {
        let Asked { part, at, .. } = asked;
        let clauses = self.open.iter().map(|number| &self.plan.clauses[*number]);
        let wanted = clauses.flatten().filter(|check| !check.negated).filter_map(|check| match &check.ask {
            Ask::Word(word) => word.body,
            Ask::Body(bodies) => bodies.first().copied(),
            _ => None,
        });
        let mut needles: Vec<&Needle> = wanted.map(|body| &self.plan.bodies[body].needle).collect();
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.text.len()));
        let Some((longest, others)) = needles.split_first() else { return false };
        !others.is_empty() && longest.stands_near(others, &part.talks[at], part.letters[at])
    }

    /// Words close together in the title are worth more than words far apart.
    fn nearness(&self) -> u32 {
        let (Some(first), Some(last)) = (self.places.iter().min(), self.places.iter().max()) else { return 0 };
        let start = if *first == 0 { 150 } else { 0 };
        if self.places.len() < 2 {
            return start;
        }
        let in_order = if self.places.is_sorted() { 150 } else { 0 };
        start + in_order + 1200u32.saturating_sub(20 * (last - first) as u32)
    }

    /// A title that says little else than what was typed is worth more.
    fn coverage(&self, asked: Asked<'_>) -> u32 {
        let Asked { part, at, .. } = asked;
        let typed: usize = self.plan.clauses.iter().flatten().filter_map(Check::typed_letters).sum();
        let title = part.title(at).len().max(1);
        (300 * typed.min(title) / title) as u32
    }
}

impl Check {
    fn typed_letters(&self) -> Option<usize> {
        match &self.ask {
            Ask::Word(word) if !self.negated => Some(word.pattern.lower().len()),
            _ => None,
        }
    }
}

/// The best match of a word in the fields of a talk.
fn find_word(word: &Word, asked: Asked<'_>) -> Option<Match> {
    let Asked { part, at, .. } = asked;
    let title = find_in_title(word, part, at);
    if title.is_none()
        && let Some((days, date)) = word.days.zip(part.talks[at].date)
        && days.covers(Span::of(date))
    {
        return Some(Match { quality: weighed(WHOLE, Facet::Year), at: None });
    }
    if title.is_some_and(|found| found.quality >= START) || word.values.is_empty() {
        return title;
    }
    let values = part.values(at).iter().map(|id| word.values.get(*id as usize).copied().unwrap_or(0));
    let best = values.max().unwrap_or(0);
    match title {
        Some(found) if found.quality >= best => Some(found),
        _ if best > 0 => Some(Match { quality: best, at: None }),
        found => found,
    }
}

fn find_in_title(word: &Word, part: &Part, at: usize) -> Option<Match> {
    let pattern = &word.pattern;
    if pattern.mask & !part.title_masks[at] != 0 {
        return None;
    }
    if pattern.is_one_letter() && !word.begins && !word.ends {
        let quality = if pattern.mask & part.title_initials[at] != 0 { START } else { INSIDE };
        return Some(Match { quality, at: None });
    }
    let folded = part.title(at);
    if word.begins && !folded.starts_with(pattern.lower()) || word.ends && !folded.ends_with(pattern.lower()) {
        return None;
    }
    let written = &part.talks[at].title;
    if word.begins || word.ends {
        let exact = pattern.exact().map(|exact| (exact, fold(written, Case::Keep)));
        let fits = |(exact, written): (&str, String)| {
            (!word.begins || written.starts_with(exact)) && (!word.ends || written.ends_with(exact))
        };
        return exact.is_none_or(fits).then_some(Match { quality: START, at: word.begins.then_some(0) });
    }
    pattern.find_with_initials(folded, written, part.title_initials[at])
}
