//! Tokens of code. Finding them loads grammars, which takes longer than a frame: it is done apart from
//! typesetting (callers run it on a thread), and its result handed in by
//! [`Options::highlights`](super::Options): plain first, coloured when ready.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::diagram;
use super::page::Token;
use crate::markdown::document::{BlockKind, Document};

/// More code than this, in bytes, keeps its one colour from there on.
const MOST_CODE: usize = 512 * 1024;
/// A longer line, in bytes, was written by a machine; grammars take their time over it.
const LONGEST_LINE: usize = 4 * 1024;

/// Tokens of a document's code blocks.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Highlights {
    /// For each block of the document, by index: for each line of its code the tokens, bytes of that line.
    blocks: HashMap<usize, Vec<Tokens>>,
}

/// The tokens of a line: bytes of the line, ascending.
pub(super) type Tokens = Vec<(Range<usize>, Token)>;

impl Highlights {
    /// The tokens in a line of a block's code, both by index: bytes of the line, ascending.
    pub fn line(&self, block: usize, line: usize) -> &[(Range<usize>, Token)] {
        self.blocks.get(&block).and_then(|lines| lines.get(line)).map_or(&[], Vec::as_slice)
    }
}

/// Finds the tokens in a document's code blocks; `None` where no block names a language that is known. Takes
/// milliseconds, the first time tens of them.
pub fn highlight(document: &Document) -> Option<Highlights> {
    let mut highlights = Highlights::default();
    let mut left = MOST_CODE;
    for (index, block) in document.blocks.iter().enumerate() {
        let BlockKind::Code(code) = &block.kind else { continue };
        if code.language.is_empty() || diagram::is_diagram(&code.language) {
            continue;
        }
        let text = document.code(code);
        left = left.saturating_sub(text.len());
        if left == 0 {
            break;
        }
        if let Some(lines) = tokens(&code.language, text) {
            highlights.blocks.insert(index, lines);
        }
    }
    (!highlights.blocks.is_empty()).then_some(highlights)
}

fn tokens(language: &str, code: &str) -> Option<Vec<Tokens>> {
    let syntaxes = syntaxes();
    let mut state = ParseState::new(syntax(syntaxes, language)?);
    let mut stack = ScopeStack::new();
    let mut meanings = HashMap::new();
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            lines.push(Tokens::new());
            continue;
        }
        let Ok(changes) = state.parse_line(line, syntaxes) else { break };
        let ink = line.trim_end_matches(['\n', '\r']).len();
        let mut found = Tokens::new();
        let mut at = 0;
        for (next, change) in changes {
            add(&mut found, at..next.min(ink), meaning(&stack, &mut meanings));
            at = next;
            if stack.apply(&change).is_err() {
                return Some(lines);
            }
        }
        add(&mut found, at..ink, meaning(&stack, &mut meanings));
        lines.push(found);
    }
    Some(lines)
}

fn add(tokens: &mut Tokens, range: Range<usize>, token: Option<Token>) {
    let Some(token) = token.filter(|_| !range.is_empty()) else { return };
    match tokens.last_mut() {
        Some((last, same)) if *same == token && last.end == range.start => last.end = range.end,
        _ => tokens.push((range, token)),
    }
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

fn syntax<'s>(syntaxes: &'s SyntaxSet, language: &str) -> Option<&'s SyntaxReference> {
    let language = language.to_ascii_lowercase();
    let known_as = match language.as_str() {
        "golang" => "go",
        "console" | "shell-session" | "shellsession" | "zsh" | "shell" => "bash",
        "k8s" | "kubernetes" | "helm" => "yaml",
        "jsonc" | "json5" => "json",
        "tf" | "hcl" => "terraform",
        "csharp" => "cs",
        name => name,
    };
    syntaxes.find_syntax_by_token(known_as).filter(|syntax| syntax.name != "Plain Text")
}

/// What a scope says of its text.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// It is a token.
    Is(Token),
    /// It is none.
    Plain,
    /// Nothing: the scope around it may.
    Unsaid,
}

/// What the innermost scope that says something says; a name in quotes is a name.
fn meaning(stack: &ScopeStack, known: &mut HashMap<Scope, Meaning>) -> Option<Token> {
    let scopes = stack.scopes.iter().rev();
    let mut said = scopes.filter_map(|scope| match *known.entry(*scope).or_insert_with(|| of_scope(*scope)) {
        Meaning::Is(token) => Some(Some(token)),
        Meaning::Plain => Some(None),
        Meaning::Unsaid => None,
    });
    let innermost = said.next().flatten();
    if innermost != Some(Token::String) {
        return innermost;
    }
    let around = said.find(|token| *token != innermost).flatten();
    around.filter(|token| *token == Token::Name).or(innermost)
}

