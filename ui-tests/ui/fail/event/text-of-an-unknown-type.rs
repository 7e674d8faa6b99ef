use scorer_instrument::info;

fn main() {
    let file = std::path::PathBuf::new();
    info!(file = file.to_string_lossy(), "opened");
}
