use scorer_instrument::info;

fn main() {
    info!({ n = 1, latitude = 51.5 }, "in braces");
}
