use scorer_instrument::{Recordable, scorer_span};
use std::fmt;

struct Wei(u128);

impl Recordable for Wei {
    type Value<'a> = u128;

    fn value(&self) -> u128 {
        self.0
    }

    fn fmt_display(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} wei", self.0)
    }

    fn fmt_debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_display(f)
    }
}

#[scorer_span(fields(shown = %amount))]
fn send(amount: &Wei) -> u128 {
    amount.0
}

fn main() {
    send(&Wei(1));
}
