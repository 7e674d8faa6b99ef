#![allow(mixed_script_confusables)]
use scorer_instrument::scorer_span;

#[scorer_span]
fn accept(pаssword: &str) {}

fn main() {}
