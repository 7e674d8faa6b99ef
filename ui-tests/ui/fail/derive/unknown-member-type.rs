use scorer_instrument::Recordable;
struct Rules;

#[derive(Recordable)]
struct Community {
    rules: Rules,
}

fn main() {}
