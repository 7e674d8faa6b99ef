use scorer_instrument::Recordable;

#[derive(Recordable)]
enum Task {
    Email { to: String },
}

fn main() {}
