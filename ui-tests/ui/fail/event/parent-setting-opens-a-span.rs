use scorer_instrument::info;

fn load(api_key: &str) {
    info!(parent: tracing::info_span!("request", api_key), "loaded");
}

fn main() {}
