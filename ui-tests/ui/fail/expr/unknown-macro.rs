use scorer_instrument::scorer_span;

macro_rules! shown {
    ($x:expr) => { $x };
}

#[scorer_span(skip_all, fields(user = shown!(community)))]
fn load(community: i64) {}

fn main() {}
