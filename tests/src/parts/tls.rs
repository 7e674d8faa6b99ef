//! A certificate for this machine that is its own authority.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// Its files go with it.
#[derive(Debug)]
pub struct Certificate(TempDir);

impl Certificate {
    /// A new one.
    ///
    /// # Panics
    ///
    /// When openssl is not there, which the receiver needs, too.
    pub fn new() -> Self {
        let certificate = Self(tempfile::tempdir().expect("a directory"));
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            ])
            .args(["-subj", "/CN=localhost"])
            .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", &certificate.key(), "-out", &certificate.pem()])
            .output()
            .expect("openssl");
        assert!(made.status.success(), "{made:?}");
        certificate
    }

    /// The path of the certificate.
    pub fn pem(&self) -> String {
        self.path("cert.pem")
    }

    /// The path of its key.
    pub fn key(&self) -> String {
        self.path("key.pem")
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        path.display().to_string()
    }
}

impl Default for Certificate {
    fn default() -> Self {
        Self::new()
    }
}
