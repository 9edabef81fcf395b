//! The screen as it is read out, and as a terminal without signs shows it.

use kcbrowse::app::Preferences;
use kcbrowse::app::key::Signs;
use kcbrowse::view::{Charset, DARK};

use crate::support::{Session, notes};

const DAY: &str = "\
# TideConf 2024

## Queues at low tide
*By Ida Brandt, Quarry*

> Water finds its level.

### Steps

- first
  - second
- [ ] third

| a | b |
|---|---|
| 1 | 2 |

![The plan](plan.png)

```mermaid
graph LR
  Sea --> Shore
```

---

<details><summary>More</summary>

Ebb.

</details>

## Flow control
*By Jon Vale, Quarry*

[site Jènseits日](https://quarry.example/a) of tides
";

fn spoken() -> Session {
    let preferences = Preferences { plain: true, signs: Signs::Words, ..Preferences::default() };
    Session::settled(notes(&[("day.md", DAY), ("copy.md", DAY)]), preferences).size(64, 12)
}

#[test]
fn a_screen_that_is_read_out_is_words() {
    let session = spoken().keys("*<space>sS");
    insta::assert_snapshot!(session.screen(), @"
     Talks   notes             1 marked,  2 talks by date, reversed
     / search titles, people, events, tags and texts
      2024
    * Queues at low tide                                star copies
    > Flow control                                           copies






     sorted by date, the other way round,  S turns it round     2/2
    ");
    insta::assert_snapshot!(session.size(64, 31).keys("k<ret>").screen(), @"
    Note   notes              1 marked,  2 talks by date, reversed
    / search titles, people, events, tags and texts
     Queues at low tide
     Ida Brandt,  Quarry
     TideConf 2024
     also in copy.md:3


       Water finds its level.

     Steps

      • first
        • second
      ☐ third

     a  b

     1  2


         The plan
       plan.png


      graph LR                                           mermaid
        Sea --> Shore



    / search  Tab pane  x export  Esc back  ? help  q quit     96%
    ");
}

#[test]
fn what_stands_over_a_screen_that_is_read_out_is_words_too() {
    let session = spoken().keys("<S-tab>j<space>");
    insta::assert_snapshot!(session.screen(), @r#"
     Facets   notes                                    1 of 2 talks
     / speaker:"Ida Brandt"
     EVENTS
     TideConf 2024                                                1

     SPEAKERS
    >with Ida Brandt                                              1

     COMPANIES
     Quarry                                                       1

     Enter toggle  ! exclude  - fold  / search  ? help  q quit  1/1
    "#);
    insta::assert_snapshot!(session.keys("<tab><tab>#").screen(), @"
    numbers

    1 talk

    YEARS
    2024           1

    EVENTS
    TideConf 2024  1


    j more
    ");
    insta::assert_snapshot!(spoken().keys("?").screen(), @"
    kcbrowse

    EVERYWHERE
    /            type a query; in the note find in it, in the…
    Ctrl-r       queries used before, and those named in the…
    j Down       down
    k Up         up
    Ctrl-d       half a page down
    Ctrl-u       half a page up
    PgDn Ctrl-f  a page down

    j more
    ");
    insta::assert_snapshot!(spoken().size(64, 16).keys("<ret>O").screen(), @"
              headings                                 3
               words

            > Queues at low tide                       0%
                Steps                                 27%
                  + More                              96%






    Enter choose  Down next  Esc close                         44%
    ");
}

#[test]
fn a_terminal_of_ascii_has_keys_in_words_and_links_that_are_links() {
    let preferences = Preferences { signs: Signs::Words, ..Preferences::default() };
    let theme = DARK.in_charset(Charset::Ascii);
    let session = Session::settled(notes(&[("day.md", DAY)]), preferences).theme(&theme).size(120, 14).keys("sj<ret>");
    insta::assert_snapshot!(session.screen(), @"
     kcbrowse   notes                                                                                       2 talks by date
     / search titles, people, events, tags and texts
    --------------------------+-----------------------------------------#---------------------------------------------------
     EVENTS                   |  2024                                   #  Flow control
     TideConf 2024     ---- 2 |  Queues at low tide                     #  Jon Vale - Quarry
                              || Flow control                         x #  TideConf 2024
     SPEAKERS                 |                                         #  -----------------------------------------------
     Ida Brandt             1 |                                         #
     Jon Vale               1 |                                         #  site Jenseits?  of tides
                              |                                         #
     COMPANIES                |                                         #
     Quarry            ---- 2 |                                         #
    --------------------------+-----------------------------------------#---------------------------------------------------
     / search  Tab pane  x export  o open link  L links  Esc back  ? help  q quit                                      100%
    ");
    let links = session.linked_cells();
    assert_eq!(links.iter().map(|(text, _)| text.as_str()).collect::<String>(), "site Jenseits? ");
    assert!(links.iter().all(|(_, address)| address == "https://quarry.example/a"), "{links:?}");
    let session = session.keys("?");
    assert_eq!(session.linked_cells(), [], "the help covers the note");
    let help = session.screen();
    let row = help.lines().find(|line| line.contains(" Down ")).unwrap_or_default();
    assert!(row.contains("j Down"), "{help}");
}
