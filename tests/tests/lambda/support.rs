//! Invocations as the runtime makes them, of a service that stands for it.

use std::collections::HashMap;
use std::sync::Arc;

use lambda_runtime::{Config, Context, Error, LambdaInvocation};
use scorer_instrument::telemetry::{Builder, Local, Telemetry};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};
use tracing::instrument::WithSubscriber as _;

pub(crate) const FUNCTION: &str = "score";
pub(crate) const ID: &str = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
pub(crate) const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:score";

/// A builder for a process that is a function, with these variables beside.
pub(crate) fn builder(variables: &[(&str, &str)]) -> Builder {
    let mut all: HashMap<String, String> = [
        ("AWS_LAMBDA_FUNCTION_NAME", FUNCTION),
        ("AWS_LAMBDA_FUNCTION_VERSION", "7"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]
    .iter()
    .chain(variables)
    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
    .collect();
    all.retain(|_, value| !value.is_empty());
    scorer_instrument::telemetry!().environment(move |name| all.get(name).cloned())
}

/// An invocation by this event, and with this trace header.
pub(crate) fn invocation(event: &str, trace: Option<&str>) -> LambdaInvocation {
    let (parts, ()) = http::Response::new(()).into_parts();
    let mut context = Context::default();
    context.request_id = ID.into();
    context.invoked_function_arn = format!("{ARN}:live");
    context.xray_trace_id = trace.map(str::to_owned);
    context.env_config = Arc::new(Config {
        function_name: FUNCTION.to_owned(),
        version: "7".to_owned(),
        ..Config::default()
    });
    LambdaInvocation {
        parts,
        body: event.to_owned().into(),
        context,
    }
}

/// What the runtime would be: a service that has answered when its future ends. It lies in a span of its own.
pub(crate) fn function(
    telemetry: &Telemetry,
) -> impl Service<LambdaInvocation, Response = (), Error = Error> + use<> {
    let function = service_fn(async |_: LambdaInvocation| {
        tracing::info_span!("work").in_scope(|| {});
        Ok(())
    });
    scorer_instrument::lambda::layer(telemetry).layer(function)
}

/// Invokes once, and waits for what comes after the response too.
pub(crate) async fn invoke<S>(service: &mut S, telemetry: &Local, invocation: LambdaInvocation)
where
    S: Service<LambdaInvocation, Response = (), Error = Error>,
{
    async { service.ready().await?.call(invocation).await }
        .with_subscriber(telemetry.dispatch())
        .await
        .expect("a function that succeeds");
}
