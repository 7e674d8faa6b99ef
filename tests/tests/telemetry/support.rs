//! A pipeline that exports, under given variables.

use std::collections::HashMap;
use std::time::Duration;

use scorer_instrument::telemetry::{Error, Local};
use tracing::info_span;

/// Long enough for a machine that does other things too; nothing here waits for it to pass.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn try_pipeline(variables: &[(&str, &str)]) -> Result<Local, Error> {
    let variables: HashMap<String, String> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    scorer_instrument::telemetry!()
        .environment(move |name| variables.get(name).cloned())
        .local()
}

pub(crate) fn pipeline(variables: &[(&str, &str)]) -> Local {
    try_pipeline(variables).expect("accepted settings")
}

/// One request of two spans.
pub(crate) fn request(telemetry: &Local) {
    telemetry.run(|| {
        info_span!("root", stamp_count = 3).in_scope(|| drop(info_span!("child", part = 0.5)));
    });
}

/// How many lines of the log are of the runtime's own reports on exports.
pub(crate) fn reports(telemetry: &Local, words: &str) -> usize {
    telemetry
        .logs()
        .lines()
        .filter(|line| line.contains(words))
        .count()
}
