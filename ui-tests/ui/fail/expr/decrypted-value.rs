use scorer_instrument::info;

fn decrypt(sealed: &[u8]) -> String {
    String::from_utf8_lossy(sealed).into_owned()
}

fn main() {
    info!(note = decrypt(b"sealed"), "read");
}
