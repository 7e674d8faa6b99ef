//! Paths and network addresses.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use scorer_instrument::{info, record, scorer_span, warn};
use scorer_instrument_tests::printed;

use super::kinds::SECRET;

#[test]
fn an_address_of_this_host_or_network_is_printed() {
    let text = printed(|| {
        for written in [
            "0.0.0.0:3000",
            "127.0.0.1:80",
            "10.1.2.3:5432",
            "192.168.0.7:1",
            "[::]:3000",
            "[::1]:1",
            "[fd00::1]:2",
            "[::ffff:10.0.0.1]:3",
        ] {
            let addr: SocketAddr = written.parse().expect("an address");
            info!(%addr, "listening on {addr}");
        }
    });
    assert_eq!(text.lines().count(), 8);
    assert!(!text.contains("redacted"), "{text}");
    assert!(
        text.contains("listening on 0.0.0.0:3000 addr=0.0.0.0:3000"),
        "{text}"
    );
}

#[test]
fn an_address_of_the_internet_is_a_persons() {
    #[scorer_span(skip_all, fields(addr = %addr, resolver = ?&host, file = %file.display(), noted))]
    fn accept(addr: SocketAddr, host: IpAddr, file: &Path) {
        record!(noted = ?addr);
    }
    let addr: SocketAddr = "203.0.113.9:4711".parse().expect("an address");
    let v6: SocketAddr = "[2606:4700::1]:443".parse().expect("an address");
    let host = IpAddr::V4(Ipv4Addr::new(8, 8, 4, 4));
    let text = printed(|| {
        info!(%addr, "accepted {addr:?} {}", v6);
        info!(host = ?Some(host), "resolved {host}");
        info!(text = addr.to_string());
        accept(addr, host, Path::new("/etc/hosts"));
        info!("inside");
    });
    for part in ["203.0", "2606", "8.8.4"] {
        assert!(!text.contains(part), "{text}");
    }
    assert!(text.contains("addr=[redacted:pii]:4711"), "{text}");
    assert!(text.contains("host=Some([redacted:pii])"), "{text}");
}

#[test]
fn a_path_passes_the_redactor() {
    let path = PathBuf::from("/etc/scorer/service.toml");
    let named = Path::new("/uploads/alice@example.com/password=hunter2sentinel");
    let text = printed(|| {
        info!(path = %path.display(), "configuration read from {}", path.display());
        info!(?path, file = %path, "read {:?} {}", path, path.display().to_string());
        warn!(path = %named.display(), ?named, "{}", named.display());
    });
    assert!(text.contains("path=/etc/scorer/service.toml"), "{text}");
    assert!(
        text.contains("path=\"/etc/scorer/service.toml\" file=/etc"),
        "{text}"
    );
    assert!(!text.contains("alice") && !text.contains(SECRET), "{text}");
}
