//! Words by which a message says that something begins or ends, and what that something is.

/// What says with the name behind it that a function begins or ends.
pub(super) const ENTER: &[&str] = &[
    "entering", "enter", "entered", "exiting", "exit", "exited", "leaving", "leave", "left",
];

/// What says that something begins.
pub(super) const BEGIN: &[&str] = &[
    "start",
    "starting",
    "started",
    "begin",
    "begins",
    "beginning",
    "began",
    "called",
    "calling",
    "call",
    "invoked",
    "invoking",
    "entered",
    "entering",
    "entry",
    "enter",
    "executing",
    "running",
    "inside",
    "in",
    "hit",
];

/// What marks a begin only where the message begins with it.
pub(super) const FIRST_ONLY: &[&str] = &[
    "in",
    "inside",
    "running",
    "executing",
    "call",
    "calling",
    "hit",
];

/// What says that something ends.
pub(super) const END: &[&str] = &[
    "end",
    "ends",
    "ending",
    "ended",
    "finished",
    "finishing",
    "finish",
    "finishes",
    "done",
    "complete",
    "completed",
    "completing",
    "exit",
    "exited",
    "exiting",
    "returned",
    "returning",
    "leaving",
];

/// What may stand between such a word and the name.
pub(super) const FILLERS: &[&str] = &[
    "of",
    "to",
    "from",
    "with",
    "the",
    "function",
    "fn",
    "method",
    "was",
    "is",
    "now",
    "execution",
    "processing",
    "in",
    "successfully",
];

/// What a function is called without its name.
pub(super) const KINDS: &[&str] = &["function", "fn", "method", "handler", "endpoint"];

/// A process, a server, a job: that these begin and end is news, even where a function is called after them.
pub(super) const LIFECYCLE: &[&str] = &[
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
    "task",
    "loop",
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

/// What a handler says when it begins.
pub(super) const REQUESTS: &[&str] = &[
    "handling request",
    "handling the request",
    "processing request",
    "processing the request",
    "request received",
    "received request",
    "received a request",
    "got request",
    "got a request",
];

/// Arrows that stand for a way in or out.
pub(super) const ARROWS: &[&str] = &[
    "->", "<-", "=>", "<=", ">>", "<<", "-->", "<--", "==", "→", "←",
];

/// Whether a word is an identifier rather than prose: `validate_key`.
pub(super) fn is_code(word: &str) -> bool {
    word.contains('_') && !word.contains('{')
}

/// A word's first letters: what its forms have in common.
pub(super) fn stem(word: &str) -> &str {
    word.char_indices()
        .nth(4)
        .map_or(word, |(end, _)| &word[..end])
}
