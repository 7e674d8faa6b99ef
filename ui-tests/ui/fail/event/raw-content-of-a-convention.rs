use scorer_instrument::info;

fn main() {
    let shown = String::new();
    info!(http.request.header.x_custom = %shown, "received");
}
