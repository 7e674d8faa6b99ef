//! How a span ended. This is the only place that decides whether it failed; the log, the export, the percentiles and
//! the sampling all use it.

use opentelemetry::trace::Status;

/// What is known so far about how a span ended.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    declared: Declared,
    /// Whether `err` or an error event has reported a failure.
    reported: bool,
    /// Whether the response is an error, if its status is known.
    answer: Option<bool>,
    panicked: bool,
    cancelled: bool,
    description: Option<String>,
}

/// What `otel.status_code` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Declared {
    #[default]
    Unset,
    Ok,
    Error,
}

impl Outcome {
    /// Notes that code declared a status, or described an error.
    pub(crate) fn declare(&mut self, declared: Declared, description: Option<String>) {
        // `Ok` is final: https://opentelemetry.io/docs/specs/otel/trace/api/#set-status
        if self.declared == Declared::Ok {
            return;
        }
        if declared != Declared::Unset {
            self.declared = declared;
        } else if description.is_some() {
            // Only an error has a description.
            self.declared = Declared::Error;
        }
        if description.is_some() {
            self.description = description;
        }
    }

    /// Notes an error from `err`, or an error event in the span.
    pub(crate) fn report(&mut self, description: Option<String>) {
        self.reported = true;
        if description.is_some() {
            self.description = description;
        }
    }

    /// Notes the status of the response, which decides for the request.
    #[cfg(any(feature = "axum", feature = "tonic", test))]
    pub(crate) fn answer(&mut self, is_error: bool) {
        self.answer = Some(is_error);
    }

    /// Notes that a panic left the span.
    pub(crate) fn panic(&mut self, message: Option<String>) {
        self.panicked = true;
        if message.is_some() {
            self.description = message;
        }
    }

    /// Notes that the work was dropped before it had ended.
    pub(crate) fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// Whether the span failed.
    pub(crate) fn failed(&self) -> bool {
        if self.panicked {
            return true;
        }
        match (self.answer, self.declared) {
            // An error that code declares always counts. An `ok` does not turn an erroneous response into a success.
            (Some(is_error), declared) => is_error || declared == Declared::Error,
            (None, Declared::Ok) => false,
            (None, Declared::Error) => true,
            (None, Declared::Unset) => self.reported,
        }
    }

    /// Whether the status of the response decides for the request. If so, errors of its functions do not.
    pub(crate) fn is_answered(&self) -> bool {
        self.answer.is_some()
    }

    pub(crate) fn has_panicked(&self) -> bool {
        self.panicked
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Returns the status to export.
    pub(crate) fn status(&self) -> Status {
        if self.failed() {
            Status::error(self.description.clone().unwrap_or_default())
        } else if self.declared == Declared::Ok {
            Status::Ok
        } else {
            Status::Unset
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Declare(Declared, bool),
        Report,
        Answer(bool),
        Panic,
        Cancel,
    }

    fn step() -> impl Strategy<Value = Step> {
        let declared = prop_oneof![
            Just(Declared::Unset),
            Just(Declared::Ok),
            Just(Declared::Error)
        ];
        prop_oneof![
            (declared, any::<bool>()).prop_map(|(it, described)| Step::Declare(it, described)),
            Just(Step::Report),
            any::<bool>().prop_map(Step::Answer),
            Just(Step::Panic),
            Just(Step::Cancel),
        ]
    }

    proptest! {
        #[test]
        fn the_status_and_the_flag_agree(steps in proptest::collection::vec(step(), 0..8)) {
            let mut outcome = Outcome::default();
            for step in &steps {
                match step {
                    Step::Declare(declared, described) => {
                        outcome.declare(*declared, described.then(|| "described".to_owned()));
                    }
                    Step::Report => outcome.report(Some("reported".to_owned())),
                    Step::Answer(is_error) => outcome.answer(*is_error),
                    Step::Panic => outcome.panic(None),
                    Step::Cancel => outcome.cancel(),
                }
            }
            let cancelled = steps.iter().any(|it| matches!(it, Step::Cancel));
            prop_assert_eq!(outcome.is_cancelled(), cancelled);
            let failed = outcome.failed();
            let has_panicked = steps.iter().any(|it| matches!(it, Step::Panic));
            prop_assert!(failed || !has_panicked);
            prop_assert_eq!(matches!(outcome.status(), Status::Error { .. }), failed);
        }
    }
}
