//! What an event says of the function that it stands in.

mod edge;

use crate::analysis::beside::{self, Beside};
use crate::analysis::message::{self, Said};
use crate::analysis::statements::module_of;
use crate::analysis::wording::{self, Stems, parts, same};
use crate::source::{Argument, Event, File, Function, TokenKind, Tokens};

use super::given::Given;
use super::span::has_span;

/// An event and its function.
pub(super) struct Told<'a> {
    file: &'a File,
    function: &'a Function,
    event: &'a Event,
    said: &'a Said,
    beside: Option<Beside>,
    words: Vec<&'a str>,
    name: &'a str,
    /// The name's words, without those that every handler's name has.
    name_words: Vec<String>,
}

/// How the words of a message divide.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Divided {
    /// The function's name, as it is written in code.
    named: bool,
    /// How many words of the name it has.
    pub(super) covered: usize,
    /// Whether a word says that something begins, or ends.
    pub(super) begins: bool,
    pub(super) ends: bool,
    /// Whether it says "successfully", which may be what somebody waits for.
    succeeds: bool,
    /// Words that the function does not explain.
    extra: usize,
    /// Whether it says what kind of thing it is about: "function", "request".
    kind: bool,
    /// Whether its first word is what the function does: "scoring" in `score_address`.
    verb: bool,
    /// Whether its first word tells that one of the name's words goes on: "inserting" in `cache_insert`.
    goes_on: bool,
    /// Whether it names that in any form: "dispatch start" in `dispatch_message`.
    says_verb: bool,
    /// Whether it prints something else than the function's name and its arguments.
    pub(super) news: bool,
}

impl<'a> Told<'a> {
    pub(super) fn new(
        file: &'a File,
        function: &'a Function,
        event: &'a Event,
        said: &'a Said,
    ) -> Self {
        let name = file.word(function.name);
        let all = parts(name);
        let own: Vec<String> = all
            .iter()
            .filter(|part| !is_kind(part) && *part != "handle" && !wording::is_joint(part))
            .cloned()
            .collect();
        Self {
            file,
            function,
            event,
            said,
            beside: beside::of(file, function, event),
            words: said.words(),
            name,
            name_words: if own.is_empty() && all.len() == 1 {
                all
            } else {
                own
            },
        }
    }

    /// Whether it stands where the function's span begins or ends, and tells nothing that the span has not: no value, and a
    /// sentence of something going on, or of an end.
    pub(super) fn is_edge_of_a_span(&self) -> bool {
        if !has_span(self.file, self.function, self.event)
            || self.event.level == Some("warn")
            || self.denies()
            || self.is_life_cycle()
        {
            return false;
        }
        let Some(beside) = &self.beside else {
            return false;
        };
        let divided = self.divided();
        if beside.begins(self.file, self.function) && !self.has_values() {
            let goes_on = self.words.first().is_some_and(|word| word.ends_with("ing"));
            return goes_on || divided.begins || divided.covered * 2 > self.name_words.len();
        }
        divided.ends && !divided.news && beside.ends(self.file, self.function)
    }

