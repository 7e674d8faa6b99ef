//! Sessions by cookie.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use tracing::{debug, trace, warn};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Visitor {
    pub id: Uuid,
    pub locale: String,
    pub session_count: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let jar = CookieJar::from_headers(&parts.headers);
        trace!(cookies = jar.iter().count(), "cookies");
        let Some(cookie) = jar.get("visitor") else {
            debug!("no visitor cookie, a session begins");
            return Ok(Self { id: Uuid::new_v4(), locale: "en".into(), session_count: 1 });
        };
        let session_id = cookie.value().to_owned();
        match session_id.parse() {
            Ok(id) => {
                debug!(visitor = %id, cookie = cookie.name(), "session continues"); //~? pii-field
                Ok(Self { id, locale: "en".into(), session_count: 2 })
            }
            Err(error) => {
                warn!(%error, "visitor cookie is no id");
                warn!(cookie = %cookie, "bad cookie"); //~ pii-field
                warn!("cookie header: {:?}", parts.headers.get("cookie")); //~ secret-in-message
                Err(StatusCode::BAD_REQUEST)
            }
        }
    }
}
