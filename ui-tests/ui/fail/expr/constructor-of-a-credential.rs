struct ApiKey;

impl ApiKey {
    fn load() -> String {
        String::new()
    }
}

fn main() {
    scorer_instrument::info!(note = ApiKey::load());
}
