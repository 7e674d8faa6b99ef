use scorer_instrument::Recordable;
struct Rules;

#[derive(Recordable)]
struct Wrapper(Rules);

fn main() {}
