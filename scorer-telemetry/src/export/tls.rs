//! The files for TLS, read and checked at the start: an authority, and a client's certificate and key. If a client
//! found out later that one of them is invalid, it would lose spans or panic.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::config::otlp::{self as config, File, Otlp};
use crate::error::Error;

/// The files' contents, as PEM.
#[derive(Default)]
pub(super) struct Tls {
    pub(super) authority: Option<Vec<u8>>,
    pub(super) identity: Option<Identity>,
}

/// The client's certificate and key.
pub(super) struct Identity {
    pub(super) certificate: Vec<u8>,
    pub(super) key: Vec<u8>,
}

/// Reads the files that settings name.
///
/// # Errors
///
/// Returns an error if a file cannot be read, does not contain what it should, or does not match the other one.
pub(super) fn read(otlp: &Otlp) -> Result<Tls, Error> {
    let authority = otlp.certificate.as_ref();
    let authority = authority.map(certificates).transpose()?;
    let identity = match &otlp.identity {
        Some(files) => {
            let certificate = certificates(&files.certificate)?;
            let key = bytes(&files.key)?;
            let identity = Identity { certificate, key };
            check(&identity, files)?;
            Some(identity)
        }
        None => None,
    };
    Ok(Tls {
        authority,
        identity,
    })
}

fn bytes(file: &File) -> Result<Vec<u8>, Error> {
    std::fs::read(&file.path).map_err(|error| file.refused(error.to_string()))
}

/// Reads a file of certificates. Each of them must be complete, and there must be nothing else.
fn certificates(file: &File) -> Result<Vec<u8>, Error> {
    let pem = bytes(file)?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| file.refused(error.to_string()))?;
        let added = roots.add(certificate);
        added.map_err(|error| file.refused(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(file.refused("it holds no certificate".into()));
    }
    Ok(pem)
}

/// Checks that the key is valid and belongs to the certificate.
fn check(identity: &Identity, files: &config::Identity) -> Result<(), Error> {
    let refused = |reason: String| files.key.refused(reason);
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&identity.certificate)
        .filter_map(Result::ok)
        .collect();
    let Ok(private) = PrivateKeyDer::from_pem_slice(&identity.key) else {
        return Err(refused("it holds no private key".into()));
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|it| {
            it.with_root_certificates(RootCertStore::empty())
                .with_client_auth_cert(chain, private)
        })
        .map_err(|error| {
            refused(match error {
                rustls::Error::InconsistentKeys(_) => {
                    let File { variable, path } = &files.certificate;
                    format!(
                        "it is not the key of the certificate in `{path}`, which `{variable}` names"
                    )
                }
                other => other.to_string(),
            })
        })?;
    Ok(())
}
