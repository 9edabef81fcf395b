//! Searching as a person does it, over a small library.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::fixture::{Make, batch, found, index, search, talk, titles};
use super::*;
use crate::talk::TalkId;

fn library() -> Vec<Make> {
    vec![
        talk("Scaling Prometheus", "Remote write and **sharding**.\nSee [docs](https://thanos.io/tip).")
            .by("Tom Wilkie", "Grafana Labs")
            .at("KubeCon EU", 2022, 5, 18)
            .topics(&["prometheus"])
            .tags(&["metrics"])
            .section("Observability"),
        talk("Keynote: Ten Years of Containers", "They run Prometheus everywhere.\n\n```mermaid\nA --> B\n```")
            .by("Priya Prometheus", "CNCF")
            .at("KubeCon NA", 2023, 11, 7),
        talk("Alerts without Tears", "Write fewer alerts.\n\n| a | b |\n|---|---|\n| 1 | 2 |")
            .by("Łukasz Wójcik", "Red Hat")
            .at("KubeCon EU", 2022, 5, 19)
            .topics(&["prometheus", "alertmanager"])
            .tags(&["metrics", "on-call"]),
        talk("GitOps with Argo CD", "A pull-based system. Argo watches the repository.")
            .by("Ana Margarita Medina", "Lightstep")
            .at("FOSDEM", 2021, 2, 6)
            .topics(&["argo"])
            .tags(&["argo", "argo-cd"])
            .file("fosdem/2021.md"),
        talk("可観測性はコストと切り離せない", "本番環境での学び。Ｋｕｂｅｒｎｅｔｅｓ の運用。")
            .by("山田 太郎", "メルカリ")
            .at("CloudNative Days Tokyo", 2023, 12, 11),
        talk("Notes on Helm", "The helm chart was café-coloured. ARGO was mentioned."),
    ]
}

#[test]
fn queries_find_what_they_should() {
    let index = index(&library());
    for (query, expected) in [
        // A word looks in titles, then people, then topics, then the text.
        ("prometheus", "Scaling Prometheus; Keynote: Ten Years of Containers; Alerts without Tears"),
        ("prometheus everywhere", "/ Keynote: Ten Years of Containers"),
        ("wilkie", "Scaling Prometheus"),
        ("grafana scal", "Scaling Prometheus"),
        ("scal grafana", "Scaling Prometheus"),
        ("prmtheus wilkie", "Scaling Prometheus"),
        ("sharding", "/ Scaling Prometheus"),
        ("wojcik", "Alerts without Tears"),
        ("lukasz red", "Alerts without Tears"),
        ("tokyo", "可観測性はコストと切り離せない"),
        ("観測", "可観測性はコストと切り離せない"),
        ("kubernetes", "/ 可観測性はコストと切り離せない"),
        ("学び", "/ 可観測性はコストと切り離せない"),
        ("cafe", "/ Notes on Helm"),
        ("argo", "GitOps with Argo CD / Notes on Helm"),
        ("Helm", "Notes on Helm"),
        ("HELM", ""),
        ("zzz", ""),
        // Links are not read.
        ("thanos", ""),
        ("tip", ""),
        // Signs.
        ("'prom", "Scaling Prometheus; Keynote: Ten Years of Containers; Alerts without Tears"),
        ("^scal", "Scaling Prometheus"),
        ("^prom", ""),
        ("prometheus$", "Scaling Prometheus"),
        ("^notes", "Notes on Helm"),
        ("\"pull-based system\"", "/ GitOps with Argo CD"),
        ("\"argo cd\"", "GitOps with Argo CD"),
        ("\"remote write\" !tag:on-call", "/ Scaling Prometheus"),
        // Fields.
        ("tag:argo", "GitOps with Argo CD"),
        ("#metrics !speaker:tom", "Alerts without Tears"),
        ("topic:prometheus", "Alerts without Tears; Scaling Prometheus"),
        ("topic:alert,argo", "Alerts without Tears; GitOps with Argo CD"),
        ("speaker:\"tom wilkie\"", "Scaling Prometheus"),
        ("speaker:medina", "GitOps with Argo CD"),
        ("org:hat", "Alerts without Tears"),
        ("event:kubecon", "Keynote: Ten Years of Containers; Alerts without Tears; Scaling Prometheus"),
        ("section:obs", "Scaling Prometheus"),
        ("title:containers", "Keynote: Ten Years of Containers"),
        ("file:fosdem", "GitOps with Argo CD"),
        ("text:prometheus", "/ Keynote: Ten Years of Containers"),
        ("text:helm", "/ Notes on Helm"),
        ("text:argo,café", "/ Notes on Helm; GitOps with Argo CD"),
        ("year:2021", "GitOps with Argo CD"),
        ("date:2022-05", "Alerts without Tears; Scaling Prometheus"),
        ("date:>2023-11", "可観測性はコストと切り離せない"),
        ("date:2021..2022", "Alerts without Tears; Scaling Prometheus; GitOps with Argo CD"),
        ("kubecon 2023", "Keynote: Ten Years of Containers"),
        ("has:diagram", "Keynote: Ten Years of Containers"),
        ("has:table", "Alerts without Tears"),
        ("has:link,diagram", "Keynote: Ten Years of Containers; Scaling Prometheus"),
        ("!has:speaker", "Notes on Helm"),
        // Not, and either.
        ("argo !helm", "GitOps with Argo CD"),
        ("!prometheus !argo", "可観測性はコストと切り離せない"),
        ("helm | gitops", "GitOps with Argo CD; Notes on Helm"),
        ("helm | year:2023", "Keynote: Ten Years of Containers; 可観測性はコストと切り離せない; Notes on Helm"),
        // What is being typed has no effect yet.
        ("tag: gitops", "GitOps with Argo CD"),
        ("gitops !", "GitOps with Argo CD"),
    ] {
        let results = found(&index, query);
        if query.contains('|') {
            let sorted = |titles: &str| {
                let mut titles: Vec<String> = titles.split("; ").map(str::to_owned).collect();
                titles.sort();
                titles
            };
            assert_eq!(sorted(&results), sorted(expected), "{query}");
        } else {
            assert_eq!(results, expected, "{query}");
        }
    }
}

