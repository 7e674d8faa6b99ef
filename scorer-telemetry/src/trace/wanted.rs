//! Which outputs want what a callsite records. Only the filter of the log can change; the rest is computed once.

use tracing::{Metadata, Subscriber};
use tracing_subscriber::layer::Context;

use crate::callsites::Callsites;
use crate::filter::TraceFilter;
use crate::filter::current::{Answer, Current};

use super::attributes::Special;

/// What the filters answered about each callsite.
#[derive(Default)]
pub(crate) struct FilterAnswers(Callsites<OfCallsite>);

struct OfCallsite {
    traced: bool,
    logged: Answer,
    is_special: bool,
}

/// Which outputs want a span or an event.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// Whether it is exported, if its request is.
    pub(super) traced: bool,
    pub(super) logged: bool,
    /// Whether it has fields that say something about the span itself.
    pub(super) is_special: bool,
}

impl std::fmt::Debug for FilterAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FilterAnswers").finish_non_exhaustive()
    }
}

impl FilterAnswers {
    pub(super) fn wanted<S: Subscriber>(
        &self,
        metadata: &'static Metadata<'static>,
        traces: &TraceFilter,
        logs: &Current,
        context: Context<'_, S>,
    ) -> Wanted {
        let known = self.0.of(&metadata.callsite(), || OfCallsite {
            traced: traces.takes(metadata),
            logged: Answer::default(),
            is_special: Special::is_declared_by(metadata),
        });
        match known {
            Some(known) => Wanted {
                traced: known.traced,
                logged: logs.takes_at(&known.logged, metadata, context),
                is_special: known.is_special,
            },
            None => Wanted {
                traced: traces.takes(metadata),
                logged: logs.takes(metadata, context),
                is_special: Special::is_declared_by(metadata),
            },
        }
    }
}
