//! Structs, shown.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tracing::{debug, info, trace, warn};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct Login {
    pub user_id: i64,
    pub password: String,
}

#[derive(Debug)]
pub struct Envelope {
    pub id: Uuid,
    pub login: Login,
}

#[derive(Debug)]
pub enum Message {
    Ping,
    Login(Login),
    Reset { email: String },
}

#[derive(Debug)]
pub enum Command {
    Start,
    Stop { after_ms: u64 },
    Scale(usize),
}

#[derive(Debug)]
pub struct Wrapped(pub SecretString);

#[derive(Debug)]
pub struct Quiet {
    pub id: u64,
    pub token: SecretString,
}

pub struct Handmade {
    pub id: u64,
    pub password: String,
}

impl fmt::Debug for Handmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handmade").field("id", &self.id).field("password", &"<hidden>").finish()
    }
}

pub struct Url2 {
    pub host: String,
    pub password: String,
}

impl fmt::Display for Url2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.password)
    }
}

pub struct Title {
    pub text: String,
    pub author_email: String,
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub max_password_length: usize,
    pub token_ttl_seconds: u64,
    pub require_email: bool,
}

pub fn leaks(login: &Login, envelope: Envelope, message: &Message, url: &Url2, shared: Arc<Login>, many: &[Login]) {
    debug!(?login, "login"); //~ debug-of-sensitive
    debug!(l = ?login, "login"); //~ debug-of-sensitive
    debug!("{login:?}"); //~ debug-of-sensitive|secret-in-message
    debug!("{:?}", login.clone()); //~ debug-of-sensitive|secret-in-message
    debug!(?envelope, "envelope"); //~ debug-of-sensitive
    debug!("{:#?}", &envelope); //~ debug-of-sensitive|secret-in-message
    trace!(?message, "message"); //~ debug-of-sensitive
    info!("{url}"); //~ debug-of-sensitive|secret-in-message
    info!(target_url = %url, "url"); //~ debug-of-sensitive|pii-field
    info!(shared = ?shared, "shared"); //~ debug-of-sensitive
    warn!("{:?}", many); //~ debug-of-sensitive|secret-in-message
    warn!(first = ?many.first(), "first"); //~ debug-of-sensitive
    let built = Login { user_id: 1, password: String::new() };
    debug!("{:?}", built); //~ debug-of-sensitive|secret-in-message
    let optional: Option<Login> = None;
    debug!(?optional); //~ debug-of-sensitive
}

pub fn fine(login: &Login, command: Command, wrapped: &Wrapped, quiet: &Quiet, handmade: &Handmade, title: &Title, limits: Limits, many: &[Login]) {
    debug!(login.user_id, "login");
    debug!("login of {}", login.user_id);
    debug!(?command, "command");
    debug!("{command:?}");
    debug!(?wrapped, "wrapped"); //~? debug-of-sensitive
    debug!(?quiet, "quiet");
    debug!(?handmade, "handmade");
    debug!("{handmade:?}");
    info!("{title}");
    info!(%title, "title");
    info!(?limits, "limits");
    info!(count = many.len(), "logins");
    info!(ids = ?many.iter().map(|login| login.user_id).collect::<Vec<_>>(), "logins"); //~? debug-of-sensitive
}
