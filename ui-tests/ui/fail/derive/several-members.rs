use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Client {
    email: String,
    password: String,
}

fn main() {}
