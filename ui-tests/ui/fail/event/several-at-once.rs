use scorer_instrument::info;

fn main() {
    let (api_key, pin) = ("", 1);
    info!(user = api_key, pin, "checked {api_key}");
}
