use scorer_instrument::{Recordable, scorer_span};
struct Rules;

#[derive(Recordable)]
struct Wrapper<T>(T);

#[scorer_span]
fn load(wrapper: Wrapper<Rules>) {}

fn main() {}
