//! Certificates.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use arc_swap::ArcSwap;
use tokio_rustls::rustls::ServerConfig;
use tracing::{debug, info, warn};

pub struct Tls {
    pub config: ArcSwap<ServerConfig>,
    certificate: PathBuf,
    key: PathBuf,
}

impl Tls {
    pub fn load(certificate: &Path, key: &Path) -> anyhow::Result<Self> {
        let config = read(certificate, key)?;
        info!(certificate = %certificate.display(), key = %key.display(), "TLS is on");
        Ok(Self { config: ArcSwap::from_pointee(config), certificate: certificate.to_owned(), key: key.to_owned() })
    }

    /// Reads them again when they change.
    pub async fn reload_forever(self: Arc<Self>) {
        let mut seen = SystemTime::UNIX_EPOCH;
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            let modified = match tokio::fs::metadata(&self.certificate).await.and_then(|metadata| metadata.modified()) {
                Ok(modified) => modified,
                Err(error) => {
                    warn!(%error, path = %self.certificate.display(), "certificate cannot be read, keeping the old one");
                    continue;
                }
            };
            if modified <= seen {
                continue;
            }
            let this = Arc::clone(&self);
            let fresh = tokio::task::spawn_blocking(move || read(&this.certificate, &this.key)).await;
            match fresh {
                Ok(Ok(config)) => {
                    self.config.store(Arc::new(config));
                    seen = modified;
                    debug!(age_s = modified.elapsed().map_or(0, |age| age.as_secs()), "certificate renewed");
                }
                Ok(Err(error)) => warn!(error = format!("{error:#}"), "new certificate refused, keeping the old one"),
                Err(error) => warn!(%error, "reading was cancelled"),
            }
        }
    }
}

fn read(certificate: &Path, key: &Path) -> anyhow::Result<ServerConfig> {
    let certificates = rustls_pemfile::certs(&mut BufReader::new(File::open(certificate)?)).collect::<Result<Vec<_>, _>>()?;
    let private_key = rustls_pemfile::private_key(&mut BufReader::new(File::open(key)?))?.context("no private key")?;
    debug!(certificates = certificates.len(), "certificates read");
    Ok(ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, private_key)?)
}
