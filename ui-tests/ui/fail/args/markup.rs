use scorer_instrument::scorer_span;

#[scorer_span]
fn render(html: &str) {}

fn main() {}