fn of_scope(scope: Scope) -> Meaning {
    const MEANINGS: [(&str, Meaning); 29] = [
        ("comment", Meaning::Is(Token::Comment)),
        ("punctuation.definition.comment", Meaning::Is(Token::Comment)),
        ("punctuation.definition.string", Meaning::Is(Token::String)),
        ("string", Meaning::Is(Token::String)),
        ("constant", Meaning::Is(Token::Constant)),
        ("keyword.operator.word", Meaning::Is(Token::Keyword)),
        ("keyword.operator.logical.python", Meaning::Is(Token::Keyword)),
        ("keyword.operator", Meaning::Plain),
        ("keyword", Meaning::Is(Token::Keyword)),
        ("storage", Meaning::Is(Token::Keyword)),
        ("variable.language", Meaning::Is(Token::Keyword)),
        ("entity.name.function", Meaning::Is(Token::Function)),
        ("variable.function", Meaning::Is(Token::Function)),
        ("support.function", Meaning::Is(Token::Function)),
        ("support.macro", Meaning::Is(Token::Function)),
        ("entity.name.tag.yaml", Meaning::Is(Token::Name)),
        ("entity.name.tag.toml", Meaning::Is(Token::Name)),
        ("entity.name.tag", Meaning::Is(Token::Type)),
        ("entity.name.type", Meaning::Is(Token::Type)),
        ("entity.name.class", Meaning::Is(Token::Type)),
        ("entity.name.struct", Meaning::Is(Token::Type)),
        ("entity.name.enum", Meaning::Is(Token::Type)),
        ("support.class", Meaning::Is(Token::Type)),
        ("support.type.property-name", Meaning::Is(Token::Name)),
        ("support.type", Meaning::Is(Token::Type)),
        ("entity.other.attribute-name", Meaning::Is(Token::Name)),
        ("markup.inserted", Meaning::Is(Token::Inserted)),
        ("markup.deleted", Meaning::Is(Token::Deleted)),
        ("meta.mapping.key", Meaning::Is(Token::Name)),
    ];
    let mut meanings = MEANINGS.iter().filter_map(|(prefix, meaning)| Some((Scope::new(prefix).ok()?, *meaning)));
    meanings.find(|(prefix, _)| prefix.is_prefix_of(scope)).map_or(Meaning::Unsaid, |(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Options, Role, typeset};
    use super::*;

    fn letters(language: &str, code: &str) -> String {
        let note = format!("```{language}\n{code}\n```\n");
        let document = crate::markdown::parse(&note, 0..note.len(), &[], false);
        let highlights = highlight(&document).map(Arc::new);
        let page = typeset(&document, &Options { highlights, ..Options::at(60) });
        let mut picture = String::new();
        for line in &page.lines {
            picture.push_str(line.text().trim_end());
            picture.push('\n');
            let letters = line.pieces.iter().flat_map(|piece| {
                let letter = match piece.role {
                    Role::Token(token) => format!("{token:?}").to_lowercase().chars().next().unwrap_or('?'),
                    _ => ' ',
                };
                piece.text.chars().map(move |_| letter)
            });
            picture.push_str(letters.collect::<String>().trim_end());
            picture.push('\n');
        }
        picture
    }

    #[test]
    fn tokens_of_common_languages_are_told_apart() {
        insta::assert_snapshot!(letters("rust", "// note\nfn add(n: u8) -> Vec<u8> { vec![1, \"é\"] }"), @r#"
        // note                                               rust
        ccccccc
        fn add(n: u8) -> Vec<u8> { vec![1, "é"] }
        kk fff    kk     ttt kk    ffff c  sss
        "#);
        insta::assert_snapshot!(letters("json", r#"{"kind": "Pod", "replicas": 3}"#), @r#"
        {"kind": "Pod", "replicas": 3}                        json
         nnnnnn  sssss  nnnnnnnnnn  c
        "#);
        insta::assert_snapshot!(letters("yaml", "kind: Pod # it\nspec:\n\treplicas: 3"), @r#"
        kind: Pod # it                                        yaml
        nnnn  sss cccc
        spec:
        nnnn
            replicas: 3
            nnnnnnnn  c
        "#);
        insta::assert_snapshot!(letters("golang", "func main() { return nil }"), @r#"
        func main() { return nil }                          golang
        kkkk ffff     kkkkkk ccc
        "#);
        insta::assert_snapshot!(letters("diff", "+ more\n- less"), @r#"
        + more                                                diff
        iiiiii
        - less
        dddddd
        "#);
    }

    #[test]
    fn a_language_unknown_or_unnamed_stays_plain() {
        let document = |note: &str| crate::markdown::parse(note, 0..note.len(), &[], false);
        assert_eq!(highlight(&document("```\nfn\n```\n\n```nosuch\nfn\n```\n\n    fn\n")), None);
    }
}
