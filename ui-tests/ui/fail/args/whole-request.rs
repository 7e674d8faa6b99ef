use scorer_instrument::scorer_span;

mod axum {
    pub struct Request;
}

#[scorer_span]
fn middleware(request: axum::Request) {}

fn main() {}
