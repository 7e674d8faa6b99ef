//! Texts by key.

use std::collections::HashMap;
use std::sync::OnceLock;

use tracing::{debug, warn};

static TEXTS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();

pub fn text(key: &'static str) -> &'static str {
    let texts = TEXTS.get_or_init(|| HashMap::from([("login.password", "Password"), ("login.email", "E-mail")]));
    match texts.get(key) {
        Some(value) => {
            debug!(key, value, "text found");
            value
        }
        None => {
            warn!("no text for key {key}");
            key
        }
    }
}

pub fn labels() -> [&'static str; 3] {
    let password_label = text("login.password");
    let email_label = text("login.email");
    debug!(password_label, email_label, "labels of the login form");
    [password_label, email_label, text("login.title")]
}
