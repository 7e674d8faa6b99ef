use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Login {
    id: i64,
    has_password: String,
}

fn main() {}
