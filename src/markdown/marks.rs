//! What a line is by its signs alone, whatever stands around it: a rule, the end of a fence, a row of a table.

use super::lines::is_blank;

/// Whether a line ends a fence of this sign and length.
pub(super) fn is_closing_fence(rest: &[u8], mark: u8, len: u32) -> bool {
    let run = rest.iter().take_while(|b| **b == mark).count();
    run >= len as usize && is_blank(&rest[run..])
}

/// Whether a line, not empty, is one sign over and over: below text it may make a heading of it.
pub(super) fn is_underline(rest: &[u8]) -> bool {
    let run = rest.iter().take_while(|b| **b == rest[0]).count();
    is_blank(&rest[run..])
}

/// Whether a line, not empty, is a rule: three signs of a kind or more, and blanks.
pub(super) fn is_rule(rest: &[u8]) -> bool {
    let mark = rest[0];
    let mut count = 0;
    for b in rest {
        match b {
            b' ' | b'\t' => {}
            b if *b == mark && matches!(mark, b'-' | b'*' | b'_') => count += 1,
            _ => return false,
        }
    }
    count >= 3
}

/// The level of `##Title`. `#word` alone or among other tags is a tag.
pub(super) fn unspaced_level(rest: &[u8]) -> Option<u8> {
    let level = rest.iter().take_while(|b| **b == b'#').count();
    let first = *rest.get(level)?;
    if level > 6 || first.is_ascii_punctuation() && !matches!(first, b'"' | b'\'' | b'[' | b'*' | b'(') {
        return None;
    }
    if level == 1 {
        let words = rest.split(|b| *b == b' ').filter(|word| !word.is_empty());
        let tags = words.clone().filter(|word| word[0] == b'#').count();
        // `#todo see it again` is a tag and a remark.
        return (tags == 1 && words.count() >= 3 && !first.is_ascii_lowercase()).then_some(1);
    }
    (!first.is_ascii_digit() || rest.len() > level + 4).then_some(level as u8)
}

/// Whether a line is the row below the head of a table.
pub(super) fn is_delimiter_row(rest: &[u8]) -> bool {
    let row = rest.trim_ascii();
    row.contains(&b'-')
        && (row.contains(&b'|') || row.contains(&b':'))
        && row.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
        && row.strip_prefix(b"|").unwrap_or(row).strip_suffix(b"|").unwrap_or(row).split(|b| *b == b'|').all(|cell| {
            let cell = cell.trim_ascii();
            let cell = cell.strip_prefix(b"|").unwrap_or(cell);
            let inner = cell.strip_prefix(b":").unwrap_or(cell);
            let inner = inner.strip_suffix(b":").unwrap_or(inner);
            !inner.is_empty() && inner.iter().all(|b| *b == b'-')
        })
}

/// How many cells a row of a table has.
pub(super) fn cell_count(row: &[u8]) -> usize {
    let row = row.strip_prefix(b"|").unwrap_or(row);
    let row = row.strip_suffix(b"|").unwrap_or(row);
    let mut cells = 1;
    let mut escaped = false;
    for b in row {
        match b {
            b'\\' => escaped = !escaped,
            b'|' if !escaped => cells += 1,
            _ => escaped = false,
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_have_three_signs_of_a_kind_and_blanks() {
        assert!(is_rule(b"---") && is_rule(b"* * *") && is_rule(b"__ _  "));
        assert!(!is_rule(b"--") && !is_rule(b"-*-") && !is_rule(b"--- a") && !is_rule(b"==="));
    }

    #[test]
    fn a_heading_without_a_blank_is_told_from_tags() {
        assert_eq!(unspaced_level(b"##Scaling out"), Some(2));
        assert_eq!(unspaced_level(b"#How we scale"), Some(1));
        for tags in [&b"#todo see it again"[..], b"#one #two #three", b"#tag", b"##", b"#######seven"] {
            assert_eq!(unspaced_level(tags), None, "{}", tags.escape_ascii());
        }
    }

    #[test]
    fn rows_of_tables_are_told_and_counted() {
        assert!(is_delimiter_row(b"|---|:-:|") && is_delimiter_row(b":-- | --"));
        assert!(!is_delimiter_row(b"---") && !is_delimiter_row(b"| a | - |") && !is_delimiter_row(b"||"));
        assert_eq!((cell_count(b"| a | b |"), cell_count(br"a \| b | c")), (2, 2));
    }
}
