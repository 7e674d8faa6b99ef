//! What a call of an annotated function costs, in instructions: for each kind of value, as a ratio to
//! `#[tracing::instrument]` with the same field. Callgrind counts the instructions, so the figure does not depend on
//! how busy the machine is.
//!
//! `cargo bench -p scorer-instrument --bench call_cost` (needs valgrind)

#[path = "support/callgrind.rs"]
mod callgrind;
#[path = "support/quiet.rs"]
mod quiet;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use scorer_instrument::{Recordable, scorer_span};

#[derive(Clone, Debug, Recordable)]
struct Stamp {
    id: i64,
    provider: &'static str,
}

#[derive(Clone, Copy, Debug, Recordable)]
struct CommunityId(i64);

#[derive(Clone, Copy, Debug, Recordable)]
enum Stage {
    Verified,
    Forged,
}

const STAGES: [Stage; 2] = [Stage::Verified, Stage::Forged];

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "Verified",
            Self::Forged => "Forged",
        }
    }
}

/// One kind of value: the same function under each attribute.
struct Kind {
    name: &'static str,
    theirs: fn(),
    ours: fn(),
}

/// Declares the same function under both attributes. Where `#[instrument]` alone would record an argument differently
/// (text with quotes, a type by its `Debug`), `fields` tells it what to record, so that both record the same.
macro_rules! kinds {
    ($($kind:ident: $type:ty = $value:expr
        $(, both($($both:tt)*))?
        $(, theirs($($theirs:tt)*))?;)*) => {
        $(mod $kind {
            use super::*;

            #[tracing::instrument($(skip_all, fields($($both)*))? $(skip_all, fields($($theirs)*))?)]
            #[inline(never)]
            fn theirs(x: $type) {
                black_box(x);
            }

            #[scorer_span($(skip_all, fields($($both)*))?)]
            #[inline(never)]
            fn ours(x: $type) {
                black_box(x);
            }

            pub(super) fn call_theirs() {
                theirs(black_box($value));
            }

            pub(super) fn call_ours() {
                ours(black_box($value));
            }
        })*

        const KINDS: &[Kind] = &[$(Kind {
            name: stringify!($kind),
            theirs: $kind::call_theirs,
            ours: $kind::call_ours,
        },)*
            Kind {
                name: "err_of_an_ok",
                theirs: result::call_theirs,
                ours: result::call_ours,
            },
            Kind {
                name: "err_and_ret",
                theirs: returned::call_theirs,
                ours: returned::call_ours,
            },
        ];
    };
}

/// Functions with `err` that return `Ok`.
macro_rules! results {
    ($($kind:ident($($argument:tt)*);)*) => {$(
        mod $kind {
            use super::*;

            #[tracing::instrument($($argument)*)]
            #[inline(never)]
            fn theirs(x: u64) -> Result<u64, std::num::ParseIntError> {
                Ok(black_box(x))
            }

            #[scorer_span($($argument)*)]
            #[inline(never)]
            fn ours(x: u64) -> Result<u64, std::num::ParseIntError> {
                Ok(black_box(x))
            }

            pub(super) fn call_theirs() {
                let _ = black_box(theirs(black_box(7)));
            }

            pub(super) fn call_ours() {
                let _ = black_box(ours(black_box(7)));
            }
        }
    )*};
}

results! {
    result(err);
    returned(err, ret);
}

kinds! {
    bool: bool = true;
    u64: u64 = 7;
    i32: i32 = -7;
    u128: u128 = 7;
    f64: f64 = 0.5;
    char: char = 'a', theirs(x = %x);
    str: &str = "0x1234";
    string: String = String::from("0x1234");
    option_u64: Option<u64> = Some(7);
    option_str: Option<&str> = Some("0x1234");
    non_zero: std::num::NonZeroU64 = std::num::NonZeroU64::MIN;
    duration: Duration = Duration::from_millis(5);
    reference: &&u64 = &&7;
    boxed: Box<i64> = Box::new(7);
    arc_str: Arc<str> = Arc::from("0x1234"), theirs(x = &*x);
    level: tracing::Level = tracing::Level::INFO, theirs(x = %x);
    newtype: CommunityId = CommunityId(7);
    newtype_inside: CommunityId = CommunityId(7), theirs(x = x.0);
    names: Stage = STAGES[0], theirs(x = x.as_str());
    derived: &Stamp = &Stamp { id: 7, provider: "github" };
    display_sigil: u64 = 7, both(x = %x);
    debug_sigil: &str = "0x1234", both(stage = ?x);
    expression: &str = "0x1234", both(length = x.len());
    literal: u64 = 7, both(kind = "score");
}

/// Calls in the shorter run. The longer run has twice as many, and the figure is the difference.
const CALLS: u64 = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let [subscriber, side, kind, calls] = arguments.as_slice() {
        run(
            subscriber,
            side,
            kind,
            calls.parse().expect("a number of calls"),
        );
        return;
    }
    println!(
        "instructions a call, counted by callgrind over {CALLS} calls; ratio = scorer_span / instrument"
    );
    println!(
        "{:<14} | {:^29} | {:^29}",
        "", "no subscriber", "enabled, does nothing"
    );
    println!(
        "{:<14} | {:>10} {:>11} {:>6} | {:>10} {:>11} {:>6}",
        "value", "instrument", "scorer_span", "ratio", "instrument", "scorer_span", "ratio"
    );
    for kind in KINDS {
        print!("{:<14}", kind.name);
        for subscriber in ["none", "quiet"] {
            let theirs = instructions(subscriber, "theirs", kind.name);
            let ours = instructions(subscriber, "ours", kind.name);
            print!(" | {theirs:>10.1} {ours:>11.1} {:>6.3}", ours / theirs);
        }
        println!();
    }
}

/// The program that callgrind measures: this same one, doing nothing but the calls.
fn run(subscriber: &str, side: &str, kind: &str, calls: u64) {
    let kind = KINDS
        .iter()
        .find(|known| known.name == kind)
        .expect("a known kind");
    let call = if side == "ours" {
        kind.ours
    } else {
        kind.theirs
    };
    let work = || (0..calls).for_each(|_| call());
    if subscriber == "quiet" {
        tracing::subscriber::set_global_default(quiet::Quiet).expect("the first subscriber");
    }
    work();
}

fn instructions(subscriber: &str, side: &str, kind: &str) -> f64 {
    let count = |calls: u64| {
        let program = std::env::current_exe().expect("this program has a path");
        callgrind::instructions(|valgrind| {
            valgrind
                .arg(program)
                .args([subscriber, side, kind, &calls.to_string()]);
        })
    };
    #[expect(clippy::cast_precision_loss, reason = "a thousand calls")]
    let calls = CALLS as f64;
    (count(2 * CALLS) - count(CALLS)) / calls
}
