use scorer_instrument::info;

fn sign(_: &[u8]) -> String { String::new() }

fn main() {
    info!(state = %sign(b"claims"), "signed");
}
