use scorer_instrument::info;

#[derive(Debug)]
struct Community;

fn main() {
    let r#type = Community;
    info!("loaded {type:?}");
}
