use scorer_instrument::Recordable;

#[derive(Recordable)]
enum Login {
    Anonymous,
    Known { email: String },
}

fn main() {}
