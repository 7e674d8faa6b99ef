//! The lint scored on services that were labelled by hand: each group reaches its aims.

use std::fs;
use std::path::{Path, PathBuf};

mod score;

use score::{GROUPS, Score};

/// Precision and recall that a group must reach.
const AIMS: &[(&str, f64)] = &[
    ("records-too-much", 0.95),
    ("spans", 0.90),
    ("noise", 0.90),
    ("runtime", 0.90),
    ("set-up", 0.90),
    ("hygiene", 0.90),
];

#[test]
fn each_group_reaches_its_aims() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services");
    let mut services: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the services")
        .map(|entry| entry.expect("a service").path())
        .collect();
    services.sort();
    assert!(services.len() >= 8, "only {} services", services.len());
    let mut score = Score::default();
    for service in &services {
        score.add(service);
    }
    println!("{}", score.report());
    let mut short = Vec::new();
    for (group, rules) in GROUPS {
        let (_, aim) = AIMS.iter().find(|(name, _)| name == group).expect("an aim");
        let counts = score.group(rules);
        if counts.precision() < *aim || counts.recall() < *aim {
            short.push(format!("{group}: {counts:?}"));
        }
    }
    assert!(short.is_empty(), "below the aim: {short:#?}");
}
