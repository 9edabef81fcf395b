//! Text that was decoded wrongly before it was saved.
use std::borrow::Cow;
/// Mends mojibake (UTF-8 once read as Windows-1252) run by run; correct text in any language is left alone.
/// Changes no line breaks.
pub fn repair(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
/// A near-free look whether a text may hold mojibake: `false` is certain, `true` is not.
pub fn may_be_mojibake(_text: &str) -> bool {
    false
}
/// Whether [`repair`] would change a text.
pub fn is_mojibake(text: &str) -> bool {
    may_be_mojibake(text) && matches!(repair(text), Cow::Owned(_))
}
