//! The collectors of `deploy`, read as a team's are.

use std::fs;

use super::{Path, TempDir, lint};

const RULE: &str = "collector-debug-exporter";

#[test]
fn the_collectors_of_this_repository_print_nothing_of_what_they_receive() {
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy");
    let ran = lint(&["--only", RULE, &deploy.to_string_lossy()]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("no findings"), "{}", ran.out);
}

#[test]
fn the_same_collector_is_found_once_it_prints() {
    let collector = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/aws/collector.yaml");
    let text = fs::read_to_string(collector).expect("a collector");
    let printing =
        text.replace("[awsxray]", "[awsxray, debug]") + "  debug:\n    verbosity: detailed\n";
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("collector.yaml"), printing).expect("a collector");
    let folder = folder.path().to_string_lossy().into_owned();
    let ran = lint(&["--only", RULE, "--deny", "warn", &folder]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains(RULE), "{}", ran.out);
}
