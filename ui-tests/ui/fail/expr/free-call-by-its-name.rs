use scorer_instrument::scorer_span;

fn read_password() -> &'static str {
    ""
}

#[scorer_span(fields(mode = read_password()))]
fn load(community: i64) {}

fn main() {}