#[test]
fn an_empty_query_is_the_library_in_its_order() {
    let index = index(&library());
    let results = search(&index, "  tag: ");
    assert_eq!(results.hits, (0..6).map(TalkIx).collect::<Vec<_>>());
    assert_eq!(results.in_fields, 6);
}

#[test]
fn ranking_is_what_a_person_expects() {
    for (query, better, worse) in [
        ("helm", talk("Helm", ""), talk("A Talk", "").by("Helm Hansen", "X")),
        ("helm", talk("A Talk", "").by("Helm Hansen", "X"), talk("A Talk", "").tags(&["helm"])),
        ("helm", talk("A Talk", "").tags(&["helm"]), talk("A Talk", "helm helm helm")),
        ("argo", talk("Using Argo", ""), talk("Using Argonauts", "")),
        ("argo", talk("Using Argonauts", ""), talk("Cargo Cults", "")),
        ("argo", talk("Cargo Cults", ""), talk("Argentinian Open Source", "")),
        ("argo", talk("A Talk", "").tags(&["argo"]), talk("Cargo Cults", "")),
        (
            "data plane",
            talk("The Data Plane Explained in Depth", ""),
            talk("Data Gravity and Why Every Control Plane Fails", ""),
        ),
        ("prom", talk("Prometheus", "").at("E", 2023, 1, 1), talk("Prometheus", "").at("E", 2022, 1, 1)),
    ] {
        for (pair, best) in [([better.clone(), worse.clone()], 0), ([worse.clone(), better.clone()], 1)] {
            let index = index(&pair);
            let results = search(&index, query);
            let first = results.hits.first().map(|ix| ix.0 as usize);
            assert_eq!(first, Some(best), "{query}: {:?}", titles(&index, &results.hits));
        }
    }
}

#[test]
fn facets_count_the_hits_and_keep_what_is_chosen() {
    let index = index(&library());
    let group = |query: &str, facet: Facet| {
        let results = search(&index, query);
        let group = results.facets.into_iter().find(|group| group.facet == facet);
        let values = group.map(|group| group.values).unwrap_or_default();
        values
            .iter()
            .map(|v| format!("{}={}{}", v.value, v.count, ["", "+", "-"][v.chosen as usize]))
            .collect::<Vec<_>>()
    };
    assert_eq!(group("", Facet::Topic), ["prometheus=2", "alertmanager=1", "argo=1"]);
    assert_eq!(group("", Facet::Year), ["2022=2", "2023=2", "2021=1"]);
    assert_eq!(group("topic:argo", Facet::Topic), ["argo=1+"]);
    assert_eq!(group("topic:argo scaling", Facet::Topic), ["argo=0+"]);
    assert_eq!(group("!topic:argo", Facet::Topic), ["prometheus=2", "alertmanager=1", "argo=0-"]);
    assert_eq!(group("year:2022", Facet::Event), ["KubeCon EU=2"]);
    assert_eq!(group("year:2022", Facet::Year), ["2022=2+"]);
    let few = SearchOptions { facet_values: 1, ..SearchOptions::default() };
    let results = index.search(&Query::parse("topic:argo | x | !y"), &few, &|| false).expect("not cancelled");
    let topics = &results.facets[0];
    assert_eq!((topics.values.len(), &*topics.values[0].value, topics.more), (1, "argo", 2));
}

