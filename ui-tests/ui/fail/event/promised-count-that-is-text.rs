use scorer_instrument::info;

fn main() {
    let shown = String::new();
    info!(token_count = %shown, "refreshed");
}
