//! Arguments of every kind.

use std::time::Duration;

use tracing::instrument;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
enum Kind {
    Small,
}

#[derive(Debug)]
struct Community {
    id: i64,
}

struct Scorer {
    round: u32,
}

impl std::fmt::Debug for Scorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a scorer")
    }
}

#[instrument]
fn scalars(community_id: i64, weight: f64, ready: bool, rounds: Option<u32>) -> f64 {
    let _ = (community_id, rounds);
    if ready { weight } else { 0.0 }
}

#[instrument]
fn texts(provider: &str, name: String, code: Option<&str>) -> usize {
    let _ = code;
    provider.len() + name.len()
}

#[instrument(name = "scorer.own_types", level = "debug")]
fn own_types(kind: Kind, community: &Community, community_id: i64) -> i64 {
    let _ = kind;
    community.id + community_id
}

#[instrument]
fn of_others(request_id: Uuid, patience: Duration) -> u128 {
    let _ = request_id;
    patience.as_millis()
}

#[instrument]
fn unfit(api_key: &str, stamps: Vec<u32>, count: u32) -> usize {
    let _ = count;
    api_key.len() + stamps.len()
}

#[instrument]
fn generic<T: std::fmt::Debug>(inside: T, count: u32) -> u32 {
    let _ = inside;
    count
}

impl Scorer {
    #[instrument(skip(self))]
    fn skipped(&self, bonus: u32) -> u32 {
        self.round + bonus
    }

    #[instrument]
    fn recorded(&self, bonus: u32) -> u32 {
        self.round + bonus
    }
}

pub fn run() {
    scalars(4, 0.5, true, Some(3));
    texts("passport", "a name".to_owned(), Some("x"));
    own_types(Kind::Small, &Community { id: 4 }, 5);
    of_others(Uuid::nil(), Duration::from_millis(250));
    unfit("0123", vec![1, 2], 3);
    generic(Kind::Small, 3);
    let scorer = Scorer { round: 1 };
    scorer.skipped(2);
    scorer.recorded(3);
}
