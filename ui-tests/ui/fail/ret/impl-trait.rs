use scorer_instrument::scorer_span;

#[scorer_span(ret)]
fn load(id: i64) -> impl std::fmt::Debug {
    id
}

fn main() {}
