//! What holds of any search over any talks.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::fixture::{Make, batch, index, search, talk};
use super::*;
use crate::talk::Talk;

const WORDS: [&str; 16] = [
    "kubernetes",
    "prometheus",
    "argo",
    "argo-cd",
    "helm",
    "Zoë",
    "可観測性",
    "scaling",
    "kube",
    "data",
    "plane",
    "a",
    "café",
    "ＫＵＢＥ",
    "operations",
    "Tom",
];

prop_compose! {
    fn some_talk()(
        title in proptest::collection::vec(0..WORDS.len(), 1..5),
        body in proptest::collection::vec(0..WORDS.len(), 0..6),
        speaker in 0..WORDS.len(),
        tags in proptest::collection::vec(0..WORDS.len(), 0..3),
        year in 2019i16..2023,
    ) -> Make {
        let text = |words: &[usize]| words.iter().map(|at| WORDS[*at]).collect::<Vec<_>>().join(" ");
        let title: &'static str = text(&title).leak();
        let tags: Vec<&str> = tags.iter().map(|at| WORDS[*at]).collect();
        let body = text(&body).replace("data ", "data\n").replace("plane ", "**plane** ");
        talk(title, &body).by(WORDS[speaker], "Org").at("Event", year, 1, 1).tags(&tags)
    }
}

/// The values of a talk that a facet counts.
fn values_of(talk: &Talk, facet: Facet) -> Vec<String> {
    let strings = |values: &[Arc<str>]| values.iter().map(ToString::to_string).collect();
    match facet {
        Facet::Topic => strings(&talk.topics),
        Facet::Tag => strings(&talk.tags),
        Facet::Speaker => talk.speakers.iter().map(|speaker| speaker.name.to_string()).collect(),
        Facet::Organization => strings(&talk.organizations),
        Facet::Event => talk.event.iter().map(ToString::to_string).collect(),
        Facet::Section => strings(&talk.section),
        Facet::Year => talk.date.iter().map(|date| date.year.to_string()).collect(),
    }
}

