use scorer_instrument::error;

fn main() {
    let api_key = String::new();
    error!("checking {api_key}");
}
