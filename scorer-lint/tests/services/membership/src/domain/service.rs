//! What a club does.

use std::sync::Arc;
use std::time::Duration;

use tokio_retry::strategy::{jitter, ExponentialBackoff};
use tokio_retry::Retry;
use tracing::{debug, error, info, instrument, warn, Instrument};
use uuid::Uuid;

use super::ports::{Mailer, Members};
use super::{DomainError, EmailAddress, Member, MemberId, Tier};

pub struct MembershipService<R, M> {
    members: Arc<R>,
    mailer: Arc<M>,
}

impl<R: Members, M: Mailer> MembershipService<R, M> {
    pub fn new(members: Arc<R>, mailer: Arc<M>) -> Self {
        Self { members, mailer }
    }

    #[instrument(skip(self), err)] //~ raw-instrument
    pub async fn promote(&self, id: MemberId) -> Result<Member, DomainError> {
        let mut member = self.members.by_id(id).await?;
        let before = std::mem::replace(&mut member.tier, Tier::Plus { since_year: 2026 });
        self.members.save(&member).await.inspect_err(|error| error!(%error, "member was not saved"))?;
        info!(?before, after = ?member.tier, "member promoted");
        debug!(?member, "member"); //~ debug-of-sensitive|pii-field
        Ok(member)
    }

    #[instrument(skip(self), fields(inviter = %inviter), err(Debug))]
    pub async fn invite(
        &self,
        inviter: MemberId,
        email: EmailAddress, //~ pii-field|credential-not-skipped
    ) -> Result<Uuid, DomainError> {
        if let Some(member) = self.members.by_email(&email).await? {
            info!(member_id = %member.id, "already a member");
            info!("{} is already a member", member.email.as_ref()); //~ secret-in-message
            return Ok(Uuid::nil());
        }
        let token = Uuid::now_v7().to_string();
        let strategy = ExponentialBackoff::from_millis(20).max_delay(Duration::from_secs(2)).map(jitter).take(4);
        let sent = Retry::spawn(strategy, || async {
            self.mailer.invite(&email, &token).await.map_err(|error| {
                warn!(%error, "invitation not sent, trying again");
                error
            })
        })
        .await;
        sent.map_err(|error| {
            error!(error = ?error, invitation_token = %token, "invitation not sent"); //~ pii-field
            DomainError::Storage(error)
        })?;
        let invitation_id = Uuid::now_v7();
        info!(%invitation_id, token_ttl_hours = 48, "invitation sent");
        Ok(invitation_id)
    }

    #[instrument(skip_all, fields(count = ids.len()))] //~ raw-instrument
    pub async fn refresh(self: Arc<Self>, ids: Vec<MemberId>) -> usize {
        let mut refreshed = 0;
        for id in ids {
            let this = Arc::clone(&self);
            let handle = tokio::spawn(
                async move {
                    let member = this.members.by_id(id).await?;
                    this.members.save(&member).await
                }
                .in_current_span(),
            );
            match handle.await {
                Ok(Ok(())) => refreshed += 1,
                Ok(Err(DomainError::NoMember(id))) => debug!(member_id = %id, "gone meanwhile"),
                Ok(Err(error)) => warn!(error = &error as &dyn std::error::Error, "not refreshed"),
                Err(error) => error!(%error, "refresh panicked"),
            }
        }
        refreshed
    }
}
