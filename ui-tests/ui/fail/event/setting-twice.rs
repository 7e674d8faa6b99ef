use scorer_instrument::info;

fn main() {
    info!(target: "a", target: "b", "loaded");
}
