use scorer_instrument::scorer_span;

struct Service;

impl Service {
    #[scorer_span(fields(state = format!("{self:?}")))]
    fn check(&self) {}
}

fn main() {}
