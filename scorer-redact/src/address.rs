//! Addresses of networks that identify nobody, because every network may use them.

use std::net::IpAddr;

/// Whether these are addresses of private networks, of the machine itself or of no machine, possibly with a port or the
/// length of a prefix: `10.6.0.2/32`, `127.0.0.1:8080`, `10.0.0.1,10.0.0.2`.
pub(crate) fn are_private(text: &str) -> bool {
    const LONGEST: usize = 256;
    text.len() <= LONGEST && text.split(',').all(is_private)
}

fn is_private(text: &str) -> bool {
    let is_number =
        |text: &str| (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let text = match text.split_once('/') {
        Some((address, prefix)) if is_number(prefix) => address,
        _ => text,
    };
    // An address of the sixth version has more than one colon.
    let text = match text.split_once(':') {
        Some((address, port)) if is_number(port) => address,
        _ => text,
    };
    match text.parse() {
        Ok(IpAddr::V4(ip)) => {
            ip.is_private() || ip.is_loopback() || ip.is_unspecified() || ip.is_link_local()
        }
        Ok(IpAddr::V6(ip)) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unicast_link_local()
                || ip.is_unique_local()
        }
        Err(_) => false,
    }
}
