use scorer_instrument::scorer_span;

#[scorer_span(ret)]
fn load(id: i64) -> impl Future<Output = Vec<f64>> {
    async move { Vec::new() }
}

fn main() {}
