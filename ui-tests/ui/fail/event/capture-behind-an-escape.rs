use scorer_instrument::info;

fn main() {
    let api_key = String::new();
    info!("checking \u{7b}api_key}");
}
