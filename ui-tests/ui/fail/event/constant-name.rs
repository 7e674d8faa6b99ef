use scorer_instrument::info;
const NAME: &str = "email";

fn main() {
    info!({ NAME } = 1, "loaded");
}
