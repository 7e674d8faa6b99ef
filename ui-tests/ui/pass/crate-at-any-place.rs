use scorer_instrument as obs;

#[obs::scorer_span(level = "debug", crate = ::scorer_instrument, skip_all)]
fn load(community: i64) -> i64 {
    community
}

fn main() {
    load(1);
}
