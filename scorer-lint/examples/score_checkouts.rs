//! Scores the lint on checkouts of services that nobody here wrote, by labels that were made before its output was seen:
//! `cargo run --release -p scorer-lint --example score_checkouts -- LABELS CHECKOUTS [--use open|unseen] [--places]`.

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/score/mod.rs"]
#[expect(dead_code, reason = "the other way of labelling is the tests'")]
mod score;

fn main() -> ExitCode {
    let mut folders = Vec::new();
    let (mut wanted, mut places) = (None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match &*argument {
            "--use" => wanted = arguments.next(),
            "--places" => places = true,
            _ => folders.push(argument),
        }
    }
    let [labels, checkouts] = &folders[..] else {
        eprintln!("usage: score_checkouts LABELS CHECKOUTS [--use open|unseen] [--places]");
        return ExitCode::from(2);
    };
    match score::checkouts::Checkouts::read(
        Path::new(labels),
        Path::new(checkouts),
        wanted.as_deref(),
    ) {
        Ok(score) => {
            print!("{}", score.report(places));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{labels}: {error}");
            ExitCode::from(2)
        }
    }
}