#[test]
fn a_facet_value_gives_what_its_count_promised() {
    let index = index(&library());
    for group in search(&index, "").facets {
        for value in group.values {
            let query = toggle("", group.facet, &value.value, Choice::Include);
            assert_eq!(search(&index, &query).hits.len(), value.count as usize, "{query}");
        }
    }
}

#[test]
fn orders_other_than_by_match() {
    let index = index(&library());
    let sorted = |sort, reverse| {
        let options = SearchOptions { sort, reverse, ..SearchOptions::default() };
        let results = index.search(&Query::parse("!title:tears"), &options, &|| false).expect("not cancelled");
        results.hits.iter().map(|ix| ix.0).collect::<Vec<_>>()
    };
    assert_eq!(sorted(Sort::Date, false), [4, 1, 0, 3, 5]);
    assert_eq!(sorted(Sort::Date, true), [3, 0, 1, 4, 5]);
    assert_eq!(sorted(Sort::Title, false), [3, 1, 5, 0, 4]);
    assert_eq!(sorted(Sort::Event, false), [4, 3, 0, 1, 5]);
    assert_eq!(sorted(Sort::Speaker, false), [3, 1, 0, 4, 5]);
    assert_eq!(sorted(Sort::File, true), [5, 4, 3, 1, 0]);
    assert_eq!(sorted(Sort::Length, false)[0], 4);
    for sort in Sort::ALL {
        assert_eq!(sort.name().parse(), Ok(sort));
    }
    assert!("size".parse::<Sort>().is_err_and(|error| error.to_string().contains("length")));
}

#[test]
fn sorted_talks_stand_under_headings() {
    let index = index(&library());
    let heading = |sort: Sort, ix| index.talk(TalkIx(ix)).and_then(|talk| sort.heading(talk));
    assert_eq!(heading(Sort::Date, 0).as_deref(), Some("2022-05"));
    assert_eq!(heading(Sort::Date, 5).as_deref(), Some("no date"));
    assert_eq!(heading(Sort::Event, 1).as_deref(), Some("KubeCon NA"));
    assert_eq!(heading(Sort::Match, 1), None);
}

#[test]
fn starred_talks_are_known_from_outside() {
    let index = index(&library());
    let starred = HashSet::from([TalkId(2), TalkId(5)]);
    let options = SearchOptions { starred: Some(&starred), ..SearchOptions::default() };
    let hits = |query: &str| index.search(&Query::parse(query), &options, &|| false).map(|results| results.hits);
    assert_eq!(hits("is:starred"), Some(vec![TalkIx(2), TalkIx(5)]));
    assert_eq!(hits("!is:starred argo"), Some(vec![TalkIx(3)]));
}

#[test]
fn another_name_of_a_topic_finds_it() {
    let index = index(&library());
    let topic_of = |word: &str| (word == "prom").then_some("Prometheus").or((word == "am").then_some("alertmanager"));
    let options = SearchOptions { topic_of: Some(topic_of), ..SearchOptions::default() };
    let hits = |query: &str| {
        let results = index.search(&Query::parse(query), &options, &|| false).expect("not cancelled");
        titles(&index, &results.hits[..results.in_fields])
    };
    assert_eq!(hits("am wojcik"), ["Alerts without Tears"]);
    assert_eq!(hits("prom"), ["Scaling Prometheus", "Keynote: Ten Years of Containers", "Alerts without Tears"]);
    assert!(!hits("!am").contains(&"Alerts without Tears".to_owned()));
}

#[test]
fn slips_are_mended_when_asked_for_and_only_where_nothing_matches() {
    let index = index(&library());
    let mended = |query: &str| {
        let options = SearchOptions { mend_typos: true, ..SearchOptions::default() };
        let results = index.search(&Query::parse(query), &options, &|| false).expect("not cancelled");
        (results.mended, results.hits.len())
    };
    assert_eq!(mended("promethues wilkie"), (Some("prometheus wilkie".into()), 1));
    assert_eq!(mended("tag:metrics  sclaing !x"), (Some("tag:metrics  scaling !x".into()), 1));
    assert_eq!(mended("prometheus"), (None, 3));
    assert_eq!(mended("xyzzyx"), (None, 0));
    assert_eq!(mended("prometheus tag:argo"), (None, 0));
    assert_eq!(search(&index, "promethues").hits.len(), 0);
}

#[test]
fn a_cancelled_search_gives_nothing() {
    let index = index(&library());
    assert!(index.search(&Query::parse("argo"), &SearchOptions::default(), &|| true).is_none());
}

