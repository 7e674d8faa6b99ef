use scorer_instrument::info;

fn main() {
    let contact = String::new();
    info!(email = %contact);
}
