use scorer_instrument::scorer_span;

struct ApiKey(String);
impl ApiKey {
    #[scorer_span(fields(kind = self.inner()))]
    fn f(&self) {}
    fn inner(&self) -> &str { &self.0 }
}

fn main() {}
