//! Mail.

use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tracing::{debug, error, info, instrument, warn};

#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Mailer {
    pub fn new(password: &str) -> anyhow::Result<Self> {
        let credentials = Credentials::new("accounts".into(), password.to_owned());
        debug!(?credentials, "smtp login"); //~ pii-field|debug-of-sensitive
        let transport = AsyncSmtpTransport::<Tokio1Executor>::relay("smtp.example")?.credentials(credentials).build();
        Ok(Self { transport })
    }

    #[instrument(skip(self))] //~ error-not-recorded, raw-instrument
    pub async fn welcome(&self, to: &str) -> anyhow::Result<()> { //~? pii-field
        self.send(to, "Welcome", "Hello!").await
    }

    #[instrument(skip(self, link), fields(recipient_email = to))] //~ pii-field, error-not-recorded //~? duplicate-recording
    pub async fn reset(&self, to: &str, link: &str) -> anyhow::Result<()> { //~? pii-field
        self.send(to, "Reset your password", link).await
    }

    async fn send(&self, to: &str, subject: &str, body: &str) -> anyhow::Result<()> {
        let message = Message::builder()
            .from("accounts@example.org".parse()?)
            .to(to.parse()?)
            .subject(subject)
            .body(body.to_owned())?;
        for attempt in 1..=3u32 {
            match self.transport.send(message.clone()).await {
                Ok(response) => {
                    info!(code = %response.code(), subject, "mail sent");
                    return Ok(());
                }
                Err(error) if attempt == 3 => {
                    error!(%error, subject, "mail was not sent");
                    return Err(error.into());
                }
                Err(error) => {
                    error!("attempt {attempt} failed: {error}; will retry"); //~ log-level
                    tokio::time::sleep(std::time::Duration::from_secs(u64::from(attempt))).await;
                }
            }
        }
        warn!("no attempt was made");
        Ok(())
    }
}
