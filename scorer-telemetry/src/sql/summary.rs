//! What a statement does and to which table, read from its cleaned text.

use crate::redact::upto;

use super::clean::CUT;

/// The longest name for a span, in bytes.
const LONGEST: usize = 128;

/// The words for reading or changing data. The first of them says what a statement does that begins with `WITH`.
const VERBS: [&str; 6] = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"];

/// In the name of several statements, those that are not known: their table is hidden, or the text is cut.
const UNKNOWN: &str = "..";

/// What stands in a text for what is hidden.
const HIDDEN: &str = "?";

/// The operation and the table, if the text reveals them.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) operation: Option<String>,
    pub(super) collection: Option<String>,
    /// Whether the text hides the table, because the redactor found a secret in it.
    hides_collection: bool,
    /// The names of all its statements, if there are several.
    batch: Option<Batch>,
}

/// Several statements in one text.
#[derive(Debug)]
struct Batch {
    names: String,
    /// How many there are, unless the text is cut.
    size: Option<usize>,
}

impl Summary {
    /// `SELECT community`, `COMMIT`, `CREATE stamp; INSERT stamp`.
    pub(super) fn name(&self) -> String {
        if let Some(batch) = &self.batch {
            return batch.names.clone();
        }
        let operation = self.operation.as_deref().unwrap_or("SQL");
        match &self.collection {
            Some(collection) => format!("{operation} {collection}"),
            None => operation.to_owned(),
        }
    }

    /// How many statements there are, if there are several and all are known.
    pub(super) fn batch_size(&self) -> Option<usize> {
        self.batch.as_ref().and_then(|it| it.size)
    }
}

/// Reads a cleaned statement, or several.
pub(super) fn of(text: &str) -> Summary {
    let first = of_one(text);
    let is_program = first.operation.as_deref() == Some("CREATE") && holds_statements(text);
    if is_program || statements(text).nth(1).is_none() {
        return first;
    }
    let mut names: Vec<String> = Vec::new();
    let mut operations: Vec<Option<String>> = Vec::new();
    // Of a text that is cut, the last statement is not known, and neither is how many more there are.
    let is_cut = text.ends_with(CUT);
    let known = statements(text).count() - usize::from(is_cut);
    for statement in statements(text).take(known) {
        let summary = of_one(statement);
        let name = if summary.hides_collection {
            UNKNOWN.to_owned()
        } else {
            summary.name()
        };
        // A statement that repeats the one before it is named once.
        if names.last() != Some(&name) {
            names.push(name);
        }
        if !operations.contains(&summary.operation) {
            operations.push(summary.operation);
        }
    }
    if is_cut && names.last().is_none_or(|it| it != UNKNOWN) {
        names.push(UNKNOWN.to_owned());
    }
    if names == [UNKNOWN] {
        names = vec![first.name()];
    }
    // https://opentelemetry.io/docs/specs/semconv/db/database-spans/: the operation that all statements of a batch
    // share, with `BATCH` before it.
    let operation = match operations.as_slice() {
        [Some(only)] if !is_cut => format!("BATCH {only}"),
        _ => "BATCH".to_owned(),
    };
    Summary {
        operation: Some(operation),
        collection: None,
        hides_collection: false,
        batch: Some(Batch {
            names: joined(&names),
            size: (!is_cut).then_some(known),
        }),
    }
}

/// Joins names. What has no room is left out as a whole, and two dots stand for it.
fn joined(names: &[String]) -> String {
    const REST: &str = "; ..";
    let mut joined = String::new();
    for (place, name) in names.iter().enumerate() {
        let between = if place == 0 { "" } else { "; " };
        let is_last = place + 1 == names.len();
        let after = if is_last { 0 } else { REST.len() };
        if joined.len() + between.len() + name.len() + after > LONGEST && place > 0 {
            return joined + REST;
        }
        joined.push_str(between);
        joined.push_str(name);
    }
    joined
}

/// The statements of a text. Those without a word are skipped.
fn statements(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut tokens = Tokens { text, depth: 0 };
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let statement = match tokens.find(|it| it.word == ";" && it.depth == 0) {
            Some(_) => &rest[..rest.len() - tokens.text.len() - 1],
            None => rest,
        };
        rest = &rest[statement.len()..];
        rest = rest.strip_prefix(';').unwrap_or_default();
        Some(statement)
    })
    .filter(|it| !it.trim().is_empty())
}

