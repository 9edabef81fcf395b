//! Reading: lists to choose from, links followed and come back from, code coloured, diagrams, wide lines.

use std::sync::LazyLock;

use kcbrowse::app::keymap::Action;
use kcbrowse::app::{Effect, Message, Mouse, Pane, Size, update};

use crate::support::{RIVER, Session, notes};

static DAY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{RIVER}\
Compaction matters, see [below](#defragment-one-member). More in [the other talk](#helm-for-the-impatient)
and in [another year](../2023/lake.md#watches-leak).

#### Why it grows

Every write is kept. [Slides](https://speakerdeck.com/kim/etcd), [video](https://youtu.be/etcd-diet)

#### Defragment one member

At a time. [File](file:///etc/passwd), [lost](#nowhere), [[Lake talk]]

(paragraphs)

## Delivery

### Helm for the impatient
- **Speakers**: Jon Vale & Ida Brandt, Quarry
- **Tags**: helm

Charts are packages.
"
    )
});

const LAKE: &str = "\
# LakeConf 2023

## Lake talk
- **Speaker**: Kim Aoki, Lattice
- **Tags**: etcd

Shallow water.

### Watches leak

Close them.

(paragraphs)
";

/// Stands for `(paragraphs)`, so that there is something to scroll.
const PARAGRAPHS: &str = "First.\n\nSecond.\n\nThird.\n\nFourth.\n\nFifth.\n\nSixth.\n\nSeventh.\n\nEighth.\n\nNinth.";

fn session() -> Session {
    let [lake, day] = [LAKE, &DAY].map(|note| note.replace("(paragraphs)", PARAGRAPHS));
    Session::over(notes(&[("2023/lake.md", &lake), ("2024/river.md", &day)])).keys("/etcd diet<ret>").size(110, 30)
}

#[test]
fn links_are_chosen_by_number_with_what_they_lead_to() {
    let session = session().keys("L");
    insta::assert_snapshot!(session.screen(), @"
     kcbrowse   notes                                                                                1 of 3 talks
     / etcd diet
    ──────────────────────────┬─────────────────────────────────────┬─────────────────────────────────────────────
     TOPICS                   │▌ Etcd on a diet                     │ Etcd on a diet                             ▪
     etcd                   1 │▌ Kim Aoki · Lattice · RiverConf…    │ Kim Aoki · Lattice                         ▐
                              │                                     │ RiverConf 2024 · Storage                   ▪
     TAGS  ╭─ links ───────────────────────────────────── 8 ─╮      │ etcd  #storage                             ▐
     etcd  │›  words, or a number                            │      │ Recording[1]  Slides[2]                    ▐
     storag│                                                 │      │ ───────────────────────────────────────────▐
           │▌ 1  Recording                          youtu.be │      │                                            ▐
     EVENTS│  2  Slides                      speakerdeck.com │      │ Compaction matters, see below[3]. More in  ▐
     RiverC│  3  below                #defragment-one-member │      │ the other talk[4] and in another year[5].  ▐
           │  4  the other talk      #helm-for-the-impatient │      │                                            ▐
     SECTIO│  5  another year   ../2023/lake.md#watches-leak │      │ Why it grows                               ▐
     Storag│  6  File                     file:///etc/passwd │      │ ────────────                               ▐
           │  7  lost                               #nowhere │      │ Every write is kept. Slides[2], video[1]   ▐
     SPEAKE│  8  Lake talk                              note │      │                                            ▐
     Kim Ao╰─────────────────────────────────────────────────╯      │ Defragment one member                      ▐
                              │                                     │ ─────────────────────                      ▐
     COMPANIES                │                                     │ At a time. File[6], lost[7], Lake talk[8]  ▐
     Lattice                1 │                                     │
                              │                                     │ First.
     YEARS                    │                                     │
     2024                   1 │                                     │ Second.
                              │                                     │
                              │                                     │ Third.
                              │                                     │
                              │                                     │ Fourth.
    ──────────────────────────┴─────────────────────────────────────┴─────────────────────────────────────────────
     Enter choose  ↓ next  Esc close                                                                  3 hits  1/1
    ");
    let session = session.keys("1");
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(url, "https://youtu.be/etcd-diet");
    assert!(session.model.picker.is_none());
}

#[test]
fn what_is_typed_narrows_the_links() {
    let session = session().keys("Lslid<ret>");
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(url, "https://speakerdeck.com/kim/etcd");
}

#[test]
fn the_outline_starts_at_the_heading_that_is_read_and_jumps() {
    let session = session().size(110, 12).keys("OWhy<ret>");
    let line = session.model.note.page.headings[1].line;
    assert_eq!((session.model.note.top, session.model.pane), (line, Pane::Note));
    let session = session.keys("O");
    let picker = session.model.picker.as_ref().expect("an outline");
    assert_eq!((picker.items.len(), picker.cursor), (3, 1));
    let session = session.keys("<esc><bs>");
    assert_eq!((session.model.note.top, session.model.pane), (0, Pane::List));
}

#[test]
fn the_palette_does_what_is_chosen_by_name() {
    let session = session().keys(":copy markdown<ret>");
    let Some(Effect::Copy(text, _)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert!(text.starts_with("### Etcd on a diet\n"), "{text}");
    assert!(session.keys(":help<ret>").screen().contains("EVERYWHERE"));
    for name in ["toggle-facets", "toggle_facets", "facets toggle"] {
        let session = self::session().keys(&format!(":{name}<ret>"));
        assert!(session.model.facets_hidden, "{name}, as it is called in the configuration");
    }
}

#[test]
fn related_talks_are_told_with_reasons_and_found_again_behind_a_query() {
    let session = session().keys("/ title:diet<ret>r");
    assert!(session.screen().contains("also by Kim Aoki"), "{}", session.screen());
    let session = session.keys("lake<ret>");
    assert_eq!((session.selected(), session.model.query.text()), ("Lake talk", ""));
    assert!(session.screen().contains("hid that talk and was cleared"), "{}", session.screen());
    let session = session.keys("<bs>");
    assert_eq!((session.selected(), session.model.query.text()), ("Etcd on a diet", "etcd diet title:diet"));
}

#[test]
fn going_back_along_a_link_brings_back_the_query_it_left() {
    let session = session().keys("/ title:diet<ret>Lother talk<ret>");
    assert_eq!((session.selected(), session.model.query.text()), ("Helm for the impatient", ""));
    let session = session.keys("<bs>");
    assert_eq!((session.selected(), session.model.query.text()), ("Etcd on a diet", "etcd diet title:diet"));
}

#[test]
fn links_inside_the_notes_are_followed_and_come_back_from() {
    let session = session().size(110, 12).keys("Lbelow<ret>");
    let headings = &session.model.note.page.headings;
    assert_eq!(session.model.note.top, headings[2].line, "a heading of this talk");
    let session = session.keys("Lother talk<ret>");
    assert_eq!((session.selected(), session.model.note.top), ("Helm for the impatient", 0));
    let session = session.keys("<bs>");
    assert_eq!(session.selected(), "Etcd on a diet");
    let session = session.keys("Lyear<ret>");
    assert_eq!(session.selected(), "Lake talk");
    assert_eq!(session.model.note.top, session.model.note.page.headings[1].line, "a heading of another note");
    let session = session.keys("<bs>Llake talk<ret>");
    assert_eq!((session.selected(), session.model.note.top), ("Lake talk", 0));
    let session = session.keys("<bs><bs>");
    assert_eq!((session.selected(), session.model.note.top), ("Etcd on a diet", 0));
    assert!(session.keys("<bs>").screen().contains("nothing to go back to"));
}

#[test]
fn links_that_lead_nowhere_or_may_not_be_opened_say_so() {
    let session = session().keys("Llost<ret>");
    assert!(session.screen().contains("#nowhere: no such heading"), "{}", session.screen());
    let session = session.keys("Lfile<ret>");
    let opened = |effect: &Effect| matches!(effect, Effect::OpenLink(_));
    assert!(!session.effects.iter().any(opened), "{:?}", session.effects);
    assert!(session.screen().contains("only http, https and mailto links are opened"), "{}", session.screen());
}

#[test]
fn a_list_to_choose_from_fits_any_screen_and_closes() {
    for (columns, rows) in [(1, 1), (2, 2), (20, 5), (60, 15), (120, 40), (400, 100)] {
        let session = session().size(columns, rows).keys("Ljx<bs><down><C-p><pgdn>");
        session.screen();
        assert!(session.keys("<esc>").model.picker.is_none());
    }
    insta::assert_snapshot!(session().size(30, 8).keys("O").screen(), @"
    ╭─ headings ───────────── 3 ─╮
    │›  words                    │
    │                            │
    │▌ Etcd on a diet         0% │
    │    Why it grows            │
    │    Defragment one member   │
    ╰────────────────────────────╯
     Enter choose     3 hits  1/1
    ");
}

const CODE: &str = "\
# Conf

## Code in colour
- **Speaker**: Ann Lee, Ombra

```rust
fn main() { let answer = \"forty-two\"; }
```

```mermaid
flowchart LR
  Alpha --> Beta
```

```
a line of no language that is a good deal wider than the pane it has to be shown in, and so it has to be broken or scrolled
```
";

/// The colours of the cells that show a word.
fn colours(session: &Session, word: &str) -> std::collections::BTreeSet<String> {
    let (buffer, screen) = (session.buffer(), session.screen());
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(word)).expect("a line with it");
    let x = kcbrowse::text::width(&line[..line.find(word).expect("there")]) as u16;
    (x..x + word.len() as u16).map(|x| format!("{:?}", buffer[(x, y as u16)].fg)).collect()
}

#[test]
fn code_is_coloured_when_its_tokens_are_known_and_nothing_moves() {
    let session = Session::over(notes(&[("a.md", CODE)])).size(110, 12).keys("JJ");
    assert_ne!(colours(&session, "fn"), colours(&session, "main"));
    assert_ne!(colours(&session, "forty-two"), colours(&session, "answer"));
    assert_eq!(session.model.note.top, 2);
    let session = session.size(100, 12);
    assert_ne!(colours(&session, "fn"), colours(&session, "main"), "what is known is kept");
}

#[test]
fn diagrams_are_drawn_or_shown_as_source_until_another_talk() {
    let two = format!("{CODE}\n## Other\n- **Speaker**: Bo Ray, Ombra\n\nText.\n");
    let session = Session::over(notes(&[("a.md", &two)])).size(110, 40);
    assert!(!session.screen().contains("flowchart"), "{}", session.screen());
    let session = session.keys("D");
    assert!(session.screen().contains("flowchart LR"), "{}", session.screen());
    assert!(session.screen().contains("diagrams are shown as source"));
    let session = session.keys("jD");
    assert!(session.screen().contains("no diagram that can be drawn"), "{}", session.screen());
    assert!(!session.keys("k").screen().contains("flowchart LR"), "another talk starts anew");
}

#[test]
fn wide_lines_are_scrolled_sideways_and_broken_again() {
    let session = Session::over(notes(&[("a.md", CODE)])).size(110, 40);
    assert!(session.screen().contains("↪"), "{}", session.screen());
    let session = session.keys(">>>");
    assert!(!session.screen().contains("↪") && session.screen().contains("‹"), "{}", session.screen());
    assert!(session.screen().contains("wide lines whole: columns 33 to"), "{}", session.screen());
    let session = session.keys("<lt><lt><lt>");
    assert!(session.screen().contains("wide lines broken to fit"), "{}", session.screen());
    assert!(session.screen().contains("↪"), "{}", session.screen());
}

#[test]
fn the_scroll_bar_is_taken_hold_of_with_the_mouse() {
    let mut session = session().size(110, 16);
    let note = session.model.panes().note;
    let (x, last) = (note.x + note.width - 1, note.y + note.height - 1);
    session.send(Message::Mouse(Mouse::Press, x, last));
    let bottom = session.model.note.page.lines.len() - usize::from(note.height);
    assert_eq!((session.model.note.top, session.model.pane), (bottom, Pane::Note));
    session.send(Message::Mouse(Mouse::Drag, x, note.y));
    assert_eq!(session.model.note.top, 0);
}

#[test]
fn a_speaker_is_followed_to_all_their_talks() {
    let session = session().keys("f");
    let picker = session.model.picker.as_ref().expect("what others may have too");
    let offered: Vec<(&str, &str)> = picker.items.iter().map(|item| (&*item.label, &*item.detail)).collect();
    assert_eq!(
        offered,
        [
            ("Kim Aoki", "speaker"),
            ("Lattice", "company"),
            ("RiverConf 2024", "event"),
            ("etcd", "topic"),
            ("etcd", "tag"),
            ("storage", "tag")
        ]
    );
    let session = session.keys("<ret>");
    assert_eq!(session.model.query.text(), "speaker:\"Kim Aoki\"");
    assert_eq!((session.selected(), session.titles().len(), session.model.pane), ("Etcd on a diet", 2, Pane::List));
    assert!(session.screen().contains("Backspace goes back to etcd diet"), "{}", session.screen());
    let session = session.keys("j<bs>");
    assert_eq!(
        (session.model.query.text(), session.selected(), session.titles().len()),
        ("etcd diet", "Etcd on a diet", 1)
    );
}

#[test]
fn names_and_tags_in_the_head_of_a_note_are_followed_with_the_mouse() {
    let mut session = session().keys("<esc>");
    for (word, query) in [("Ida Brandt", "speaker:\"Ida Brandt\""), ("#storage", "tag:storage"), ("etcd", "topic:etcd")]
    {
        let title = if word == "Ida Brandt" { "impatient" } else { "diet" };
        session = session.keys(&format!("/<C-u>{title}<ret>"));
        let text = session.model.panes().note_text;
        let page = &session.model.note.page;
        let (line, at) =
            page.lines.iter().enumerate().find_map(|(at, line)| Some((at, line.text().find(word)?))).expect(word);
        session.send(Message::Mouse(Mouse::Press, text.x + at as u16, text.y + line as u16));
        assert_eq!(session.model.query.text(), query);
    }
}

#[test]
fn links_at_the_end_of_a_long_talk_come_with_its_whole_page() {
    let body: String =
        (0..4000).map(|number| format!("Paragraph {number} says little, and says it at length.\n\n")).collect();
    let note = format!("# A long talk\n- **Speaker**: Kim Aoki\n\n{body}[Watch](https://youtu.be/long)\n");
    let mut session = Session::over(notes(&[("a.md", &note)]));
    let begun = |columns: u16, session: &mut Session| {
        let effects = update(&mut session.model, Message::Resized(Size { columns, rows: 30 }));
        let order = effects.into_iter().find_map(|effect| match effect {
            Effect::Typeset(order) => Some(order),
            _ => None,
        });
        order.expect("a long talk is not set at once")
    };
    assert!(session.screen().contains("Recording"), "{}", session.screen());
    // Once they are known, another width does not lose them for a moment.
    let order = begun(100, &mut session);
    assert!(!session.model.note.is_whole && session.screen().contains("Recording"), "{}", session.screen());
    let _ = order.fulfil(
        |_, _| None,
        |made| {
            session.send(Message::Page(order.key, made));
            std::ops::ControlFlow::Continue(())
        },
    );
    assert!(session.model.note.is_whole);
    let session = session.keys("o");
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(url, "https://youtu.be/long");
    let screen = session.keys("L").screen();
    assert!(screen.contains("Recording") && screen.contains("youtu.be"), "{screen}");
}

#[test]
fn all_links_of_a_long_talk_are_offered_as_soon_as_they_are_known() {
    let body = "A line of a talk without an end.\n\n".repeat(8000);
    let note =
        format!("# A long talk\n- **Speaker**: Kim Aoki\n\n[First](https://a.io)\n\n{body}[Last](https://z.io)\n");
    for columns in [120, 50] {
        // At 50 columns the list stands alone, and no page is made before the links are asked for.
        let mut session = Session::over(notes(&[])).size(50, 30);
        session.change(notes(&[("a.md", &note)]));
        let mut effects = update(&mut session.model, Message::Resized(Size { columns, rows: 30 }));
        effects.extend(update(&mut session.model, Message::Act(Action::Links)));
        let offered = session.model.picker.as_ref().map(|picker| picker.items.len());
        assert_eq!(offered, None, "the opening's links are not all");
        assert!(session.screen().contains("looking for links"), "{}", session.screen());
        let orders = effects.into_iter().filter_map(|effect| match effect {
            Effect::Typeset(order) => Some(order),
            _ => None,
        });
        let orders: Vec<_> = orders.collect();
        assert_eq!(orders.len(), 1);
        let _ = orders[0].fulfil(
            |_, _| None,
            |made| {
                session.send(Message::Page(orders[0].key, made));
                std::ops::ControlFlow::Continue(())
            },
        );
        let offered = &session.model.picker.as_ref().expect("links").items;
        assert_eq!(offered.iter().map(|item| &*item.label).collect::<Vec<_>>(), ["First", "Last"]);
    }
}

#[test]
fn a_long_list_is_seen_before_the_whole_of_it_is_set() {
    let items = "- An item of a list without end\n".repeat(10_000);
    let note = format!("# A long talk\n- **Speaker**: Kim Aoki\n\nIt says:\n\n{items}");
    let mut session = Session::over(notes(&[])).size(50, 30);
    session.change(notes(&[("a.md", &note)]));
    let _ = update(&mut session.model, Message::Resized(Size { columns: 120, rows: 30 }));
    assert!(!session.model.note.is_whole && session.screen().contains("An item of a list"), "{}", session.screen());
}
