fn main() {
    let body = String::new();
    scorer_instrument::info!("got {body}");
}
