//! What is found and, as much, what is not: `kind line message`, one line a finding.

use std::fmt::Write;

use super::*;

fn findings(notes: &[(&str, &str)]) -> String {
    let notes = notes.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
    let report = check(vec![Input::Notes(notes)]).expect("nothing to be missing");
    let mut shown = String::new();
    for finding in &report.findings {
        let line = finding.line.map(|line| line.to_string()).unwrap_or_default();
        let _ = writeln!(shown, "{}:{line} {}: {}", finding.path.display(), finding.kind.name(), finding.message);
    }
    shown
}

fn found(text: &str) -> String {
    findings(&[("a.md", text)])
}

/// A file of four talks, each with its people, and what is put in place of the last.
fn four(last: &str) -> String {
    let talk = |title: &str, who: &str| format!("## {title}\n\nSpeaker: {who}, Umbra\n\nSome words about it.\n\n");
    format!(
        "# Conf 2024\n\n{}{}{}{last}",
        talk("Small clusters", "Ada Pohl"),
        talk("Large clusters", "Uwe Brandt"),
        talk("No clusters", "Kim Ahn")
    )
}

#[test]
fn a_talk_that_names_nobody_among_talks_that_do_is_found() {
    insta::assert_snapshot!(found(&four("## Half a cluster\n\nIt was about halves.\n")), @"a.md:21 no-speakers: “Half a cluster” names no speaker, all 3 talks beside it do");
    assert_eq!(found(&four("## Panel\n\nMany people spoke.\n")), "");
    assert_eq!(found(&four("## Half a cluster\n\nSpeaker: Zoë Lind\n\nHalves.\n")), "");
    assert_eq!(found("# Conf\n\n## One thing\n\nText.\n\n## Another\n\nSpeaker: Ada Pohl\n\nText.\n"), "");
}

