use scorer_instrument::info;

fn main() {
    let entered = String::new();
    info!(entered);
}
