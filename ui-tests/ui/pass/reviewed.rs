use scorer_instrument::{info, record, reviewed, scorer_span};

#[scorer_span(skip_all, fields(
    prefix = reviewed!(&api_key[..1], reason = "one letter, the version"),
    shown = %reviewed!(peer, reason = "a load balancer's address"),
    printed = ?reviewed!(weights, reason = "three of them",),
    filled,
))]
fn load(api_key: &str, peer: std::net::IpAddr, weights: &[f64]) {
    record!(filled = scorer_instrument::reviewed!(api_key.len() as u64, reason = "a length"));
    info!(version = reviewed!(&api_key[..1], reason = "one letter"), "loaded");
    let _ = (peer, weights);
}

fn main() {
    load("1a", std::net::IpAddr::from([127, 0, 0, 1]), &[]);
}
