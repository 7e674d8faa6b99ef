use scorer_instrument::Recordable;

#[derive(Recordable)]
enum Contact {
    Email(String),
}

fn main() {}
