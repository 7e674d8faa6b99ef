//! Where keys for AWS come from, as AWS's own variables say it. Nothing here is printed.

use crate::error::Error;

use super::{Environment, rows};

/// Variables that AWS's SDKs read too.
#[derive(Default)]
pub(crate) struct Aws {
    pub(crate) access_key_id: Option<String>,
    pub(crate) secret_access_key: Option<String>,
    pub(crate) session_token: Option<String>,
    pub(crate) container_relative: Option<String>,
    pub(crate) container_full: Option<String>,
    pub(crate) authorization: Option<String>,
    pub(crate) authorization_file: Option<String>,
}

impl Aws {
    pub(crate) fn read(environment: &Environment<'_>) -> Result<Self, Error> {
        Ok(Self {
            access_key_id: environment.set(&rows::ACCESS_KEY_ID)?,
            secret_access_key: environment.set(&rows::SECRET_ACCESS_KEY)?,
            session_token: environment.set(&rows::SESSION_TOKEN)?,
            container_relative: environment.set(&rows::CONTAINER_RELATIVE)?,
            container_full: environment.set(&rows::CONTAINER_FULL)?,
            authorization: environment.set(&rows::CONTAINER_AUTHORIZATION)?,
            authorization_file: environment.set(&rows::CONTAINER_AUTHORIZATION_FILE)?,
        })
    }
}
