use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(user = name2.map(|x| x.trim())))]
fn load(name2: Option<&str>) {}

fn main() {}
