//! A client on a connection of its own, which is kept from request to request as a real one is.

use std::net::SocketAddr;

use axum::http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::auth::API_KEY_HEADER;

use super::traffic::Planned;

/// A client of one address.
pub(crate) struct Client {
    address: SocketAddr,
    connection: Option<SendRequest<Full<Bytes>>>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// There is no connection.
    #[error("no connection to {0}")]
    Connect(SocketAddr, #[source] std::io::Error),
    /// The connection ended before the answer did.
    #[error("the connection ended before the answer")]
    Ended(#[from] hyper::Error),
    /// The request itself is none.
    #[error("the request is none")]
    Request(#[from] axum::http::Error),
}

impl Client {
    /// A client that connects when it sends.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
        }
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    ///
    /// When there is no connection, or when it ends before the answer, as it does where the handler panicked.
    pub(crate) async fn send(&mut self, planned: &Planned) -> Result<StatusCode, ClientError> {
        let mut connection = match self.connection.take() {
            Some(open) if !open.is_closed() => open,
            _ => self.connect().await?,
        };
        connection.ready().await?;
        let response = connection.send_request(self.request(planned)?).await?;
        let status = response.status();
        response.into_body().collect().await?;
        self.connection = Some(connection);
        Ok(status)
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, ClientError> {
        let failed = |source| ClientError::Connect(self.address, source);
        let stream = TcpStream::connect(self.address).await.map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // It ends with the sender; what fails there fails the request as well.
        tokio::spawn(connection);
        Ok(sender)
    }

    fn request(&self, planned: &Planned) -> Result<Request<Full<Bytes>>, ClientError> {
        let mut request = Request::builder()
            .method(&planned.method)
            .uri(&planned.path)
            .header(header::HOST, self.address.to_string())
            .header(header::CONTENT_TYPE, "application/json");
        if planned.names_trace {
            request = request.header("traceparent", planned.traceparent());
        }
        if let Some(key) = &planned.key {
            request = request.header(API_KEY_HEADER, key);
        }
        Ok(request.body(Full::from(planned.body.clone()))?)
    }
}
