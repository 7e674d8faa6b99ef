use scorer_instrument::info;

fn main() {
    let client_ip = "192.0.2.1";
    info!(client_ip, "accepted");
}
