use scorer_instrument::scorer_span;

#[scorer_span(ret)]
fn load_api_key(id: i64) -> String {
    String::new()
}

fn main() {}
