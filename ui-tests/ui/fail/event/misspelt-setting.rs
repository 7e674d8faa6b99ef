use scorer_instrument::info;

fn main() {
    info!(targett: "scoring", n = 1);
}
