//! Calls the service that sends mail.

use std::io;
use std::net::SocketAddr;

use http::HeaderMap;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

pub async fn welcome(mailer: SocketAddr, account_id: i64) -> io::Result<()> {
    tracing::info!("sending mail to account {account_id}");
    post(mailer, &format!("/welcome/{account_id}"), &HeaderMap::new()).await
}

/// Stands in for an HTTP client such as reqwest.
async fn post(mailer: SocketAddr, path: &str, headers: &HeaderMap) -> io::Result<()> {
    let mut request = format!("POST {path} HTTP/1.1\r\nHost: mailer\r\n");
    for (name, value) in headers {
        let value = value.to_str().map_err(io::Error::other)?;
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("Content-Length: 0\r\n\r\n");
    let mut connection = TcpStream::connect(mailer).await?;
    connection.write_all(request.as_bytes()).await
}