    /// Whether it says no more than that the function begins or ends.
    pub(super) fn is_of_the_function(&self) -> bool {
        if self.denies() {
            return false;
        }
        let divided = self.divided();
        if self.is_bare_edge(&divided) || self.is_done_in_arm() {
            return true;
        }
        let arrow = [
            "->", "<-", "=>", "<=", ">>", "<<", "--", "==", "\u{2192}", "\u{2190}",
        ]
        .iter()
        .any(|arrow| self.said.text.starts_with(arrow) || self.said.text.ends_with(arrow));
        // A warning is heard by somebody, unless it is the name and a word for its beginning.
        if self.event.level == Some("warn") && !(divided.named && divided.begins) {
            return false;
        }
        if divided.named {
            return self.is_named(&divided, arrow);
        }
        if divided.news || self.is_life_cycle() {
            return false;
        }
        let beside = self.beside.as_ref();
        let first = beside
            .as_ref()
            .is_some_and(|beside| beside.begins(self.file, self.function));
        // Behind what only refuses or makes ready, too, where it says all that the name says.
        let early = beside
            .as_ref()
            .is_some_and(|beside| beside.begins_work(self.file, self.function));
        let last = beside
            .as_ref()
            .is_some_and(|beside| beside.ends(self.file, self.function));
        // "function called", "handler start"; "begin" as the first statement, "done" as the last.
        if divided.covered == 0 {
            let nothing_else =
                divided.extra == 0 && (divided.begins || divided.ends) && !(divided.ends && first);
            return nothing_else
                && (!self.said.has_hole() || early)
                && (divided.kind && (self.words.len() > 1 || first)
                    || early && self.is_going_on() && self.words.len() > 1
                    || divided.begins && first && self.words.len() == 1 && !self.is_going_on()
                    || divided.ends && last && (!self.has_values() || self.words.len() > 1));
        }
        let whole = divided.covered >= self.name_words.len();
        let most = whole || (divided.covered + 1 == self.name_words.len() && divided.covered > 1);
        if divided.ends {
            return whole && divided.extra == 0 && (!self.has_values() || last) && !divided.begins;
        }
        let is_quiet = matches!(self.event.level, Some("debug" | "trace"));
        if divided.succeeds {
            return whole && divided.extra == 0 && last && is_quiet && !divided.begins;
        }
        // "handling quote request" in `get_quote`: what a handler does is the same verb for each of them.
        let in_general = divided.kind && self.name_words.len() == divided.covered + 1;
        if divided.begins
            && divided.extra == 0
            && (whole || most || in_general || divided.says_verb)
        {
            return first || early && whole || self.says_enter();
        }
        // "fetching shelf info" in `info(shelf)` and in `resolve_info(shelf)`: what it does is the name, with what it is given;
        // the verb may be another.
        let goes_on = self
            .words
            .first()
            .is_some_and(|first| first.ends_with("ing"));
        if early
            && goes_on
            && (whole || !divided.says_verb && self.says_all_but_verb())
            && !divided.verb
            && divided.extra == 1
        {
            return true;
        }
        // "GET /users/{id}": the route is the span's, too.
        if first && self.is_request_line() {
            return true;
        }
        // "transfer ownership" as the first statement, "dropped" in `drop`, "created loan" as the last: the name's words and no
        // others. `peer_connected` is called for what happened elsewhere: "peer connected" is news.
        let is_called_for_it = self.name_words.iter().any(|part| part.ends_with("ed"));
        if whole && divided.extra == 0 && divided.says_verb && !is_called_for_it {
            let asks = self
                .words
                .iter()
                .find(|word| !wording::is_joint(word))
                .zip(self.name_words.first())
                .is_some_and(|(word, verb)| *word == verb.as_str());
            let is_one = self.name_words.len() == 1 && self.words.len() == 1 && !self.has_values();
            if first && (asks && self.name_words.len() > 1 || is_one && is_quiet)
                || last && is_quiet && !self.has_values() && !first
            {
                return true;
            }
        }
        if !first && !(early && (whole || most)) {
            return false;
        }
        // "creating new test schema" in `create_schema`.
        let spare = match (whole, self.name_words.len()) {
            (true, 2..) => 2,
            (true, _) => 0,
            (false, _) if most => 1,
            _ => return false,
        };
        divided.verb && divided.extra <= spare
    }

    /// Whether a word denies something that the function's name does not name: "missing" of `find_missing_trees` denies nothing.
    fn denies(&self) -> bool {
        self.words.iter().any(|word| {
            wording::is_contrary(word) && !self.name_words.iter().any(|part| same(part, word))
        })
    }

