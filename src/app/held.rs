//! The order that facet values keep while they are chosen: counts change under the cursor, places do not.

use std::collections::HashMap;
use std::sync::Arc;

use crate::search::{Facet, FacetGroup};

/// The place of each value of a group, as it stood when the order began to be kept; values met later follow.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    places: HashMap<(Facet, Arc<str>), usize>,
}

impl Held {
    /// Keeps the order these groups have.
    pub(super) fn of(groups: &[FacetGroup]) -> Held {
        let mut held = Held::default();
        for group in groups {
            held.meet(group);
        }
        held
    }

    /// Puts groups with other counts into the order kept.
    pub(super) fn order(&mut self, groups: &mut [FacetGroup]) {
        for group in groups {
            self.meet(group);
            let place = |value: &Arc<str>| self.places.get(&(group.facet, Arc::clone(value))).copied();
            group.values.sort_by_cached_key(|value| place(&value.value).unwrap_or(usize::MAX));
        }
    }

    fn meet(&mut self, group: &FacetGroup) {
        for value in &group.values {
            let next = self.places.len();
            self.places.entry((group.facet, Arc::clone(&value.value))).or_insert(next);
        }
    }
}
