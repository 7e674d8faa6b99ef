use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Note {
    content: String,
}

fn main() {}
