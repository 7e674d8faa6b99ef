//! OTLP over gRPC.

use axum::Router;
use axum::middleware::{Next, from_fn};
use opentelemetry_proto::tonic::collector::logs::v1::logs_service_server::{
    LogsService, LogsServiceServer,
};
use opentelemetry_proto::tonic::collector::logs::v1::{
    ExportLogsServiceRequest, ExportLogsServiceResponse,
};
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{
    ExportMetricsServiceRequest, ExportMetricsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic::{Request, Response, Status};
use tower::limit::GlobalConcurrencyLimitLayer;

use super::http::partial_success;
use super::{AT_ONCE, LARGEST, PATIENCE};
use crate::shared::Shared;

#[derive(Debug, Clone)]
struct Services(Shared);

/// What answers on the port of gRPC.
pub(crate) fn router(shared: Shared) -> Router {
    let services = Services(shared);
    let traces = TraceServiceServer::new(services.clone())
        .accept_compressed(CompressionEncoding::Gzip)
        .max_decoding_message_size(LARGEST);
    let metrics = MetricsServiceServer::new(services.clone())
        .accept_compressed(CompressionEncoding::Gzip)
        .max_decoding_message_size(LARGEST);
    let logs = LogsServiceServer::new(services)
        .accept_compressed(CompressionEncoding::Gzip)
        .max_decoding_message_size(LARGEST);
    Routes::new(traces)
        .add_service(metrics)
        .add_service(logs)
        .into_axum_router()
        .layer(from_fn(in_time))
        .layer(GlobalConcurrencyLimitLayer::new(AT_ONCE))
}

async fn in_time(request: axum::extract::Request, next: Next) -> axum::response::Response {
    let answer = tokio::time::timeout(PATIENCE, next.run(request));
    answer.await.unwrap_or_else(|_| {
        let late = Status::deadline_exceeded("the request did not arrive in 30 seconds");
        late.into_http()
    })
}

#[tonic::async_trait]
impl TraceService for Services {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let received = self.0.receive(request.into_inner());
        Ok(Response::new(partial_success(received)))
    }
}

#[tonic::async_trait]
impl MetricsService for Services {
    async fn export(
        &self,
        _: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.0
            .is_not_shown("metrics, such as the percentiles of a service,");
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl LogsService for Services {
    async fn export(
        &self,
        _: Request<ExportLogsServiceRequest>,
    ) -> Result<Response<ExportLogsServiceResponse>, Status> {
        self.0.is_not_shown("logs");
        Ok(Response::new(ExportLogsServiceResponse::default()))
    }
}
