use scorer_instrument::scorer_span;
use tracing::{Level, Span};

const TARGET: &str = "scoring";
const NAME: &str = "load";

#[scorer_span(target = "scoring", parent = parent.id(), level = "info", name = "load", skip(parent), err)]
fn target_before_parent(parent: &Span, n: i64) -> Result<i64, String> {
    Ok(n)
}

#[scorer_span(ret(level = "debug"), err(Debug, level = Level::WARN), fields(m = n), follows_from = causes, target = TARGET, skip_all, name = NAME)]
fn all_backwards(causes: &[tracing::Id], n: i64) -> Result<i64, String> {
    let _ = causes;
    Ok(n)
}

#[scorer_span("shorthand name", level = 3, parent = None)]
fn short(n: i64) -> i64 {
    n
}

#[scorer_span(level = tracing::Level::ERROR, ret(Display))]
fn level_by_path(n: i64) -> i64 {
    n
}

#[scorer_span(level = "WARN", err(Display), ret(Debug, level = 1),)]
fn trailing_comma(n: i64,) -> Result<i64, String> {
    Ok(n)
}

#[scorer_span()]
fn nothing() {}

fn main() {
    assert_eq!(target_before_parent(&Span::none(), 1), Ok(1));
    assert_eq!(all_backwards(&[], 1), Ok(1));
    short(1);
    level_by_path(1);
    assert_eq!(trailing_comma(1), Ok(1));
    nothing();
}
