//! Edits of a text, and which of them go together.

use scorer_lint::engine::finding::Edit;
use scorer_lint::fix::apply;

use super::{NOISY, QUIET, fixed};

fn edit(bytes: std::ops::Range<usize>, text: &str) -> Edit {
    Edit {
        bytes,
        text: text.to_owned(),
    }
}

#[test]
fn edits_are_made_by_place_whatever_their_order() {
    let edits = [
        edit(6..11, "moon"),
        edit(0..0, "<"),
        edit(11..11, ">"),
        edit(0..5, "bye"),
    ];
    assert_eq!(apply("hello world", &edits).as_deref(), Some("<bye moon>"));
    assert_eq!(apply("", &[]).as_deref(), Some(""));
}

#[test]
fn edits_that_do_not_fit_are_not_made() {
    for edits in [
        vec![edit(0..3, "a"), edit(2..4, "b")],
        vec![edit(0..99, "a")],
        vec![edit(1..2, "half of a letter")],
        vec![edit(99..99, "a")],
    ] {
        assert_eq!(apply("äöü", &edits), None, "{edits:?}");
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(fixed(&windows(NOISY)), windows(QUIET));
}

#[test]
fn a_file_whose_brackets_do_not_match_is_left_alone() {
    for broken in [format!("{NOISY})"), format!("fn f() {{\n{NOISY}")] {
        assert_eq!(fixed(&broken), broken);
    }
}

#[test]
fn fixes_that_get_into_each_others_way_are_made_in_turn() {
    let text =
        "fn load(count: u8) {\n    info!(count, a = count, b = count, c = count, \"loaded\");\n}\n";
    let made = "fn load(count: u8) {\n    info!(count, \"loaded\");\n}\n";
    assert_eq!(fixed(text), made);
}
