//! One invocation: its span, and the export after its response.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::SystemTime;

use lambda_runtime::LambdaInvocation;
use pin_project_lite::pin_project;
use tokio::task::JoinHandle;
use tracing::Span;
use tracing::field::Empty;
use tracing::instrument::Instrumented;

use crate::propagation;
use crate::propagation::xray_header;
use crate::trace::attributes::CANCELLED;
use crate::trace::layer::{Times, add_init};

use super::event::Request;
use super::process::Process;

const NAME: &str = "invocation";

/// Opens the span of an invocation.
pub(super) fn span(invocation: &LambdaInvocation, process: &Process) -> Span {
    let context = &invocation.context;
    let request = Request::read(&invocation.body);
    let caller = context.xray_trace_id.as_deref().filter(|it| {
        process.follows_all || xray_header::parse(it).is_some_and(|it| it.sampled == Some(true))
    });
    let is_cold = process.start.is_cold();
    let guard = propagation::continue_invocation(request.headers, caller);
    let span = tracing::info_span!(
        NAME,
        otel.name = context.env_config.function_name,
        otel.kind = "server",
        otel.status_code = Empty,
        faas.invocation_id = context.request_id,
        faas.coldstart = is_cold,
        faas.trigger = request.trigger,
        cloud.resource_id = Empty,
        aws.lambda.invoked_arn = Empty,
        http.request.method = request.method,
        http.request.method_original = request.method_original,
        http.route = request.route,
        http.response.status_code = Empty,
        error.r#type = Empty,
        telemetry.cancelled = Empty,
    );
    drop(guard);
    let function = &context.env_config;
    if propagation::is_recorded(&span) {
        let arn = &context.invoked_function_arn;
        span.record("aws.lambda.invoked_arn", arn);
        span.record("cloud.resource_id", resource(arn, &function.version));
    }
    if let (true, Some(init)) = (is_cold, process.start.init()) {
        let times = Times {
            start: init.start,
            end: init.end,
        };
        add_init(&span, times);
    }
    span
}

/// Returns the current span, if it belongs to an invocation.
#[cfg(feature = "axum")]
pub(crate) fn current() -> Option<Span> {
    let span = Span::current();
    let is_ours = |it: &tracing::Metadata<'_>| it.name() == NAME && it.target() == module_path!();
    span.metadata().is_some_and(is_ours).then_some(span)
}

/// Returns the function's own ARN with its version. The invoked ARN may be an alias, which can point to another version
/// later.
fn resource(arn: &str, version: &str) -> String {
    match arn.splitn(8, ':').nth(7) {
        Some(qualifier) => {
            let end = arn.len() - qualifier.len();
            format!("{}{version}", &arn[..end])
        }
        None => arn.to_owned(),
    }
}

pin_project! {
    /// An invocation with its span, followed by the export.
    pub struct InvocationFuture<F: Future> {
        #[pin]
        inner: Option<Instrumented<F>>,
        output: Option<F::Output>,
        #[pin]
        flush: Option<JoinHandle<()>>,
        process: Arc<Process>,
        open: usize,
        deadline: Option<SystemTime>,
    }

    impl<F: Future> PinnedDrop for InvocationFuture<F> {
        fn drop(this: Pin<&mut Self>) {
            // An invocation that has panicked has ended.
            if let Some(inner) = this.project().inner.as_pin_mut().filter(|_| !thread::panicking()) {
                inner.span().record(CANCELLED, true);
            }
        }
    }
}

impl<F: Future> fmt::Debug for InvocationFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvocationFuture").finish_non_exhaustive()
    }
}

impl<F: Future> InvocationFuture<F> {
    /// `open` is how many requests were open before this one.
    pub(super) fn new(
        inner: Instrumented<F>,
        process: &Arc<Process>,
        open: usize,
        deadline: Option<SystemTime>,
    ) -> Self {
        Self {
            inner: Some(inner),
            output: None,
            flush: None,
            process: Arc::clone(process),
            open,
            deadline,
        }
    }
}

impl<F: Future> Future for InvocationFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        if let Some(inner) = this.inner.as_mut().as_pin_mut() {
            let output = ready!(inner.poll(context));
            // The response was sent. The span ends when its future is dropped, in time for the export.
            this.inner.set(None);
            *this.output = Some(output);
            let flush = this.process.flush(*this.open, *this.deadline);
            this.flush.set(flush);
        }
        if let Some(flush) = this.flush.as_mut().as_pin_mut() {
            let _: Result<(), tokio::task::JoinError> = ready!(flush.poll(context));
            this.flush.set(None);
        }
        match this.output.take() {
            Some(output) => Poll::Ready(output),
            None => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_gives_way_to_the_version() {
        let function = "arn:aws:lambda:us-east-1:123456789012:function:score";
        for (arn, resource_id) in [
            (function.to_owned(), function.to_owned()),
            (format!("{function}:live"), format!("{function}:7")),
            (format!("{function}:7"), format!("{function}:7")),
            (String::new(), String::new()),
        ] {
            assert_eq!(resource(&arn, "7"), resource_id);
        }
    }
}
