//! The note pane: what opens and closes, links numbered and pressed, what the head of a talk tells.

use kcbrowse::app::{Effect, Message, Mouse, Pane};

use kcbrowse::source::Input;

use crate::support::program::folder;
use crate::support::{Session, notes};

const FOLDED: &str = "\
# Conf

## Keeping state
- **Speaker**: Ann Lee, Ombra

See [the setup](#setup).

<details>
<summary>The whole demo</summary>

Install two nodes.

### Setup

Wait.

<details><summary>Even more</summary>

Defragment both nodes.

</details>

</details>

<details open><summary>Questions</summary>

None.

</details>
";

fn folded() -> Session {
    Session::over(notes(&[("a.md", FOLDED)])).size(110, 40).keys("<ret>")
}

fn note(session: &Session) -> String {
    session.model.note.page.lines.iter().map(|line| line.text().trim_end().to_owned() + "\n").collect()
}

#[test]
fn details_are_opened_and_closed_by_enter_and_stay_so() {
    let session = folded();
    insta::assert_snapshot!(note(&session), @"
    Keeping state
    Ann Lee · Ombra
    ───────────────────────────────────────────

    See the setup.

    ▸ The whole demo

    ▾ Questions
      None.
    ");
    assert!(session.screen().contains("Enter open"), "{}", session.screen());
    let session = session.keys("<ret>");
    assert!(note(&session).contains("▾ The whole demo\n  Install two nodes.\n"), "{}", note(&session));
    assert!(note(&session).contains("  ▸ Even more\n"), "{}", note(&session));
    let session = session.size(100, 40).keys("<ret>");
    assert!(note(&session).contains("▸ The whole demo\n\n▾ Questions"), "{}", note(&session));
}

#[test]
fn details_are_opened_by_the_mouse_and_by_their_name_in_the_outline() {
    let mut session = folded();
    let area = session.model.panes().note;
    let line = session.model.note.page.details[0].line as u16;
    session.send(Message::Mouse(Mouse::Press, area.x + 8, area.y + line));
    assert!(note(&session).contains("▾ The whole demo"), "{}", note(&session));
    let session = session.keys("O");
    let items = &session.model.picker.as_ref().expect("an outline").items;
    let offered: String = items.iter().map(|item| format!("{}{}\n", "  ".repeat(item.indent), item.label)).collect();
    insta::assert_snapshot!(offered, @r"
    Keeping state
      ▾ The whole demo
      Setup
        ▸ Even more
        ▾ Questions
    ");
    let session = session.keys("even<ret>");
    assert!(note(&session).contains("▾ Even more\n    Defragment both nodes."), "{}", note(&session));
    let session = session.keys("<ret>");
    assert!(note(&session).contains("▸ Even more"), "what was gone to is what Enter means: {}", note(&session));
}

#[test]
fn a_hit_that_is_folded_away_is_counted_and_opened_when_gone_to() {
    let session = folded().keys("/nodes<ret>");
    assert!(session.screen().contains("1/2 hits"), "{}", session.screen());
    assert!(note(&session).contains("▸ The whole demo"), "typing opens nothing");
    let session = session.keys("n");
    assert!(note(&session).contains("    Defragment both nodes."), "{}", note(&session));
    assert!(session.screen().contains("2/2 hits"), "{}", session.screen());
    let hit = session.model.note.found.iter().find(|found| Some(found.hit) == session.model.note.hit).expect("a hit");
    assert_eq!(session.model.note.page.lines[hit.line].text().trim(), "Defragment both nodes.");
}

#[test]
fn a_link_into_what_is_folded_away_opens_it() {
    let session = folded().size(110, 12).keys("Lsetup<ret>");
    let setup = session.model.note.page.headings.iter().find(|heading| heading.text == "Setup").expect("opened");
    let seen = session.model.note.top..session.model.note.top + usize::from(session.model.panes().note.height);
    assert!(seen.contains(&setup.line));
}

const LINKS: &str = "\
# Conf

## Links all over
- **Speaker**: Ann Lee, Ombra
- **Video**: <https://youtu.be/links>
- **Slides**: [slides](https://speakerdeck.com/ann/links)
- **Slides**: [what else I had](https://speakerdeck.com/ann/more)

The [project](https://ombra.example) and https://youtu.be/links and [again](https://ombra.example).

| a | b |
|---|---|
| x | [docs](https://docs.example) |
";

#[test]
fn links_have_their_numbers_while_one_is_chosen() {
    let session = Session::over(notes(&[("a.md", LINKS)])).size(120, 30);
    let plain = note(&session);
    let session = session.keys("L");
    insta::assert_snapshot!(session.screen(), @"
     kcbrowse   notes                                                                                                1 talk
     / search titles, people, events, tags and texts
    ──────────────────────────┬─────────────────────────────────────────┬───────────────────────────────────────────────────
     SPEAKERS                 │▌ Links all over                         │  Links all over
     Ann Lee                1 │▌ Ann Lee · Ombra                        │  Ann Lee · Ombra
                              │                                         │  Recording[1]  Slides[2]
     COMPANIES                │                                         │  ───────────────────────────────────────────────
     Ombra   ╭─ links ──────────────────────────────────── 5 ─╮         │
             │›  words, or a number                           │         │   • Slides: what else I had[3]
             │                                                │         │
             │▌ 1  Recording                         youtu.be │         │  The project[4] and https://youtu.be/links[1]
             │  2  Slides                     speakerdeck.com │         │  and again[4].
             │  3  what else I had   slides · speakerdeck.com │         │
             │  4  project                      ombra.example │         │  a  b
             │  5  docs                          docs.example │         │  ──────────
             ╰────────────────────────────────────────────────╯         │  x  docs[5]
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
                              │                                         │
    ──────────────────────────┴─────────────────────────────────────────┴───────────────────────────────────────────────────
     Enter choose  ↓ next  Esc close                                                                                    1/1
    ");
    assert_eq!(note(&session.keys("<esc>")), plain);
    let session = Session::over(notes(&[("a.md", LINKS)])).size(120, 30).keys("L5");
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!(url, "https://docs.example");
}

#[test]
fn a_link_is_followed_by_pressing_it() {
    let mut session = Session::over(notes(&[("a.md", LINKS)])).size(120, 30);
    let area = session.model.panes().note;
    let line = session.model.note.page.lines.iter().position(|line| line.text().starts_with("The project"));
    session.send(Message::Mouse(Mouse::Press, area.x + 2 + 5, area.y + line.expect("shown") as u16));
    let Some(Effect::OpenLink(url)) = session.effects.last() else { panic!("{:?}", session.effects) };
    assert_eq!((url.as_str(), session.model.pane), ("https://ombra.example", Pane::Note));
}

#[test]
fn text_keeps_its_measure_in_the_middle_of_a_wide_screen_when_it_stands_alone() {
    let long = format!("# Conf\n\n## A talk\n- **Speaker**: Ann Lee, Ombra\n\n{}\n", "word ".repeat(100));
    let margins = |session: &Session| {
        let screen = session.screen();
        let line = screen.lines().find(|line| line.contains("word word")).expect("text");
        (line.find("word").expect("text"), line.trim_end_matches(['▐', ' ']).len())
    };
    let session = Session::over(notes(&[("a.md", &long)])).size(200, 30).keys("z");
    assert_eq!(margins(&session), (56, 140));
    let mut session = session;
    session.model.preferences.measure = Some(0);
    assert_eq!(margins(&session.size(200, 30)), (2, 196));
}

#[test]
fn a_picture_whose_file_is_not_there_says_so_once_that_is_known() {
    let note = "# Conf\n\n## Talk\n- **Speaker**: Ann Lee\n\n![The plan](plan.png)\n\n![Gone](gone.png)\n\nEnd.\n";
    let folder = folder(&[("day.md", note.as_bytes()), ("plan.png", b"x")]);
    let session = Session::over(vec![Input::Path(folder.path().to_owned())]).keys("/talk<ret><ret>");
    assert_eq!(self::note(&session).matches("file not found").count(), 1, "{}", self::note(&session));
    assert!(self::note(&session).contains("gone.png · file not found"), "{}", self::note(&session));
}

#[test]
fn a_heading_that_is_pressed_comes_to_the_top_and_there_is_a_way_back() {
    let part = |name: &str| format!("### {name}\n\n{}", "A line.\n\n".repeat(12));
    let text = format!("# Conf\n\n## Talk\n- **Speaker**: Ann Lee\n\n{}{}", part("Before the move"), part("After"));
    let mut session = Session::over(notes(&[("a.md", &text)])).size(110, 30).keys("<ret>");
    let area = session.model.panes().note_text;
    let line = session.model.note.page.headings[1].line;
    session.send(Message::Mouse(Mouse::Press, area.x + 90, area.y + line as u16));
    assert_eq!(session.model.note.top, 0, "beside the heading there is none");
    session.send(Message::Mouse(Mouse::Press, area.x + 3, area.y + line as u16));
    assert_eq!((session.model.note.top, session.model.pane), (line, Pane::Note));
    assert!(session.screen().contains("Before the move"));
    assert_eq!(session.keys("<bs>").model.note.top, 0);
}

#[test]
fn the_head_says_all_that_the_heading_says_and_nothing_twice() {
    let day = "# Harbour Days 2024\n\n## 2024-05-04\n\n### 10:30 Ropes in motion - Ida Holm (Room 5)\n\nText.\n";
    let session = Session::over(notes(&[("a.md", day)])).size(120, 20).keys("<ret>");
    insta::assert_snapshot!(note(&session), @"
    Ropes in motion
    Ida Holm
    Harbour Days 2024 · 2024-05-04 · 10:30 · Room 5
    ───────────────────────────────────────────────

    Text.
    ");
}

const WHOLE: &str = "\
---
tags: [quay]
---
# Quay Con 2023

I met Zoë at the bar.

## Ropes
- **Speaker**: Ann Lee, Ombra

Knots first.

## Cranes
- **Speaker**: Uwe Brandt, Umbra

Steel is patient.

## Misc

A cap, two stickers.

- one red
- one blue
- no pen
";

#[test]
fn all_of_the_file_is_shown_around_the_talk_and_another_talk_opens_alone() {
    let session = Session::over(notes(&[("quay.md", WHOLE)])).size(120, 12).keys("jw");
    let page = note(&session);
    for text in
        ["quay.md", "I met Zoë at the bar.", "Knots first.", "Speaker: Uwe Brandt, Umbra", "A cap, two stickers."]
    {
        assert!(page.contains(text), "{text} in {page}");
    }
    assert!(!page.contains("tags"), "{page}");
    assert!(session.screen().contains("all of quay.md"), "{}", session.screen());
    let top = session.model.note.page.lines[session.model.note.top].text();
    assert_eq!(top.trim(), "Cranes", "it opens at the talk");
    let session = session.keys("Kk");
    assert_eq!(session.selected(), "Ropes");
    assert!(!note(&session).contains("A cap"), "{}", note(&session));
    let session = session.keys("jww");
    assert!(!note(&session).contains("A cap") && session.screen().contains("the talk alone"), "{}", session.screen());
    assert_eq!(session.model.note.top, 0, "what was scrolled was the file");
}

#[test]
fn a_file_that_changes_while_all_of_it_is_shown_stays_there_and_the_talk_is_not_left_at_its_place() {
    let mut session = Session::over(notes(&[("quay.md", WHOLE)])).size(120, 12).keys("jwJJ");
    let line = |session: &Session| session.model.note.page.lines[session.model.note.top].text();
    let before = line(&session);
    session.change(notes(&[("quay.md", &WHOLE.replace("no pen", "one pen"))]));
    assert!(note(&session).contains("one pen"), "{}", note(&session));
    assert_eq!(line(&session), before);
    let session = session.keys("kj");
    assert_eq!((session.selected(), session.model.note.top), ("Cranes", 0));
}

#[test]
fn the_file_of_a_copy_opens_at_the_copy() {
    let copy = WHOLE.replace("I met Zoë at the bar.", "I met nobody.\n\nNot even late.");
    let session = Session::over(notes(&[("a.md", WHOLE), ("b.md", &copy)])).size(120, 12).keys("jwc");
    assert!(session.screen().contains("copy 2 of 2"), "{}", session.screen());
    assert_eq!(session.model.note.page.lines[session.model.note.top].text().trim(), "Cranes");
}
