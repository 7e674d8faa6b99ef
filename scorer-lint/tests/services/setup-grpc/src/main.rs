//! A gRPC service's main.

mod observability;

use observability::Observability;
use tonic::transport::Server;
use tracing::{error, info};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let observability = Observability::start()?;
    let address = "[::]:50051".parse()?;
    info!(%address, "listening");
    let result = Server::builder().add_routes(tonic::service::Routes::default()).serve(address).await;
    if let Err(error) = &result {
        error!(%error, "server failed");
    }
    observability.stop();
    result.map_err(Into::into)
}
