use scorer_instrument::Recordable;

#[derive(Recordable)]
struct Row {
    payload_raw: String,
}

fn main() {}
