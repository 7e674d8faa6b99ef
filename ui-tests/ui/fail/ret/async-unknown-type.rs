use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Community;

#[scorer_span(ret)]
async fn load(id: i64) -> Community {
    Community
}

fn main() {}
