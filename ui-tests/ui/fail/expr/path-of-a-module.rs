use scorer_instrument::scorer_span;

mod config {
    pub static DB_PASSWORD: &str = "";
}

#[scorer_span(fields(mode = config::DB_PASSWORD))]
fn load(community: i64) {}

fn main() {}
