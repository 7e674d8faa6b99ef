use scorer_instrument::scorer_span;

mod web {
    pub struct Path<T>(pub T);
}

#[scorer_span]
fn build(build_id: web::Path<i64>) {}

fn main() {}
