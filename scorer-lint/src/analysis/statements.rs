//! Statements of SQL beside an event, by what they are: a call that runs one, or one that is handed the connection.

mod arms;
mod builders;
mod connections;
pub(crate) mod runners;

use crate::analysis::beside::{self, Beside};
use crate::analysis::code::Code;
use crate::analysis::locals::bound_to;
use crate::analysis::wording::{Stems, parts};
use crate::source::{Call, CallKind, Event, File, Function, TokenKind, Tokens, next};

use arms::in_arm;
use builders::is_built;
use connections::{is_connection_name, is_plumbing};

pub(crate) use connections::is_connection;
pub(crate) use runners::{Callee, Runners, module_of};

/// Methods of `SQLx` that no other crate has under these names: they run a statement, whatever they are handed.
const FETCHES: &[&str] = &["fetch_one", "fetch_all", "fetch_optional", "fetch_many"];

/// What every statement is about, whatever its text: words of SQL's own trade.
fn is_database_word(word: &str) -> bool {
    matches!(
        word,
        "query"
            | "queries"
            | "statement"
            | "sql"
            | "row"
            | "rows"
            | "connection"
            | "connections"
            | "transaction"
            | "database"
            | "db"
            | "postgres"
            | "postgresql"
            | "sqlite"
            | "mysql"
            | "table"
            | "select"
            | "insert"
            | "update"
            | "delete"
            | "upsert"
    )
}

/// The crates that speak SQL.
fn speaks_sql(package: &str) -> bool {
    let speaks = [
        "sqlx", "diesel", "sea-orm", "postgres", "sqlite", "mysql", "sqlite3",
    ];
    // A member of the workspace that is named for it: `orders-database`.
    let is_layer = |part: &str| matches!(part, "database" | "db" | "sql");
    speaks.iter().any(|name| package.contains(name)) || package.split(['-', '_']).any(is_layer)
}

/// Whether a package may run statements, as far as its manifest tells.
pub(crate) fn may_stand_in(code: &Code<'_>) -> bool {
    code.manifest
        .is_none_or(|manifest| !manifest.lists_dependencies || manifest.depends_on_any(speaks_sql))
}

/// How many tokens a statement with its binds may take up.
const LONGEST: usize = 700;

/// A statement beside an event.
pub(crate) struct Statement {
    /// What it is written with, and what its text is.
    words: Stems,
    /// What the functions that it calls are named for.
    verbs: Stems,
    /// All words of their names.
    called: Stems,
    /// Its tokens, blocks aside that it only holds.
    tokens: Tokens,
    /// What it was built with in a statement before.
    built: Option<Tokens>,
    /// The names that its result is bound to, and those of values made of it before the event.
    pub(crate) bound: Vec<String>,
    /// Whether it is a method of something that is no connection, and is handed one: it does other things, too.
    pub(crate) is_handed_on: bool,
    /// What it calls, where that alone can tell whether it is a statement.
    pub(crate) callees: Vec<Callee>,
}

/// How much a statement must say of itself to be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It runs SQL, or is handed the connection.
    Here,
    /// It calls something that may do so: a method of a store.
    ByCallee,
}

impl Statement {
    /// Whether a word of a message is about the statement.
    pub(crate) fn is_about(&self, word: &str) -> bool {
        is_database_word(word) || parts(word).iter().any(|part| self.words.has(part))
    }

    /// Whether a word is the verb of a function that it calls: "load" of `load_weights`.
    pub(crate) fn does(&self, word: &str) -> bool {
        self.verbs.has(word)
    }

    /// Takes what a `let` behind the statement makes of its result: `let count = rows.len();`.
    fn derives(&mut self, file: &File, derived: &Tokens) {
        let counts = derived
            .clone()
            .any(|token| matches!(file.word(token), "len" | "rows_affected" | "count"));
        let is_in = |name: &String| derived.clone().any(|token| file.is_word(token, name));
        if counts && self.bound.iter().any(is_in) {
            self.bound.extend(bound(file, derived));
        }
    }

    /// Whether a word is of the name of a function that it calls: "missing" of `missing_trees`.
    pub(crate) fn calls(&self, word: &str) -> bool {
        self.called.has(word)
    }

    /// Where it begins.
    pub(crate) fn start(&self) -> u32 {
        self.tokens.start
    }

    /// Whether it changes the schema, which is news: it happens once in the life of a service.
    pub(crate) fn migrates(&self) -> bool {
        self.words.has("migrate") || self.words.has("migrator")
    }

    /// Whether a value is mentioned in it.
    pub(crate) fn mentions(&self, file: &File, name: &str) -> bool {
        let built = self.built.iter().cloned().flatten();
        let mut all = self.tokens.clone().chain(built);
        all.any(|at| file.is_word(at, name))
    }
}

/// Whether a word is of the trade of databases.
pub(crate) fn names_a_database(word: &str) -> bool {
    is_database_word(word)
}

