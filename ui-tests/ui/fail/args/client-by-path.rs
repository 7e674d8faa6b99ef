use scorer_instrument::scorer_span;

mod reqwest {
    pub struct Client;
}

#[scorer_span]
fn fetch(client: &reqwest::Client, attempts: u32) {}

fn main() {}
