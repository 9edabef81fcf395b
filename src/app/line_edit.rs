//! A line of text being typed, with the readline keys people know. Wraps the crate `tui-input`.

use tui_input::{Input, InputRequest};

use super::key::{Code, Key};

/// The text and the cursor in it.
#[derive(Debug, Clone, Default)]
pub struct LineEdit {
    input: Input,
}

impl LineEdit {
    /// The text as typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: impl Into<String>) {
        self.input = Input::new(text.into());
    }

    /// Replaces the text; the cursor goes to a byte of it.
    pub fn set_at(&mut self, text: impl Into<String>, cursor: usize) {
        let text = text.into();
        let characters = text.char_indices().take_while(|(at, _)| *at < cursor).count();
        self.input = Input::new(text).with_cursor(characters);
    }

    /// Byte of the text the cursor is at.
    pub fn cursor_byte(&self) -> usize {
        let text = self.text();
        text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// Columns left of the cursor.
    pub fn cursor_column(&self) -> usize {
        self.input.visual_cursor()
    }

    /// First column to show so that the cursor is seen in a field of `width` columns.
    pub fn scroll_column(&self, width: usize) -> usize {
        self.input.visual_scroll(width)
    }

    /// Puts text in at the cursor: line breaks become blanks, control characters are dropped.
    pub fn paste(&mut self, text: &str) {
        for c in text.trim_end_matches(['\r', '\n']).replace("\r\n", " ").chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !crate::text::is_unsafe(c) {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Edits by a key. Whether the text changed; `None` where the key edits nothing.
    pub fn edit(&mut self, key: Key) -> Option<bool> {
        let request = request(key)?;
        Some(self.input.handle(request).is_some_and(|changed| changed.value))
    }
}

fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    Some(match (key.code, key.ctrl, key.alt) {
        (Code::Backspace, false, false) | (Code::Char('h'), true, false) => R::DeletePrevChar,
        (Code::Delete, false, false) | (Code::Char('d'), true, false) => R::DeleteNextChar,
        (Code::Left, false, false) | (Code::Char('b'), true, false) => R::GoToPrevChar,
        (Code::Right, false, false) | (Code::Char('f'), true, false) => R::GoToNextChar,
        (Code::Left, true, false) | (Code::Char('b'), false, true) => R::GoToPrevWord,
        (Code::Right, true, false) | (Code::Char('f'), false, true) => R::GoToNextWord,
        (Code::Home, ..) | (Code::Char('a'), true, false) => R::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, false) => R::GoToEnd,
        (Code::Char('w'), true, false) | (Code::Backspace, ..) => R::DeletePrevWord,
        (Code::Char('d'), false, true) => R::DeleteNextWord,
        (Code::Char('u'), true, false) => R::DeleteFromStart,
        (Code::Char('k'), true, false) => R::DeleteTillEnd,
        (Code::Char('y'), true, false) => R::Yank,
        (Code::Char(c), false, false) => R::InsertChar(c),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> String {
        let mut line = LineEdit::default();
        for key in Key::parse_all(keys).expect("known keys") {
            line.edit(key);
        }
        line.text().to_owned()
    }

    #[test]
    fn readline_keys_edit_as_in_a_shell() {
        assert_eq!(typed("helm chart<C-w>x"), "helm x");
        assert_eq!(typed("helm<C-a>k8s <C-e>!"), "k8s helm!");
        assert_eq!(typed("helm chart<C-u>"), "");
        assert_eq!(typed("helm<left><left><C-k>"), "he");
        assert_eq!(typed("é日<bs>本"), "é本");
    }

    #[test]
    fn the_cursor_can_be_asked_for_and_set_by_byte() {
        let mut line = LineEdit::default();
        line.set_at("é日 x", 5);
        assert_eq!((line.cursor_byte(), line.cursor_column()), (5, 3));
        line.edit(Key::char('!'));
        assert_eq!((line.text(), line.cursor_byte()), ("é日! x", 6));
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut line = LineEdit::default();
        line.paste("a\r\nb\tc\u{1b}[31m\n");
        assert_eq!(line.text(), "a b c[31m");
    }
}
