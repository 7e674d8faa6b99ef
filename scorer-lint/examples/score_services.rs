//! Scores the lint on folders of labelled services: `cargo run -p scorer-lint --example score_services -- FOLDER...`.

use std::path::Path;

#[path = "../tests/score/mod.rs"]
#[expect(
    dead_code,
    reason = "the other way of labelling has an example of its own"
)]
mod score;

fn main() {
    let mut score = score::Score::default();
    for folder in std::env::args_os().skip(1) {
        score.add(Path::new(&folder));
    }
    print!("{}", score.report());
}
