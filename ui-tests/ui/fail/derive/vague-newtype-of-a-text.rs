use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Label(String);

#[derive(Recordable)]
struct Row {
    value: Label,
}

fn main() {}
