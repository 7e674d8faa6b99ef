//! Names that were labelled before the table was opened, by somebody who had not seen it: how it did at first sight, and
//! what it must not fall behind.
//!
//! `borderline` counts neither way. A `vague` name is right where it is refused, or vague: its text is then refused.

use scorer_instrument_policy::{Policy, Verdict};

const NAMES: &str = include_str!("data/names-blind.tsv");
/// At first sight .984 and .968. What was missed was mended by kinds, so these are no figures on unseen names any more.
const SECOND: &str = include_str!("data/names-blind-2.tsv");

#[test]
fn names_that_were_not_seen_are_told_apart() {
    told_apart(NAMES, PRECISION, RECALL, VAGUE);
}

#[test]
fn names_of_the_second_list_are_told_apart() {
    told_apart(SECOND, 0.99, 0.99, 0.0);
}

fn told_apart(names: &str, least_precision: f64, least_recall: f64, least_vague: f64) {
    let policy = Policy::default();
    let (mut hits, mut alarms, mut missed) = (0.0, 0.0, 0.0);
    let (mut vague, mut told) = (0.0, 0.0);
    let mut listed = Vec::new();
    for line in names.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(name), Some(label)) = (cells.next(), cells.next()) else {
            continue;
        };
        let refused = policy.name(name) != Verdict::Fit;
        match (label, refused) {
            // `seed: u64` is fit and its text is not.
            ("sensitive", false) if policy.is_vague(name) => hits += 1.0,
            ("sensitive", true) => hits += 1.0,
            ("sensitive", false) => {
                missed += 1.0;
                listed.push(format!("fit, but sensitive: {name}"));
            }
            ("fit", true) => {
                alarms += 1.0;
                listed.push(format!("refused, but fit: {name}"));
            }
            ("vague", _) => {
                vague += 1.0;
                if refused || policy.is_vague(name) {
                    told += 1.0;
                } else {
                    listed.push(format!("not vague: {name}"));
                }
            }
            _ => {}
        }
    }
    let (precision, recall): (f64, f64) = (hits / (hits + alarms), hits / (hits + missed));
    let listed = listed.join("\n");
    println!("precision {precision:.4}, recall {recall:.4}, vague {told} of {vague}");
    assert!(
        precision >= least_precision,
        "precision {precision:.4}\n{listed}"
    );
    assert!(recall >= least_recall, "recall {recall:.4}\n{listed}");
    assert!(
        told >= least_vague * vague,
        "vague {told} of {vague}\n{listed}"
    );
}

/// At first sight .997, .914 and .50: what was missed was mended by kinds, so these are no figures on unseen names any more.
const PRECISION: f64 = 0.99;
const RECALL: f64 = 0.99;
const VAGUE: f64 = 0.62;
