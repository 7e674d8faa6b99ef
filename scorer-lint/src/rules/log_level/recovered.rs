//! A retry or a fallback, which is handled, told at `error`.

use crate::analysis::message::{self, Said};
use crate::engine::cx::Cx;
use crate::engine::finding::Finding;
use crate::rule::Rule;
use crate::source::{Event, File, next};

/// "notification failed, retrying" at `error`.
pub(super) fn recovered(rule: &'static Rule, cx: &Cx<'_>, event: &Event) -> Option<Finding> {
    let said = message::message(cx.file, event)?;
    let what = handled(&said)?;
    if gives_up(cx.file, event) {
        return None;
    }
    let message = format!(
        "{what} that is handled is logged with `{}!`, but nobody has to act on it",
        cx.file.word(event.name)
    );
    let finding = cx
        .at(rule, &message::head(event), message)
        .help("write `warn!(..)`; `error!` is for failures that are not handled");
    Some(finding)
}

fn handled(said: &Said) -> Option<&'static str> {
    const GIVES_UP: &[&str] = &[
        "giving up",
        "gave up",
        "give up",
        "exhausted",
        "no more",
        "out of retries",
        "max retries",
        "retries failed",
        "not retrying",
        "cannot retry",
        "can't retry",
        "won't retry",
        "will not retry",
        "no retry",
        "without retry",
        "retry limit",
        "no fallback",
        "fallback failed",
        "fallback also",
        "failed to fall back",
        "could not fall back",
        "cannot fall back",
        "after all retries",
        "all retries",
        "retry failed",
        "retries left: 0",
        "even after",
        "too many retries",
        "do not retry",
        "maximum retries",
        "after retry",
        "after retries",
        "after {} retries",
        "retry again later",
        "please retry",
        "manual",
    ];
    const RETRIES: &[&str] = &[
        "retrying",
        "will retry",
        "retry in ",
        "retry after ",
        "trying again",
        "try again",
        "retrying in",
        "next attempt in",
        "backing off",
        "will be retried",
        "reconnecting",
        "retry scheduled",
        "retry {}",
        "retry #{}",
        "retry attempt",
        "before retry",
        "scheduling retry",
        "scheduling a retry",
        "queued for retry",
        "queueing for retry",
        "requeued",
        "requeueing",
    ];
    const FALLBACKS: &[&str] = &[
        "falling back",
        "fall back to",
        "fallback to",
        "using fallback",
        "using the fallback",
        "using default",
        "using the default",
        "using cached",
        "using stale",
        "using empty",
        "using an empty",
        "using the cached",
        "defaulting to",
        "use default",
        "with defaults",
        "continuing without",
        "continuing with",
        "serving stale",
    ];
    if said.contains(GIVES_UP) {
        return None;
    }
    if said.contains(RETRIES) {
        Some("a retry")
    } else if said.contains(FALLBACKS) {
        Some("a fallback")
    } else {
        None
    }
}

/// Whether what follows in the same block ends the function with an error, or the process.
pub(super) fn gives_up(file: &File, event: &Event) -> bool {
    let mut at = event.whole.end;
    for _ in 0..400 {
        if at >= file.len() || file.is(at, b'}') {
            return false;
        }
        // `Err(error) => error!(..),`: the arm ends here.
        if file.is(at, b',') && at == event.whole.end {
            return false;
        }
        let returns_error = file.is_word(at, "return") && matches!(file.word(at + 1), "Err");
        let is_tail = file.is_word(at, "Err")
            && file.is(at + 1, b'(')
            && file.is(file.mate(at + 1) + 1, b'}');
        let ends = matches!(file.word(at), "exit" | "abort" | "panic" | "bail");
        if returns_error || is_tail || ends {
            return true;
        }
        at = next(file, at);
    }
    false
}
