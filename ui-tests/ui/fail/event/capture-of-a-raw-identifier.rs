use scorer_instrument::info;

fn main() {
    let r#type = 1;
    info!("loaded {r#type}");
}
