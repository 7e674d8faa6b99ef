use scorer_instrument::info;

fn main() {
    info!(n = 1, concat!("a", "b") + "c");
}
