use scorer_instrument as obs;

mod telemetry {
    pub use scorer_instrument::*;
}

#[obs::scorer_span(crate = obs, fields(score), ret)]
fn load(community: i64, label: std::borrow::Cow<'_, str>) -> i64 {
    let _ = label;
    obs::record!(score = community);
    obs::info!(community, "loaded");
    community
}

#[telemetry::scorer_span(crate = crate::telemetry)]
fn save(label: Option<String>) {
    let _ = label;
}

#[derive(obs::Recordable)]
#[recordable(crate = obs)]
struct Weight(f64);

#[obs::scorer_span(crate = obs)]
fn weigh(weight: Weight) -> f64 {
    weight.0
}

fn main() {
    load(1, "a".into());
    save(None);
    weigh(Weight(1.0));
}
