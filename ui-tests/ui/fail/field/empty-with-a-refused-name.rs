use scorer_instrument::scorer_span;

#[scorer_span(fields(email))]
fn load(community: i64) {
    tracing::Span::current().record("email", "x");
}

fn main() {}
