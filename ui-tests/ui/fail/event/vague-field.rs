fn main() {
    let key = String::new();
    scorer_instrument::info!(%key);
}