/// The statement that follows an event, where nothing else is waited for in between.
pub(crate) fn after(
    file: &File,
    function: &Function,
    beside: &Beside,
    known: Known,
) -> Option<Statement> {
    first(file, function, &beside.behind, known)
}

fn first(file: &File, function: &Function, behind: &[Tokens], known: Known) -> Option<Statement> {
    let mut acquired = None;
    for (at, candidate) in behind.iter().enumerate() {
        // A task that is started runs its statement then.
        if let Some(task) = task(file, candidate) {
            let inner = beside::statements(file, &task);
            return first(file, function, &inner, known).or(acquired);
        }
        let head = head(file, candidate);
        let statement = read_as(file, function, &head, known);
        if is_acquisition(file, candidate) || acquires(file, function, &head) {
            acquired = acquired.or(statement);
            continue;
        }
        let statement = statement.or_else(|| {
            let next = behind.get(at + 1)?;
            let is_run = bound(file, candidate)
                .iter()
                .any(|name| next.clone().any(|token| file.is_word(token, name)));
            // `let rows = stream_rows(&pool); send(rows).await`: it runs when it is asked for its rows.
            let is_handed = is_run && beside::is_light(file, candidate) && may_fail(file, next);
            is_handed
                .then(|| read_as(file, function, &(candidate.start..next.end), known))
                .flatten()
        });
        if statement.is_some() {
            return statement;
        }
        if beside::waits(file, candidate) {
            break;
        }
    }
    acquired
}

/// What a statement starts as a task: `tokio::spawn(async move { .. });`.
fn task(file: &File, statement: &Tokens) -> Option<Tokens> {
    let name = statement
        .clone()
        .take(8)
        .find(|at| file.word(*at) == "spawn" && file.is(at + 1, b'('))?;
    let open = file
        .inside(name + 1)
        .take(4)
        .find(|at| file.is(*at, b'{'))?;
    Some(file.inside(open))
}

/// `pool.get().await`, whatever it is bound to.
fn acquires(file: &File, function: &Function, tokens: &Tokens) -> bool {
    flat(file, tokens).any(|at| {
        matches!(file.word(at), "get" | "acquire" | "begin")
            && Call::at(file, at).is_some_and(|call| {
                call.kind == CallKind::Method
                    && call.arguments.is_empty()
                    && is_connection(file, function, &call.before)
            })
    })
}

/// The statement that an event follows.
pub(crate) fn before(
    file: &File,
    function: &Function,
    event: &Event,
    beside: Option<&Beside>,
    known: Known,
) -> Option<Statement> {
    // What is told in the arms of a choice is about what is chosen by.
    if beside.is_some_and(Beside::is_in_choice)
        && let Some(statement) = in_arm(file, function, event, None, known)
    {
        return Some(statement);
    }
    if let Some(beside) = beside {
        for (at, candidate) in beside.before.iter().enumerate().rev() {
            let is_block = matches!(
                file.word(candidate.start),
                "if" | "match" | "for" | "while" | "loop"
            );
            if !is_block && let Some(mut statement) = read_as(file, function, candidate, known) {
                statement.bound = bound(file, candidate);
                for derived in &beside.before[at + 1..] {
                    statement.derives(file, derived);
                }
                return Some(statement);
            }
            // `if rows.is_empty() { return Ok(()); }`
            let is_guard = beside::is_guard(file, candidate) && !beside::waits(file, candidate);
            if !is_guard && !beside::is_light(file, candidate) && !is_acquisition(file, candidate) {
                return None;
            }
        }
    }
    let mut statement = in_arm(file, function, event, beside, known)?;
    for derived in beside.iter().flat_map(|beside| &beside.before) {
        statement.derives(file, derived);
    }
    Some(statement)
}

/// A statement without the blocks that follow its head.
fn head(file: &File, statement: &Tokens) -> Tokens {
    let mut at = statement.start;
    while at < statement.end {
        if file.is(at, b'{') && at > statement.start {
            return statement.start..at;
        }
        at = next(file, at);
    }
    statement.clone()
}

/// `let mut conn = pool.acquire().await?;`: what is got is the connection itself.
pub(crate) fn is_acquisition(file: &File, statement: &Tokens) -> bool {
    file.is_word(statement.start, "let")
        && bound(file, statement)
            .iter()
            .any(|name| is_connection_name(name))
}

/// The names that a `let` binds.
pub(crate) fn bound(file: &File, statement: &Tokens) -> Vec<String> {
    if !file.is_word(statement.start, "let") {
        return Vec::new();
    }
    let end = statement
        .clone()
        .find(|at| file.is(*at, b'='))
        .unwrap_or(statement.end);
    names(file, &(statement.start + 1..end))
}

