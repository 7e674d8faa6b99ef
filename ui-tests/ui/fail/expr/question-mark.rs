use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(n = api_key?))]
fn load(api_key: Option<&str>) -> Option<()> {
    None
}

fn main() {}
