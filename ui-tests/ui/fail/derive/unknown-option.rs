use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Community {
    #[recordable(skipped)]
    id: i64,
}

fn main() {}