/// Whether what is created consists of statements itself.
fn holds_statements(text: &str) -> bool {
    const PROGRAMS: [&str; 4] = ["TRIGGER", "FUNCTION", "PROCEDURE", "EVENT"];
    let mut words = Tokens { text, depth: 0 }.take(6);
    words.any(|word| PROGRAMS.iter().any(|program| word.is(program)))
}

/// Reads one cleaned statement.
fn of_one(text: &str) -> Summary {
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
    let mut common = Vec::new();
    if verb.is("WITH") {
        match common_tables(&mut tokens, base, &mut common) {
            Some(token) => verb = token,
            None => {
                return Summary {
                    operation: Some("WITH".to_owned()),
                    ..Summary::default()
                };
            }
        }
    }
    if !verb.word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Summary::default();
    }
    let operation = upto(verb.word, LONGEST).to_ascii_uppercase();
    let collection = collection(&operation, base, tokens);
    let hides_collection = collection.as_deref() == Some(HIDDEN);
    let collection = collection
        .filter(|_| !hides_collection)
        .and_then(|name| resolved(name, &common));
    Summary {
        operation: Some(operation),
        collection: collection.map(|name| upto(&name, LONGEST).to_owned()),
        hides_collection,
        batch: None,
    }
}

/// A name that `WITH` defines, and the table of its query.
struct CommonTable {
    name: String,
    table: Option<String>,
}

/// Reads what stands between `WITH` and the main verb of the statement. Returns that verb.
fn common_tables<'a>(
    tokens: &mut Tokens<'a>,
    base: usize,
    common: &mut Vec<CommonTable>,
) -> Option<Token<'a>> {
    const BETWEEN: [&str; 4] = ["RECURSIVE", "AS", "NOT", "MATERIALIZED"];
    while let Some(token) = tokens.next() {
        if token.depth == base {
            if VERBS.iter().any(|verb| token.is(verb)) {
                return Some(token);
            }
            let named = name(token.word).filter(|_| !BETWEEN.iter().any(|it| token.is(it)));
            common.extend(named.map(|name| CommonTable { name, table: None }));
        } else if token.depth == base + 1 && token.is("FROM") {
            if let Some(query) = common.last_mut().filter(|it| it.table.is_none()) {
                query.table = tokens.next().and_then(|token| name(token.word));
            }
        }
    }
    None
}

/// The table that a name refers to in the end. A name that `WITH` defines is not a table.
fn resolved(mut name: String, common: &[CommonTable]) -> Option<String> {
    for _ in 0..=common.len() {
        match common.iter().find(|it| it.name == name) {
            Some(query) => name = query.table.clone()?,
            None => return Some(name),
        }
    }
    None
}

/// A name without its quotes, if the word is a name.
fn name(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let is_name = first.is_alphanumeric() || matches!(first, '_' | '"' | '`');
    is_name.then(|| word.replace(['"', '`'], ""))
}

/// The table after the word that introduces it.
fn collection(operation: &str, base: usize, mut tokens: Tokens<'_>) -> Option<String> {
    const BETWEEN: [&str; 8] = [
        "ONLY",
        "IF",
        "NOT",
        "EXISTS",
        "OR",
        "LATERAL",
        "IGNORE",
        "LOW_PRIORITY",
    ];
    let announced = match operation {
        "SELECT" | "DELETE" => "FROM",
        "INSERT" | "REPLACE" | "MERGE" => "INTO",
        "UPDATE" => "UPDATE",
        "CREATE" | "DROP" | "ALTER" | "TRUNCATE" | "LOCK" => "TABLE",
        "COPY" | "VACUUM" | "ANALYZE" => "",
        _ => return None,
    };
    // `COPY (SELECT ..) TO STDOUT`.
    if operation == "COPY" && tokens.text.trim_start().starts_with('(') {
        tokens.next();
        return of_one(tokens.text).collection;
    }
    if !matches!(announced, "UPDATE" | "") {
        tokens.find(|it| it.depth == base && it.is(announced))?;
    }
    let mut named = tokens.next()?;
    while BETWEEN.iter().any(|word| named.is(word)) {
        // `UPDATE OR IGNORE ..`.
        if named.is("OR") {
            tokens.next();
        }
        named = tokens.next()?;
    }
    let is_function = announced == "FROM" && tokens.text.starts_with('(');
    if named.word == HIDDEN {
        return Some(HIDDEN.to_owned());
    }
    name(named.word).filter(|_| !is_function)
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
