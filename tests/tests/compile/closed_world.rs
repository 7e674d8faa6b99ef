//! The closed world is closed: every sensitive name of the policy's data, in every form of expression, in every place
//! that records, is refused, or left to rustc, which refuses it as text. Its benign twin is accepted.
//!
//! The whole grid is judged in process, as the macros judge it. Of what the judge leaves to rustc, a sample of each form in
//! each place is compiled in bulk and run under `tracing_subscriber::fmt`. It is another one each time; a failure prints its
//! seed, and `CLOSED_WORLD_SEED=..` draws it again. `cargo test -p scorer-instrument-tests --test compile -- --ignored closed_world`
//! compiles all of the grid; with `GRID_PART=3/12`, the third twelfth of its programs.

mod bulk;
mod draw;
mod forms;
mod judged;
mod kinds;
mod names;
mod places;

use std::collections::BTreeMap;
use std::thread;

use forms::{FORMS, Kind};
use judged::Verdict;
use places::{NAMINGS, PLACES, Snippet};

/// Every case of a set of names.
fn cases(names: &[String], kind: Kind) -> Vec<Snippet> {
    let mut cases = Vec::new();
    for name in names {
        for form in FORMS {
            for place in PLACES {
                cases.extend(place.snippet(form, name, kind));
            }
        }
        for naming in NAMINGS {
            cases.push(naming.snippet(name, kind));
        }
    }
    cases
}

/// The verdicts on a set of names, and the cases of each. On all processors.
fn verdicts(names: &[String], kind: Kind) -> BTreeMap<Verdict, Vec<String>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = names.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let judges: Vec<_> = names
            .chunks(share)
            .map(|names| {
                scope.spawn(move || {
                    let mut found: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
                    for case in cases(names, kind) {
                        let shown = case.shown();
                        found.entry(case.verdict()).or_default().push(shown);
                    }
                    found
                })
            })
            .collect();
        let mut all: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
        for judge in judges {
            for (verdict, cases) in judge.join().expect("a judge does not panic") {
                all.entry(verdict).or_default().extend(cases);
            }
        }
        all
    })
}

#[test]
fn the_grid_is_as_large_as_promised() {
    assert!(FORMS.len() >= 40, "{} forms", FORMS.len());
    assert!(PLACES.len() >= 12, "{} places", PLACES.len());
    assert!(
        names::sensitive().len() > 280,
        "{} names",
        names::sensitive().len()
    );
}

#[test]
fn no_sensitive_name_is_recorded_in_any_form_and_place() {
    let mut verdicts = verdicts(&names::sensitive(), Kind::Sensitive);
    let accepted = verdicts.remove(&Verdict::Accepted).unwrap_or_default();
    let judged: usize = verdicts.values().map(Vec::len).sum();
    assert!(
        accepted.is_empty(),
        "{} of {} are recorded:\n{}",
        accepted.len(),
        judged + accepted.len(),
        first(&accepted)
    );
    assert!(judged > 100_000, "only {judged} cases");
}

#[test]
fn benign_twins_are_accepted() {
    let mut verdicts = verdicts(&names::benign(5), Kind::Benign);
    let refused = verdicts.remove(&Verdict::Refused).unwrap_or_default();
    let accepted: usize = verdicts.values().map(Vec::len).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share of a few thousand")]
    let share = accepted as f64 / (accepted + refused.len()) as f64;
    assert!(
        share >= 0.98,
        "only {share:.4} are accepted; refused:\n{}",
        first(&refused)
    );
}

/// Asserts that none of some cases has this verdict.
#[track_caller]
fn none_is(cases: &[Snippet], verdict: Verdict) {
    let found: Vec<String> = cases
        .iter()
        .filter(|case| case.verdict() == verdict)
        .map(Snippet::shown)
        .collect();
    assert!(
        found.is_empty(),
        "{} of {} are {verdict:?}:\n{}",
        found.len(),
        cases.len(),
        first(&found)
    );
}

#[test]
fn what_a_keeper_of_secrets_returns_is_proven() {
    none_is(&kinds::kept(), Verdict::Accepted);
}

#[test]
fn what_a_function_makes_that_gives_access_is_proven() {
    none_is(&kinds::made(), Verdict::Accepted);
}

#[test]
fn a_promise_of_a_number_or_a_flag_is_proven() {
    let names = names::every(&names::sensitive(), 60);
    none_is(&kinds::promised(&names), Verdict::Accepted);
    none_is(&kinds::kept_promises(&names), Verdict::Refused);
}

#[test]
fn an_integer_that_is_the_secret_is_refused_and_one_about_it_is_not() {
    let (secrets, others) = kinds::numbers();
    none_is(&secrets, Verdict::Accepted);
    none_is(&secrets, Verdict::LeftToRustc);
    none_is(&others, Verdict::Refused);
}

