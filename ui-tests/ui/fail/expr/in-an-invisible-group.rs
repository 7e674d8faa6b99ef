use scorer_instrument::scorer_span;

macro_rules! traced {
    ($key:expr) => {
        #[scorer_span(skip_all, fields(user = %$key))]
        fn load(api_key: &str) {}
    };
}
traced!(api_key);

fn main() {}
