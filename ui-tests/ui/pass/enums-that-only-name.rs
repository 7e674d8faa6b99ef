use scorer_instrument::{Recordable, info, scorer_span};

#[derive(Clone, Copy, Recordable)]
enum ShardPool {
    Primary,
    Replica,
}

#[derive(Clone, Copy, Recordable)]
enum ApiKey {
    Live,
    Test,
}

#[derive(Clone, Copy)]
enum DbOperation {
    Insert,
}

impl From<DbOperation> for &'static str {
    fn from(operation: DbOperation) -> Self {
        match operation {
            DbOperation::Insert => "insert",
        }
    }
}

#[scorer_span(fields(operation = <&'static str>::from(operation)), skip(operation))]
fn load(shard_pool: ShardPool, operation: DbOperation) {
    let _ = shard_pool;
    info!(operation = %<&'static str>::from(operation));
    info!(operation = <DbOperation as Into<&'static str>>::into(operation));
}

fn main() {
    load(ShardPool::Primary, DbOperation::Insert);
    load(ShardPool::Replica, DbOperation::Insert);
    let _ = [ApiKey::Live, ApiKey::Test];
}
