//! HTML as notes contain it, cut into tags and text. Forgiving and linear, as browsers are: what is no tag is
//! text. Comments, declarations and processing instructions are passed over.

/// A piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'h> {
    /// Text, entities not decoded.
    Text(&'h str),
    /// `<name attributes>`
    Open {
        /// As written.
        name: &'h str,
        /// What follows the name.
        attributes: &'h str,
        /// The whole tag as written.
        source: &'h str,
    },
    /// `</name>`
    Close(&'h str),
}

/// Cuts HTML into tokens.
#[derive(Debug)]
pub(super) struct Tokens<'h> {
    rest: &'h str,
    /// Quotes in what is left are not balanced: a tag ends at the next `>`.
    unbalanced: bool,
}

pub(super) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { rest: html, unbalanced: false }
}

impl<'h> Tokens<'h> {
    /// What is left up to `</name`, passed over with that tag. For elements whose content is no HTML.
    pub(super) fn skip_to_close(&mut self, name: &str) -> &'h str {
        let content = self.rest;
        let mut from = 0;
        while let Some(at) = content[from..].find("</").map(|at| at + from) {
            let tag = &content[at + 2..];
            if tag.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
                self.rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
                return &content[..at];
            }
            from = at + 2;
        }
        self.rest = "";
        content
    }

    fn take(&mut self, bytes: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    fn tag_end(&mut self) -> Option<usize> {
        if !self.unbalanced {
            let mut quote = None;
            for (at, byte) in self.rest.bytes().enumerate() {
                match (quote, byte) {
                    (None, b'>') => return Some(at + 1),
                    (None, b'"' | b'\'') => quote = Some(byte),
                    (Some(open), _) if open == byte => quote = None,
                    _ => {}
                }
            }
            self.unbalanced = true;
        }
        self.rest.find('>').map(|at| at + 1)
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let text = text_length(self.rest);
            if text > 0 {
                return Some(Token::Text(self.take(text)));
            }
            if self.rest.starts_with("<!--") {
                let end = self.rest.find("-->").map_or(self.rest.len(), |end| end + 3);
                self.take(end);
                continue;
            }
            let Some(end) = self.tag_end() else { return Some(Token::Text(self.take(self.rest.len()))) };
            let source = self.take(end);
            if source.starts_with("<!") || source.starts_with("<?") {
                continue;
            }
            let inner = source[1..source.len() - 1].trim_end_matches('/');
            if let Some(name) = inner.strip_prefix('/') {
                return Some(Token::Close(name.trim()));
            }
            let cut = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
            return Some(Token::Open { name: &inner[..cut], attributes: &inner[cut..], source });
        }
    }
}

/// How many bytes of text stand before the next tag.
fn text_length(html: &str) -> usize {
    let mut from = 0;
    while let Some(at) = html[from..].find('<').map(|at| at + from) {
        let next = html[at + 1..].bytes().next().unwrap_or(b' ');
        if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') {
            return at;
        }
        from = at + 1;
    }
    html.len()
}

/// The value of an attribute, entities not decoded; empty for one without a value.
pub(super) fn attribute<'h>(attributes: &'h str, wanted: &str) -> Option<&'h str> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = rest[name_end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let body = &after[quote.map_or(0, char::len_utf8)..];
            let end = match quote {
                Some(quote) => body.find(quote),
                None => body.find(char::is_whitespace),
            };
            value = &body[..end.unwrap_or(body.len())];
            rest = &body[end.map_or(body.len(), |end| end + usize::from(quote.is_some()))..];
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        if name.is_empty() && value.is_empty() {
            rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_into_tags_and_text() {
        let html = "a < b<!-- no --><a href='x>y' b=\"2\" c=3>t</A ><br/>&amp;<!DOCTYPE x>";
        let tokens: Vec<_> = tokens(html).collect();
        assert_eq!(
            tokens,
            [
                Token::Text("a < b"),
                Token::Open { name: "a", attributes: " href='x>y' b=\"2\" c=3", source: "<a href='x>y' b=\"2\" c=3>" },
                Token::Text("t"),
                Token::Close("A"),
                Token::Open { name: "br", attributes: "", source: "<br/>" },
                Token::Text("&amp;"),
            ]
        );
        let Token::Open { attributes, .. } = tokens[1] else { unreachable!("a tag") };
        assert_eq!(attribute(attributes, "HREF"), Some("x>y"));
        assert_eq!(attribute(attributes, "c"), Some("3"));
        assert_eq!(attribute(attributes, "d"), None);
    }

    #[test]
    fn what_never_closes_is_text() {
        assert_eq!(tokens("x <a href=\"").collect::<Vec<_>>(), [Token::Text("x "), Token::Text("<a href=\"")]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_without_end_or_loss(html in "[<>/!\"'=a é-]{0,40}") {
            for token in tokens(&html) {
                if let Token::Open { attributes, .. } = token {
                    attribute(attributes, "zz");
                }
            }
            tokens(&html).skip_to_close("a");
        }
    }
}
