//! Searching as a person does it, over a small library.

use std::sync::Arc;

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
            .topics(&["prometheus", "alert rules"])
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
fn talks_with_a_recording_or_slides_are_found() {
    let index = index(&[
        talk("Tides", "Seen at https://youtu.be/tides today."),
        talk("Ropes", "The [slides](https://ropes.example/deck) and the [source](https://ropes.example/src)."),
        talk("Knots", "Slides were shown, and a video. See [the guide](https://knots.example)."),
        talk("Sails", "No link."),
    ]);
    for (query, expected) in [
        ("has:recording", "Tides"),
        ("has:slides", "Ropes"),
        ("has:recordings,slides", "Tides; Ropes"),
        ("!has:slides has:link", "Tides; Knots"),
        ("has:rec", "Tides; Ropes; Knots; Sails"),
    ] {
        assert_eq!(found(&index, query), expected, "{query}");
    }
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
        // Where a link leads is no text, but who types an address looks for it.
        ("thanos", ""),
        ("thanos.io", "/ Scaling Prometheus"),
        ("https://thanos.io/tip", "/ Scaling Prometheus"),
        // Whole width and half, and words that no blank sets apart.
        ("ﾒﾙｶﾘ", "可観測性はコストと切り離せない"),
        ("ｗｉｌｋｉｅ", "Scaling Prometheus"),
        ("太郎", "可観測性はコストと切り離せない"),
        ("コスト 山田", "可観測性はコストと切り離せない"),
        ("環境", "/ 可観測性はコストと切り離せない"),
        ("\"の学び\"", "/ 可観測性はコストと切り離せない"),
        ("^可観測", "可観測性はコストと切り離せない"),
        ("切り離せない$", "可観測性はコストと切り離せない"),
        ("!観測 !kube !helm !metrics", "GitOps with Argo CD"),
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
        ("^scaling$", ""),
        ("helm$ !^the", "Notes on Helm"),
        ("'argo|^keynote", "Keynote: Ten Years of Containers; GitOps with Argo CD"),
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
        ("date:>=2023-11", "可観測性はコストと切り離せない; Keynote: Ten Years of Containers"),
        ("date:>=2023-11 date:<2023-12", "Keynote: Ten Years of Containers"),
        ("date:<=2022-05-18", "Scaling Prometheus; GitOps with Argo CD"),
        ("date:2022-05-19", "Alerts without Tears"),
        ("year:<2022", "GitOps with Argo CD"),
        ("year:2021,2023 !event:cloudnative", "Keynote: Ten Years of Containers; GitOps with Argo CD"),
        ("date:..2021", "GitOps with Argo CD"),
        ("date:2023-12..", "可観測性はコストと切り離せない"),
        ("year:2021-2022 !has:table", "Scaling Prometheus; GitOps with Argo CD"),
        ("date:2021..2022", "Alerts without Tears; Scaling Prometheus; GitOps with Argo CD"),
        ("2023-11", "Keynote: Ten Years of Containers"),
        ("kubecon 2023", "Keynote: Ten Years of Containers"),
        ("has:diagram", "Keynote: Ten Years of Containers"),
        ("has:table", "Alerts without Tears"),
        ("has:link,diagram", "Keynote: Ten Years of Containers; Scaling Prometheus"),
        ("!has:speaker", "Notes on Helm"),
        // Not, and either.
        ("argo !helm", "GitOps with Argo CD"),
        ("!prometheus !argo", "可観測性はコストと切り離せない"),
        ("helm | gitops", "GitOps with Argo CD; Notes on Helm"),
        ("helm|gitops", "GitOps with Argo CD; Notes on Helm"),
        ("has:table|diagram", "Alerts without Tears; Keynote: Ten Years of Containers"),
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
    assert_eq!(group("", Facet::Topic), ["prometheus=2", "alert rules=1", "argo=1"]);
    assert_eq!(group("", Facet::Year), ["2022=2", "2023=2", "2021=1"]);
    assert_eq!(group("topic:argo", Facet::Topic), ["argo=1+"]);
    assert_eq!(group("topic:argo scaling", Facet::Topic), ["argo=0+"]);
    assert_eq!(group("!topic:argo", Facet::Topic), ["prometheus=2", "alert rules=1", "argo=0-"]);
    assert_eq!(group("year:2022", Facet::Event), ["KubeCon EU=2"]);
    assert_eq!(group("year:2022", Facet::Year), ["2022=2+"]);
    // What is chosen by no value's own name can be taken back too.
    assert_eq!(group("topic:zzz", Facet::Topic), ["zzz=0+"]);
    assert_eq!(group("!topic:zzz", Facet::Topic), ["prometheus=2", "alert rules=1", "argo=1", "zzz=0-"]);
    assert_eq!(group("speaker:tom", Facet::Speaker), ["Tom Wilkie=1", "tom=1+"]);
    assert_eq!(group("speaker:tom | speaker:priya", Facet::Speaker), ["Priya Prometheus=1", "Tom Wilkie=1"]);
    assert_eq!(group("year:1999", Facet::Year), ["1999=0+"]);
    let held = SearchOptions { facets_holding: "ar", facet_values: 1, ..SearchOptions::default() };
    let results = index.search(&Query::parse("topic:prometheus | argo"), &held, &|| false).expect("not cancelled");
    let topics = &results.facets[0];
    let names: Vec<&str> = topics.values.iter().map(|value| &*value.value).collect();
    assert_eq!((names.as_slice(), topics.more), (&["prometheus"][..], 1));
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
fn starred_and_seen_talks_are_known_from_outside() {
    let index = index(&library());
    let of = |ids: &[u32]| Arc::new(ids.iter().copied().map(TalkId).collect());
    let known = Known { starred: of(&[2, 5]), seen: of(&[3, 5]) };
    let options = SearchOptions { known: Some(&known), ..SearchOptions::default() };
    let hits = |query: &str| index.search(&Query::parse(query), &options, &|| false).map(|results| results.hits);
    assert_eq!(hits("is:starred"), Some(vec![TalkIx(2), TalkIx(5)]));
    assert_eq!(hits("!is:starred argo"), Some(vec![TalkIx(3)]));
    assert_eq!(hits("is:starred !is:seen"), Some(vec![TalkIx(2)]));
    assert_eq!(hits("is:seen,starred"), Some(vec![TalkIx(2), TalkIx(3), TalkIx(5)]));
}

#[test]
fn another_name_of_a_topic_finds_it() {
    let index = index(&[
        talk("Pods All the Way Down", "Text.").topics(&["kubernetes"]).by("Ana Wójcik", "X"),
        talk("A K8s Story", "Text."),
        talk("Bread", "Made on k8s.").topics(&["bread"]),
    ]);
    for (query, titles) in [
        ("k8s", "A K8s Story; Pods All the Way Down / Bread"),
        ("k8s wojcik", "Pods All the Way Down"),
        ("!k8s", ""),
        ("topic:k8s", "Pods All the Way Down"),
        ("topic:K8S,bread", "Pods All the Way Down; Bread"),
        ("!topic:k8s", "A K8s Story; Bread"),
    ] {
        assert_eq!(found(&index, query), titles, "{query}");
    }
    let results = search(&index, "topic:k8s");
    let topics: Vec<_> = results.facets[0].values.iter().map(|value| (&*value.value, value.chosen)).collect();
    assert_eq!(topics, [("kubernetes", Choice::Include)]);
}

#[test]
fn slips_are_mended_when_asked_for_and_only_where_nothing_matches() {
    let index = index(&library());
    let mended = |query: &str| {
        let options = SearchOptions { looks_further: true, ..SearchOptions::default() };
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
    assert_eq!(shown("sharding", 0).as_deref(), Some("3+0: Remote write and sharding. [sharding]"));
    assert_eq!(shown("cafe", 5).as_deref(), Some("3+0: The helm chart was café-coloured. ARGO was mentioned. [café]"));
    assert_eq!(shown("fewer alerts", 2).as_deref(), Some("3+0: Write fewer alerts. [fewer,alerts]"));
    assert_eq!(shown("thanos", 0), None);
    assert_eq!(shown("tag:metrics", 0), None);
}

#[test]
fn the_line_that_matched_is_shown_without_its_markup() {
    let body = "- [x] See [the *long* docs][d], it's `kubectl` &amp; **more**[^1].\n\n```\nrun __init__ *all*\n```\n\n\
                > Watch <https://a.example/kubescape> or [here](https://b.example/sigstore).\n\n\
                [d]: https://docs.example\n[^1]: A footnote.\n";
    let index = index(&[talk("A Talk", body)]);
    let shown = |query: &str| {
        let found = index.talk(TalkIx(0)).and_then(|talk| excerpt(&Query::parse(query), talk)).expect("found");
        let marked: Vec<&str> = found.marks.iter().map(|mark| &found.text[mark.clone()]).collect();
        format!("{} [{}]", found.text, marked.join(","))
    };
    assert_eq!(shown("text:kubectl"), "See the long docs, it's kubectl & more. [kubectl]");
    assert_eq!(shown("text:init"), "run __init__ *all* [init]", "code is shown as it stands");
    let watch = "…or [here](https://b.example/sigstore). [b.example/sigstore]";
    assert_eq!(shown("text:b.example/sigstore"), watch, "what matched is shown, whatever it takes");
    assert_eq!(shown("text:watch"), "Watch https://a.example/kubescape or here. [Watch]");
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

#[test]
fn the_order_does_not_depend_on_threads_or_parts() {
    let many: Vec<Make> = library().into_iter().cycle().take(6000).collect();
    let whole = index(&many);
    let mut parts = Index::default();
    for part in batch(&many).chunks(700) {
        parts.add(Arc::new(Part::of(part.to_vec().into())));
    }
    for query in ["prometheus", "argo | x", "!tag:argo", "text:the"] {
        let expected = search(&whole, query);
        assert!(expected.hits.len() >= 1000, "{query}");
        for index in [&whole, &parts, &parts] {
            let results = search(index, query);
            assert_eq!((results.in_fields, &results.hits), (expected.in_fields, &expected.hits), "{query}");
        }
    }
}
