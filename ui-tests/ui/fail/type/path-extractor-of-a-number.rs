use scorer_instrument::scorer_span;

mod web {
    pub type Path<T> = Box<T>;
}

#[scorer_span]
fn build(build_id: web::Path<i64>) {}

fn main() {}
