//! gRPC.

use std::sync::Arc;

use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status};
use tracing::{debug, error, info, instrument, warn};

use crate::domain::service::MembershipService;
use crate::infra::mail::HttpMailer;
use crate::infra::postgres::PgMembers;

pub struct PromoteRequest {
    pub member_id: String,
}

pub struct PromoteReply {
    pub tier: String,
}

#[tonic::async_trait]
pub trait Membership {
    async fn promote(&self, request: Request<PromoteRequest>) -> Result<Response<PromoteReply>, Status>;
}

pub struct Grpc {
    pub service: Arc<MembershipService<PgMembers, HttpMailer>>,
}

#[tonic::async_trait]
impl Membership for Grpc {
    #[instrument(skip_all, fields(rpc.method = "Promote", peer.known = request.remote_addr().is_some()), err(level = "warn"))] //~ raw-instrument
    async fn promote(&self, request: Request<PromoteRequest>) -> Result<Response<PromoteReply>, Status> {
        let caller = authorize(request.metadata())?;
        debug!(caller, member_id = %request.get_ref().member_id, "authorized"); //~? pii-field
        debug!("metadata {:?}", request.metadata()); //~ secret-in-message|debug-of-sensitive
        info!(remote = ?request.remote_addr(), "promote"); //~ pii-field
        Ok(Response::new(PromoteReply { tier: "plus".into() }))
    }
}

fn authorize(metadata: &MetadataMap) -> Result<u32, Status> {
    let Some(token) = metadata.get("authorization").and_then(|value| value.to_str().ok()) else {
        warn!("a call without authorization");
        return Err(Status::unauthenticated("no token"));
    };
    let scheme_ok = token.starts_with("Bearer ");
    debug!(scheme_ok, token_bytes = token.len(), keys = metadata.keys().count(), "metadata");
    if !scheme_ok {
        error!("bad authorization {}", token); //~ secret-in-message //~? log-level
        return Err(Status::unauthenticated("no bearer token"));
    }
    Ok(7)
}
