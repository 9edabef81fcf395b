//! What is known of talks from outside their notes, for `is:`.

use std::collections::HashSet;
use std::sync::Arc;

use super::query::State;
use crate::talk::TalkId;

/// The talks that words after `is:` mean. A clone is cheap.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Those of `is:starred`.
    pub starred: Arc<HashSet<TalkId>>,
    /// Those of `is:seen`.
    pub seen: Arc<HashSet<TalkId>>,
}

impl Known {
    /// Whether the talk is in one of these states.
    pub(super) fn is_any(&self, talk: TalkId, states: &[State]) -> bool {
        states.iter().any(|state| match state {
            State::Starred => self.starred.contains(&talk),
            State::Seen => self.seen.contains(&talk),
        })
    }
}