#[test]
fn look_alike_letters_do_not_hide_a_name() {
    let policy = scorer_instrument_policy::Policy::default();
    let disguised = kinds::disguised(&names::sensitive());
    let hidden: Vec<String> = disguised
        .iter()
        .filter(|name| policy.name(name) == scorer_instrument_policy::Verdict::Fit)
        .filter(|name| !policy.is_vague(name))
        .cloned()
        .collect();
    assert!(disguised.len() > 1_000, "{}", disguised.len());
    assert!(hidden.is_empty(), "{}", first(&hidden));
}

#[test]
fn text_under_a_conventions_raw_attribute_is_proven_or_refused() {
    none_is(&kinds::conventions(), Verdict::Accepted);
}

#[test]
fn text_under_a_name_of_one_letter_is_proven() {
    let (texts, numbers) = kinds::unnamed();
    none_is(&texts, Verdict::Accepted);
    none_is(&numbers, Verdict::Refused);
}

#[test]
fn a_sample_of_the_kinds_prints_no_secret() {
    let mut cases = kinds::kept();
    cases.extend(kinds::made());
    cases.extend(kinds::conventions());
    cases.extend(kinds::promised(&names::every(&names::sensitive(), 100)));
    let is_left = |case: &Snippet| case.verdict() == Verdict::LeftToRustc;
    let mut cases = spread(cases.into_iter().filter(is_left).collect(), 400);
    let (texts, numbers) = kinds::unnamed();
    cases.extend(texts);
    let mut twins = spread(
        kinds::kept_promises(&names::every(&names::sensitive(), 10)),
        100,
    );
    twins.extend(numbers);
    let outcome = bulk::run("kinds", &cases, &twins);
    assert!(
        outcome.secrets.is_empty(),
        "these print what they hold:\n{}",
        outcome.secrets.join("\n")
    );
    assert!(
        outcome.refused_twins.is_empty(),
        "these do not compile:\n{}",
        first(&outcome.refused_twins)
    );
}

/// So many of some cases, evenly spread.
fn spread(cases: Vec<Snippet>, many: usize) -> Vec<Snippet> {
    let step = cases.len().div_ceil(many).max(1);
    cases.into_iter().step_by(step).collect()
}

/// Asserts that sensitive cases print no secret, and that benign twins compile.
#[track_caller]
fn prints_no_secret(left: &[Snippet], twins: &[Snippet]) {
    let outcome = bulk::run("closed-world", left, twins);
    // Otherwise nothing was seen of the secrets either.
    let shown = outcome.shown_twins;
    assert!(shown * 3 > twins.len(), "only {shown} lines show a twin");
    assert!(
        outcome.secrets.is_empty(),
        "these print what they hold:\n{}",
        outcome.secrets.join("\n")
    );
    assert!(
        outcome.refused_twins.len() * 50 <= twins.len(),
        "{} of {} benign twins do not compile:\n{}",
        outcome.refused_twins.len(),
        twins.len(),
        first(&outcome.refused_twins)
    );
}

fn is_left(verdict: Verdict) -> bool {
    verdict == Verdict::LeftToRustc
}

fn is_accepted(verdict: Verdict) -> bool {
    verdict != Verdict::Refused
}

/// The first of many lines.
fn first(lines: &[String]) -> String {
    lines[..lines.len().min(100)].join("\n")
}

#[test]
fn a_sample_of_each_form_in_each_place_prints_no_secret() {
    let mut draw = draw::Draw::new();
    let left = draw.sample(&names::sensitive(), Kind::Sensitive, is_left, 6);
    let twins = draw.sample(&names::benign(5), Kind::Benign, is_accepted, 1);
    println!(
        "{} cases that are left to rustc, {} twins",
        left.len(),
        twins.len()
    );
    assert!(left.len() > 100 && twins.len() > 300);
    prints_no_secret(&left, &twins);
}

#[test]
#[ignore = "tens of thousands of functions are compiled"]
fn nothing_that_is_left_to_rustc_prints_a_secret() {
    let twins = spread(meant(&names::benign(100), Kind::Benign, is_accepted), 300);
    let left = meant(&names::sensitive(), Kind::Sensitive, is_left);
    let programs: Vec<&[Snippet]> = left.chunks(2_000).collect();
    let part = draw::Part::of_the_grid();
    println!(
        "{} cases in {} programs, {part}",
        left.len(),
        programs.len()
    );
    for (at, program) in part.of(&programs) {
        println!(
            "program {} of {}: {} cases",
            at + 1,
            programs.len(),
            program.len()
        );
        prints_no_secret(program, &twins);
    }
}

/// The cases of some names that have a meant verdict.
fn meant(names: &[String], kind: Kind, is_meant: fn(Verdict) -> bool) -> Vec<Snippet> {
    let cases = cases(names, kind).into_iter();
    cases.filter(|case| is_meant(case.verdict())).collect()
}
