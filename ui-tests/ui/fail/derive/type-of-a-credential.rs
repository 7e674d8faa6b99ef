use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Password {
    value: String,
}

fn main() {}
