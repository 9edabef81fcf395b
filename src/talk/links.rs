//! The links of a talk, in order, with what each leads to.

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkRole {
    /// The talk on video or as sound.
    Recording,
    /// Its slides.
    Slides,
    /// Its page in the conference's programme.
    Schedule,
    /// Source code.
    Code,
    /// Anything else.
    Other,
}

const RECORDING: &[&str] = &[
    "youtube.com/watch",
    "youtu.be/",
    "youtube.com/embed",
    "youtube.com/live",
    "youtube.com/playlist",
    "vimeo.com/",
    "media.ccc.de",
    "video.fosdem.org",
    "infoq.com/presentations",
    "confreaks",
    "channel9.msdn.com",
    "twitch.tv/videos",
    "bilibili.com/video",
    "peertube",
    "nicovideo.jp",
    "youtube-nocookie.com",
    "video.linux",
    "skillsmatter.com/skillscasts",
    "livestream.com",
    "dailymotion.com",
    "loom.com/share",
    "learning.oreilly.com/videos",
];
const SLIDES: &[&str] = &[
    "speakerdeck.com/",
    "slideshare.net/",
    "slides.com/",
    "docs.google.com/presentation",
    "noti.st/",
    "static.sched.com/hosted_files",
    "beautiful.ai",
    "prezi.com",
    "pitch.com/public",
    "slides.google",
    "hosted_files",
    "canva.com/design",
    "www.docswell.com",
    "docswell.com",
];
const SCHEDULE: &[&str] = &[
    ".sched.com/event",
    "sched.co/",
    "/schedule/",
    "pretalx",
    "/sessions/",
    "/session/",
    "sessionize.com",
    "/agenda/",
    "lanyrd.com",
    "/talks/",
    "/program/",
    "portal.awsevents.com",
];
const CODE: &[&str] = &["github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/", "gist.github", "sr.ht/"];

/// What a link leads to, by its host and, where that says nothing, its text.
pub(super) fn role_of_url(url: &str, text: &str) -> LinkRole {
    let holds = |list: &[&str]| list.iter().any(|part| contains_ignoring_case(url, part));
    let file = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    if holds(RECORDING) || [".mp4", ".webm", ".mp3", ".m4a", ".mov", ".ogv"].iter().any(|end| file.ends_with(end)) {
        return LinkRole::Recording;
    }
    if holds(SLIDES) || [".pdf", ".pptx", ".ppt", ".key", ".odp"].iter().any(|end| file.ends_with(end)) {
        return LinkRole::Slides;
    }
    if holds(CODE) {
        return LinkRole::Code;
    }
    by_text(text).unwrap_or(if holds(SCHEDULE) { LinkRole::Schedule } else { LinkRole::Other })
}

/// What a link's text says it leads to; only a short text is a label.
fn by_text(text: &str) -> Option<LinkRole> {
    use super::words::{is, key, words};
    if text.split_whitespace().count() > 4 || text.contains("://") {
        return None;
    }
    let phrase = key(text);
    let last = phrase.split(' ').next_back().unwrap_or_default();
    let lists = words().flags(&phrase) | words().flags(last);
    [
        (is::RECORDING, LinkRole::Recording),
        (is::SLIDES, LinkRole::Slides),
        (is::SCHEDULE, LinkRole::Schedule),
        (is::CODE, LinkRole::Code),
    ]
    .into_iter()
    .find(|(list, _)| lists & list != 0)
    .map(|(_, role)| role)
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.len() >= part.len()
        && text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
