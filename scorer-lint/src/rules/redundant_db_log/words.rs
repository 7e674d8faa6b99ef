//! Words of statements, and what a message says with them.

use crate::analysis::message::Said;
use crate::source::{Event, File};

/// What statements do while they run.
const RUNNING: &[&str] = &[
    "executing",
    "querying",
    "fetching",
    "loading",
    "selecting",
    "inserting",
    "updating",
    "deleting",
    "upserting",
    "retrieving",
    "reading",
    "running",
    "saving",
    "storing",
    "writing",
    "persisting",
    "committing",
    "preparing",
    "looking",
    "getting",
    "counting",
    "beginning",
    "opening",
    "starting",
];

/// What they did.
const RAN: &[&str] = &[
    "executed",
    "queried",
    "fetched",
    "loaded",
    "selected",
    "inserted",
    "updated",
    "deleted",
    "upserted",
    "retrieved",
    "read",
    "returned",
    "affected",
    "got",
    "found",
    "saved",
    "stored",
    "written",
    "persisted",
    "wrote",
    "received",
    "prepared",
    "committed",
    "acquired",
    "ran",
];

/// Those of them that nothing but a statement does.
pub(super) const STATEMENT: &[&str] = &[
    "executing",
    "querying",
    "fetching",
    "selecting",
    "inserting",
    "upserting",
    "fetched",
    "queried",
    "retrieved",
    "selected",
    "loaded",
    "retrieving",
    "loading",
];

/// How a message ends that says only that a statement ran.
pub(super) const DONE: &[&str] = &[
    "done",
    "complete",
    "completed",
    "finished",
    "executed",
    "ok",
    "successful",
    "successfully",
    "succeeded",
    "result",
    "results",
    "took",
];

/// What a query does.
const RUNS: &[&str] = &[
    "executing",
    "execution",
    "running",
    "ran",
    "preparing",
    "prepared",
    "returned",
    "affected",
];

/// What is said of rows that are counted right behind their statement.
pub(super) const COUNTED: &[&str] = &["inserted", "upserted", "got", "found"];
const STORES: &[&str] = &[
    "database",
    "db",
    "postgres",
    "postgresql",
    "sqlite",
    "mysql",
];
const QUERIES: &[&str] = &["query", "queries", "sql", "statement", "statements"];
const ROWS: &[&str] = &["row", "rows", "records"];
const TRANSACTIONS: &[&str] = &["transaction", "tx"];
pub(super) const KEYWORDS: &[&str] = &[
    "select", "insert", "update", "delete", "upsert", "commit", "begin", "rollback",
];

/// What an event about a business says, whatever else it says.
pub(super) const BUSINESS: &[&str] = &[
    "revoked",
    "expired",
    "purged",
    "pruned",
    "created",
    "scored",
    "granted",
    "migrated",
    "migrations",
    "migration",
    "schema",
];

/// What is no news of a statement: that the store can be reached, that something is tried again.
pub(super) const OTHER: &[&str] = &[
    "connected",
    "connecting",
    "connection",
    "connections",
    "retry",
    "retrying",
    "failed",
    "failing",
    "error",
    "unavailable",
    "slow",
    "pool",
    "ready",
    "startup",
    "migrate",
    "health",
    "url",
    "closed",
    "closing",
    "miss",
    "hit",
    "redis",
    "file",
    "csv",
    "imported",
    "s3",
    "kafka",
    "config",
    "configuration",
    "settings",
];

/// Before "query": it is put to something that is no database.
const ELSEWHERE: &[&str] = &[
    "dns", "search", "graphql", "cache", "probe", "promql", "ldap", "domain", "vector", "index",
];

/// The words of a message.
pub(super) struct Words<'a>(pub(super) Vec<&'a str>);

impl Words<'_> {
    pub(super) fn has(&self, any: &[&str]) -> bool {
        self.0.iter().any(|word| any.contains(word))
    }

    /// "DNS query for {} returned {} records".
    pub(super) fn query_elsewhere(&self) -> bool {
        self.0
            .windows(2)
            .any(|pair| ELSEWHERE.contains(&pair[0]) && QUERIES.contains(&pair[1]))
    }

    /// Whether anything in it may be about a statement.
    pub(super) fn speak_of_data(&self) -> bool {
        [
            RUNNING,
            RAN,
            QUERIES,
            ROWS,
            STORES,
            TRANSACTIONS,
            KEYWORDS,
            &["record"],
        ]
        .iter()
        .any(|list| self.has(list))
    }

    /// "acquired connection from pool".
    pub(super) fn take_connection(&self) -> bool {
        let from = self.0.windows(2).any(|pair| pair == ["connection", "from"]);
        from && self.has(&["acquired", "got", "checked"])
            || self.has(&["acquiring"]) && self.has(&["connection"])
    }

    /// Whether they are about a statement, wherever they stand.
    pub(super) fn tell_a_statement(&self, said: &Said) -> bool {
        let verb = self.has(RUNNING) || self.has(RAN);
        // "user record updated" is about a user, "transaction 7 updated" and "query received" about a caller's.
        let of_record = self.has(&["record"]) && (self.has(STATEMENT) || self.has(&["inserted"]));
        let of_query = self.has(QUERIES) && (self.has(DONE) || self.has(RUNS) || self.has(ROWS));
        let opens = self.has(&["opening", "opened", "starting", "started"]);
        let of_transaction = self.has(&[
            "commit",
            "committed",
            "committing",
            "begin",
            "began",
            "beginning",
            "rollback",
        ]) || opens && !said.has_hole();
        of_record
            || of_query
            || self.has(ROWS) && (verb || self.has(&["in", "into", "from"]))
            || self.has(STORES) && verb && !opens && !self.has(&["running"])
            || self.has(TRANSACTIONS) && of_transaction
            || self.has(&["executing", "executed"]) && self.has(KEYWORDS)
    }
}

/// Whether the message is the text of a statement.
pub(super) fn is_sql(file: &File, event: &Event, said: &Said) -> bool {
    let literal = event.message().map_or("", |at| file.word(at));
    let upper = [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "COMMIT", "BEGIN", "UPSERT ",
    ]
    .iter()
    .any(|keyword| literal.contains(keyword));
    let rest = [" from ", " into ", " set ", " where ", "commit", "begin"];
    let text = &said.text;
    // "running SELECT on members"
    let runs = ["executing ", "running ", "executed ", "ran "]
        .iter()
        .any(|verb| text.starts_with(verb));
    upper
        && (runs
            || rest.iter().any(|part| text.contains(part))
            || KEYWORDS.iter().any(|keyword| text.starts_with(keyword)))
}
