use scorer_instrument::info;

fn main() {
    let weights = vec![1.0];
    info!("loaded {:?}", weights);
}
