use scorer_instrument::scorer_span;

use std::sync::Mutex;

#[scorer_span]
fn update(state: &Mutex<i64>) {}

fn main() {}
