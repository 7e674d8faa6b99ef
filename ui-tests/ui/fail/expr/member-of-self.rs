use scorer_instrument::scorer_span;

struct Client { api_key: String }

impl Client {
    #[scorer_span(fields(kind = %self.api_key))]
    fn load(&self) {}
}

fn main() {}