    /// Whether a message with the function's own name in it says no more.
    fn is_named(&self, divided: &Divided, arrow: bool) -> bool {
        let is_code = self.name_words.len() > 1 || self.name.contains('_') || self.is_called();
        // At `trace` and `debug` nobody looks for the life of a service.
        if !is_code && self.event.level == Some("info") && self.is_life_cycle() {
            return false;
        }
        // What came of it is worth a line, and so is an error under the name.
        if divided.ends {
            return !divided.news && !divided.begins && divided.extra == 0;
        }
        if divided.begins || arrow {
            return divided.extra == 0 || is_code && divided.extra <= 1;
        }
        let alone = divided.extra == 0 && !divided.news;
        // "transfer_ownership: id = {id}", before anything is done.
        let is_early = || {
            self.beside
                .as_ref()
                .is_some_and(|beside| beside.begins_work(self.file, self.function))
        };
        alone
            && is_code
            && (self.words.len() <= 2 || divided.kind || self.name.contains('_') && is_early())
    }

    pub(super) fn has_values(&self) -> bool {
        self.said.has_hole() || self.has_fields()
    }

    fn has_fields(&self) -> bool {
        self.event
            .arguments
            .iter()
            .any(|argument| is_field(self.file, argument))
    }

    pub(super) fn divided(&self) -> Divided {
        let mut divided = Divided {
            named: self.names_itself() || self.is_named_in_text(),
            ..Divided::default()
        };
        let mut known = Stems::default();
        for parameter in self.function.parameters(self.file) {
            for at in parameter.pattern.clone().chain(parameter.ty.clone()) {
                if self.file.token(at).kind == TokenKind::Ident {
                    known.add_name(self.file.word(at));
                }
            }
        }
        if let Some(block) = self.file.impl_at(self.function.keyword) {
            known.add_name(self.file.word(block.ty));
        }
        // `handler` of `routes/keys.rs`: what it handles is its module's name.
        let is_any = |part: &String| is_kind(part) || part == "handle";
        if self.name_words.iter().all(is_any) {
            known.add_name(&module_of(self.file));
        }
        let label = self.said.label();
        let mut covered = vec![false; self.name_words.len()];
        let mut is_first = true;
        let mut skip = false;
        for (number, word) in self.words.iter().enumerate() {
            // "[keys] storing the key": who speaks says nothing of what happens.
            let is_label = number < label && !self.name_words.iter().any(|part| same(part, word));
            if is_label || word.contains("{}") || std::mem::take(&mut skip) {
                continue;
            }
            is_first |= number > 0 && number == label;
            // "rolling back" of `rollback`: English writes a verb and its particle apart.
            if let Some(next) = self.words.get(number + 1)
                && let Some(at) = self
                    .name_words
                    .iter()
                    .position(|part| wording::is_joined(part, word, next))
            {
                covered[at] = true;
                divided.verb |= is_first && at == 0 && word.ends_with("ing");
                divided.says_verb |= at == 0;
                (is_first, skip) = (false, true);
                continue;
            }
            // "with id {}": the label of a value.
            let labels = number > 0
                && self
                    .words
                    .get(number + 1)
                    .is_some_and(|next| next.contains("{}"));
            let pieces = if word.contains('_') {
                parts(word)
            } else {
                vec![(*word).to_owned()]
            };
            let next = self.words.get(number + 1);
            divided.begins |= number == 0 && *word == "about" && next == Some(&"to");
            for piece in &pieces {
                if let Some(at) = (0..covered.len()).find(|at| same(&self.name_words[*at], piece)) {
                    covered[at] = true;
                    divided.verb |= is_first && at == 0 && piece.ends_with("ing");
                    divided.goes_on |= is_first && piece.ends_with("ing");
                    divided.says_verb |= at == 0;
                    divided.begins |= is_first && wording::begins(piece);
                } else if is_kind(piece) {
                    divided.kind = true;
                    // "request to transfer ownership", "got a transfer request": it came, so the function begins.
                    let next = self.words.get(number + 1);
                    divided.begins |=
                        is_first && next == Some(&"to") || number > 0 && self.tells_of_arrival();
                } else if wording::begins(piece) {
                    divided.begins = true;
                } else if wording::ends(piece) {
                    divided.ends = true;
                } else if piece == "successfully" {
                    divided.succeeds = true;
                } else if !(labels
                    || wording::is_joint(piece)
                    || known.has(piece)
                    || is_first && piece == "got")
                {
                    divided.extra += 1;
                }
                is_first = false;
            }
        }
        divided.covered = covered.into_iter().filter(|covered| *covered).count();
        divided.news = self.prints_news();
        divided
    }

