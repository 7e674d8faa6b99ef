//! Compares what this redactor and similar ones catch, and what they cost, on the same lines:
//! `cargo run --release -- caught` and `cargo run --release -- speed`, in this folder.

#[path = "../../tests/corpus/score.rs"]
#[expect(dead_code, reason = "what is shown of it is another's")]
mod score;

use std::hint::black_box;
use std::time::Duration;

use redactkit::default_redactor;
use rustix::time::{ClockId, clock_gettime};
use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;

/// The corpora. The first and the last two were written by people who knew the code, the others without seeing it.
const CORPORA: [(&str, &str); 11] = [
    ("open", include_str!("../../tests/corpus/open.tsv")),
    ("blind", include_str!("../../tests/corpus/blind.tsv")),
    (
        "the second blind one",
        include_str!("../../tests/corpus/blind-2.tsv"),
    ),
    (
        "the third blind one",
        include_str!("../../tests/corpus/blind-3.tsv"),
    ),
    (
        "the last third of the third blind one",
        include_str!("../../tests/corpus/blind-3-held.tsv"),
    ),
    (
        "the fourth blind one",
        include_str!("../../tests/corpus/blind-4.tsv"),
    ),
    (
        "the last third of the fourth blind one",
        include_str!("../../tests/corpus/blind-4-held.tsv"),
    ),
    (
        "two thirds of the fifth blind one",
        include_str!("../../tests/corpus/blind-5.tsv"),
    ),
    (
        "two thirds of the sixth blind one",
        include_str!("../../tests/corpus/blind-6.tsv"),
    ),
    ("service logs", include_str!("../../tests/corpus/fresh.tsv")),
    (
        "output without secrets",
        include_str!("../../tests/corpus/harmless.tsv"),
    ),
];

/// The size of each text whose speed is measured, in bytes.
const SIZE: usize = 1 << 20;

/// The number of runs, of which the fastest counts.
const RUNS: usize = 9;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("caught") => caught(),
        Some("speed") => speed(),
        Some("profile") => profile(),
        _ => {
            eprintln!("usage: scorer-redact-bench caught | speed");
            std::process::exit(2);
        }
    }
}

type Peer = (&'static str, Box<dyn Fn(&str) -> String>);

/// The other redactors, each as its documentation shows it, without custom settings.
fn peers() -> Vec<Peer> {
    let own = Redactor::with_limit(Policy::default(), usize::MAX / 2);
    let kit = default_redactor();
    vec![
        (
            "scorer-redact",
            Box::new(move |text| own.text(text).into_owned()),
        ),
        (
            "rtb-redact 0.6.5",
            Box::new(|text| rtb_redact::string(text).into_owned()),
        ),
        (
            "redactkit 0.2.2",
            Box::new(move |text| kit.redact_field("message", text)),
        ),
    ]
}

/// Prints a table of the lines with a correct result, by corpus and kind.
fn caught() {
    let peers = peers();
    let names: Vec<&str> = peers.iter().map(|(name, _)| *name).collect();
    for (corpus, table) in CORPORA {
        let cases = score::read(table);
        let scores: Vec<_> = peers
            .iter()
            .map(|(_, redact)| score::score(&cases, redact).0)
            .collect();
        println!(
            "\n| {corpus}: {} lines | of | {} |",
            cases.len(),
            names.join(" | ")
        );
        println!("|---|---|{}", "---|".repeat(names.len()));
        let mut sums = vec![[0; 2]; names.len()];
        let mut all = [0; 2];
        for (kind, own) in &scores[0] {
            let harmless = usize::from(kind.starts_with("harmless"));
            all[harmless] += own.all;
            let right: Vec<String> = scores.iter().map(|of| of[kind].right.to_string()).collect();
            for (sum, of) in sums.iter_mut().zip(&scores) {
                sum[harmless] += of[kind].right;
            }
            println!("| {kind} | {} | {} |", own.all, right.join(" | "));
        }
        let rows = [("**secrets gone**", 0), ("**harmless lines whole**", 1)];
        for (what, place) in rows.into_iter().filter(|(_, place)| all[*place] > 0) {
            let right: Vec<String> = sums
                .iter()
                .map(|sum| {
                    format!(
                        "{} ({:.3})",
                        sum[place],
                        sum[place] as f64 / all[place] as f64
                    )
                })
                .collect();
            println!("| {what} | {} | {} |", all[place], right.join(" | "));
        }
    }
}

/// How long this thread has run, so that it does not matter what else the machine does.
fn worked() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).map_or(0.0, |time| time.as_secs_f64())
}

