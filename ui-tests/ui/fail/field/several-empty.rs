use scorer_instrument::scorer_span;

#[scorer_span(fields(score, total))]
fn calculate(community: i64) {
    tracing::Span::current().record("total", community);
}

fn main() {}
