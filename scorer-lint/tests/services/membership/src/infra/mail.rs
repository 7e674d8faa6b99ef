//! Mail over HTTP.

use async_trait::async_trait;
use tracing::{debug, info, instrument, Span};

use crate::domain::ports::Mailer;
use crate::domain::EmailAddress;
use crate::settings::MailSettings;

pub struct HttpMailer {
    settings: MailSettings,
}

#[async_trait]
impl Mailer for HttpMailer {
    #[instrument(name = "mail.invite", skip_all, fields(recipient.domain = tracing::field::Empty, relay = %self.settings.relay), err)] //~ raw-instrument
    async fn invite(&self, to: &EmailAddress, token: &str) -> anyhow::Result<()> {
        let domain = to.as_ref().rsplit('@').next().unwrap_or_default();
        Span::current().record("recipient.domain", domain); //~? pii-field
        let link = format!("https://club.example/join?t={token}");
        debug!(link_length = link.len(), api_key_set = !self.settings.api_key.is_empty(), "mail built");
        debug!(link, "mail built"); //~ pii-field
        debug!("Authorization: Bearer {}", self.settings.api_key); //~ secret-in-message
        info!(relay = %self.settings.relay, "mail handed over");
        Ok(())
    }
}
