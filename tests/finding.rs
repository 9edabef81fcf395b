//! Finding talks: the query line, orders and facets, as a person uses them.

use kcbrowse::app::memory::Sorting;
use kcbrowse::app::{Message, NamedQuery, Pane, Typing};
use kcbrowse::search::Sort;
use ratatui::style::Modifier;

use crate::support::lakes::{AUTUMN, SPRING, browse, home, later, remembered, session};
use crate::support::program::{folder, run};
use crate::support::terminal::Pty;
use crate::support::{Session, notes};

#[test]
fn values_of_a_field_are_proposed_while_typing_and_taken_with_tab() {
    let session = session().size(100, 24).keys("/tag:");
    insta::assert_snapshot!(session.screen().lines().take(9).collect::<Vec<_>>().join("\n"), @"
     kcbrowse   notes                                                                           3 talks
     / tag:                                                                                type a value
    ─────┬──────────────┬─────┬────────────────────────────────┬────────────────────────────────────────
     TOPI│ helm       2 │     │▌ Quorums for the rest of us    │ Quorums for the rest of us
     prog│ delivery   1 │   1 │▌ Kim Aoki · Lattice · LakeCon… │ Kim Aoki · Lattice
         │ etcd       1 │     │  Charts without tears          │ LakeConf 2023 · 2023-10-05
     TAGS│ storage    1 │     │  Jon Vale · Quarry · LakeConf… │ #etcd  #storage
     helm╰──────────────╯━━ 2 │  Canaries before lunch         │ ──────────────────────────────────────
     delivery          ━━   1 │  Ida Brandt · Quarry · MoorDa… │
    ");
    let session = session.keys("<tab>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("tag:helm", 2));
    assert_eq!(session.keys("<tab>").model.query.text(), "tag:delivery");
}

#[test]
fn the_only_proposal_is_taken_with_a_blank_so_that_typing_goes_on() {
    let session = session().keys("/spea<tab>");
    assert_eq!(session.model.query.text(), "speaker:");
    let session = session.keys("aok<tab>lunch<esc>");
    assert_eq!(session.model.query.text(), "speaker:\"Kim Aoki\" lunch");
}

#[test]
fn esc_takes_a_completion_back_and_shift_tab_goes_to_the_one_before() {
    let session = session().keys("/tag:<tab><S-tab>");
    assert_eq!(session.model.query.text(), "tag:storage");
    let session = session.keys("<esc>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("tag:", 3));
    assert_eq!(session.model.typing, Typing::Query);
}

#[test]
fn tab_goes_to_the_list_where_nothing_can_be_completed() {
    let session = session().keys("/zzzz<tab>");
    assert_eq!((session.model.typing, session.model.pane), (Typing::None, Pane::List));
    let session = session.keys("<esc>/<tab>");
    assert_eq!(session.model.typing, Typing::None);
}

#[test]
fn a_word_covers_nothing_until_tab_asks() {
    let session = session().keys("/aoki");
    assert!(session.model.proposals.list.is_empty());
    assert_eq!(session.keys("<tab>").model.query.text(), "speaker:\"Kim Aoki\" ");
}

#[test]
fn queries_come_back_with_the_up_arrow_newest_first() {
    let session = session().keys("/helm<ret><esc>/storage<ret><esc>/zzz<ret><esc>/<up>");
    assert_eq!(session.model.query.text(), "storage");
    let session = session.keys("<up><up>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("helm", 2));
    assert_eq!(session.keys("<down><down>").model.query.text(), "");
}

#[test]
fn queries_of_earlier_runs_come_back_and_ctrl_r_finds_among_them() {
    let memory = remembered(&session().keys("/helm tag:delivery<ret><esc>/quorum<ret>"));
    assert_eq!(memory.recent, ["quorum", "helm tag:delivery"]);
    let mut session = session();
    session.send(Message::Remembered(memory));
    let session = session.keys("<C-r>");
    assert_eq!(session.model.query.text(), "quorum");
    let session = session.keys("<esc>j");
    assert_eq!((session.model.query.text(), session.model.typing), ("", Typing::None), "back to where it was opened");
    let session = session.keys("<C-r><C-r><ret>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("helm tag:delivery", 1));
    assert_eq!(session.keys("<esc>/quo<C-r><ret>").model.query.text(), "quorum");
}

#[test]
fn where_no_query_was_used_or_named_ctrl_r_says_so() {
    let said = |session: Session| session.model.notice.map(|notice| notice.text).unwrap_or_default();
    assert_eq!(said(session().keys("<C-r>")), "no query was used before, and the configuration names none");
    assert_eq!(said(session().keys("/helm<ret>/<C-u>zz<C-r>")), "no query used before or named has this");
}

#[test]
fn named_queries_are_offered_beside_those_used_before_and_completed_by_name() {
    let named = |name: &str, text: &str| NamedQuery { name: name.to_owned(), text: text.to_owned() };
    let with_names = |mut session: Session| {
        session.model.preferences.queries = vec![named("mesh", "istio | linkerd"), named("to watch", "is:starred")];
        session
    };
    let session = with_names(session()).keys("/lunch<ret><esc>/helm<ret><esc><C-r>");
    let offered = |line: &str| line.chars().skip(1).take(26).collect::<String>();
    insta::assert_snapshot!(session.screen().lines().skip(3).take(5).map(offered).collect::<Vec<_>>().join("\n"), @"
    │▌helm                   │
    │ lunch                  │
    │ istio | linkerd   mesh │
    │ is:starred    to watch │
    ╰────────────────────────╯
    ");
    assert_eq!(session.keys("<C-r><C-r>").model.query.text(), "istio | linkerd");
    let session = with_names(self::session()).keys("/helm to<tab>");
    assert_eq!(session.model.query.text(), "helm is:starred");
    assert_eq!(with_names(self::session()).keys("/WATCH<C-r><ret>").model.query.text(), "is:starred");
}

#[test]
fn a_term_that_is_not_understood_looks_different_and_says_why() {
    let session = session().keys("/helm speakr:jon");
    let status = |session: &Session| session.screen().lines().last().unwrap_or_default().to_owned();
    assert!(status(&session).contains("no field `speakr:`; looked for as text"), "{}", session.screen());
    let buffer = session.buffer();
    let row = 1;
    let underlined: String = (0..buffer.area.width)
        .map(|x| &buffer[(x, row)])
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(underlined, "speakr:jon");
    // What is being typed is not wrong yet, and the keys are taught again when the query is left.
    for (query, word) in [("has:foo", "has: knows link"), ("date:abc", "is no date"), ("\"etcd on", "")] {
        let status = status(&self::session().keys(&format!("/{query}")));
        assert!(status.contains(if word.is_empty() { "leave" } else { word }), "{query}: {status}");
    }
    assert!(self::session().keys("/\"three mem").screen().contains("the quote is open"));
    assert!(status(&session.keys("<ret>")).contains("? help"));
}

#[test]
fn a_slip_of_the_finger_finds_the_nearest_word_and_says_so() {
    let session = session().keys("/quroums");
    assert_eq!(session.titles(), ["Quorums for the rest of us"]);
    assert!(session.screen().contains("nothing has that; shown is quorums"), "{}", session.screen());
    assert_eq!(remembered(&session.keys("<ret>")).recent, [""; 0], "a slip is not offered again");
}

#[test]
fn an_order_groups_the_list_can_be_turned_round_and_is_remembered() {
    let session = session().size(100, 24).keys("s");
    insta::assert_snapshot!(session.screen().lines().take(12).collect::<Vec<_>>().join("\n"), @"
     kcbrowse   notes                                                                    3 talks ↓ date
     / search titles, people, events, tags and texts
    ──────────────────────────┬────────────────────────────────┬────────────────────────────────────────
     TOPICS                   │  2024-04                       │ Quorums for the rest of us
     progressive delivery   1 │  Canaries before lunch         │ Kim Aoki · Lattice
                              │  Ida Brandt · Quarry · MoorDa… │ LakeConf 2023 · 2023-10-05
     TAGS                     │  2023-10                       │ #etcd  #storage
     helm              ━━━━ 2 │▌ Quorums for the rest of us    │ ──────────────────────────────────────
     delivery          ━━   1 │▌ Kim Aoki · Lattice · LakeCon… │
     etcd              ━━   1 │  Charts without tears          │ Three members, or five.
     storage           ━━   1 │  Jon Vale · Quarry · LakeConf… │
                              │                                │
    ");
    let session = session.keys("S");
    assert_eq!(session.titles()[0], "Quorums for the rest of us");
    let memory = remembered(&session);
    assert_eq!(memory.order_of(""), Sorting { sort: Sort::Date, reverse: true });
    let later = later(&[("2023.md", AUTUMN), ("2024.md", SPRING)], memory);
    assert_eq!(later.titles(), session.titles());
    let session = session.keys("ss");
    assert!(session.screen().contains("sorted by event"), "{}", session.screen());
    assert_eq!(session.titles()[2], "Canaries before lunch");
}

#[test]
fn an_order_is_of_its_notes_and_what_a_query_ranks_is_by_match() {
    let session = session().keys("s/helm | quorums<ret>");
    assert_eq!(session.titles(), ["Quorums for the rest of us", "Canaries before lunch", "Charts without tears"]);
    assert!(!session.screen().contains("↓ date"), "{}", session.screen());
    // Another order then holds as long as the query.
    let session = session.keys("ss");
    assert!(session.screen().contains("↓ title"), "{}", session.screen());
    let session = session.keys("<esc>");
    assert!(session.screen().contains("3 talks ↓ date"), "{}", session.screen());
    let session = session.keys("/lunch");
    assert!(!session.screen().contains("↓"), "{}", session.screen());
    // A field only filters: what is left keeps its order.
    let session = session.keys("<C-u>tag:helm");
    assert!(session.screen().contains("↓ date"));
    let memory = remembered(&session);
    let mut other = self::session();
    other.model.place = "/other/notes".to_owned();
    other.send(Message::Remembered(memory));
    assert!(!other.screen().contains("↓"), "{}", other.screen());
}

/// The rows of the facets as seen, heads and gaps too.
fn facet_rows(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let rows =
        screen.lines().skip(3).map(|line| line.split('│').next().unwrap_or("").trim_matches([' ', '▌']).to_owned());
    rows.collect()
}

/// The values of the group under a heading.
fn group(session: &Session, heading: &str) -> String {
    let rows = facet_rows(session);
    let values = rows.iter().skip_while(|row| !row.starts_with(heading)).skip(1).take_while(|row| !row.is_empty());
    values.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

/// A talk with tags.
fn tagged(title: &str, tags: &str) -> String {
    format!("## All about {title}\n- **Speaker**: Kim Aoki\n- **Tags**: {tags}\n\nText.\n\n")
}

#[test]
fn facet_values_are_sorted_while_a_query_is_typed_and_keep_their_places_while_they_are_chosen() {
    let tags = [("one", "a, b, c"), ("two", "a, b"), ("three", "a, c"), ("four", "b, c"), ("five", "c"), ("six", "a")];
    let day: String = tags.iter().map(|(title, tags)| tagged(title, tags)).collect();
    let day = format!("# RiverConf 2024\n\n{day}");
    let session = Session::over(notes(&[("a.md", &day)]));
    assert_eq!(group(&session, "TAGS"), "a ━━━━ 4, c ━━━━ 4, b ━━━ 3");
    let session = session.keys("/four | one | two");
    assert_eq!(group(&session, "TAGS"), "b ━━━━ 3, a ━━╸ 2, c ━━╸ 2", "largest first at each key");
    let session = session.keys("<C-u>four");
    assert_eq!(group(&session, "TAGS"), "b 1, c 1");
    let session = session.keys(" | one | two<ret>");
    assert_eq!(group(&session, "TAGS"), "b ━━━━ 3, a ━━╸ 2, c ━━╸ 2");
    // Counts change under the cursor, places do not.
    let session = session.keys("<esc><S-tab>!");
    assert_eq!(group(&session, "TAGS"), "✗ a 0, c ━━━━ 2, b ━━ 1");
    assert_eq!(group(&session.keys("<tab>"), "TAGS"), "c ━━━━ 2, b ━━ 1, ✗ a 0");
}

#[test]
fn what_is_chosen_is_seen_and_can_be_taken_back_where_nothing_is_found() {
    let session = session().keys("/tag:hel tag:helm speaker:nobody<ret>");
    assert_eq!(group(&session, "TAGS"), "✓ helm 0, ✓ hel 0");
    assert_eq!(group(&session, "SPEAKERS"), "✓ nobody 0");
    let session = session.keys("<S-tab>G<space>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("tag:hel tag:helm", 2));
}

#[test]
fn a_filter_reaches_values_that_are_too_many_to_be_listed() {
    let day: String = (0..600).map(|n| tagged(&n.to_string(), &format!("shared, tag-{n}"))).collect();
    let day = format!("# RiverConf 2024\n\n{day}");
    let session = Session::over(notes(&[("a.md", &day)])).keys("<S-tab>/tag-599");
    assert_eq!(group(&session, "TAGS"), "tag-599 1");
    let session = session.keys("<bs>");
    assert_eq!(group(&session, "TAGS").matches("tag-59").count(), 11);
    let session = session.keys("9<ret><space>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("tag:tag-599", 1));
    assert!(group(&session.keys("<space><esc>"), "TAGS").starts_with("shared ━━━━ 600, "));
}

#[test]
fn a_slash_in_the_facets_filters_their_values_and_esc_shows_all_again() {
    let session = session().keys("<S-tab>/LA");
    let facets = |session: &Session| facet_rows(session).join("\n");
    assert!(facets(&session).contains("Lattice") && facets(&session).contains("LakeConf"), "{}", facets(&session));
    assert!(!facets(&session).contains("Quarry") && !facets(&session).contains("TAGS"), "{}", facets(&session));
    let session = session.keys("<down><ret><space>");
    assert_eq!(session.model.query.text(), "org:Lattice");
    let session = session.keys("<esc>");
    assert!(facets(&session).contains("TAGS"), "{}", facets(&session));
    assert_eq!((session.model.pane, session.model.query.text()), (Pane::Facets, "org:Lattice"));
    assert!(facets(&session.keys("/zzz")).contains("no value holds this"));
}

#[test]
fn the_numbers_of_what_is_found_lie_over_everything_and_scroll() {
    let session = session().size(70, 16).keys("/tag:helm<ret>#");
    insta::assert_snapshot!(session.screen(), @"
    ╭─ numbers ──────────────────────────────────────────────────────────╮
    │                                                                    │
    │  2 talks                                                           │
    │                                                                    │
    │  YEARS                                                             │
    │  2023                  1  ████████                                 │
    │  2024                  1  ████████                                 │
    │                                                                    │
    │  EVENTS                                                            │
    │  LakeConf 2023         1  ████████                                 │
    │  MoorDays 2024         1  ████████                                 │
    │                                                                    │
    │  TOPICS                                                            │
    │  progressive delivery  1  ████████                                 │
    │                                                                    │
    ╰─ j more ───────────────────────────────────────────────────────────╯
    ");
    let session = session.keys("G");
    assert!(session.screen().contains("SPEAKERS") && !session.screen().contains("2 talks"), "{}", session.screen());
    assert_eq!(session.keys("#").model.sheet, None);
    let screen = self::session().keys(":numbers").screen();
    assert!(screen.contains("the talks by year, event, topic"), "{screen}");
}

#[test]
fn stats_are_bars_that_line_up() {
    let home = home();
    insta::assert_snapshot!(run(home.path(), "stats notes").out, @"
    3 talks

    YEARS
    2023                  2  ████████████████
    2024                  1  ████████

    EVENTS
    LakeConf 2023         2  ████████████████
    MoorDays 2024         1  ████████

    TOPICS
    progressive delivery  1  ████████

    TAGS
    helm                  2  ████████████████
    delivery              1  ████████
    etcd                  1  ████████
    storage               1  ████████

    SPEAKERS
    Ida Brandt            1  ████████
    Jon Vale              1  ████████
    Kim Aoki              1  ████████

    COMPANIES
    Quarry                2  ████████████████
    Lattice               1  ████████
    ");
    let none = run(home.path(), "stats notes -q zzzz");
    assert_eq!((none.code, none.out.as_str()), (Some(1), "0 talks\n"));
}

#[test]
fn stats_for_scripts_are_one_object() {
    let home = home();
    let run = run(home.path(), "stats notes -q tag:helm --format json");
    let stats: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(stats["talks"], 2);
    assert_eq!(stats["years"][1], serde_json::json!({"name": "2024", "talks": 1}));
    assert_eq!(stats["organizations"], serde_json::json!([{"name": "Quarry", "talks": 2}]));
}

#[test]
fn completions_and_the_manual_page_are_printed_whatever_the_configuration() {
    let home = folder(&[("config/kcbrowse/config.toml", b"no toml")]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(home.path(), &format!("completions {shell}"));
        assert_eq!(script.code, Some(0), "{}", script.err);
        assert!(script.out.contains("kcbrowse") && script.out.contains("front-matter"), "{shell}");
    }
    let page = run(home.path(), "man");
    assert!(page.out.contains(".TH kcbrowse 1"), "{}", page.out);
    let list = run(home.path(), "list --demo");
    assert_eq!(list.code, Some(0));
    assert!(list.err.contains("config.toml:1: "), "{}", list.err);
}

#[test]
fn topics_of_the_users_own_stand_beside_the_built_in_ones() {
    let home = folder(&[
        ("config/kcbrowse/config.toml", b"[topics]\n\"our shop\" = [\"checkout service\"]\nyaml = false\n"),
        ("day.md", b"# The checkout service in YAML and Jaeger\n\nSpeaker: Zo\xc3\xab Example\n\nIt grew.\n"),
    ]);
    assert_eq!(run(home.path(), "tags day.md --format json").out.matches("our shop").count(), 1);
    let talk = run(home.path(), "list day.md --format jsonl").out;
    assert!(talk.contains(r#""topics":["our shop","jaeger"]"#), "{talk}");
    let shown = run(home.path(), "config show").out;
    assert!(shown.ends_with("\"our shop\" = [\"checkout service\"]\nyaml = false\n"), "{shown}");
}

#[test]
fn completion_and_earlier_queries_work_on_a_terminal() {
    let home = home();
    let mut pty = browse(home.path());
    pty.send("*");
    pty.wait_for("★");
    pty.send("/tag:del");
    pty.wait_for("╰──");
    pty.send("\t");
    pty.wait_for("/ tag:delivery");
    pty.wait_for("1 of 3 talks");
    pty.send("\rq");
    assert_eq!(pty.wait_for_end(), 0);
    let mut pty = Pty::shell(home.path(), "exec \"$KCBROWSE\" --fresh notes", 120, 30);
    // What is remembered has come when the star is seen.
    pty.wait_for("★");
    pty.send("/\x1b[A");
    pty.wait_for("/ tag:delivery");
    pty.send("\x03");
    assert_eq!(pty.wait_for_end(), 130);
}

#[test]
fn the_cells_of_a_table_that_no_field_tells_are_found() {
    let table = "# Quay Con 2023\n\n| Time | Title | Speaker | Remarks |\n|---|---|---|---|\n\
        | 10:00 | Ropes for all | Ann Lee | bring gloves |\n| 11:00 | Cranes at night | Uwe Brandt | too dark |\n";
    let session = Session::over(notes(&[("a.md", table)])).keys("/gloves<ret>");
    assert_eq!(session.titles(), ["Ropes for all"]);
    assert!(session.screen().contains("bring gloves"), "{}", session.screen());
}

#[test]
fn who_types_while_notes_arrive_has_the_best_hit_of_all() {
    let mut session = Session::over(notes(&[("a.md", "# Ropes\n\nPrometheus was a titan.\n")]));
    session.model.loading.done = false;
    session = session.keys("/prometheus");
    assert_eq!(session.selected(), "Ropes");
    session.arrive(notes(&[("b.md", "# Prometheus at sea\n\nSalt.\n")]));
    assert_eq!(session.selected(), "Prometheus at sea");
    let mut session = session.keys("<down>");
    session.arrive(notes(&[("c.md", "# Prometheus\n\nNo salt.\n")]));
    assert_eq!(session.selected(), "Ropes", "who went there stays there");
}

#[test]
fn short_words_that_are_more_than_letters_are_found_in_the_text() {
    let texts =
        [("a.md", "# Storage\n\nIt lies in S3 buckets.\n"), ("b.md", "# Building\n\nCI is slow, written in C#.\n")];
    for (typed, found) in [("S3", "Storage"), ("CI", "Building"), ("C#", "Building")] {
        let session = Session::over(notes(&texts)).keys(&format!("/{typed}<ret>"));
        assert_eq!(session.titles(), [found], "{typed}");
    }
    assert_eq!(Session::over(notes(&texts)).keys("/ci<ret>").titles(), [""; 0]);
}
