//! The trace in requests of AWS' clients.

use aws_sdk_sqs::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_sqs::config::{Builder, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sqs::error::BoxError;
use scorer_instrument::propagation;

/// Writes the current trace into each request.
#[derive(Debug)]
pub struct Propagation;

impl Intercept for Propagation {
    fn name(&self) -> &'static str {
        "Propagation"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        for (name, value) in &propagation::headers() {
            let value = value.to_str()?.to_owned();
            request.headers_mut().try_insert(name.to_string(), value)?;
        }
        Ok(())
    }
}

pub fn client(config: Builder) -> aws_sdk_sqs::Client {
    aws_sdk_sqs::Client::from_conf(config.interceptor(Propagation).build())
}
