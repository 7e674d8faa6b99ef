use scorer_instrument::{error, info, scorer_span};

#[scorer_span(skip(err), fields(error = %err), err(Debug), ret)]
fn load(err: Box<dyn std::error::Error>) -> Result<u8, Box<dyn std::error::Error>> {
    error!(%err, "it failed: {err:#}");
    Err(err)
}

#[scorer_span(skip(addr, path), fields(addr = %addr, path = %path.display()))]
fn serve(addr: std::net::SocketAddr, path: &std::path::Path) {
    info!("listening on {addr}, {}", path.display());
}

fn main() {}
