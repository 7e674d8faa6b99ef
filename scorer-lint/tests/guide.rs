//! Every command and every block of the guides is run, in order, on a copy of a service with 50 raw instruments.

#[path = "guide/fenced.rs"]
mod fenced;
#[path = "guide/run.rs"]
mod run;

use run::{Copy, is_like};

#[test]
fn compile_fail_tests_for_a_teams_own_policy() {
    Copy::new("policy").follow("compile-fail-tests.md");
}

#[test]
fn what_a_page_shows_is_compared_line_by_line() {
    assert!(is_like("a\n..\nd\n", "a\nb\nc\nd\n"));
    assert!(is_like("a\n..\nd", "a\nd"));
    assert!(is_like("took .. ms in .. files", "took 12 ms in 3 files"));
    assert!(!is_like("a\n..\nd", "a\nb\nc"));
    assert!(!is_like("a\nb", "a\nb\nc"));
    assert!(!is_like("took .. ms", "took 12 s"));
}
