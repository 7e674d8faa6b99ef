//! The event of a function with `err`. It is the event that `tracing::event!` makes. What is the same for every function
//! is a function here, so that rustc has less to check for each of them.

use tracing::callsite::{Callsite, DefaultCallsite, Identifier};
use tracing::field::FieldSet;
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
use tracing::metadata::Kind;
use tracing::{Event, Level, Metadata, Value, dispatcher};

/// Records an event with the field `error`, at the place of the call.
#[doc(hidden)]
#[macro_export]
macro_rules! __failed {
    ($target:expr, $level:expr, $error:expr) => {{
        static __CALLSITE: $crate::private::DefaultCallsite =
            $crate::private::DefaultCallsite::new(&__META);
        static __META: $crate::private::Metadata<'static> = $crate::private::failed_at(
            ::core::concat!("event ", ::core::file!(), ":", ::core::line!()),
            $target,
            $level,
            (::core::file!(), ::core::line!(), ::core::module_path!()),
            &__CALLSITE,
        );
        $crate::private::failed(&__CALLSITE, &$error);
    }};
}

/// Tells rustc the returned type before it reads the body, as tracing does.
#[doc(hidden)]
#[macro_export]
macro_rules! __returns {
    ($returned:ty) => {
        #[allow(
            unknown_lints,
            unreachable_code,
            clippy::diverging_sub_expression,
            clippy::empty_loop,
            clippy::let_unit_value,
            clippy::let_with_type_underscore,
            clippy::needless_return,
            clippy::unreachable,
            reason = "for inference alone"
        )]
        if false {
            let __returned: $returned = loop {};
            return __returned;
        }
    };
}

/// Describes the event of one place: its file, its line and its module.
#[must_use]
pub const fn failed_at(
    name: &'static str,
    target: &'static str,
    level: Level,
    (file, line, module): (&'static str, u32, &'static str),
    callsite: &'static DefaultCallsite,
) -> Metadata<'static> {
    let fields = FieldSet::new(&["error"], Identifier(callsite));
    Metadata::new(
        name,
        target,
        level,
        Some(file),
        Some(line),
        Some(module),
        fields,
        Kind::EVENT,
    )
}

/// Records the event of one place, if it is enabled.
#[cold]
pub fn failed(callsite: &'static DefaultCallsite, error: &dyn Value) {
    let metadata = callsite.metadata();
    let fields = metadata.fields();
    let Some(field) = fields.iter().next() else {
        return;
    };
    let values = [(&field, Some(error))];
    let values = fields.value_set(&values);
    if is_enabled(callsite, metadata) {
        Event::dispatch(metadata, &values);
    }
    tracing::__tracing_log!(*metadata.level(), callsite, &values);
}

fn is_enabled(callsite: &'static DefaultCallsite, metadata: &'static Metadata<'static>) -> bool {
    let level = *metadata.level();
    if level > STATIC_MAX_LEVEL || level > LevelFilter::current() {
        return false;
    }
    let interest = callsite.interest();
    interest.is_always()
        || (!interest.is_never() && dispatcher::get_default(|current| current.enabled(metadata)))
}
