use scorer_instrument::scorer_span;

struct ApiKey(String);
impl ApiKey {
    #[scorer_span(fields(kind = %self.0))]
    fn f(&self) {}
}

fn main() {}
