use scorer_instrument::Recordable;

#[derive(Recordable)]
struct ApiKey(String);

fn main() {}
