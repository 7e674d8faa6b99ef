//! The service on a socket.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::router;
use crate::credentials::TrustedIssuer;
use crate::database::Database;
use crate::samples::ISSUER;

/// How long requests that are open may take once the service ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the service does not listen.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Another program has the port.
    #[error(
        "port {0} is taken by another program; name a free one with `--port`, or any free one with `--port 0`"
    )]
    Taken(u16),
    /// The port could not be had.
    #[error("port {0} could not be opened")]
    Bind(u16, #[source] io::Error),
    /// The issuer's bundled key is none.
    #[error("the bundled key of the issuer is not an Ed25519 key")]
    Issuer,
}

/// Opens a port of the loopback address; 0 is any that is free.
///
/// # Errors
///
/// When the port is taken or cannot be opened.
pub(crate) async fn listen(port: u16) -> Result<TcpListener, ServerError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    listener.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServerError::Taken(port),
        _ => ServerError::Bind(port, source),
    })
}

/// The service, listening on the loopback address.
pub(crate) struct Server {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Listens on a port; 0 is any that is free.
    ///
    /// # Errors
    ///
    /// When the port is taken or cannot be opened.
    pub(crate) async fn start(database: &Database, port: u16) -> Result<Self, ServerError> {
        Self::on(listen(port).await?, database)
    }

    /// Answers on a port that is open already.
    ///
    /// # Errors
    ///
    /// When the system does not know the port.
    pub(crate) fn on(listener: TcpListener, database: &Database) -> Result<Self, ServerError> {
        let address = listener
            .local_addr()
            .map_err(|source| ServerError::Bind(0, source))?;
        let issuer = TrustedIssuer::from_hex(ISSUER).ok_or(ServerError::Issuer)?;
        let service = router(database.clone(), issuer).layer(scorer_instrument::axum::layer());
        let (end, ended) = oneshot::channel::<()>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async {
            // Also where whoever could end it is gone.
            let _ = ended.await;
        });
        Ok(Self {
            address,
            end,
            task: tokio::spawn(serving.into_future()),
        })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more requests, and waits until those that are open have ended, for ten seconds at most.
    pub(crate) async fn end(self) {
        let _ = self.end.send(());
        let _ = tokio::time::timeout(PATIENCE, self.task).await;
    }
}
