//! Macros under other names, over several lines, inside other macros.

use tracing as t;
use tracing::{debug as note, info as say, trace_span as ts, warn};
use tracing::field::display as shown;

macro_rules! audit {
    ($($arg:tt)*) => { tracing::info!(target: "audit", $($arg)*) };
}

macro_rules! secret_note {
    ($secret:expr) => { tracing::debug!("secret is {}", $secret) };
}

pub struct Profile {
    pub email: String,
    pub home_phone: String,
    pub likes: u32,
}

pub fn renamed(profile: &Profile, access_token: &str) {
    note!("mail {}", profile.email); //~ secret-in-message
    note!("likes {}", profile.likes);
    say!(email = %profile.email, "mail"); //~ pii-field
    t::warn!("phone {}", profile.home_phone); //~ secret-in-message
    t::info!(contact.email = shown(&profile.email), "contact"); //~ pii-field
    t::event!(t::Level::INFO, access_token, "token"); //~ pii-field
    ::tracing::error!(access_token, "token"); //~ pii-field
    let _span = ts!("profile", phone = %profile.home_phone); //~ pii-field //~? manual-span
    audit!("likes {}", profile.likes);
    audit!("mail {}", profile.email); //~? secret-in-message
    secret_note!(profile.likes); //~? secret-in-message
}

pub fn many_lines(profile: &Profile, password: &str, api_key: &str) {
    t::info!(
        likes = profile.likes,
        email = %profile.email, //~ pii-field
        "one of {} is {}",
        profile.likes,
        password, //~ secret-in-message
    );
    warn!(
        target: "audit",
        { likes = profile.likes, key = api_key }, //~ pii-field
        "keys"
    );
    t::debug!(
        "{} {} {name}",
        profile.likes,
        api_key.len(),
        name = profile.email, //~ secret-in-message
    );
    t::debug!(
        "a long text that mentions a password, a token and an API key, \
         and goes on: {likes} {password}", //~* secret-in-message
        likes = profile.likes //~? secret-in-message
    ); //~? secret-in-message
    t::debug!("{{password}} is a placeholder, {{}} too, and {likes} is none", likes = profile.likes);
    t::debug!(r#"raw "{password}""#); //~ secret-in-message
    t::debug!("{0:>1$} {2}", profile.likes, 10, password); //~ secret-in-message
    t::debug!("{:w$.p$}", 1.0, w = 8, p = 2);
    t::debug!("{:?}", (profile.likes, password)); //~ secret-in-message
    t::debug!("{:?}", [password]); //~ secret-in-message
    t::debug!("{}", if profile.likes > 3 { api_key } else { "-" }); //~ secret-in-message
    t::debug!("{}", match profile.likes { 0 => "none", _ => "some" });
    t::debug!("{}", { password }); //~ secret-in-message
    t::debug!("{}", &*password.to_string()); //~ secret-in-message
    t::debug!("{}", password.is_empty());
    t::debug!("{}", password == "x");
    t::debug!("{}", !password.is_empty() && api_key.len() > 3);
    t::debug!("{}", password.len() * 2);
    t::debug!("{}", profile.email.contains('@'));
    t::debug!("{:?}", profile.email.find('@'));
    t::debug!("{}", redact(&profile.email));
    t::debug!("{}", crate_mask(password));
    t::debug!(email_hash = hash_of(&profile.email), "hashed"); //~? pii-field
}

fn redact(text: &str) -> String {
    "*".repeat(text.len())
}

fn crate_mask(text: &str) -> String {
    redact(text)
}

fn hash_of(text: &str) -> u64 {
    text.bytes().map(u64::from).sum()
}

/// None of these is a log.
pub fn no_logs(password: &str, token: Option<&str>) -> anyhow::Result<String> {
    if password.is_empty() {
        anyhow::bail!("the password {password} is empty");
    }
    let token = token.ok_or_else(|| anyhow::anyhow!("no token for {password}"))?;
    assert_ne!(password, token, "{password} is the token");
    debug_assert!(!token.is_empty(), "{token}");
    let header = format!("Bearer {token}");
    let mut line = String::new();
    use std::fmt::Write;
    write!(line, "{password}")?;
    if line.len() > 100 {
        panic!("{line}");
    }
    Ok(header)
}

/// What ends before it is logged.
pub fn rebound(password: &str) {
    let password = password.len();
    t::info!("{password}"); //~? secret-in-message
    let token = 3_usize;
    t::info!(tokens = token, "tokens left");
    let secret = Some("x").is_some();
    t::info!("a secret was given: {}", secret);
}
