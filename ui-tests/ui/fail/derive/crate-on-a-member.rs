use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Community {
    #[recordable(crate = obs)]
    id: i64,
}

fn main() {}
