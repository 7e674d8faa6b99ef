//! What `cargo demo` prints: the tree of each sample, what told the samples apart, and nothing secret.

use crate::common::{Block, REFUSED, blocks, demo, holds_no_secret, scored};

fn one(name: &str) -> Block {
    let mut blocks = blocks(&demo(&[name]));
    assert_eq!(blocks.len(), 1);
    blocks.remove(0)
}

#[track_caller]
fn has(row: &str, wanted: &str) {
    let found = row.split("  ").any(|part| part == wanted);
    assert!(found, "`{wanted}` is not in `{row}`");
}

#[test]
fn without_arguments_every_sample_is_sent_in_order() {
    let blocks = blocks(&demo(&[]));
    let titles: Vec<_> = blocks.iter().map(|block| block.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "A good request: three signed credentials, and one cached earlier",
            "A wrong API key: its stored hash does not match",
            "An expired credential: the score is computed without it",
            "A duplicate: another address claimed the account first",
            "A tampered credential: its signature is for other words",
            "A malformed body: cut in the middle",
        ]
    );
}

#[test]
fn the_good_request_has_the_whole_tree() {
    let good = one("good");
    assert_eq!(good.shape(), scored(true));
    assert!(
        good.response
            .ends_with("-> 200 OK, score 20 from 4 credentials, passing"),
        "{}",
        good.response
    );
    let root = good.row("score_address_handler");
    has(root, "community_id=7");
    has(root, "outcome=Scored");
    has(root, "score=20.0");
    assert!(root.contains("  address=0x"), "{root}");
    assert!(!root.contains("left_out_for"), "{root}");
    has(good.row("validate_api_key"), "team=sample-team");
    has(good.row("verify_pbkdf2_hash"), "iterations=20000");
    has(good.row("validate_credentials_batch"), "presented_count=3");
    has(good.row("validate_credentials_batch"), "cached_count=1");
    has(good.row("validate_credentials_batch"), "stamp_count=4");
    has(good.row("validate_credentials_batch"), "rejected_count=0");
    has(good.row("parse_credentials"), "readable_count=4");
    has(good.row("lifo_dedup"), "kept_count=4");
    has(good.row("calculate_score"), "stamp_count=4");
    has(good.row("calculate_score"), "score=20.0");
    has(good.row("process_human_points"), "points=150");
}

#[test]
fn a_row_takes_no_longer_than_the_row_above() {
    let good = one("good");
    let root = good.lines[0].milliseconds;
    let hash = good
        .lines
        .iter()
        .find(|line| line.name == "verify_pbkdf2_hash")
        .expect("the hash is verified");
    assert!(hash.milliseconds > 0.0);
    // Times are printed in hundredths, so a sum of rounded ones may be over by some of them.
    let children: f64 = good
        .lines
        .iter()
        .filter(|line| line.depth == 1)
        .map(|line| line.milliseconds)
        .sum();
    assert!(children <= root + 0.2, "{children} > {root}");
}

#[test]
fn a_wrong_key_ends_at_its_check() {
    let bad_key = one("bad-key");
    assert_eq!(bad_key.shape(), REFUSED);
    assert!(bad_key.response.contains("401 Unauthorized"));
    has(bad_key.row("score_address_handler"), "outcome=Unauthorized");
    for name in ["score_address_handler", "validate_api_key"] {
        assert!(bad_key.row(name).ends_with('!'), "{}", bad_key.row(name));
    }
    assert_eq!(bad_key.events, ["WARN the API key is wrong"; 2]);
}

#[test]
fn an_expired_credential_is_left_out() {
    let expired = one("expired");
    assert_eq!(expired.shape(), scored(false));
    assert!(
        expired
            .response
            .ends_with("score 6.5 from 1 credential, not passing; left out stake-large: expired")
    );
    has(expired.row("score_address_handler"), "outcome=ScoredInPart");
    has(expired.row("score_address_handler"), "left_out_for=Expired");
    has(expired.row("verify_signatures"), "expired_count=1");
    has(expired.row("verify_signatures"), "forged_count=0");
    has(expired.row("lifo_dedup"), "claimed_count=0");
}

#[test]
fn a_duplicate_is_left_out() {
    let duplicate = one("duplicate");
    assert_eq!(duplicate.shape(), scored(false));
    assert!(
        duplicate
            .response
            .ends_with("left out github-account: claimed by another address")
    );
    has(
        duplicate.row("score_address_handler"),
        "left_out_for=AlreadyClaimed",
    );
    has(duplicate.row("verify_signatures"), "expired_count=0");
    has(duplicate.row("verify_signatures"), "forged_count=0");
    has(duplicate.row("lifo_dedup"), "claimed_count=1");
    has(duplicate.row("lifo_dedup"), "kept_count=1");
}

#[test]
fn a_tampered_credential_is_left_out() {
    let tampered = one("tampered");
    assert_eq!(tampered.shape(), scored(false));
    assert!(
        tampered
            .response
            .ends_with("left out stake-large: signature does not verify")
    );
    has(
        tampered.row("score_address_handler"),
        "left_out_for=BadSignature",
    );
    has(tampered.row("verify_signatures"), "forged_count=1");
}

#[test]
fn a_malformed_body_ends_after_the_key() {
    let malformed = one("malformed");
    assert_eq!(malformed.shape(), REFUSED);
    assert!(malformed.response.contains("400 Bad Request"));
    has(
        malformed.row("score_address_handler"),
        "outcome=MalformedBody",
    );
    has(malformed.row("validate_api_key"), "team=sample-team");
}

#[test]
fn what_marks_and_columns_mean_stands_above_the_table() {
    let output = demo(&["bad-key"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let (_, end) = text.rsplit_once("\n\n").expect("a table");
    let lines: Vec<&str> = end.lines().collect();
    assert!(lines[0].contains("`!` marks what failed"), "{end}");
    assert!(lines[2].contains("`own` is the time without"), "{end}");
    assert!(lines[4].starts_with("ms "), "{end}");
}

#[test]
fn nothing_secret_is_printed() {
    let output = demo(&[]);
    let printed = [output.stdout, output.stderr].concat();
    holds_no_secret(&String::from_utf8(printed).expect("UTF-8"));
}
