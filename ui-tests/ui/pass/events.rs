use scorer_instrument::{debug, error, event, info, trace, warn};
use tracing::Level;

struct User {
    id: i64,
    plan: String,
}

fn main() {
    let user = User { id: 1, plan: "free".to_owned() };
    let (community, wait) = (2, std::time::Duration::ZERO);
    trace!("nothing to see");
    debug!("scored {community} in {wait:?}, {} {}", user.id, user.plan.len());
    info!(community);
    info!(community, %user.plan, ?wait, user.id);
    info!(community, user.id, "scored {:>5}", community);
    warn!(n = community + 1, "quoted name" = %user.plan, r#type = ?wait, "slow",);
    error!(target: "scoring", community, "failed");
    error!(name: "failure", target: "scoring", { community, n = 1 }, "failed {}", user.id);
    info!(parent: None, n = 1, "a root");
    info!(parent: tracing::Span::none(), "a child");
    info!({ n = 1, m = 2 }, "in braces");
    info!(n = tracing::field::Empty, "empty");
    event!(Level::INFO, community, "an event");
    event!(target: "scoring", Level::DEBUG, n = 1);
    event!(name: "named", Level::WARN, { n = 1 }, "an event {community}");
    info!(stamp_count = vec![1].len(), has_plan = !user.plan.is_empty());
}
