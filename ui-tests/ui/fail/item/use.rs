use scorer_instrument::scorer_span;

#[scorer_span]
use std::fmt;

fn main() {}
