fn main() {
    let depth = 1;
    scorer_instrument::info!(depth = , "loaded");
}
