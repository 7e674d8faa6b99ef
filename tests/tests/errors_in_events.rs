//! Errors in events.
use scorer_instrument::error;
use scorer_instrument_tests::watch;
use std::fmt;

#[derive(Debug)]
struct Refused;
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no user with password=hunter2")
    }
}
impl std::error::Error for Refused {}

#[test]
fn scratch() {
    let err = Refused;
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(Refused);
    let addr = std::net::SocketAddr::from(([127, 0, 0, 1], 3000));
    let path = std::path::PathBuf::from("/etc/service.toml");
    let ((), recording) = watch(|| {
        error!(%err, "failed");
        error!(?err, "failed {err} {err:?} {}", err.to_string());
        error!(error = %boxed, err = boxed.to_string(), "failed {boxed:#}");
        error!(%addr, path = %path.display(), "failed {boxed:#} {}", boxed.to_string());
    });
    println!("{recording:#?}");
}
