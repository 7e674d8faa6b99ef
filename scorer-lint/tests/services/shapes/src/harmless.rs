//! Nothing gets out here.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use axum::http::{HeaderMap, Method, Uri};
use secrecy::SecretString;
use tracing::{debug, error, info, trace, warn};
use url::Url;
use uuid::Uuid;

pub struct Token {
    pub id: Uuid,
    pub expires_at: i64,
    pub scopes: Vec<String>,
    pub revoked: bool,
    value: String,
}

pub struct Key {
    pub id: u32,
    pub algorithm: String,
    pub version: u8,
}

pub fn metadata(token: &Token, key: &Key, credentials: &[String], password: &str, secrets: &HashMap<String, String>) {
    info!("token {} expires at {}", token.id, token.expires_at);
    info!(token.id = %token.id, token.revoked, scopes = token.scopes.len(), "token");
    info!(token_id = %token.id, is_revoked = token.revoked, "token");
    debug!("token value has {} bytes", token.value.len());
    debug!("token is {}", if token.value.is_empty() { "empty" } else { "set" });
    debug!(key_id = key.id, key_version = key.version, key.algorithm = %key.algorithm, "key");
    debug!("using key {} ({})", key.id, key.algorithm);
    debug!("{} credentials, {} secrets", credentials.len(), secrets.len());
    debug!(credential_count = credentials.len(), "credentials");
    debug!(password_len = password.len(), password_ok = password.len() > 8, "password");
    debug!("password has digits: {}", password.chars().any(|c| c.is_ascii_digit()));
    debug!(secret_names = secrets.len(), has_secret = secrets.contains_key("x"), "secrets");
    debug!("password: {}", mask(password));
    debug!(password = mask(password), "masked"); //~? pii-field
    debug!("password: {}", "*".repeat(password.len()));
    debug!(email_verified = true, password_changed_at = 17, token_type = "Bearer", "account");
    debug!("no password was given");
    warn!("the password does not match the stored password hash");
    error!("JWT_SECRET, API_KEY and DATABASE_URL must be set");
    info!("API keys: create one with `admin create-key`, then send it as `Authorization: Bearer <token>`");
}

fn mask(text: &str) -> String {
    format!("{}***", text.len())
}

pub fn names(primary_key: i64, foreign_key: &str, partition_key: &str, sort_key: &str, cache_key: &str, public_key: &str) {
    info!(primary_key, foreign_key, partition_key, sort_key, cache_key, public_key, "keys");
    info!("{primary_key} {foreign_key} {partition_key} {sort_key} {cache_key} {public_key}");
}

pub fn tokens(prompt_tokens: u32, completion_tokens: u32, max_tokens: usize, next_page_token: Option<&str>, next_token: &str) {
    info!(prompt_tokens, completion_tokens, max_tokens, next_page_token, "usage");
    info!("{prompt_tokens}+{completion_tokens} of {max_tokens}, next page {next_page_token:?}, next {next_token}");
    let tokens_per_second = f64::from(completion_tokens) / 3.0;
    debug!(tokens_per_second, total_tokens = prompt_tokens + completion_tokens, "rate");
}

pub fn people(user_id: i64, account_id: Uuid, user_count: usize, username_taken: bool, author: &str, address: &str) {
    info!(user_id, %account_id, user_count, username_taken, "people");
    info!(author, address, "post");
    info!("user {user_id} of account {account_id} wrote as {author}");
}

pub fn codes(status_code: u16, error_code: &str, exit_code: i32, country_code: &str, zip: bool, currency_code: &str, language: &str) {
    warn!(status_code, error_code, exit_code, country_code, currency_code, language, zip, "codes");
    warn!("{status_code} {error_code} {exit_code} {country_code}");
}

pub fn hashes(commit_hash: &str, file_hash: &str, block_hash: &str, content_hash: u64, etag: &str, checksum: u32, tx_hash: &str) {
    debug!(commit_hash, file_hash, block_hash, content_hash, etag, checksum, tx_hash, "hashes");
    debug!("{commit_hash} {file_hash} {block_hash} {content_hash:x} {etag} {checksum}");
}

pub fn loops(map: &HashMap<String, u64>, tree: &BTreeMap<u64, String>) {
    for (key, value) in map {
        debug!("{key} -> {value}");
        debug!(key, value, "entry");
    }
    for (key, value) in tree {
        trace!(key, value = value.len(), "entry");
    }
    if let Some((key, value)) = map.iter().next() {
        debug!(%key, %value, "first");
    }
    let pass = 2;
    debug!(pass, "second pass over the tree");
    debug!("pass {pass} of {}", 3);
}

pub fn requests(method: &Method, uri: &Uri, headers: &HeaderMap, base: &Url) {
    info!(%method, path = uri.path(), "request");
    debug!(user_agent = ?headers.get("user-agent"), accept = ?headers.get("accept"), "request");
    debug!("content type {:?}", headers.get("content-type"));
    debug!(request_id = ?headers.get("x-request-id"), headers = headers.len(), "request");
    debug!(has_authorization = headers.contains_key("authorization"), "request");
    debug!(host = base.host_str(), port = base.port(), scheme = base.scheme(), "upstream");
    debug!("trace {:?}", headers.get("traceparent"));
}

pub fn errors(error: &anyhow::Error, err: &std::io::Error, e: reqwest::Error) {
    error!(%error, "login failed");
    error!(error = %err, "token could not be refreshed");
    error!("password could not be hashed: {e}");
    error!(err = ?err, "credential store is down");
    error!(error = error.to_string(), "secret could not be fetched");
    warn!("API key was refused by the provider: {error:#}");
    warn!(reason = "password expired", "login refused");
    warn!(error.kind = "invalid_token", "login refused");
}

pub fn secrets_that_redact(secret: &SecretString, path: &Path, timeout: Duration) {
    debug!("secret: {secret:?}"); //~? secret-in-message, debug-of-sensitive
    info!(secret_path = %path.display(), key_file = %path.display(), "secret file"); //~? duplicate-recording
    info!(token_timeout = ?timeout, session_timeout_s = timeout.as_secs(), "timeouts");
    info!(token_cache_size = 12, session_pool_size = 3, credential_store = "vault", "configuration"); //~? pii-field
    let secret_name = "scorer/db";
    info!(secret_name, secret_version = 3, secret_arn_region = "eu", "secret");
    info!(auth_method = "bearer", auth_provider = "okta", grant = "password", "auth");
    let authorized = true;
    let authenticated = !authorized;
    info!(authorized, authenticated, "auth");
}

pub fn domain(score: f64, passport_version: u8, stamp_count: usize, credential_provider: &str, credential_type: &str, passing: bool) {
    info!(score, passport_version, stamp_count, credential_provider, credential_type, passing, "scored");
    info!("score {score} from {stamp_count} stamps, credential type {credential_type} of {credential_provider}");
}
