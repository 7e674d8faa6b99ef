//! X-Ray's header as an OpenTelemetry propagator.

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::TraceContextExt as _;

use super::xray_header::{self as header, Caller};

/// The variable in which Lambda passes the header of the invocation.
const VARIABLE: &str = "_X_AMZN_TRACE_ID";

/// Reads and writes X-Ray's header. On Lambda it uses the invocation's header if the request has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct XrayPropagator {
    invocation: fn() -> Option<String>,
}

impl XrayPropagator {
    /// `xray`: uses only the header of a request.
    pub(crate) fn new() -> Self {
        Self {
            invocation: || None,
        }
    }

    /// `xray-lambda`: uses the invocation's header if the request has none.
    pub(crate) fn lambda() -> Self {
        Self {
            invocation: || std::env::var(VARIABLE).ok(),
        }
    }
}

impl TextMapPropagator for XrayPropagator {
    fn inject_context(&self, context: &Context, headers: &mut dyn Injector) {
        let lineage = context
            .get::<Caller>()
            .and_then(|caller| caller.lineage.as_deref());
        if let Some(header) = header::write(context.span().span_context(), lineage) {
            headers.set(header::NAME, header);
        }
    }

    fn extract_with_context(&self, context: &Context, headers: &dyn Extractor) -> Context {
        if let Some(caller) = headers.get(header::NAME).and_then(header::parse) {
            return caller.into_context(context);
        }
        if context.span().span_context().is_valid() {
            return context.clone();
        }
        match (self.invocation)().as_deref().and_then(header::parse) {
            Some(caller) => caller.into_context(context),
            None => context.clone(),
        }
    }

    fn fields(&self) -> FieldIter<'_> {
        static FIELDS: std::sync::LazyLock<[String; 1]> =
            std::sync::LazyLock::new(|| [header::NAME.to_owned()]);
        FieldIter::new(&*FIELDS)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const REQUEST: &str =
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";

    fn on_lambda() -> XrayPropagator {
        XrayPropagator {
            invocation: || {
                Some(
                    "Root=1-6759e988-bd862e3fe1be46a994272793;Parent=63995c3f42cd8ad8;Sampled=1"
                        .into(),
                )
            },
        }
    }

    fn parent(propagator: XrayPropagator, context: &Context, header: Option<&str>) -> String {
        let headers: HashMap<String, String> = header
            .map(|it| (header::NAME.to_owned(), it.to_owned()))
            .into_iter()
            .collect();
        let context = propagator.extract_with_context(context, &headers);
        context.span().span_context().span_id().to_string()
    }

    #[test]
    fn the_request_comes_before_the_invocation() {
        let none = Context::new();
        let request = parent(on_lambda(), &none, Some(REQUEST));
        assert_eq!(request, "53995c3f42cd8ad8");
        assert_eq!(parent(on_lambda(), &none, None), "63995c3f42cd8ad8");
        assert_eq!(
            parent(XrayPropagator::new(), &none, None),
            "0000000000000000"
        );
    }

    #[test]
    fn the_invocation_leaves_another_caller_alone() {
        let other = header::parse(REQUEST)
            .expect("a header")
            .into_context(&Context::new());
        assert_eq!(parent(on_lambda(), &other, None), "53995c3f42cd8ad8");
    }
}
