//! The default source of keys: the environment, as on Lambda, or the endpoint of a container.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use aws_smithy_types::date_time::{DateTime, Format};
use serde_json::Value;

use crate::config::aws::Aws;
use crate::export::otlp_http::is_this_machine;

use super::credentials::{Credentials, CredentialsError, ProvideCredentials};

/// The host on which ECS serves a path.
const ECS: &str = "http://169.254.170.2";

/// Besides this machine, the hosts that may answer without TLS: ECS, and EKS on IPv4 and IPv6.
const CONTAINERS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

/// The endpoint is on the same machine, so this can be short.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// Returns the first source that the variables name, or one that reports what is missing.
pub(super) fn from_environment(aws: Aws) -> Box<dyn ProvideCredentials> {
    match (aws.access_key_id, aws.secret_access_key) {
        (Some(id), Some(secret)) => {
            let keys = Credentials::with(id, secret, aws.session_token, None);
            Box::new(move || Ok::<_, CredentialsError>(keys.clone()))
        }
        (Some(_), None) => missing("`AWS_ACCESS_KEY_ID` is set without `AWS_SECRET_ACCESS_KEY`"),
        (None, Some(_)) => missing("`AWS_SECRET_ACCESS_KEY` is set without `AWS_ACCESS_KEY_ID`"),
        (None, None) => match (aws.container_relative, aws.container_full) {
            (Some(path), _) if path.starts_with('/') => {
                let url = format!("{ECS}{path}");
                Box::new(Container {
                    url,
                    authorization: aws.authorization,
                    authorization_file: aws.authorization_file,
                })
            }
            (Some(_), _) => missing("`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` is not a path"),
            (None, Some(url)) if is_allowed(&url) => Box::new(Container {
                url,
                authorization: aws.authorization,
                authorization_file: aws.authorization_file,
            }),
            (None, Some(_)) => missing(
                "`AWS_CONTAINER_CREDENTIALS_FULL_URI` is neither an `https://` URL nor one of this machine, ECS or EKS",
            ),
            (None, None) => missing(
                "the environment contains none; set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, give the function \
                 or the task a role, or use `with_credentials`",
            ),
        },
    }
}

fn missing(why: &'static str) -> Box<dyn ProvideCredentials> {
    Box::new(move || Err::<Credentials, CredentialsError>(why.into()))
}

/// The endpoint of a container, which returns the keys of the container's role.
struct Container {
    url: String,
    authorization: Option<String>,
    /// Read each time, because EKS renews it. It takes precedence over the variable.
    authorization_file: Option<String>,
}

impl ProvideCredentials for Container {
    fn provide(&self) -> Result<Credentials, CredentialsError> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            // A redirect could send the authorization token, and the keys, to another host.
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .into();
        let mut request = agent.get(&self.url).header("accept", "application/json");
        if let Some(authorization) = self.authorization()? {
            request = request.header(http::header::AUTHORIZATION, authorization);
        }
        let mut response = request.call().map_err(|error| {
            format!("the container's endpoint for credentials does not answer: {error}")
        })?;
        let status = response.status();
        if !status.is_success() {
            return Err(format!(
                "the container's endpoint for credentials answered {}; check the role of the task or the pod",
                status.as_u16()
            )
            .into());
        }
        let body = response.body_mut().with_config().limit(LONGEST_ANSWER);
        // The body holds keys, so no message shows any of it.
        let body = body
            .read_to_vec()
            .map_err(|_| "the answer of the container's endpoint for credentials is incomplete")?;
        read(&body).ok_or_else(|| {
            "the answer of the container's endpoint for credentials contains no keys".into()
        })
    }
}

impl Container {
    fn authorization(&self) -> Result<Option<http::HeaderValue>, CredentialsError> {
        let text = match (&self.authorization_file, &self.authorization) {
            (Some(path), _) => {
                let read = std::fs::read_to_string(path).map_err(|error| {
                    format!("`AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` cannot be read: {error}")
                })?;
                read.trim_end_matches(['\r', '\n']).to_owned()
            }
            (None, Some(text)) => text.clone(),
            (None, None) => return Ok(None),
        };
        let mut value = http::HeaderValue::from_str(&text)
            .map_err(|_| "`AWS_CONTAINER_AUTHORIZATION_TOKEN` cannot be the value of a header")?;
        value.set_sensitive(true);
        Ok(Some(value))
    }
}

/// Without TLS, keys are accepted only from this machine and from the hosts of ECS and EKS.
fn is_allowed(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let Some(host) = uri.host() else { return false };
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_this_machine(host) || is_container(host),
        _ => false,
    }
}

fn is_container(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address = host.parse::<IpAddr>();
    address.is_ok_and(|address| CONTAINERS.iter().any(|it| it.parse() == Ok(address)))
}

fn read(body: &[u8]) -> Option<Credentials> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let text = |key: &str| {
        let value = answer.get(key)?.as_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    let expires = match text("Expiration") {
        Some(date) => {
            let date = DateTime::from_str(&date, Format::DateTime).ok()?;
            Some(SystemTime::try_from(date).ok()?)
        }
        None => None,
    };
    Some(Credentials::with(
        text("AccessKeyId")?,
        text("SecretAccessKey")?,
        text("Token"),
        expires,
    ))
}

#[cfg(test)]
mod tests;
