//! The known name a person may have meant by one that is not known.

/// The known name nearest to what was written, if one is near: one slip in three letters, or one a beginning of
/// the other. Case, `_`, `-` and blanks make no difference.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(written);
    let slips = |name: &str| {
        let name = plain(name);
        let shorter = wanted.chars().count().min(name.chars().count());
        let begins = shorter >= 3 && (name.starts_with(&wanted) || wanted.starts_with(&name));
        let slips = strsim::osa_distance(&wanted, &name);
        (begins || slips <= (shorter / 3).max(1)).then_some(slips)
    };
    known.into_iter().filter_map(|name| Some((slips(name)?, name))).min().map(|(_, name)| name)
}

/// `; did you mean …?`, where a known name is near; else the known names, where they are few.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(written, known.clone()) {
        return format!("; did you mean `{near}`?");
    }
    let known: Vec<&str> = known.into_iter().collect();
    if known.len() > 12 || known.is_empty() { String::new() } else { format!("; known are {}", known.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_beginning_is_near_and_the_rest_is_not() {
        let known = ["theme", "notes", "sort", "facets-width"];
        let near = |written| nearest(written, known);
        assert_eq!(near("thme"), Some("theme"));
        assert_eq!(near("note"), Some("notes"));
        assert_eq!(near("Facets_Width"), Some("facets-width"));
        assert_eq!(near("facets"), Some("facets-width"));
        assert_eq!(near("colour"), None);
        assert_eq!(did_you_mean("srot", known), "; did you mean `sort`?");
        assert_eq!(did_you_mean("colour", known), "; known are theme, notes, sort, facets-width");
    }
}
