//! Names and their verdicts: the rule step by step, and its score on labelled sets.

use scorer_instrument_policy::{Class, Policy, Strength, Verdict};

fn is_refused(name: &str) -> bool {
    Policy::default().name(name) != Verdict::Fit
}

/// Precision and recall on a labelled file; every miss is printed. `ambiguous` is left out.
fn score(file: &str, text: &str) -> (f64, f64) {
    let (mut hits, mut alarms, mut missed) = (0.0, 0.0, 0.0);
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        match (columns[1], is_refused(columns[0])) {
            ("sensitive", true) => hits += 1.0,
            ("sensitive", false) => {
                missed += 1.0;
                eprintln!("{file}: missed {} ({})", columns[0], columns[2]);
            }
            ("benign", true) => {
                alarms += 1.0;
                eprintln!(
                    "{file}: false alarm {} {:?}",
                    columns[0],
                    Policy::default().name(columns[0])
                );
            }
            _ => {}
        }
    }
    let (precision, recall) = (hits / (hits + alarms), hits / (hits + missed));
    eprintln!("{file}: precision {precision:.4}, recall {recall:.4}");
    (precision, recall)
}

#[test]
fn the_gathered_set_is_told_apart() {
    let (precision, recall) = score("names.tsv", include_str!("data/names.tsv"));
    assert!(precision >= 0.99, "precision {precision}");
    assert!(recall >= 0.96, "recall {recall}");
}

#[test]
fn our_own_set_is_told_apart() {
    let (precision, recall) = score("names-own.tsv", include_str!("data/names-own.tsv"));
    assert!(precision >= 0.99, "precision {precision}");
    assert!(recall >= 0.96, "recall {recall}");
}