/// The lower-case names of a pattern.
fn names(file: &File, pattern: &Tokens) -> Vec<String> {
    let mut found = Vec::new();
    for at in pattern.clone() {
        // A type's annotation begins.
        if file.is(at, b':') && !file.is_path_separator(at) && !file.is(at.saturating_sub(1), b':')
        {
            break;
        }
        let word = file.word(at);
        if file.token(at).kind == TokenKind::Ident
            && word.starts_with(|first: char| first.is_lowercase() || first == '_')
            && !matches!(word, "mut" | "ref" | "let")
        {
            found.push(word.to_owned());
        }
    }
    found
}

/// Reads some tokens as a statement, where they run one.
pub(crate) fn read(file: &File, function: &Function, tokens: &Tokens) -> Option<Statement> {
    read_as(file, function, tokens, Known::Here)
}

fn read_as(file: &File, function: &Function, tokens: &Tokens, known: Known) -> Option<Statement> {
    if tokens.len() > LONGEST || beside::is_event(file, tokens) || !may_fail(file, tokens) {
        return None;
    }
    let (callees, handed_on) = match known {
        Known::Here => (Vec::new(), runs(file, function, tokens)?),
        Known::ByCallee => {
            let callees = runners::called(file, tokens);
            (!callees.is_empty()).then_some((callees, false))?
        }
    };
    let built = builders::built_before(file, function, flat(file, tokens))
        .or_else(|| builders::handed(file, function, tokens));
    let mut words = Stems::default();
    let (mut verbs, mut called) = (Stems::default(), Stems::default());
    let before = built.iter().flat_map(|built| flat(file, built));
    for at in flat(file, tokens).chain(before) {
        match file.token(at).kind {
            TokenKind::Ident => {
                words.add_name(file.word(at));
                if file.is(at + 1, b'(')
                    && let Some(verb) = parts(file.word(at)).first()
                {
                    verbs.add(verb);
                    called.add_name(file.word(at));
                }
            }
            TokenKind::Str => {
                let text = file.literal(at);
                for word in text.split(|letter: char| !letter.is_alphanumeric()) {
                    if word.len() > 2 {
                        words.add(word);
                    }
                }
            }
            _ => {}
        }
    }
    Some(Statement {
        words,
        verbs,
        called,
        tokens: tokens.clone(),
        built,
        bound: Vec::new(),
        is_handed_on: handed_on,
        callees,
    })
}

/// Whether some tokens run a statement: then whether they only hand the connection on.
fn runs(file: &File, function: &Function, tokens: &Tokens) -> Option<bool> {
    let (mut runs, mut handed_on) = (false, true);
    for at in flat(file, tokens) {
        if file.token(at).kind != TokenKind::Ident || !may_be_called(file, at) {
            continue;
        }
        if FETCHES.contains(&file.word(at)) {
            return Some(false);
        }
        let Some(call) = Call::at(file, at) else {
            continue;
        };
        if matches!(file.word(at), "new" | "from" | "default" | "spawn" | "drop") {
            continue;
        }
        if builders::is_run(file, function, &call) {
            return Some(false);
        }
        let on_connection = call.kind == CallKind::Method
            && !is_plumbing(file.word(at))
            && (is_connection(file, function, &call.before)
                || is_acquired(file, function, &call.before));
        let is_handed = call.kind != CallKind::Macro
            && call
                .each(file)
                .iter()
                .any(|argument| is_connection(file, function, argument));
        if !on_connection && !is_handed {
            continue;
        }
        // `diesel::delete(..).execute(conn)` ends a chain of its own; `env.purge(&conn)` is a method of something else.
        let own = on_connection
            || call.kind == CallKind::Function
            || is_built(file, &call.before)
            || call.before.len() == 1 && file.is_word(call.before.start, "self");
        runs = true;
        handed_on &= !own;
    }
    runs.then_some(handed_on)
}

fn may_be_called(file: &File, at: u32) -> bool {
    matches!(file.token(at + 1).byte, b'(' | b':' | b'!')
}

/// Whether something is waited for, or may fail: whoever makes a value of a connection only stores it.
fn may_fail(file: &File, tokens: &Tokens) -> bool {
    flat(file, tokens).any(|at| {
        file.is(at, b'?')
            || matches!(
                file.word(at),
                "await" | "unwrap" | "expect" | "map_err" | "optional"
            )
    }) || file.is(tokens.end, b'}')
        || file.is(tokens.end, b'{')
}

/// Whether a local was got from a pool: `let client = pool.get().await?`.
fn is_acquired(file: &File, function: &Function, value: &Tokens) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    value.len() == 1
        && file.token(value.start).kind == TokenKind::Ident
        && bound_to(file, file.word(value.start), value.start, body)
            .is_some_and(|value| value.len() < 60 && acquires(file, function, &value))
}

/// The tokens of a range, those in braces left out: what a closure does, it does by itself.
fn flat<'a>(file: &'a File, tokens: &Tokens) -> impl Iterator<Item = u32> + 'a {
    let end = tokens.end;
    let mut at = tokens.start;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let here = at;
        at = if file.is(here, b'{') {
            next(file, here)
        } else {
            here + 1
        };
        Some(here)
    })
}
