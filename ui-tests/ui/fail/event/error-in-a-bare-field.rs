use scorer_instrument::error;

fn main() {
    let err = std::io::Error::other("away");
    error!(err, "it failed");
}
