//! [`run`] and [`layer`], for a Lambda function: each invocation becomes a span that continues its caller's trace and
//! is exported before the process is frozen.

mod event;
mod invocation;
mod process;
mod start;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use lambda_runtime::{LambdaInvocation, Runtime};
use tower::{Layer, Service};
use tracing::Instrument as _;

use crate::config;
use crate::guard::Telemetry;

pub use invocation::InvocationFuture;
#[cfg(feature = "axum")]
pub(crate) use invocation::current as invocation;

use process::Process;
use start::Start;

/// How long the last export may take. Lambda ends a process half a second after SIGTERM.
const BOUND_OF_SHUTDOWN: Duration = Duration::from_millis(400);

/// Runs a function under [`layer`] until Lambda ends the process, and then shuts telemetry down.
///
/// Lambda announces the end of a process only if an extension is registered, such as that of a collector.
/// `docs/lambda.md` shows how to get the announcement without one.
///
/// ```no_run
/// use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
///
/// async fn score(event: LambdaEvent<i64>) -> Result<i64, Error> {
///     Ok(event.payload + 1)
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), Error> {
///     let telemetry = scorer_instrument::telemetry!().init()?;
///     scorer_instrument::lambda::run(Runtime::new(service_fn(score)), telemetry).await
/// }
/// ```
///
/// # Errors
///
/// Returns the errors of the Lambda runtime. What telemetry loses at its end is reported on stderr.
pub async fn run<S>(runtime: Runtime<S>, telemetry: Telemetry) -> Result<(), lambda_runtime::Error>
where
    S: Service<LambdaInvocation, Response = (), Error = lambda_runtime::Error>,
{
    {
        let mut run = pin!(runtime.layer(layer(&telemetry)).run());
        let mut signal = pin!(crate::signal());
        std::future::poll_fn(|context| match run.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => signal.as_mut().poll(context).map(Ok),
        })
        .await?;
        // What is left of an invocation ends here, before the last export.
    }
    telemetry.end(BOUND_OF_SHUTDOWN);
    Ok(())
}

/// Returns a layer for `lambda_runtime::Runtime::layer`. The runtime may be for any kind of event. [`run`] adds the
/// layer by itself.
///
/// The span has the name of the function. It continues the trace of the invocation's X-Ray header and, for an HTTP
/// event, of the headers of the request itself, as `OTEL_PROPAGATORS` says. The first invocation whose caller waited
/// for the process to start has the attribute `faas.coldstart` and a child span named `init`, which lasts from the
/// start of the process until it was ready.
///
/// After the response has been sent, the layer exports what was recorded and writes what was logged, for at most
/// `TELEMETRY_LAMBDA_FLUSH_TIMEOUT`. A collector that fails three times in a row is skipped for a while. Spans wait
/// during that time; those that find no room are counted as lost.
///
/// [`crate::axum::layer`] on a router within the function opens no span of its own: the route and the status are
/// recorded on the span of the invocation.
///
/// ```no_run
/// use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let telemetry = scorer_instrument::telemetry!().init()?;
/// let function = service_fn(async |event: LambdaEvent<i64>| Ok::<_, Error>(event.payload));
/// Runtime::new(function)
///     .layer(scorer_instrument::lambda::layer(&telemetry))
///     .run()
///     .await
/// # }
/// ```
pub fn layer(telemetry: &Telemetry) -> LambdaLayer {
    let lambda = telemetry.lambda.as_ref();
    let frozen = lambda.filter(|it| it.is_frozen());
    let bound = frozen.map(|it| it.flush_timeout);
    if let (Some(queue), Some(bound)) = (&telemetry.queue, bound) {
        queue.export_at_flushes_alone(bound);
    }
    LambdaLayer(Arc::new(Process {
        queue: telemetry.queue.clone(),
        bound,
        logs: Arc::clone(&telemetry.logs),
        open: Arc::clone(&telemetry.open),
        start: Start::new(lambda.is_none_or(|it| it.start == config::lambda::Start::OnDemand)),
        follows_all: lambda.is_none_or(|it| it.propagators_are_set),
    }))
}

/// The layer that [`layer`] returns.
#[derive(Clone, Debug)]
pub struct LambdaLayer(Arc<Process>);

impl<S> Layer<S> for LambdaLayer {
    type Service = LambdaService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        self.0.start.is_ready();
        LambdaService {
            inner,
            process: Arc::clone(&self.0),
        }
    }
}

/// A service whose invocations become spans.
#[derive(Clone, Debug)]
pub struct LambdaService<S> {
    inner: S,
    process: Arc<Process>,
}

impl<S> Service<LambdaInvocation> for LambdaService<S>
where
    S: Service<LambdaInvocation>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = InvocationFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let open = self.process.open.count();
        let span = invocation::span(&invocation, &self.process);
        // `cargo lambda watch` passes a deadline that is not a time of day. A deadline before the invocation is
        // ignored.
        let deadline = invocation.context.deadline();
        let deadline = Some(deadline).filter(|it| *it > SystemTime::now());
        let inner = span
            .in_scope(|| self.inner.call(invocation))
            .instrument(span);
        InvocationFuture::new(inner, &self.process, open, deadline)
    }
}
