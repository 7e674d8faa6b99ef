use scorer_instrument::scorer_span;

struct ApiKey;

impl ApiKey {
    #[scorer_span]
    fn parse(s: &str) {}
}

fn main() {}
