fn main() {
    let tokens = [String::new()];
    scorer_instrument::info!(note = tokens[0]);
}
