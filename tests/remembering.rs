//! What is remembered between runs and shared by programs that run at once: stars, talks read, how notes were left.

use kcbrowse::app::memory::Change;
use kcbrowse::app::traces::Edit;
use kcbrowse::app::{Effect, Message};

use crate::support::lakes::{AUTUMN, SPRING, browse, home, later, remembered, session};
use crate::support::program::run;
use crate::support::{Session, notes};

#[test]
fn a_star_is_seen_in_the_list_and_found_by_is_starred() {
    let session = session().keys("j*");
    let starred = |line: &str| line.contains("Charts without tears") && line.contains('★');
    assert!(session.screen().lines().any(starred), "{}", session.screen());
    assert!(session.screen().contains("starred"), "{}", session.screen());
    let session = session.keys("/is:starred<ret>");
    assert_eq!(session.titles(), ["Charts without tears"]);
    let session = session.keys("*");
    assert_eq!(session.titles(), [""; 0]);
    assert!(!session.screen().contains('★'));
}

#[test]
fn a_star_follows_its_talk_into_another_file_and_through_edits() {
    let memory = remembered(&session().keys("j*"));
    assert!(matches!(memory.stars.as_slice(), [star] if star.path == "2023.md"));
    let edited = AUTUMN.replace("A chart is a package.", "Quite another text.");
    let session = later(&[("archive/lake.md", &edited), ("2024.md", SPRING)], memory.clone()).keys("/is:starred<ret>");
    assert_eq!(session.titles(), ["Charts without tears"]);
    // Its star can be taken off although it is kept under the id the talk had.
    let session = session.keys("*");
    let Some(Effect::Remember(Change::Star(Edit::Remove(id)))) = session.effects.last() else {
        panic!("{:?}", session.effects)
    };
    assert_eq!(*id, memory.stars[0].id);
    // Of two talks that may be meant, neither is.
    let other = format!("{AUTUMN}\nMore.\n").replace("A chart is a package.", "Nothing of it is the same as before.");
    let session = later(&[("a.md", &edited), ("b.md", &other)], memory).keys("/is:starred<ret>");
    assert_eq!(session.titles(), [""; 0]);
}

#[test]
fn a_title_alone_is_too_little_for_a_star_to_follow() {
    let welcome = "# Welcome\n\n- **Speaker**: Ann Lee, Ombra\n\nHello.\n";
    let memory = remembered(&Session::over(notes(&[("a.md", welcome)])).keys("*"));
    assert_eq!(memory.stars.len(), 1);
    assert_eq!(later(&[("b.md", welcome)], memory.clone()).keys("/is:starred").titles(), [""; 0]);
    assert_eq!(later(&[("below/a.md", welcome)], memory).keys("/is:starred").titles(), ["Welcome"]);
}

#[test]
fn stars_come_after_the_first_frame_and_reach_a_query_for_them() {
    let memory = remembered(&session().keys("*"));
    let mut session = session().keys("/is:starred");
    assert_eq!(session.titles(), [""; 0]);
    session.send(Message::Remembered(memory));
    assert_eq!(session.titles(), ["Quorums for the rest of us"]);
}

#[test]
fn what_is_done_before_the_memory_is_read_is_not_undone_by_it() {
    let mut memory = remembered(&session().keys("*"));
    memory.recent.push("older".to_owned());
    let mut session = session().keys("j*s<S-tab>-<tab>/lunch<ret><esc>");
    session.send(Message::Remembered(memory));
    assert!(session.screen().contains("↓ date"), "{}", session.screen());
    assert!(session.screen().contains("TOPICS               1 ›"), "{}", session.screen());
    assert_eq!(session.model.recent, ["lunch", "older"]);
    assert_eq!(session.keys("/is:starred<ret>").titles(), ["Quorums for the rest of us", "Charts without tears"]);
}

#[test]
fn a_group_folds_to_its_heading_and_stays_so_in_the_next_run_over_these_notes() {
    let session = session().at("/notes").keys("<S-tab>j-");
    assert!(session.screen().contains("TAGS                 4 ›"), "{}", session.screen());
    assert!(!session.screen().contains("helm   "), "{}", session.screen());
    let memory = remembered(&session);
    let next = |place: &str| {
        let mut session = Session::over(notes(&[("2024.md", SPRING)])).at(place);
        session.send(Message::Remembered(memory.clone()));
        session.screen()
    };
    assert!(next("/notes").contains("TAGS                 2 ›"), "{}", next("/notes"));
    assert!(!next("/other").contains("TAGS                 2 ›"), "{}", next("/other"));
    assert!(session.keys("<ret>").screen().contains("helm   "));
}

