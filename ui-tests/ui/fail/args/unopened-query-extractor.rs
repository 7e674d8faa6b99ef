use scorer_instrument::scorer_span;

struct Query<T>(T);
struct Page;

#[scorer_span]
fn handler(page: Query<Page>) {}

fn main() {}
