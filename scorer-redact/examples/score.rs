//! Scores the redactor on a labelled corpus, by kind. Lines with a wrong result are printed on standard error.
//!
//! `cargo run -p scorer-redact --features wallets --example score -- FILE..`

#[path = "../tests/corpus/score.rs"]
mod score;

use std::{env, fs, process};

fn main() {
    let mut files: Vec<String> = env::args().skip(1).collect();
    if files.is_empty() {
        files.push(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/open.tsv").to_owned());
    }
    let redactor = score::redactor();
    for file in files {
        let table = fs::read_to_string(&file).unwrap_or_else(|error| {
            eprintln!("{file}: {error}");
            process::exit(2);
        });
        let cases = score::read(&table);
        let (scores, wrong) = score::score(&cases, |text| redactor.text(text).into_owned());
        for it in &wrong {
            eprintln!("{}\n  {}\n  {}", it.kind, it.text, it.out);
        }
        println!("{file}, {} lines", cases.len());
        print!("{}", score::table(&scores));
    }
}
