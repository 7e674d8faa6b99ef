//! The source of keys for AWS, according to AWS's own variables. Nothing here is printed.

use crate::config::aws::Aws;
use crate::error::Error;

use super::environment::Environment;
use super::rows;

pub(crate) fn read(environment: &Environment<'_>) -> Result<Aws, Error> {
    Ok(Aws {
        access_key_id: environment.set(&rows::ACCESS_KEY_ID)?,
        secret_access_key: environment.set(&rows::SECRET_ACCESS_KEY)?,
        session_token: environment.set(&rows::SESSION_TOKEN)?,
        container_relative: environment.set(&rows::CONTAINER_RELATIVE)?,
        container_full: environment.set(&rows::CONTAINER_FULL)?,
        authorization: environment.set(&rows::CONTAINER_AUTHORIZATION)?,
        authorization_file: environment.set(&rows::CONTAINER_AUTHORIZATION_FILE)?,
    })
}
