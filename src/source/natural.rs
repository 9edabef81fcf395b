//! The order people expect of file names: `day2` before `day10`, case aside.

use std::cmp::Ordering;
use std::path::{MAIN_SEPARATOR, Path};

use memchr::memrchr;

/// Compares the names of two files of one folder: runs of digits by their value, ASCII letters without
/// case, all else by bytes. Names that are equal so (`a1`, `A01`) are told apart by their bytes, so the
/// order is total.
pub(super) fn natural_order(left: &Path, right: &Path) -> Ordering {
    let (left, right) = (name(left), name(right));
    compare(left, right).then_with(|| left.cmp(right))
}

/// The bytes behind the last separator. Asking the path for its file name takes the whole path apart, which
/// is felt where a folder of many files is sorted.
fn name(path: &Path) -> &[u8] {
    let bytes = path.as_os_str().as_encoded_bytes();
    let start = memrchr(MAIN_SEPARATOR as u8, bytes).map_or(0, |at| at + 1);
    &bytes[start..]
}

fn compare(left: &[u8], right: &[u8]) -> Ordering {
    // Most names of a folder begin alike; where they part in a number, all of its digits count.
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let number = left[..same].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (mut l, mut r) = (same - number, same - number);
    loop {
        match (left.get(l), right.get(r)) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (number_l, number_r) = (digits(&left[l..]), digits(&right[r..]));
                match by_value(number_l, number_r) {
                    Ordering::Equal => (l, r) = (l + number_l.len(), r + number_r.len()),
                    other => return other,
                }
            }
            (Some(a), Some(b)) => match a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()) {
                Ordering::Equal => (l, r) = (l + 1, r + 1),
                other => return other,
            },
        }
    }
}

fn digits(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    &bytes[..end]
}

/// Compares two runs of digits of any length by the numbers they write.
fn by_value(left: &[u8], right: &[u8]) -> Ordering {
    let strip = |digits: &[u8]| digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len());
    let (left, right) = (&left[strip(left)..], &right[strip(right)..]);
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["day10.md", "Day2.md", "day1.md", "2023", "2023-b", "day02.md", "README.md", "a", "B", "été"];
        names.sort_by(|a, b| natural_order(Path::new(a), Path::new(b)));
        assert_eq!(
            names,
            ["2023", "2023-b", "a", "B", "day1.md", "Day2.md", "day02.md", "day10.md", "README.md", "été"]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_order_is_total(a in "[aA10]{0,6}", b in "[aA10]{0,6}", c in "[aA10]{0,6}") {
            let (a, b, c) = (Path::new(&a), Path::new(&b), Path::new(&c));
            proptest::prop_assert_eq!(natural_order(a, b), natural_order(b, a).reverse());
            proptest::prop_assert_eq!(natural_order(a, b) == Ordering::Equal, a.as_os_str() == b.as_os_str());
            if natural_order(a, b).is_le() && natural_order(b, c).is_le() {
                proptest::prop_assert!(natural_order(a, c).is_le());
            }
        }
    }
}