/// Megabytes per second in the fastest run.
fn rate(text: &[String], mut look: impl FnMut(&str)) -> f64 {
    let bytes: usize = text.iter().map(String::len).sum();
    let fastest = (0..RUNS)
        .map(|_| {
            let start = worked();
            for line in text {
                look(black_box(line));
            }
            worked() - start
        })
        .fold(f64::MAX, f64::min);
    bytes as f64 / fastest / 1e6
}

/// Repeats lines until they have enough bytes.
fn lines(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut bytes = 0;
    for line in text.lines().cycle() {
        bytes += line.len();
        all.push(line.to_owned());
        if bytes >= SIZE {
            return all;
        }
    }
    all
}

fn speed() {
    let own = Redactor::with_limit(Policy::default(), 4 * SIZE);
    let kit = default_redactor();
    println!(
        "| clean text | memchr of `@` | scorer-redact | rtb-redact | redactkit, names alone |"
    );
    println!("|---|---|---|---|---|");
    let mut prose = 0.0;
    for (name, text) in [
        ("prose", include_str!("prose.txt")),
        ("log lines", include_str!("lines.txt")),
    ] {
        let text = lines(text);
        let speed = rate(&text, |line| drop(black_box(own.text(line))));
        if name == "prose" {
            prose = rate(&[text.join("\n")], |line| drop(black_box(own.text(line))));
        }
        println!(
            "| {name} | {:.0} MB/s | {speed:.0} MB/s | {:.0} MB/s | {:.0} MB/s |",
            rate(&text, |line| {
                black_box(memchr::memchr(b'@', line.as_bytes()));
            }),
            rate(&text, |line| drop(black_box(rtb_redact::string(line)))),
            rate(&text, |line| drop(black_box(
                kit.redact_field("message", line)
            ))),
        );
    }
    println!("\n1 MB of prose as one text: {prose:.0} MB/s; of pieces over and over, the slowest:");
    let mut rates: Vec<(f64, String)> = pieces()
        .into_iter()
        .map(|piece| {
            let text = piece.repeat(SIZE / piece.len());
            let start = worked();
            drop(black_box(own.text(&text)));
            let once = text.len() as f64 / (worked() - start) / 1e6;
            // A slow result is measured again, in case the machine was busy.
            let again = || {
                let start = worked();
                drop(black_box(own.text(&text)));
                text.len() as f64 / (worked() - start) / 1e6
            };
            let speed = if once * 3.0 < prose {
                once.max(again()).max(again())
            } else {
                once
            };
            (speed, piece)
        })
        .collect();
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (speed, piece) in rates.iter().take(24) {
        println!("{speed:.0} MB/s ({:.1} times): {piece:?}", prose / speed);
    }
}

/// The characters and words that forms consist of, each alone and with others after it.
fn pieces() -> Vec<String> {
    let first = [
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
        "--",
        "-",
        ".",
        "eyJhbGciOi",
        "Bearer ",
        "Basic ",
        "password",
        "token",
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
        "[redacted:pii]",
        "5",
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
        " for key ",
        "|",
        "\u{200b}",
        "：",
        "ghp_",
        "abandon ",
        "key=",
        "n1=2 ",
        "\"a\":1,",
    ];
    let second = [
        "",
        "a",
        " ",
        "\"",
        "=",
        "password=",
        "x@",
        "{\"",
        "://a:b",
        "\n",
    ];
    first
        .iter()
        .flat_map(|first| second.iter().map(move |second| format!("{first}{second}")))
        .collect()
}

/// Repeats the log lines, or a piece of text, up to a number of bytes, for a profiler.
fn profile() {
    let own = Redactor::with_limit(Policy::default(), 4 * SIZE);
    let text: Vec<String> = match std::env::args().nth(2) {
        Some(piece) => {
            let size = std::env::args().nth(3).and_then(|size| size.parse().ok());
            vec![piece.repeat(size.unwrap_or(3000) / piece.len())]
        }
        None => include_str!("lines.txt")
            .lines()
            .map(str::to_owned)
            .collect(),
    };
    for _ in 0..200 {
        for line in &text {
            drop(black_box(own.text(line)));
        }
    }
    println!(
        "{} bytes",
        200 * text.iter().map(String::len).sum::<usize>()
    );
}
