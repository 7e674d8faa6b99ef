use scorer_instrument::scorer_span;

#[scorer_span]
fn tokenize(token: usize, password: bool, email_sent_at: i64, api_key_id: &str) -> usize {
    let _ = (password, email_sent_at, api_key_id);
    token
}

fn main() {
    tokenize(1, true, 2, "a");
}
