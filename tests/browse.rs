//! Browsing, as a person types and sees it.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use kcbrowse::app::bindings::KeyMap;
use kcbrowse::app::help::{self, HelpLine};
use kcbrowse::app::key::Signs;
use kcbrowse::app::memory::Change;
use kcbrowse::app::{Effect, Exit, Looks, Message, Mouse, PageOrder, Pane};
use kcbrowse::view::MONO;
use ratatui::style::Modifier;

use crate::support::{RIVER, Session, demo, notes};

static DAY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{RIVER}\
Compaction matters. Defragment one member at a time.

## Delivery

### Helm for the impatient
- **Speakers**: Jon Vale & Ida Brandt, Quarry
- **Tags**: helm

Charts are packages. A chart holds no etcd.

```sh
helm install blog ./blog
```

### Rollouts you can sleep through
- **Speaker**: Ida Brandt, Quarry
- **Tags**: delivery, helm

Canaries first. See [the guide](https://rollouts.example.org/guide).
"
    )
});

fn session() -> Session {
    Session::over(notes(&[("2024/river.md", &DAY)]))
}

#[test]
fn the_list_stands_between_facets_and_the_note() {
    insta::assert_snapshot!(session().size(110, 20).screen(), @"
     kcbrowse   notes                                                                                     3 talks
     / search titles, people, events, tags and texts
    ──────────────────────────┬─────────────────────────────────────┬─────────────────────────────────────────────
     TOPICS                   │▌ Etcd on a diet                     │ Etcd on a diet
     etcd                   1 │▌ Kim Aoki · Lattice · RiverConf…    │ Kim Aoki · Lattice
     helm                   1 │  Helm for the impatient             │ RiverConf 2024 · Storage
                              │  Jon Vale, Ida Brandt · Quarry      │ etcd  #storage
     TAGS                     │  Rollouts you can sleep through     │ ───────────────────────────────────────────
     helm              ━━━━ 2 │  Ida Brandt · Quarry · RiverConf…   │
     delivery          ━━   1 │                                     │ Compaction matters. Defragment one member
     etcd              ━━   1 │                                     │ at a time.
     storage           ━━   1 │                                     │
                              │                                     │
     EVENTS                   │                                     │
     RiverConf 2024    ━━━━ 3 │                                     │
                              │                                     │
     SECTIONS                 │                                     │
     Delivery          ━━━━ 2 │                                     │
    ──────────────────────────┴─────────────────────────────────────┴─────────────────────────────────────────────
     Enter read  Space mark  / search  Tab pane  x export  s sort  ? help  q quit                             1/3
    ");
}

#[test]
fn a_query_filters_as_each_key_arrives() {
    let session = session().keys("/helm");
    assert_eq!(session.titles(), ["Helm for the impatient", "Rollouts you can sleep through"]);
    let session = session.keys("<bs><bs><bs><bs>etcd");
    assert_eq!(session.titles(), ["Etcd on a diet", "Helm for the impatient"]);
    assert!(session.screen().contains("IN THE TEXT"), "{}", session.screen());
    assert!(session.screen().contains("holds no etcd."), "{}", session.screen());
}

#[test]
fn a_slip_of_the_finger_is_mended_and_said() {
    let session = session().keys("/impatinet");
    assert_eq!(session.titles(), ["Helm for the impatient"]);
    assert!(session.screen().contains("nothing has that; shown is impatient"), "{}", session.screen());
}

#[test]
fn what_is_in_no_talk_is_found_beside_the_talks() {
    let text = "# RiverConf 2024\n\nThe *lighthouse* hall is cold. Bring a coat.\n\n\
                ## Etcd on a diet\n\nSpeaker: Ada Pohl, Quarry\n\nCompaction matters.\n\n\
                ## Helm for the impatient\n\nSpeaker: Jon Vale, Quarry\n\nCharts are packages.\n\n\
                ## Links\n\nThe ferry leaves at the lighthouse.\n";
    let session = Session::over(notes(&[("day.md", text)])).keys("/lighthouse");
    assert_eq!(session.titles(), ["Etcd on a diet", "Helm for the impatient"]);
    for shown in ["BESIDE THESE TALKS", "no talk has that; w shows the file around it", "The lighthouse hall is cold."]
    {
        assert!(session.screen().contains(shown), "{shown}\n{}", session.screen());
    }
    let session = session.keys("<ret>w");
    assert!(session.screen().contains("Bring a coat."), "{}", session.screen());
    let session = session.keys("/<esc><esc>/lighthouse compaction");
    assert_eq!(session.titles(), [] as [&str; 0], "it is in no talk, and not beside it");
    let session = session.keys("<esc><esc>/ferry !coat event:river");
    assert_eq!(session.titles(), ["Helm for the impatient"], "a query means there what it means everywhere");
}

#[test]
fn the_file_around_opens_at_what_was_found_beside_the_talk() {
    let points = "- Defragment one member at a time.\n\n".repeat(40);
    let text = format!(
        "# RiverConf 2024\n\n## Etcd on a diet\n\nSpeaker: Ada Pohl, Quarry\n\n{points}\
         ## Links\n\nThe ferry leaves at the lighthouse.\n\n{points}"
    );
    let session = Session::over(notes(&[("day.md", &text)])).size(110, 20).keys("/lighthouse<ret>w");
    assert!(session.screen().contains("The ferry leaves at the lighthouse."), "{}", session.screen());
    assert!(session.screen().contains("Links"), "what stands above it is in sight: {}", session.screen());
}

#[test]
fn enter_leads_from_the_query_to_the_list_to_the_note_and_esc_back() {
    let session = session().keys("/helm<ret>");
    assert_eq!(session.model.pane, Pane::List);
    let session = session.keys("<ret>");
    assert_eq!(session.model.pane, Pane::Note);
    let session = session.keys("<esc>");
    assert_eq!((session.model.pane, session.model.query.text()), (Pane::List, "helm"));
    let session = session.keys("<esc>");
    assert_eq!((session.titles().len(), session.model.query.text()), (3, ""));
}

#[test]
fn moving_stops_at_the_ends_and_the_note_follows() {
    let session = session().keys("jjjjj");
    assert_eq!(session.selected(), "Rollouts you can sleep through");
    assert!(session.screen().contains("Canaries first."));
    assert_eq!(session.keys("gk").selected(), "Etcd on a diet");
}

#[test]
fn a_facet_edits_the_query_and_toggling_it_again_takes_it_out() {
    let session = session().keys("<S-tab>");
    assert_eq!(session.model.pane, Pane::Facets);
    let session = session.keys("<ret>");
    let query = session.model.query.text().to_owned();
    assert!(query.contains(':'), "{query}");
    assert!(session.titles().len() < 3);
    let session = session.keys("<ret>");
    assert_eq!((session.model.query.text(), session.titles().len()), ("", 3));
    let session = session.keys("!");
    assert_eq!(session.model.query.text(), format!("!{query}"));
}

#[test]
fn a_facet_typed_by_hand_is_the_same_as_one_chosen() {
    let session = session().keys("/tag:helm org:quarry<ret>");
    assert_eq!(session.titles().len(), 2);
    assert!(session.screen().contains("✓ helm"), "{}", session.screen());
}

#[test]
fn marked_talks_are_exported_in_reading_order() {
    let session = session().keys("G<space>g<space>x");
    let Some(Effect::Leave(Exit::Export(talks))) = session.effects.last() else { panic!("{:?}", session.effects) };
    let titles: Vec<&str> =
        talks.iter().filter_map(|ix| session.model.library.get(*ix)).map(|talk| &*talk.title).collect();
    assert_eq!(titles, ["Etcd on a diet", "Rollouts you can sleep through"]);
}

#[test]
fn a_marked_talk_has_its_sign_apart_from_the_title() {
    let screen = session().keys("j<space>k").screen();
    assert!(screen.contains("│● Helm for the impatient"), "{screen}");
}

#[test]
fn without_marks_the_selected_talk_is_exported() {
    let session = session().keys("jx");
    let Some(Effect::Leave(Exit::Export(talks))) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(talks, &[session.model.selected().expect("a talk")]);
}

#[test]
fn n_goes_from_hit_to_hit_in_the_note() {
    let session = session().keys("/chart<ret>n");
    assert_eq!(session.model.note.hit, Some(0));
    let hits = session.model.note.found.len();
    assert!(hits >= 2, "{:?}", session.model.note.found);
    let session = session.keys("n");
    assert_eq!(session.model.note.hit, Some(1));
    assert!(session.screen().contains(&format!("2/{hits} hits")), "{}", session.screen());
    assert_eq!(session.keys("NN").model.note.hit, Some(hits - 1));
}

#[test]
fn a_slash_in_the_note_finds_in_it() {
    let session = session().keys("<ret>/member<ret>");
    assert_eq!(session.model.note.found.len(), 1);
    assert_eq!(session.titles().len(), 3, "the list stays");
    assert_eq!(session.keys("<esc>").model.note.found.len(), 0);
}

#[test]
fn the_main_link_is_opened_and_copied() {
    let session = session().keys("Go");
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(url, "https://rollouts.example.org/guide");
    let session = session.keys("y");
    let Some(Effect::Copy(text, _)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert!(text.starts_with("### Rollouts you can sleep through\n"), "{text}");
    assert!(session.keys("go").screen().contains("no link"));
}

#[test]
fn the_help_lists_the_real_keys_and_closes() {
    let session = session().size(100, 50).keys("?");
    let screen = session.screen();
    for line in ["EVERYWHERE", "leave, and print the marked talks or this one to stdout", "Ctrl-d"] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    assert!(!session.keys("<esc>").screen().contains("EVERYWHERE"));
}

#[test]
fn the_help_is_as_wide_as_its_words_and_nothing_happens_below_it() {
    let mut session = session().size(120, 120).keys("?");
    let screen = session.screen();
    for line in help::lines(&KeyMap::default(), Signs::Drawn) {
        let HelpLine::Entry(entry, meaning) = line else { continue };
        assert!(screen.contains(&entry) && screen.contains(meaning), "{entry} {meaning}\n{screen}");
    }
    session.send(Message::Pasted("helm".to_owned()));
    assert_eq!((session.model.query.text(), session.titles().len()), ("", 3));
    let session = session.keys("<C-z>");
    assert!(matches!(session.effects.last(), Some(Effect::Suspend)), "{:?}", session.effects);
}

#[test]
fn a_list_to_choose_from_ends_with_its_last_entry() {
    for links in 1..4 {
        let body: String = (0..links).map(|number| format!("<https://example.org/{number}>\n")).collect();
        let note = format!("# A talk\n\n- **Speaker**: Kim Aoki, Lattice\n\n{body}");
        let screen = Session::over(notes(&[("a.md", &note)])).keys("L").screen();
        let lines: Vec<&str> = screen.lines().collect();
        let last = lines.iter().position(|line| line.contains('╰')).expect("a frame");
        assert!(lines[last - 1].contains(&format!("example.org/{}", links - 1)), "{screen}");
    }
}

#[test]
fn where_the_facets_have_no_room_beside_the_list_t_goes_there_and_back() {
    let session = session().size(60, 20).keys("t");
    assert!(session.screen().contains("TOPICS"), "{}", session.screen());
    assert!(!session.keys("t").screen().contains("TOPICS"));
}

#[test]
fn a_copy_is_one_entry_with_a_sign_and_c_steps_through() {
    let session = Session::over(notes(&[("all.md", &DAY), ("river.md", &DAY)]));
    assert_eq!(session.titles().len(), 3);
    assert!(session.screen().contains('⧉'), "{}", session.screen());
    let session = session.keys("c");
    assert!(session.screen().contains("copy 2 of 2: river.md:5"), "{}", session.screen());
    assert!(session.keys("c").screen().contains("copy 1 of 2: all.md:5"));
}

#[test]
fn the_edge_between_panes_can_be_moved_and_is_remembered() {
    let mut session = session();
    let (before, row) = (session.model.panes(), 10);
    let drag = |session: &mut Session, from: u16, to: u16| {
        for (mouse, column) in [(Mouse::Press, from), (Mouse::Drag, to), (Mouse::Release, to), (Mouse::Drag, 90)] {
            session.send(Message::Mouse(mouse, column, row));
        }
    };
    drag(&mut session, before.facets_edge.x, before.facets_edge.x + 6);
    assert_eq!(session.model.panes().facets.width, before.facets.width + 6);
    let edge = session.model.panes().list_edge.x;
    drag(&mut session, edge, edge - 5);
    let panes = session.model.panes();
    assert_eq!((panes.list_edge.x, panes.note.x + panes.note.width), (edge - 5, 120));
    drag(&mut session, panes.list_edge.x, 119);
    assert!(session.model.panes().note.width >= 16, "the note keeps room");
    session.model.place = "/notes".to_owned();
    let Some(Change::Visit(_, visit)) = session.model.visit() else { panic!("a visit") };
    assert_eq!(visit.widths, session.model.widths);
}

#[test]
fn a_double_click_reads_the_note_and_the_mouse_can_be_let_go() {
    let mut session = session();
    let list = session.model.panes().list;
    for mouse in [Mouse::Press, Mouse::Release, Mouse::DoublePress] {
        session.send(Message::Mouse(mouse, list.x + 4, list.y + 3));
    }
    assert_eq!((session.selected(), session.model.pane), ("Helm for the impatient", Pane::Note));
    let session = session.keys("M");
    assert!(matches!(session.effects.last(), Some(Effect::FreeMouse(true))), "{:?}", session.effects);
    assert!(session.screen().contains("the mouse selects text now · M takes it back"), "{}", session.screen());
    assert!(matches!(session.keys("M").effects.last(), Some(Effect::FreeMouse(false))));
}

#[test]
fn nothing_found_says_what_to_do() {
    let session = session().keys("/zzzz<ret>");
    assert!(session.screen().contains("No talk matches zzzz"), "{}", session.screen());
    assert!(session.screen().contains("Esc clears"), "{}", session.screen());
}

#[test]
fn no_notes_at_all_say_what_to_do() {
    let session = Session::over(notes(&[]));
    assert!(session.screen().contains("No notes in notes."), "{}", session.screen());
    assert!(session.keys("jkG<ret>x<tab>nJ c").screen().contains("No notes"));
}

#[test]
fn a_page_ordered_before_a_reload_is_not_shown_for_another_talk() {
    let mut session = Session::over(notes(&[("a.md", "# Caching\n\nOf caches.\n\n```rust\nlet hit = 1;\n```\n")]));
    let key = session.model.note.key.expect("a page");
    let order = PageOrder::of(&session.model.library, key, Looks::default()).expect("a talk");
    session.change(notes(&[("b.md", "# Queues\n\nOf queues.\n")]));
    let _ = order.fulfil(
        |_, _| None,
        |made| {
            session.send(Message::Page(order.key, made));
            ControlFlow::Continue(())
        },
    );
    let screen = session.screen();
    assert!(screen.contains("Of queues.") && !screen.contains("Of caches."), "{screen}");
}

#[test]
fn clearing_the_query_keeps_the_talk_that_was_found() {
    let session = session().keys("/canaries<ret><esc>");
    assert_eq!((session.titles().len(), session.selected()), (3, "Rollouts you can sleep through"));
}

#[test]
fn another_talk_is_not_shown_as_a_copy_of_the_one_before() {
    let other =
        DAY.replace("Etcd on a diet", "Etcd on another diet").replace("Compaction matters.", "It all matters to us.");
    let session = Session::over(notes(&[("all.md", &DAY), ("river.md", &DAY), ("x.md", &other)])).keys("c");
    assert_eq!(session.model.note.copy, 1);
    assert_eq!(session.keys("/another<ret>").model.note.copy, 0);
}

#[test]
fn what_is_typed_after_a_chosen_facet_is_a_term_of_its_own() {
    let session = session().keys("/tag:helm<ret>/impatient");
    assert_eq!(session.model.query.text(), "tag:helm impatient");
}

#[test]
fn a_narrow_screen_forgets_the_note_of_another_talk() {
    let session = session().size(60, 15).keys("<ret><esc>j");
    assert!(session.model.note.key.is_none_or(|key| Some(key.talk) == session.model.selected()));
}

#[test]
fn every_size_is_drawn_without_a_panic_and_the_selection_is_seen() {
    for (columns, rows) in [(0, 0), (1, 1), (2, 3), (20, 5), (60, 15), (72, 24), (96, 30), (120, 40), (400, 100)] {
        let session = Session::over(demo()).size(columns, rows).keys("/e<ret>jjJJ<ret>nG<tab>j z");
        session.screen();
        let session = session.keys("<esc><esc><esc><esc>?");
        session.screen();
    }
    let small = session().size(20, 5);
    insta::assert_snapshot!(small.screen(), @"
    ▌ Etcd on a diet
      Helm for the…
      Rollouts you can…
    ");
    insta::assert_snapshot!(small.keys("?").screen(), @"
    EVERYWHERE
    /       type a…
    Ctrl-r  queries…
    j ↓     down
    j more  Esc close
    ");
}

#[test]
fn without_colour_everything_is_still_told_apart() {
    let session = session().theme(&MONO).keys("/helm<ret>");
    let buffer = session.buffer();
    let plain = |cell: &ratatui::buffer::Cell| {
        cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset
    };
    assert!(buffer.content().iter().all(plain));
    assert!(buffer.content().iter().any(|cell| cell.modifier.contains(Modifier::UNDERLINED | Modifier::BOLD)));
    assert!(session.screen().contains('▌'));
}

#[test]
fn control_characters_of_a_note_are_symbols_on_the_screen() {
    let session =
        Session::over(notes(&[("a\u{1b}[2J.md", "# A \u{1b}[31m title\n\nText \u{7}with\u{9b}1m \u{202e}bells\n")]));
    let buffer = session.buffer();
    let raw = |c: char| c.is_control() || kcbrowse::text::is_unsafe(c);
    assert!(!buffer.content().iter().any(|cell| cell.symbol().chars().any(raw)));
    assert!(session.screen().contains("A ␛[31m title"), "{}", session.screen());
}

#[test]
fn tabs_go_round_the_panes_and_hidden_facets_are_left_out() {
    let session = session().keys("<tab>");
    assert_eq!(session.model.pane, Pane::Note);
    let session = session.keys("<tab>");
    assert_eq!(session.model.pane, Pane::Facets);
    let session = session.keys("t");
    assert_eq!(session.model.pane, Pane::List);
    assert!(!session.screen().contains("COMPANIES"));
    assert_eq!(session.keys("<S-tab>").model.pane, Pane::Note);
}

#[test]
fn the_place_in_each_note_is_kept_while_browsing() {
    let long: String = (0..200).map(|n| format!("Paragraph {n}.\n\n")).collect();
    let text = format!("# Conf\n\n## One\n*By Ann Lee, Ombra*\n\n{long}\n## Two\n*By Bo Ray, Ombra*\n\n{long}");
    let session = Session::over(notes(&[("a.md", &text)])).keys("JJJJJ");
    let top = session.model.note.top;
    assert_eq!(top, 5);
    let session = session.keys("j");
    assert_eq!(session.model.note.top, 0);
    assert_eq!(session.keys("k").model.note.top, 5);
}

#[test]
fn talks_of_one_title_name_each_other_and_c_goes_from_one_to_the_other() {
    let again = "# HillConf 2025\n\n## Etcd on a diet\n\nGiven again, shorter: three members are enough for anybody.\n\n## Lunch\n";
    let session = Session::over(notes(&[("2024/river.md", &DAY), ("2025/hill.md", again)])).size(110, 20);
    assert!(session.screen().contains("also in 2025/hill.md:3"), "{}", session.screen());
    let session = session.keys("c");
    let screen = session.screen();
    assert!(screen.contains("enough for anybody"), "{screen}");
    assert!(screen.contains("another talk of this title: 2025/hill.md:3"), "{screen}");
    assert!(session.keys("c").screen().contains("Compaction matters"));
}

#[test]
fn the_pane_in_focus_is_told_without_colour() {
    let session = session().size(120, 14);
    let edge = |session: &Session| session.screen().contains('┃');
    let row = |session: &Session, sign: char| session.screen().lines().filter(|line| line.contains(sign)).count();
    assert!(!edge(&session) && row(&session, '▌') > 0);
    let session = session.keys("<tab>");
    assert!(edge(&session) && row(&session, '▌') == 0 && row(&session, '▏') > 0, "{}", session.screen());
    let session = session.keys("<tab>");
    let first = session.screen().lines().find(|line| line.contains('▌')).map(|line| line.starts_with('▌'));
    assert!(!edge(&session) && first == Some(true), "{}", session.screen());
}
