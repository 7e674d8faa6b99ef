//! What a statement does and to which table, read from its cleaned text.

use crate::redact::upto;

/// The longest name that a span is given.
const LONGEST: usize = 128;

/// The words that change data or read it: what a statement that begins with `WITH` does is told by the first of them.
const VERBS: [&str; 6] = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"];

/// The operation and the table, where the text tells.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) operation: Option<String>,
    pub(super) collection: Option<String>,
}

impl Summary {
    /// `SELECT community`, `COMMIT`.
    pub(super) fn name(&self) -> String {
        let operation = self.operation.as_deref().unwrap_or("SQL");
        match &self.collection {
            Some(collection) => format!("{operation} {collection}"),
            None => operation.to_owned(),
        }
    }
}

/// Reads a cleaned statement.
pub(super) fn of(text: &str) -> Summary {
    let mut tokens = Tokens { text, depth: 0 };
    let Some(first) = tokens.next() else {
        return Summary::default();
    };
    // `(SELECT ..) UNION ..`.
    let mut verb = first;
    while verb.word == "(" {
        match tokens.next() {
            Some(token) => verb = token,
            None => return Summary::default(),
        }
    }
    let base = verb.depth;
    if verb.is("WITH") {
        match tokens.find(|it| it.depth == base && VERBS.iter().any(|verb| it.is(verb))) {
            Some(token) => verb = token,
            None => {
                return Summary {
                    operation: Some("WITH".to_owned()),
                    collection: None,
                };
            }
        }
    }
    if !verb.word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Summary::default();
    }
    let operation = upto(verb.word, LONGEST).to_ascii_uppercase();
    let collection =
        collection(&operation, base, tokens).map(|name| upto(&name, LONGEST).to_owned());
    Summary {
        operation: Some(operation),
        collection,
    }
}

/// The table behind the word that announces it.
fn collection(operation: &str, base: usize, mut tokens: Tokens<'_>) -> Option<String> {
    let announced = match operation {
        "SELECT" | "DELETE" => "FROM",
        "INSERT" | "REPLACE" | "MERGE" => "INTO",
        "UPDATE" => "UPDATE",
        "CREATE" | "DROP" | "ALTER" | "TRUNCATE" | "LOCK" => "TABLE",
        "COPY" | "VACUUM" | "ANALYZE" => "",
        _ => return None,
    };
    if !matches!(announced, "UPDATE" | "") {
        tokens.find(|it| it.depth == base && it.is(announced))?;
    }
    let mut named = tokens.next()?;
    while ["ONLY", "IF", "NOT", "EXISTS", "OR", "LATERAL"]
        .iter()
        .any(|word| named.is(word))
    {
        // `UPDATE OR IGNORE ..`.
        if named.is("OR") {
            tokens.next();
        }
        named = tokens.next()?;
    }
    let is_function = announced == "FROM" && tokens.text.starts_with('(');
    let first = named.word.chars().next()?;
    let is_name = first.is_alphanumeric() || matches!(first, '_' | '"' | '`');
    (is_name && !is_function).then(|| named.word.replace(['"', '`'], ""))
}

/// A word, a dotted and maybe quoted name, or one other character.
#[derive(Clone, Copy)]
struct Token<'a> {
    word: &'a str,
    /// How many brackets are open around it.
    depth: usize,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.word.eq_ignore_ascii_case(word)
    }
}

struct Tokens<'a> {
    text: &'a str,
    depth: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let text = self.text.trim_start();
        let first = text.chars().next()?;
        let mut quote = None;
        let length = text
            .find(|c: char| match quote {
                Some(open) => {
                    if c == open {
                        quote = None;
                    }
                    false
                }
                None if matches!(c, '"' | '`') => {
                    quote = Some(c);
                    false
                }
                None => !(c.is_alphanumeric() || matches!(c, '_' | '.')),
            })
            .unwrap_or(text.len())
            .max(first.len_utf8());
        let (word, rest) = text.split_at(length);
        self.text = rest;
        if word == ")" {
            self.depth = self.depth.saturating_sub(1);
        }
        let token = Token {
            word,
            depth: self.depth,
        };
        if word == "(" {
            self.depth += 1;
        }
        Some(token)
    }
}