#[test]
fn what_three_in_four_of_the_talks_beside_one_have_is_a_habit() {
    let talks = |with: usize, without: usize| {
        let all = (1..=with + without).map(|number| {
            let who = if number <= with { "Speaker: Ada Pohl\n\n" } else { "" };
            format!("## Clusters of size {number}\n\n{who}Some words about it.\n\n")
        });
        found(&format!("# Conf 2024\n\n{}", all.collect::<String>()))
    };
    insta::assert_snapshot!(talks(6, 2), @"
    a.md:39 no-speakers: “Clusters of size 7” names no speaker, 6 of 7 talks beside it do
    a.md:43 no-speakers: “Clusters of size 8” names no speaker, 6 of 7 talks beside it do
    ");
    assert_eq!(talks(5, 3), "", "five of seven are fewer");
    assert_eq!(talks(2, 1), "", "two are no habit");
    assert_eq!(talks(1, 3), "", "one that names its speaker does not make the others doubtful");
}

#[test]
fn a_talk_without_notes_is_found_unless_that_is_the_habit() {
    insta::assert_snapshot!(found(&four("## Half a cluster\n\nSpeaker: Zoë Lind\n")), @"a.md:21 empty: “Half a cluster” has no notes: nothing stands below its heading");
    assert_eq!(
        found(
            "# Conf\n\n## A one - Ada Pohl\n\n## B two - Uwe Brandt\n\n## C three - Kim Ahn\n\n## D four - Zoë Lind\n"
        ),
        ""
    );
}

#[test]
fn headings_that_tell_nothing_of_talks_are_said_once_a_file() {
    insta::assert_snapshot!(found("## Buying a bicycle\n\nText.\n\n## Keeping it dry\n\nText.\n\n## Riding far\n\nText.\n"), @"a.md:1 unsure: 3 headings are taken for talks, but nothing below them tells of talks");
}

#[test]
fn misread_characters_are_found_line_by_line_or_once_where_there_are_many() {
    insta::assert_snapshot!(found("# A talk\n\nItâ€™s fine.\n\nPlain.\r\nCafÃ© au lait\n"), @"
    a.md:3 mojibake: misread characters; it reads: It’s fine.
    a.md:6 mojibake: misread characters; it reads: Café au lait
    ");
    insta::assert_snapshot!(found(&format!("# A talk\n\n{}", "Itâ€™s fine.\n\n".repeat(12))), @"a.md:3 mojibake: 12 lines hold misread characters; the first reads: It’s fine.");
    assert_eq!(found("# Ein Vortrag\n\nÜber Größe, naïve Cafés und “Ñandú”.\n"), "");
}

#[test]
fn a_header_that_breaks_its_format_is_found() {
    let yaml = "---\ntitle: Rust: a year on\ntags: [a, b]\n---\n\n# A talk\n\nText.\n";
    insta::assert_snapshot!(found(yaml), @"
    a.md:2 header: the header is not valid YAML, here or above: mapping values are not allowed in this context
    ");
    let toml = "+++\ntitle = \"A talk\"\n\ndraft = no\n+++\n\n# A talk\n\nText.\n";
    insta::assert_snapshot!(found(toml), @"
    a.md:4 header: the header is not valid TOML, here or above: invalid float, expected `nan`
    ");
}

#[test]
fn encodings_that_were_guessed_are_found_at_the_first_letter_that_shows_it() {
    let of = |bytes: &[u8]| {
        let report = check(vec![Input::Document { name: "-".into(), bytes: bytes.to_vec() }]).expect("read");
        report
            .findings
            .iter()
            .map(|finding| format!("{:?} {}", finding.line, finding.message))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(of(b"# Ein Vortrag\n\nGr\xf6\xdfe z\xe4hlt, f\xfcr alle.\n"), @"Some(3) read as windows-1252, which is a guess: nothing in the file says so");
    insta::assert_snapshot!(of("# Größe\n\nÜber große Größen. Böse Flöße.\n\nx".as_bytes().iter().copied().chain(*b"\xff\n").collect::<Vec<_>>().as_slice()), @"Some(5) 1 piece of the text cannot be read as UTF-8, here first");
    assert_eq!(of("\u{feff}# Größe\n".as_bytes()), "");
}

#[test]
fn slips_in_links_are_found() {
    let text = "# A talk on slips\n\n[a]((https://a.org/x)) b\n[https://b.org/y]() c\n[c]() d\n[slides](www.d.org/e) [e](https:/e.org) [f](htps://f.org)\n\
        (video)[https://g.org] and [video] (https://h.org)\n[https://i.org](the page) [j](https://j.org/a b)\n";
    insta::assert_snapshot!(found(text), @"
    a.md:3 link-slip: the target stands in a second pair of parentheses: [a]((https://a.org/x))
    a.md:4 link-slip: the address stands where the text belongs: [https://b.org/y]()
    a.md:5 link-slip: the link leads nowhere: [c]()
    a.md:6 link-slip: the address does not begin as one does: [e](https:/e.org)
    a.md:6 link-slip: the address does not begin as one does: [f](htps://f.org)
    a.md:6 link-slip: the address does not begin as one does: [slides](www.d.org/e)
    a.md:7 link-slip: a blank stands between text and address: [video] (https://h.org)
    a.md:7 link-slip: brackets and parentheses are exchanged: (video)[https://g.org]
    a.md:8 link-slip: an address with blanks is no link: [j](https://j.org/a b)
    a.md:8 link-slip: text and address are exchanged: [https://i.org](the page)
    ");
}

#[test]
fn text_that_only_looks_like_a_slip_is_none() {
    let text = "# A talk\n\nlist[i](x), see [1] (https://a.org), [x] (done) and f(a)[0].\n\n`[a] (https://b.org)`\n\n    [c]((https://d.org))\n\n\
        \\[d] (https://e.org) [[wiki]] (a) [e](f \"title\") [g](https://h.org/x_(y)) ![]() [](x) - [ ] (https://i.org)\n";
    assert_eq!(found(text), "");
}

#[test]
fn links_within_a_note_that_lead_nowhere_are_found() {
    let text = "# Conf\n\n- [a](#big-clusters)\n- [b](#small-custers)\n- [c](#gone)\n- [d](#notes-1) [e](#über-größe) [f](#by-hand) [g](#top) [h](#)\n\n\
        ## Big clusters!\n\n## Small clusters\n\n### Notes\n\n### Notes\n\n## Über Größe\n\n<a name='by-hand'></a>\n";
    let all = found(text);
    let shown: Vec<&str> = all.lines().filter(|line| line.contains("anchor")).collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    a.md:4 dead-anchor: `#small-custers` leads to no heading of this file
    a.md:5 dead-anchor: `#gone` leads to no heading of this file
    ");
}

#[test]
fn the_same_talk_in_two_notes_is_found_and_a_note_that_is_all_in_another_once() {
    let talk = "## Small clusters\n\nSpeaker: Ada Pohl\n\nA cluster of three nodes is enough for most shops, she says. It wakes nobody.\n\n";
    let other = "## Large clusters\n\nSpeaker: Uwe Brandt\n\nOf a thousand nodes one is always down, and somebody has to care about it.\n\n";
    let all = format!("# Conf\n\n{talk}{other}## More\n\nSpeaker: Kim Ahn\n\nMore of it.\n");
    insta::assert_snapshot!(findings(&[("a.md", &all), ("b.md", talk)]), @"b.md:1 copy: “Small clusters” stands in a.md:3 too");
    insta::assert_snapshot!(findings(&[("a.md", &all), ("b.md", &format!("# Conf\n\n{talk}{other}"))]), @"b.md: copy: all 2 talks stand in a.md too");
}

#[test]
fn tags_that_look_like_one_another_are_found_and_others_are_not() {
    let note =
        |tags: &str, title: &str| format!("# {title}\n\nSpeaker: Ada Pohl\n\nTags: {tags}\n\nText of {title}.\n");
    let notes = [
        ("a.md", note("k8s, cloud-native, kubernetes, observability", "One thing")),
        ("b.md", note("k8s, operators, kubernetes, python", "Another thing")),
        ("c.md", note("K8s, operator, kubernetes, cython", "A third thing")),
        ("d.md", note("cloud_native, operator, kuberntes", "A fourth thing")),
    ];
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (*path, text.as_str())).collect();
    insta::assert_snapshot!(findings(&notes), @"
    b.md:5 alike-tags: the tag `operators` (1 talk) looks like `operator` (2 talks)
    c.md:5 alike-tags: the tag `K8s` (1 talk) looks like `k8s` (2 talks)
    d.md:5 alike-tags: the tag `cloud_native` (1 talk) looks like `cloud-native` (1 talk)
    d.md:5 alike-tags: the tag `kuberntes` (1 talk) looks like `kubernetes` (3 talks)
    ");
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_looked_over(text in "\\PC{0,80}|[\\[\\]()#*:\\-a-z \\n\\r.]{0,120}") {
        found(&text);
    }
}
