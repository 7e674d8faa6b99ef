use scorer_instrument::Recordable;

#[derive(Recordable)]
#[recordable(skip)]
struct Community {
    id: i64,
}

fn main() {}
