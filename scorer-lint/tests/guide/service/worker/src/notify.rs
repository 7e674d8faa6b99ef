//! Who is told.

use tracing::instrument;

#[instrument(skip(text))]
pub async fn send_mail(user_email: &str, text: &str, attempt: u32) -> bool {
    attempt < 3 && !user_email.is_empty() && !text.is_empty()
}

#[instrument(skip_all, fields(user_id))]
pub async fn push(user_id: i64, body: &str) -> bool {
    user_id > 0 && !body.is_empty()
}

#[instrument]
pub fn is_quiet(hour: u8, weekend: bool) -> bool {
    weekend || !(8..20).contains(&hour)
}

#[instrument(ret, level = "trace")]
pub fn retries(failures: u32) -> Option<u32> {
    (failures < 5).then_some(failures + 1)
}

#[instrument(skip(addresses), fields(address_count = addresses.len()))]
pub async fn broadcast(addresses: &[String], urgent: bool) -> usize {
    if urgent { addresses.len() } else { 0 }
}
