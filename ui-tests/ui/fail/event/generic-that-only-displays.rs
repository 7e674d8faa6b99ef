use scorer_instrument::error;

fn log<T: std::fmt::Display + std::fmt::Debug>(thing: T) {
    error!("failed: {thing}");
}

fn main() {
    log(1);
}
