//! The Lambda function that this process is, according to the variables that Lambda sets:
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.

use std::time::Duration;

use crate::config::lambda::{Lambda, Start};
use crate::error::Error;

use super::environment::Environment;
use super::rows;

/// Returns `None` outside Lambda.
pub(super) fn read(environment: &Environment<'_>) -> Result<Option<Lambda>, Error> {
    let flush_timeout = environment.get(&rows::LAMBDA_FLUSH_TIMEOUT)?;
    let Some(function) = environment.set(&rows::LAMBDA_FUNCTION)? else {
        return Ok(None);
    };
    let start = environment.set(&rows::LAMBDA_START)?;
    Ok(Some(Lambda {
        function,
        version: environment.set(&rows::LAMBDA_VERSION)?,
        instance: environment.set(&rows::LAMBDA_INSTANCE)?,
        megabytes: environment.set(&rows::LAMBDA_MEMORY)?,
        region: environment.set(&rows::AWS_REGION)?,
        start: match start.as_deref() {
            Some("provisioned-concurrency" | "snap-start") => Start::Beforehand,
            Some("lambda-managed-instances") => Start::Managed,
            _ => Start::OnDemand,
        },
        flush_timeout: Duration::from_millis(flush_timeout),
        propagators_are_set: environment.set(&rows::PROPAGATORS)?.is_some(),
    }))
}
