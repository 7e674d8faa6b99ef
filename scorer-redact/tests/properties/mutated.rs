//! Texts that nobody meant to write: lines of the corpora, cut and joined; signs of every grammar in any order.

use proptest::prelude::*;

use crate::{cases, redactor};

/// Signs and words that forms are made of.
const PIECES: [&str; 64] = [
    "://",
    ":",
    "=",
    "@",
    "\"",
    "\\",
    "\\\"",
    "'",
    "`",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ";",
    " ",
    "\n",
    "--",
    "-",
    "-----BEGIN PRIVATE KEY-----",
    "eyJhbGciOi",
    ".",
    "Bearer ",
    "Basic ",
    "password",
    "token",
    "tokens",
    "email",
    "count",
    "Some(",
    "AKIA",
    "4111 1111 1111 1111",
    "bob@example.com",
    "%40",
    "%22",
    "%3D",
    "&quot;",
    "&",
    "[redacted:",
    "[redacted:pii]",
    "true",
    "5",
    "x",
    "…",
    "é",
    "密码",
    "/",
    "?",
    "<",
    ">",
    "</",
    "name",
    "value",
    "Key (",
    ") already",
    " for key ",
    "|",
    "\t",
    "\u{200b}",
    "：",
    "ghp_",
    "abandon ",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|all| all.concat())
}

/// Lines of the corpus, cut where nobody would, and joined.
fn mutated() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = include_str!("../corpus/open.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(1))
        .collect();
    let cut = (
        prop::sample::select(lines),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    prop::collection::vec((cut, pieces()), 1..4).prop_map(|parts| {
        let mut text = String::new();
        for ((line, from, to), piece) in parts {
            let letters: Vec<char> = line
                .replace(['⟦', '⟧'], "")
                .replace("\\n", "\n")
                .chars()
                .collect();
            let (from, to) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
            text.extend(&letters[from.min(to)..from.max(to)]);
            text.push_str(&piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn twice_is_once(text in prop_oneof![pieces(), mutated(), any::<String>()]) {
        let redactor = redactor();
        let once = redactor.text(&text).into_owned();
        prop_assert_eq!(redactor.text(&once), once.as_str(), "{}", text);
    }

    #[test]
    fn a_text_is_cut_at_the_bound(text in mutated(), limit in 0..200_usize) {
        let redactor = scorer_redact::Redactor::with_limit(scorer_instrument_policy::Policy::default(), limit);
        prop_assert!(redactor.text(&text).len() <= limit.max(64));
    }
}

/// What random texts found once.
#[test]
fn twice_is_once_where_a_marker_ends_what_something_begins() {
    let redactor = redactor();
    for text in [
        "://{[redacted:eyJhbGciOi\"@-----BEGIN PRIVATE KEY-----{",
        "Bearer password=-----BEGIN PRIVATE KEY-----",
        "Bearer AKIA=-----BEGIN PRIVATE KEY-----",
        "api.netlify.com/build_hooks/d-----BEGIN PRIVATE KEY-----{",
        // A value's end was judged by what a marker has replaced since.
        "tokens：(…4111 1111 1111 1111",
        "ZTYiLCJleHAiOjE3OTU3OTM5NjEsInNjb3BlIjoi-----BEGIN PRIVATE KEY-----://",
        "Caused by:\n    0: deployer key 0x80bf=4111 1111 1111 1111%40",
        "Bearer AKIA password é://",
        "Basic eyJhbGciOi.token:5:",
        // Digits before an encoded word.
        "4111 1111 1111 1111密码%3DBearer ://",
        // A value that begins before a marker or ends in one.
        "--Bearer …-----BEGIN PRIVATE KEY-----",
        "--password `\"-----BEGIN PRIVATE KEY-----`",
        "20:18:37.219895 [DEBUG] curl -sS -u `4111 1111 1111 1111",
    ] {
        let once = redactor.text(text).into_owned();
        assert_eq!(redactor.text(&once), once, "{text}");
    }
}

/// What is found is replaced, and what it kept from being found, too: an address before what looks like a host's path, a name
/// whose digits belong to a card, a second address behind one that looks like a URL's user.
#[test]
fn what_was_found_hides_nothing_else() {
    for (text, expected) in [
        (
            "bob@example.com密码:bob@example.com://://",
            "[redacted:pii]:[redacted:credential]",
        ),
        (
            "bob@example.compassword:/-----BEGIN PRIVATE KEY-----",
            "[redacted:pii]:[redacted:credential]",
        ),
        (
            "email4111 1111 1111 1111bob@example.com",
            "email4111 [redacted:pii] [redacted:pii]",
        ),
        (
            "://bob@example.com/bob@example.com",
            "://[redacted:pii]/[redacted:pii]",
        ),
        (
            "bob@example.com41111111.4111 1111 1111 1111://",
            "[redacted:pii].[redacted:financial]://",
        ),
    ] {
        assert_eq!(redactor().text(text), expected, "{text}");
    }
}

/// A value that a bracket with a number follows, and an address behind what looks like a URL's password.
#[test]
fn what_stands_beside_a_secret_does_not_keep_it() {
    for (text, secret) in [
        ("password: AaZ7q00A0aAa0K3a (41111111", "AaZ7q00A0aAa0K3a"),
        (
            "://://{[redacted::, bob@AaZ7q00a0A0aaK3a.com ",
            "AaZ7q00a0A0aaK3a",
        ),
        (
            "://:eyJhbGciOi\"\tbob@AaZ7qAa00000AK3a.com ",
            "AaZ7qAa00000AK3a",
        ),
    ] {
        assert!(!redactor().text(text).contains(secret), "{text}");
    }
}

/// A text takes about as long as four texts of a quarter of its length, and not four times as long: each piece, and each with
/// another behind it, over and over. What counts is the time that this thread ran, so it does not matter what else the machine
/// does.
///
/// Whether it is within three times of prose is the bench's question.
#[cfg(unix)]
#[test]
fn the_work_is_linear() {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};

    const LARGE: usize = 1 << 14;
    const PARTS: usize = 4;
    let redactor = redactor();
    let worked = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::try_from(time).expect("no time is negative")
    };
    let work = |piece: &str, parts: usize| {
        let text = piece.repeat(LARGE / parts / piece.len());
        // The first time, the caches are cold.
        (0..2)
            .map(|_| {
                let start = worked();
                for _ in 0..parts {
                    redactor.text(&text);
                }
                worked().saturating_sub(start)
            })
            .min()
            .unwrap_or_default()
    };
    let is_quadratic =
        |piece: &str| work(piece, 1) > work(piece, PARTS) * 5 / 2 + Duration::from_millis(10);
    let mut slow = Vec::new();
    for first in PIECES {
        for second in ["", "a", " ", "\"", "=", "password=", "x@", "{\"", "://a:b"] {
            let piece = format!("{first}{second}");
            if !piece.is_empty() && is_quadratic(&piece) {
                slow.push(piece);
            }
        }
    }
    // What is quadratic is so every time.
    slow.retain(|piece| (0..20).all(|_| is_quadratic(piece)));
    assert!(slow.is_empty(), "{slow:#?}");
}