#[test]
fn a_star_is_kept_outside_the_notes_for_the_next_run_and_for_scripts() {
    let home = home();
    let mut pty = browse(home.path());
    pty.send("*");
    pty.wait_for("★");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
    assert_eq!(run(home.path(), "list notes -q is:starred").out.lines().count(), 1);
    assert!(run(home.path(), "export notes -q is:starred").out.starts_with("## Quorums for the rest of us\n"));
    assert!(home.path().join("state/kcbrowse/state.json").exists());
    let mut pty = browse(home.path());
    pty.wait_for("★");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn a_state_file_that_is_broken_is_said_and_does_not_stop_anyone() {
    let home = home();
    let state = home.path().join("state/kcbrowse");
    std::fs::create_dir_all(&state).expect("a folder");
    std::fs::write(state.join("state.json"), "no state").expect("a file");
    let listed = run(home.path(), "list notes -q is:starred");
    assert!(listed.err.contains("not understood, kept as"), "{}", listed.err);
    assert_eq!((listed.code, listed.out.as_str()), (Some(1), ""));
    assert!(state.join("state.broken-1.json").exists());
}

/// Titles in the list that carry the sign of talks read.
fn read(session: &Session) -> Vec<String> {
    let rows = session.screen();
    let rows = rows.lines().filter_map(|line| line.split(['│', '┃']).nth(1)).filter(|row| row.contains('✓'));
    rows.map(|row| row.trim_matches(['▌', '▏', ' ', '✓']).to_owned()).collect()
}

#[test]
fn a_talk_opened_with_enter_is_seen_and_found_by_is_seen() {
    let session = session().keys("j");
    assert_eq!(read(&session), [""; 0]);
    let session = session.keys("<ret>");
    assert_eq!(read(&session), ["Charts without tears"]);
    assert_eq!(session.keys("<esc>/is:seen<ret>").titles(), ["Charts without tears"]);
}

#[test]
fn a_talk_scrolled_to_its_end_is_seen_one_that_is_merely_shown_is_not() {
    let long = format!("# Long\n\n- **Speaker**: Kim Aoki\n\n{}", "Another paragraph.\n\n".repeat(60));
    let session = Session::over(notes(&[("long.md", &long), ("2024.md", SPRING)])).keys("gJ");
    assert_eq!((session.selected(), read(&session)), ("Long", vec![]));
    assert_eq!(read(&session.keys("<tab>G")), ["Long"]);
    // All of this one is in sight: that is no sign of having read it.
    let short = self::session().keys("JJJ");
    assert_eq!(read(&short), [""; 0]);
}

#[test]
fn a_talk_being_read_stays_in_a_list_of_unread_ones_until_another_is_asked_for() {
    let session = session().keys("/!is:seen<ret><ret>");
    let unread = ["Canaries before lunch", "Quorums for the rest of us", "Charts without tears"];
    assert_eq!(session.titles(), unread);
    let mut session = session;
    session.change(notes(&[("2023.md", AUTUMN), ("2024.md", &format!("{SPRING}\nMore.\n"))]));
    assert_eq!((session.titles(), session.selected()), (unread.to_vec(), unread[0]));
    assert_eq!(session.keys("<esc><esc>/!is:seen<ret>").titles(), unread[1..]);
}

#[test]
fn a_talk_can_be_made_unread_and_read_by_key() {
    let session = session().keys("/!is:seen<ret>u");
    assert_eq!(session.titles(), ["Quorums for the rest of us", "Charts without tears"]);
    let session = session.keys("<esc>");
    assert_eq!(read(&session), ["Canaries before lunch"]);
    let session = session.keys("Gu");
    assert_eq!((session.selected(), read(&session)), ("Canaries before lunch", vec![]));
    assert!(session.screen().contains("counts as unread"), "{}", session.screen());
}

#[test]
fn what_was_seen_is_remembered_and_follows_its_talk() {
    let memory = remembered(&session().keys("j<ret>"));
    let edited = AUTUMN.replace("A chart is a package.", "Quite another text.");
    let later = later(&[("archive/lake.md", &edited)], memory).keys("/is:seen<ret>");
    assert_eq!(later.titles(), ["Charts without tears"]);
}

#[test]
fn stars_of_another_program_are_taken_over_and_ones_own_on_their_way_stay() {
    let theirs = remembered(&session().keys("j*/lunch<ret>"));
    let mut session = session().keys("*/is:starred<ret>");
    // Of this program's changes none is in the file yet.
    session.send(Message::AlsoRemembered(theirs.clone(), 0));
    assert_eq!(session.titles(), ["Quorums for the rest of us", "Charts without tears"]);
    assert_eq!(session.model.recent, ["is:starred", "lunch"]);
    // By now it is, and the other has taken that star off again.
    session.send(Message::AlsoRemembered(theirs, 2));
    assert_eq!(session.titles(), ["Charts without tears"]);
}

#[test]
fn a_running_program_shows_stars_that_another_sets_when_it_gets_the_focus() {
    let home = home();
    let (mut one, mut other) = (browse(home.path()), browse(home.path()));
    one.send("*");
    one.wait_for("★");
    one.send("q");
    assert_eq!(one.wait_for_end(), 0);
    assert!(!other.screen().contains('★'));
    other.send("\x1b[I");
    other.wait_for("★");
    // What it sets itself brings the others' along.
    let mut third = browse(home.path());
    third.wait_for("★");
    other.send("*");
    other.wait("the star to be gone", |screen| !screen.contents().contains('★'));
    other.send("q");
    assert_eq!(other.wait_for_end(), 0);
    third.send("j\r");
    third.wait("both to be taken over", |screen| screen.contents().contains('✓') && !screen.contents().contains('★'));
}

#[test]
fn marks_are_there_again_the_next_time_until_they_were_printed() {
    let session = session().at("/notes").keys("j<space>");
    let memory = remembered(&session);
    let edited = AUTUMN.replace("A chart is a package.", "Quite another text.");
    let mut next = Session::over(notes(&[("2024.md", SPRING), ("archive/lake.md", &edited)])).at("/notes");
    next.send(Message::Remembered(memory));
    let marked: Vec<&str> =
        next.model.marked.iter().filter_map(|ix| next.model.library.get(*ix)).map(|talk| &*talk.title).collect();
    assert_eq!(marked, ["Charts without tears"]);
    let left = remembered(&next.keys("x"));
    assert_eq!(left.visit_of("/notes").map(|visit| visit.marked.len()), Some(0));
}
