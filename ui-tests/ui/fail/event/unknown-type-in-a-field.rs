use scorer_instrument::info;

#[derive(Debug)]
struct Community;

fn main() {
    info!(community = ?Community, "loaded");
}