fn some_query() -> impl Strategy<Value = String> {
    "((!?'?|tag:|text:|speaker:|title:)(kub|kube|kubrntes|arg|argo|zoe|Tom|cafe|観測|data|plane|a|ope|prmts)( \\| | )|\"(data plane|plane a|kube|caf)\" ){1,3}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_and_earlier_results_make_no_difference(
        talks in proptest::collection::vec(some_talk(), 1..12), query in some_query(), cut in 0usize..12, before in some_query(),
    ) {
        let whole = index(&talks);
        let expected = search(&whole, &query);
        let all = batch(&talks);
        let mut parts = Index::default();
        let (front, back) = all.split_at(cut.min(all.len()));
        parts.add(Arc::new(Part::of(front.to_vec().into())));
        let mut within = Some(search(&parts, &before));
        parts.add(Arc::new(Part::of(back.to_vec().into())));
        // As if typed letter by letter, and the last letters deleted again.
        let typed = query.char_indices().map(|(end, _)| &query[..end]);
        for text in typed.clone().chain(std::iter::once(&*query)).chain(typed.rev().take(3)).chain(std::iter::once(&*query)) {
            let options = SearchOptions { within: within.as_ref(), ..SearchOptions::default() };
            within = parts.search(&Query::parse(text), &options, &|| false);
        }
        let results = within.expect("not cancelled");
        prop_assert_eq!(&results.hits, &expected.hits);
        prop_assert_eq!(results.in_fields, expected.in_fields);
        let counts = |results: &Results| results.facets.iter().map(|g| (g.facet, g.values.clone())).collect::<Vec<_>>();
        prop_assert_eq!(counts(&results), counts(&expected));
    }

    #[test]
    fn another_term_never_adds_hits(talks in proptest::collection::vec(some_talk(), 1..12), one in some_query(), other in some_query()) {
        let index = index(&talks);
        let fewer: HashSet<u32> = search(&index, &format!("{one} {other}")).hits.iter().map(|ix| ix.0).collect();
        let one = one.trim_end_matches(['|', ' ']);
        let more: HashSet<u32> = search(&index, one).hits.iter().map(|ix| ix.0).collect();
        prop_assume!(!other.starts_with('|'));
        let joined = Query::parse(&format!("{one} {other}"));
        prop_assume!(joined.clauses.len() == Query::parse(one).clauses.len() + Query::parse(&other).clauses.len());
        let fewer_again: HashSet<u32> = search(&index, joined.text()).hits.iter().map(|ix| ix.0).collect();
        prop_assert!(fewer_again.is_subset(&more));
        prop_assert!(fewer.len() <= talks.len());
    }

    #[test]
    fn counts_are_what_counting_by_hand_gives(talks in proptest::collection::vec(some_talk(), 1..12), query in some_query()) {
        let index = index(&talks);
        let results = search(&index, &query);
        let fold = |text: &str| crate::text::fold(text, crate::text::Case::Ignore);
        for group in &results.facets {
            // What is chosen by another name than any value has is counted otherwise.
            let is_known = |value: &&FacetValue| index.values().any(|(known, _)| known.facet == group.facet && *known.name == value.value);
            for value in group.values.iter().filter(is_known) {
                let has = |ix: &&TalkIx| index.talk(**ix).is_some_and(|talk| values_of(talk, group.facet).iter().any(|other| fold(other) == fold(&value.value)));
                prop_assert_eq!(results.hits.iter().filter(has).count(), value.count as usize, "{:?} {}", group.facet, value.value);
            }
            for ix in &results.hits {
                for other in values_of(index.talk(*ix).expect("a talk"), group.facet) {
                    prop_assert!(group.values.iter().any(|value| fold(&value.value) == fold(&other)), "{:?} {}", group.facet, other);
                }
            }
        }
    }

    #[test]
    fn every_order_is_total(talks in proptest::collection::vec(some_talk(), 1..12), query in some_query(), cut in 0usize..12) {
        let whole = index(&talks);
        let all = batch(&talks);
        let mut parts = Index::default();
        let (front, back) = all.split_at(cut.min(all.len()));
        for part in [front, back] {
            parts.add(Arc::new(Part::of(part.to_vec().into())));
        }
        let query = Query::parse(&query);
        let found: HashSet<u32> = search(&whole, query.text()).hits.iter().map(|ix| ix.0).collect();
        for (sort, reverse) in Sort::ALL.into_iter().flat_map(|sort| [(sort, false), (sort, true)]) {
            let options = SearchOptions { sort, reverse, ..SearchOptions::default() };
            let results = |index: &Index| index.search(&query, &options, &|| false).expect("not cancelled");
            let Results { hits: ordered, in_fields, .. } = results(&whole);
            prop_assert_eq!(&ordered, &results(&parts).hits, "{:?} {}", sort, reverse);
            prop_assert_eq!(ordered.len(), found.len());
            prop_assert!(ordered.iter().all(|ix| found.contains(&ix.0)));
            let first_by_day = |pair: &[TalkIx]| {
                let day = |ix: TalkIx| whole.talk(ix).and_then(|talk| talk.date).map(|date| date.year);
                day(pair[0]) >= day(pair[1])
            };
            let (by_fields, by_body) = ordered.split_at(in_fields);
            let is_newest_first = by_fields.windows(2).chain(by_body.windows(2)).all(first_by_day);
            // All are of one event: equal ones go by date, whichever way round.
            prop_assert!(sort != Sort::Event && (sort != Sort::Date || reverse) || is_newest_first, "{:?}", sort);
        }
    }

    #[test]
    fn a_hit_by_its_fields_or_text_shows_what_matched(talks in proptest::collection::vec(some_talk(), 1..12), word in "(kub|kube|kubrntes|argo|zoe|Tom|cafe|観測|plane|ope)") {
        let index = index(&talks);
        let results = search(&index, &word);
        let query = Query::parse(&word);
        for (nth, ix) in results.hits.iter().enumerate() {
            let talk = index.talk(*ix).expect("a talk");
            let labels = [(Field::Title, &*talk.title)].into_iter()
                .chain(talk.speakers.iter().map(|s| (Field::Value(Facet::Speaker), &*s.name)))
                .chain(talk.tags.iter().map(|t| (Field::Value(Facet::Tag), &**t)))
                .chain(talk.event.iter().map(|e| (Field::Value(Facet::Event), &**e)))
                .chain(talk.organizations.iter().map(|o| (Field::Value(Facet::Organization), &**o)));
            let marked = labels.map(|(field, label)| query.marks(field, label).len()).sum::<usize>();
            if nth < results.in_fields {
                prop_assert!(marked > 0, "{} in {}", word, talk.title);
            } else {
                let excerpt = excerpt(&query, talk).expect("a line");
                prop_assert!(!excerpt.marks.is_empty());
            }
        }
    }
}

proptest! {
    #[test]
    fn any_query_over_any_talk_is_answered(
        query in "\\PC{0,20}", title in "\\PC{0,20}", body in "(\\PC|[\r\n]){0,60}", mojibake in any::<bool>(),
    ) {
        let mut talks = batch(&[talk("Title", &body)]).to_vec();
        talks[0].title = title.into();
        let mut note = (*talks[0].note).clone();
        note.mojibake = mojibake;
        talks[0].note = Arc::new(note);
        let mut index = Index::default();
        index.add(Arc::new(Part::of(talks.into())));
        let options = SearchOptions { looks_further: true, ..SearchOptions::default() };
        for text in [query.clone(), format!("\"{query}\""), format!("text:{query} | !{query}"), body.chars().take(8).collect()] {
            let parsed = Query::parse(&text);
            let results = index.search(&parsed, &options, &|| false).expect("not cancelled");
            prop_assert!(results.in_fields <= results.hits.len() && results.hits.len() <= 1);
            let excerpt = index.talk(TalkIx(0)).and_then(|talk| excerpt(&parsed, talk));
            if results.in_fields < results.hits.len() && results.mended.is_none() && results.apart.is_empty() {
                prop_assert!(excerpt.is_some(), "{}", text);
            }
            if let Some(excerpt) = excerpt {
                prop_assert!(excerpt.marks.iter().all(|mark| excerpt.text.get(mark.clone()).is_some()));
            }
        }
        let _ = related(&index, TalkIx(0), &|| false);
    }
}
