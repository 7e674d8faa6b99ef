use scorer_instrument::scorer_span;

type Token = String;

#[scorer_span(ret)]
fn issue(client_id: u64) -> Option<Token> {
    None
}

fn main() {}
