#[derive(scorer_instrument::Recordable)]
struct Community {
    id: i64,
    #[recordable(skip)]
    weights: Vec<f64>,
}

mod bare {
    #![no_implicit_prelude]

    #[::scorer_instrument::scorer_span(skip(stamps), fields(n = stamps.len(), found, label = ::std::format!("{community}")))]
    pub fn load(community: i64, bound: ::std::option::Option<u64>, stamps: &[i64]) -> i64 {
        let _ = (bound, stamps);
        ::scorer_instrument::record!(found = true);
        ::scorer_instrument::info!(community, n = stamps.len() + 1, "loaded {}", community);
        community
    }

    #[::scorer_instrument::scorer_span(fields(shown = %community, id = community.id))]
    pub async fn show(community: &super::Community) -> f64 {
        community.weights[0]
    }

    #[::scorer_instrument::scorer_span(skip(text), err)]
    pub fn parse(text: &str) -> ::std::result::Result<i64, ::std::num::ParseIntError> {
        text.parse()
    }
}

fn main() {
    assert_eq!(bare::load(1, None, &[]), 1);
    drop(bare::show(&Community { id: 1, weights: vec![] }));
}
