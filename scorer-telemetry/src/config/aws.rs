//! Where the keys for AWS come from. Nothing here is printed.

/// The variables that AWS's SDKs read too.
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
