use scorer_instrument::scorer_span;

mod url {
    pub struct Url;
}

#[scorer_span]
fn fetch(link: &url::Url) {}

fn main() {}
