use scorer_instrument::info;

fn main() {
    let api_key = String::new();
    info!(user = %api_key, "checked");
}
