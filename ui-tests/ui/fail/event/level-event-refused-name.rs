use scorer_instrument::event;
use tracing::Level;

fn main() {
    event!(Level::INFO, password = "x", "loaded");
}
