use scorer_instrument::scorer_span;

struct Community;

#[scorer_span(ret)]
fn load(id: i64) -> Community {
    Community
}

fn main() {}
