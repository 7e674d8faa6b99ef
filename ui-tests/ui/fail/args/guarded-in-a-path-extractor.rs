use scorer_instrument::scorer_span;

struct Path<T>(T);

#[scorer_span]
fn handler(Path((community, email)): Path<(i64, String)>) {}

fn main() {}
