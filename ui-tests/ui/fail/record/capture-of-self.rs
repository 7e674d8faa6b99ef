use scorer_instrument::{record, scorer_span};

struct Service;

impl Service {
    #[scorer_span(fields(state))]
    fn check(&self) {
        record!(state = format!("{self:?}"));
    }
}

fn main() {}
