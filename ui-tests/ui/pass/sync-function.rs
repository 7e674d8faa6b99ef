use scorer_instrument::scorer_span;

#[scorer_span]
fn load(community: i64, label: &str) -> i64 {
    let _ = label;
    community
}

fn main() {
    assert_eq!(load(1, "a"), 1);
}
