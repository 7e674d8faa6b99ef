use scorer_instrument::scorer_span;

type Text = String;

#[scorer_span(ret)]
fn get_value() -> Text {
    String::new()
}

fn main() {}
