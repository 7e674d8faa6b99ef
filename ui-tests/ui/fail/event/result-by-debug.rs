use scorer_instrument::error;

fn main() {
    let outcome: Result<Vec<u8>, std::io::Error> = Ok(Vec::new());
    error!(?outcome, "done");
}
