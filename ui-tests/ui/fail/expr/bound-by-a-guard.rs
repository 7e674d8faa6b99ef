use scorer_instrument::scorer_span;


#[scorer_span(skip_all, fields(kind = match () { () if let Some(k) = api_key => k, () => "" }))]
fn f(api_key: Option<&str>) {}

fn main() {}
