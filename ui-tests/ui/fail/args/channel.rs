use scorer_instrument::scorer_span;

use std::sync::mpsc::Sender;

#[scorer_span]
fn notify(sender: Sender<i64>, community: i64) {}

fn main() {}
