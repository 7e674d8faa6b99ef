//! Judges types that are in no table by the last words of their names: `ReplicaPool`, `PgConn`.

use super::TypeClass::{Client, Connection, Headers, Pool, State, Transaction};
use super::table::Outcome;

/// Returns what the end of a type's name says.
pub(super) fn find(name: &str) -> Option<Outcome> {
    if let Some(before) = before(name, &["Pool"]) {
        let outcome = match before {
            // A pool of liquidity or of stakes belongs to the domain.
            _ if ends(before, DOMAIN_POOLS) => Outcome::Unknown,
            _ if ends(before, WORK_POOLS) => Outcome::Refused(State),
            _ => Outcome::Refused(Pool),
        };
        return Some(outcome);
    }
    if before(name, &["ConnectionManager", "ConnManager", "PoolManager"]).is_some() {
        return Some(Outcome::Refused(Pool));
    }
    if let Some(before) = before(name, &["Connection", "Conn"]) {
        return is_of_database(before).then_some(Outcome::Refused(Connection));
    }
    if let Some(before) = before(name, &["Transaction", "Tx", "Txn", "Savepoint"]) {
        return is_of_database(before).then_some(Outcome::Refused(Transaction));
    }
    if let Some(before) = before(name, &["Session", "Producer", "Consumer", "Database", "Db"]) {
        return is_of_database(before).then_some(Outcome::Refused(Client));
    }
    if let Some(before) = before(name, &["Client"]) {
        let outcome = match before {
            // A record about a client, not a client of a service.
            "New" | "Create" | "Update" | "Delete" | "Legal" => Outcome::Unknown,
            _ => Outcome::Refused(Client),
        };
        return Some(outcome);
    }
    if before(name, &["HeaderMap"]).is_some() {
        return Some(Outcome::Refused(Headers));
    }
    if before(name, &["AppState"]).is_some() {
        return Some(Outcome::Refused(State));
    }
    (is_about(name) || GENERAL.contains(&name)).then_some(Outcome::Unknown)
}

/// Whether a type acts on what its name says or describes it, but does not contain it: `PasswordPolicy`, `TokenError`.
pub(super) fn is_about(name: &str) -> bool {
    ends(name, ABOUT) || name.starts_with("Invalid")
}

/// Returns the subject of a form, a row or a message: `ApiKey` for `ApiKeyRecord`.
pub(super) fn subject(name: &str) -> Option<&str> {
    before(name, CARRIERS).filter(|subject| !GENERAL.contains(subject))
}

/// Whether a pool of this name may be a type of the team's own that only says which pool is meant: `DbPool`, but not
/// `PgPool`.
pub(super) fn may_be_only_named_so(name: &str) -> bool {
    before(name, &["Pool"]).is_some_and(|before| !ends(before, PRODUCTS))
}

fn is_of_database(before: &str) -> bool {
    ends(before, PRODUCTS) || ends(before, PLACES)
}

/// Returns what precedes one of the words at the end of a name, if anything does.
fn before<'a>(name: &'a str, words: &[&str]) -> Option<&'a str> {
    words
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .filter(|before| !before.is_empty())
}

fn ends(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.ends_with(word))
}

const DOMAIN_POOLS: &[&str] = &[
    "Liquidity",
    "Stake",
    "Staking",
    "Reward",
    "Rewards",
    "Prize",
    "Mining",
    "Mem",
    "Tx",
    "Transaction",
    "Lending",
    "Amm",
    "Swap",
    "Question",
    "Talent",
    "Candidate",
    "Car",
    "Address",
    "Whirl",
    "Fee",
    "Escrow",
    "Token",
];

const WORK_POOLS: &[&str] = &[
    "Thread", "Worker", "Workers", "Task", "Job", "Buffer", "Object",
];

/// Products and protocols, whose types belong to a driver.
const PRODUCTS: &[&str] = &[
    "Pg",
    "Postgres",
    "PostgreSql",
    "MySql",
    "Mysql",
    "Maria",
    "Sqlite",
    "SQLite",
    "Sql",
    "Mssql",
    "Oracle",
    "Odbc",
    "Redis",
    "Valkey",
    "Mongo",
    "Cassandra",
    "Scylla",
    "Neo4j",
    "Surreal",
    "Clickhouse",
    "ClickHouse",
    "Duck",
    "Diesel",
    "Sea",
    "Sqlx",
    "Ldap",
    "Smtp",
    "Imap",
    "Amqp",
    "Rabbit",
    "Nats",
    "Kafka",
    "Mqtt",
    "Tcp",
    "Tls",
    "Quic",
    "WebSocket",
    "Ws",
];

/// Other words that make a connection, a transaction or a session that of a database.
const PLACES: &[&str] = &[
    "Db",
    "DB",
    "Database",
    "Any",
    "Async",
    "Pool",
    "Pooled",
    "Multiplexed",
    "Cluster",
    "Read",
    "Write",
    "ReadOnly",
    "Replica",
    "Primary",
    "Owned",
    "Shared",
    "Raw",
];

/// Names that are too general to say what the type is.
const GENERAL: &[&str] = &[
    "Token",
    "Tokens",
    "Session",
    "Sessions",
    "Signature",
    "Signatures",
];

/// Last words of types that contain what the words before them say.
const CARRIERS: &[&str] = &[
    "Request", "Response", "Record", "Row", "Form", "Dto", "Payload", "Input", "Params", "Body",
    "Data", "Info", "Entity", "Model", "Inner", "Wrapper", "Bytes", "String", "Ref", "Update",
];

/// Last words of types that act on what their name says or describe it, but do not contain it.
const ABOUT: &[&str] = &[
    "Error",
    "Kind",
    "Type",
    "Status",
    "State",
    "Hasher",
    "Verifier",
    "Validator",
    "Policy",
    "Service",
    "Repository",
    "Repo",
    "Handler",
    "Parser",
    "Format",
    "Algorithm",
    "Version",
    "Scope",
    "Stats",
    "Metrics",
    "Sender",
    "Mailer",
    "Event",
    "Rules",
    "Signature",
    "Builder",
    "Error",
    "Limits",
];
