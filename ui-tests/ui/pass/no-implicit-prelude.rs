#![no_implicit_prelude]

#[::scorer_instrument::scorer_span(skip(stamps), fields(n = stamps.len(), found))]
fn load(community: i64, name_length: ::std::option::Option<u64>, stamps: &[i64]) -> i64 {
    let _ = (name_length, stamps);
    ::scorer_instrument::record!(found = true);
    ::scorer_instrument::info!(community, "loaded {}", community);
    community
}

#[derive(::scorer_instrument::Recordable)]
struct Community {
    id: i64,
    #[recordable(skip)]
    weights: ::std::vec::Vec<f64>,
}

#[derive(::scorer_instrument::Recordable)]
enum Kind {
    Open,
}

#[::scorer_instrument::scorer_span]
async fn show(community: Community, kind: Kind) {
    let _ = (community.id, &community.weights, kind);
}

fn main() {
    ::std::assert_eq!(load(1, ::std::option::Option::None, &[]), 1);
    let community = Community { id: 1, weights: ::std::vec::Vec::new() };
    ::std::mem::drop(show(community, Kind::Open));
}
