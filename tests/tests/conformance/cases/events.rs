//! `ret` and `err`: the events of what a function returns.

use tracing::Level;

use super::{Broken, halve, span};

pub(crate) fn ret_alone() {
    #[span(ret)]
    fn load() -> i32 {
        42
    }
    let _ = load();
}

pub(crate) fn ret_by_display() {
    #[span(ret(Display))]
    fn load() -> i32 {
        42
    }
    let _ = load();
}

pub(crate) fn ret_at_its_own_level() {
    #[span(ret(level = "warn"))]
    fn load() -> i32 {
        42
    }
    let _ = load();
}

pub(crate) fn ret_at_the_spans_level() {
    #[span(ret, level = "debug")]
    fn load() -> i32 {
        42
    }
    let _ = load();
}

pub(crate) fn ret_by_display_at_a_level() {
    #[span(ret(Display, level = Level::TRACE))]
    fn load_state() -> &'static str {
        "done"
    }
    let _ = load_state();
}

pub(crate) fn ret_with_a_target() {
    #[span(ret, target = "area::special")]
    fn load() -> i32 {
        42
    }
    let _ = load();
}

pub(crate) fn ret_of_nothing() {
    #[span(ret)]
    fn load() {}
    load();
}

pub(crate) fn ret_by_an_early_return() {
    #[span(ret)]
    fn load(early: bool) -> u8 {
        if early {
            return 1;
        }
        2
    }
    let _ = load(true);
}

pub(crate) fn err_of_an_err() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_of_an_ok() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(2).is_err();
}

pub(crate) fn err_by_a_question_mark() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, Broken> {
        let half = halve(n)?;
        halve(half)
    }
    let _ = load(6).is_err();
}

pub(crate) fn err_by_debug() {
    #[span(err(Debug))]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_by_display() {
    #[span(err(Display))]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_at_a_level() {
    #[span(err(level = "info"))]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_by_debug_at_a_level() {
    #[span(err(Debug, level = Level::WARN))]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_leaves_the_spans_level() {
    #[span(err, level = "warn")]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_with_a_target() {
    #[span(err, target = "area::special")]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_and_ret_of_an_ok() {
    #[span(err, ret)]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(2).is_err();
}

pub(crate) fn err_and_ret_of_an_err() {
    #[span(ret, err)]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = load(1).is_err();
}

pub(crate) fn err_and_ret_in_both_formats() {
    #[span(err(Debug, level = "warn"), ret(Display, level = "trace"))]
    fn load(n: i64) -> Result<i64, Broken> {
        halve(n)
    }
    let _ = (load(1).is_err(), load(2).is_err());
}

pub(crate) fn err_of_a_boxed_error() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, Box<dyn std::error::Error>> {
        Ok(halve(n)?)
    }
    let _ = load(1).is_err();
}

pub(crate) fn every_argument_at_once() {
    #[span(parent = None, target = "area::special", name = "all", ret, err, level = "debug", skip(b), fields(c = a + 1))]
    fn load(a: i64, b: i64) -> Result<i64, Broken> {
        let _ = b;
        halve(a)
    }
    let _ = tracing::info_span!("outer")
        .in_scope(|| load(2, 1))
        .is_err();
}
