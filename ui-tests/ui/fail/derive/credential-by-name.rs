use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Client {
    id: i64,
    api_key: String,
}

fn main() {}
