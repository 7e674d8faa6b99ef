use scorer_instrument::info;

fn main() {
    for t in ["a", "b"] {
        info!("using {t}");
    }
}
