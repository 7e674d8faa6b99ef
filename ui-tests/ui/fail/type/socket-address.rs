use scorer_instrument::scorer_span;

#[scorer_span]
fn accept(peer: std::net::SocketAddr) {}

fn main() {}
