//! The lint scored on services that were labelled by hand: each group reaches its aims.

use std::fs;
use std::path::{Path, PathBuf};

mod score;

use score::checkouts::Checkouts;
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

#[test]
fn checkouts_are_scored_by_tables_of_labels() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        "labels/SERVICES.tsv",
        "service\tcommit\tuse\na+b\t1234567\topen\nc+d\t89abcde\tunseen\n",
    );
    write(
        "labels/a+b.tsv",
        "path\tline\tcategory\tverdict\twhy\talt_category\tmatch_range\n\
         src/lib.rs\t3\tsecret-in-message\ttrue\tthe password\tpii-field\t3-3\n\
         src/lib.rs\t4\tsecret-in-message\tfalse\tits length\t\t4-4\n\
         src/lib.rs\t9\tsecret-in-message\ttrue\tnothing stands there\t\t9-9\n",
    );
    write("labels/a+b.FILES.txt", "src/lib.rs\n");
    let source = "pub fn login(password: &str, user_id: i64) {\n    let _ = user_id;\n    \
                  tracing::info!(\"{password}\");\n    tracing::info!(\"{}\", password.len());\n}\n";
    write(
        "checkouts/a+b/Cargo.toml",
        "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntracing = \"0.1\"\n",
    );
    write("checkouts/a+b/src/lib.rs", source);
    write("checkouts/a+b/src/unread.rs", source);
    let path = folder.path();
    let score =
        Checkouts::read(&path.join("labels"), &path.join("checkouts"), None).expect("the tables");
    assert_eq!(score.of("secret-in-message"), (1.0, 0.5));
    let report = score.report(true);
    assert!(
        report.contains("missed: a+b/src/lib.rs:9 secret-in-message"),
        "{report}"
    );
    assert!(report.contains("c+d: no checkout"), "{report}");
}

/// Each table of labels can be read, and names rules that exist or that it was made for.
#[test]
fn the_tables_of_labels_are_whole() {
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels");
    let none = tempfile::tempdir().expect("a folder");
    let services = fs::read_to_string(labels.join("SERVICES.tsv")).expect("the services");
    for line in services.lines().skip(1) {
        let service = line.split('\t').next().expect("a service");
        fs::create_dir(none.path().join(service)).expect("an empty checkout");
    }
    let score = Checkouts::read(&labels, none.path(), None).expect("the tables");
    let report = score.report(true);
    assert!(!report.contains("not a row"), "{report}");
    assert!(report.matches("missed: ").count() > 250, "{report}");
}
