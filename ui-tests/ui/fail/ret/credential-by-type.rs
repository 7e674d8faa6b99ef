use scorer_instrument::scorer_span;

struct SecretString;

#[scorer_span(ret)]
fn load(id: i64) -> SecretString {
    SecretString
}

fn main() {}
