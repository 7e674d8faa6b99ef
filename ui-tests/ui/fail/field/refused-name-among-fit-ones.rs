use scorer_instrument::scorer_span;

#[scorer_span(level = "debug", fields(n = community, latitude = 51.5), ret)]
fn load(community: i64) -> i64 {
    community
}

fn main() {}