#[test]
fn the_line_that_matched_is_shown() {
    let index = index(&library());
    let shown = |query: &str, ix: u32| {
        index.talk(TalkIx(ix)).and_then(|talk| excerpt(&Query::parse(query), talk)).map(|excerpt| {
            let marked: Vec<&str> = excerpt.marks.iter().map(|mark| &excerpt.text[mark.clone()]).collect();
            format!("{}+{}: {} [{}]", excerpt.line, excerpt.more, excerpt.text, marked.join(","))
        })
    };
    assert_eq!(shown("sharding", 0).as_deref(), Some("3+0: Remote write and **sharding**. [sharding]"));
    assert_eq!(shown("cafe", 5).as_deref(), Some("3+0: The helm chart was café-coloured. ARGO was mentioned. [café]"));
    assert_eq!(shown("fewer alerts", 2).as_deref(), Some("3+0: Write fewer alerts. [fewer,alerts]"));
    assert_eq!(shown("thanos", 0), None);
    assert_eq!(shown("tag:metrics", 0), None);
}

#[test]
fn a_phrase_is_read_over_line_ends_and_emphasis() {
    let body = "It is a **pull-based**\n  system, they say.\n\n> Deep\n> dive now. Go!";
    let index = index(&[talk("A Talk", body), talk("Another", "pull-based; and a system. Deeper dive.")]);
    assert_eq!(found(&index, "\"pull-based system\""), "/ A Talk");
    assert_eq!(found(&index, "\"PULL-BASED System\""), "");
    assert_eq!(found(&index, "\"deep dive now\""), "/ A Talk");
    assert_eq!(found(&index, "\"go\""), "/ A Talk");
    let shown = index.talk(TalkIx(0)).and_then(|talk| excerpt(&Query::parse("\"pull-based system\""), talk));
    assert_eq!(shown.map(|shown| shown.line), Some(3));
}

#[test]
fn words_close_together_in_a_text_come_first() {
    let far = format!("The data is here. {} And a plane.", "Much more is said. ".repeat(30));
    let index = index(&[talk("Far", &far), talk("Near", &format!("{far}\nThe data plane."))]);
    assert_eq!(found(&index, "data plane"), "/ Near; Far");
}

#[test]
fn texts_that_make_more_of_a_word_come_first() {
    let index = index(&[
        talk("Once", "We use kyverno."),
        talk("Often", "Kyverno here, kyverno there: <https://kyverno.io>, kyverno everywhere."),
        talk("Heading", "### Kyverno\nA policy engine."),
    ]);
    assert_eq!(found(&index, "kyverno"), "/ Heading; Often; Once");
}

#[test]
fn a_long_line_is_cut_around_its_match() {
    let long = format!("- {} needle {}", "before ".repeat(40), "after ".repeat(80));
    let index = index(&[talk("A Talk", &long)]);
    let excerpt = index.talk(TalkIx(0)).and_then(|talk| excerpt(&Query::parse("needle"), talk)).expect("found");
    assert!(excerpt.text.starts_with("…before before") && excerpt.text.ends_with('…'), "{}", excerpt.text);
    assert!(excerpt.text.chars().count() < 250);
    assert_eq!(&excerpt.text[excerpt.marks[0].clone()], "needle");
}

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
        for group in results.facets.iter().filter(|group| group.facet == Facet::Tag) {
            for value in &group.values {
                let has = |ix: &&TalkIx| index.talk(**ix).is_some_and(|talk| {
                    talk.tags.iter().any(|tag| crate::text::fold(tag, crate::text::Case::Ignore) == crate::text::fold(&value.value, crate::text::Case::Ignore))
                });
                prop_assert_eq!(results.hits.iter().filter(has).count(), value.count as usize);
            }
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
        let options = SearchOptions { mend_typos: true, ..SearchOptions::default() };
        for text in [query.clone(), format!("\"{query}\""), format!("text:{query} | !{query}"), body.chars().take(8).collect()] {
            let parsed = Query::parse(&text);
            let results = index.search(&parsed, &options, &|| false).expect("not cancelled");
            prop_assert!(results.in_fields <= results.hits.len() && results.hits.len() <= 1);
            let excerpt = index.talk(TalkIx(0)).and_then(|talk| excerpt(&parsed, talk));
            if results.in_fields < results.hits.len() && results.mended.is_none() {
                prop_assert!(excerpt.is_some(), "{}", text);
            }
            if let Some(excerpt) = excerpt {
                prop_assert!(excerpt.marks.iter().all(|mark| excerpt.text.get(mark.clone()).is_some()));
            }
        }
        let _ = related(&index, TalkIx(0), &|| false);
    }
}
