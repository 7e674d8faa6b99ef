use scorer_instrument::info;

#[derive(Debug)]
struct Community;

fn main() {
    let community = Community;
    info!("loaded {community:?}");
}
