use scorer_instrument::Recordable;

#[derive(Recordable)]
enum ApiKey {
    Live(String),
    Test(String),
}

fn main() {}
