//! The links and words of a talk, found when they are asked for.

use super::{LinkRole, Talk};
use crate::markdown;

/// A link in a talk's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// What is there.
    pub role: LinkRole,
}

impl Talk {
    /// The links of its text, in order.
    pub fn links(&self) -> Vec<Link> {
        let part = self.place.start as usize..self.place.end as usize;
        let document = markdown::parse(&self.note.text, part, &[], self.note.mojibake);
        let link = |target: &markdown::document::Target| {
            let text = document.link_text(target).to_owned();
            Link { role: super::links::role_of_url(&target.url, &text), text, url: target.url.clone() }
        };
        document.links.iter().filter(|target| target.kind != markdown::document::TargetKind::Image).map(link).collect()
    }

    /// How many words its text has.
    pub fn words(&self) -> usize {
        self.source().split_whitespace().count()
    }
}
