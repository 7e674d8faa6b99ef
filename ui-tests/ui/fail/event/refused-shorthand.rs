use scorer_instrument::warn;

fn main() {
    let api_key = String::new();
    warn!(%api_key);
}