    /// Whether a value is printed or recorded that the function was not given.
    fn prints_news(&self) -> bool {
        let given = Given {
            file: self.file,
            function: self.function,
            beside: self.beside.as_ref(),
        };
        given.is_news(self.event, &self.said.captures)
    }

    /// "got", "received": what came is what the function is called with.
    fn tells_of_arrival(&self) -> bool {
        matches!(self.words.first(), Some(&"got" | &"received"))
    }

    /// Whether what is printed is the function's own name: `function_name!()`, `{fn_name}`.
    fn names_itself(&self) -> bool {
        self.said
            .captures
            .iter()
            .any(|name| OWN_NAMES.contains(&name.as_str()))
            || message::values(self.event).any(|value| is_own_name(self.file, value))
    }

    /// Whether the text has the function's name as code: `validate_key`, `run()`, `Ingest::ingest`, or the name of one word where
    /// it is marked as a name: "ingest: start", "[ingest] done".
    fn is_named_in_text(&self) -> bool {
        let text = &self.said.text;
        let name = self.name.to_lowercase();
        if name.contains('_') {
            return self.words.iter().any(|word| *word == name);
        }
        self.words.iter().any(|word| *word == name)
            && (self.is_called()
                || text.contains(&format!("::{name}"))
                || [": ", "] ", " - "].iter().any(|mark| {
                    text.trim_start_matches('[')
                        .starts_with(&format!("{name}{mark}"))
                })
                || matches!(self.words.first(), Some(&"inside" | &"in"))
                || matches!(self.words.get(1), Some(&"called" | &"invoked"))
                    && self.words.first() == Some(&name.as_str())
                || ["->", "<-", ">>", "<<", "=>", "<="]
                    .iter()
                    .any(|arrow| text.starts_with(arrow)))
    }

    /// Whether all of the name's words are said but the first, which tells what is done.
    fn says_all_but_verb(&self) -> bool {
        let parts = parts(self.name);
        let mut objects = parts
            .iter()
            .skip(1)
            .filter(|part| !wording::is_joint(part))
            .peekable();
        objects.peek().is_some()
            && objects.all(|part| self.words.iter().any(|word| same(part, word)))
    }

    /// Whether it is a request's method and path, and nothing else.
    fn is_request_line(&self) -> bool {
        let text = &self.said.text;
        let (methods, path) = text.split_once(' ').unwrap_or_default();
        let is_method =
            |word: &str| matches!(word, "get" | "post" | "put" | "patch" | "delete" | "head");
        let of_path = path.split_once(' ').map_or(path, |(path, _)| path);
        methods.split(['/', '|']).all(is_method) && of_path.contains('/')
            || methods.contains('/') && methods.split('/').all(is_method)
    }

    /// Whether the name is written as a call: `run()`.
    fn is_called(&self) -> bool {
        let text = &self.said.text;
        let name = self.name.to_lowercase();
        text.match_indices(&name)
            .any(|(at, _)| text[at + name.len()..].starts_with("()"))
    }

    /// "entering", "exiting", "start of": said of a function wherever they stand.
    fn says_enter(&self) -> bool {
        self.words.iter().any(|word| {
            matches!(
                *word,
                "entering" | "entered" | "enter" | "called" | "invoked"
            )
        })
    }

