use scorer_instrument::scorer_span;

struct Thing; fn pin<F: Future<Output = ()>>(_: F) -> Thing { Thing }
#[scorer_span(ret)]
fn f() -> Thing { pin(async move {}) }

fn main() {}
