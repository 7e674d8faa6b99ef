use scorer_instrument::scorer_span;

struct Service;

impl Service {
    #[scorer_span(include(self))]
    fn load(&self) {}
}

fn main() {}