    /// "running", "processing": of these by themselves nobody knows what they are about.
    fn is_going_on(&self) -> bool {
        matches!(
            self.words.first(),
            Some(
                &"inside"
                    | &"running"
                    | &"executing"
                    | &"calling"
                    | &"call"
                    | &"hit"
                    | &"processing"
                    | &"handling"
                    | &"performing"
                    | &"received"
            )
        )
    }

    /// Whether the function lasts as long as the process or a task of it, so that its beginning and its end are news: it is
    /// `main`, it loops in its own block, or it is named for such a thing. Nobody follows that at `debug` or `trace`.
    pub(super) fn is_life_cycle(&self) -> bool {
        let is_named = || {
            let of_name = self.name_words.iter().map(String::as_str);
            let of_words = self.words.iter().copied();
            of_name.clone().any(|part| LASTING.contains(&part))
                || of_words
                    .filter(|word| !wording::begins(word) && *word != "run")
                    .any(|word| LASTING.contains(&word))
        };
        let is_its_name = LASTING.contains(&self.name);
        self.lasts() || is_its_name || !self.is_quiet() && (is_named() || self.is_constructor())
    }

    fn is_quiet(&self) -> bool {
        matches!(self.event.level, Some("debug" | "trace"))
    }

    /// Whether it is `main`, or loops in its own block.
    fn lasts(&self) -> bool {
        if self.name == "main" {
            return true;
        }
        let Some(body) = &self.function.body else {
            return false;
        };
        beside::statements(self.file, body).iter().any(|statement| {
            let head = statement.start;
            self.file.is_word(head, "loop")
                || self.file.token(head).kind == TokenKind::Lifetime
                    && self.file.is_word(head + 2, "loop")
                || self.file.is_word(head, "while")
                    && !self.file.is_word(head + 1, "let")
                    && !counts(self.file, statement)
                    && statement.clone().any(|at| self.file.is_word(at, "await"))
        })
    }
}

/// Whether a `while` goes on until something has reached a limit, as `while nonce < upper {` does.
fn counts(file: &File, statement: &Tokens) -> bool {
    let head = || statement.clone().take_while(|at| !file.is(*at, b'{'));
    let is_generic = |at: u32| file.is_path_separator(at) && file.is(at + 2, b'<');
    head().any(|at| matches!(file.token(at).byte, b'<' | b'>')) && !head().any(is_generic)
}

/// What lasts as long as the process, or is started by an operator or a schedule. Its function's body often is one call that
/// does not say so, and who calls it stands in another file; only events at `info` are judged by it.
const LASTING: &[&str] = &[
    "main",
    "run",
    "start",
    "stop",
    "shutdown",
    "shut",
    "serve",
    "server",
    "service",
    "listen",
    "worker",
    "workers",
    "job",
    "jobs",
    "migrate",
    "migration",
    "migrations",
    "init",
    "setup",
    "spawn",
    "launch",
    "daemon",
    "scheduler",
    "consumer",
    "boot",
    "bootstrap",
    "drain",
    "connect",
    "bind",
    "startup",
    "app",
    "application",
    "exporter",
    "sync",
    "import",
    "backfill",
];

/// Macros and names by which a function prints its own name.
pub(super) const OWN_NAMES: &[&str] = &[
    "function_name",
    "fn_name",
    "func_name",
    "function",
    "func",
    "method_name",
    "type_name",
    "type_name_of_val",
    "stringify",
    "module_path",
];

pub(super) fn is_own_name(file: &File, value: &Tokens) -> bool {
    value
        .clone()
        .take(12)
        .any(|at| OWN_NAMES.contains(&file.word(at)))
}

/// What a function is called without its name.
fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "function" | "fn" | "method" | "handler" | "endpoint" | "request" | "req"
    )
}

pub(in crate::rules) fn is_field(file: &File, argument: &Argument) -> bool {
    matches!(argument, Argument::Field { name, value, .. }
        if !message::is_text(file, value) && !matches!(name.text.as_deref(), Some("message" | "function" | "func" | "fn_name" | "method" | "handler")))
}
