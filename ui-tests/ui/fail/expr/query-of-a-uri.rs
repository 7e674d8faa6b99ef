struct Uri;

impl Uri {
    fn query(&self) -> Option<&str> {
        None
    }
}

fn main() {
    let uri = Uri;
    scorer_instrument::info!(note = uri.query());
}
