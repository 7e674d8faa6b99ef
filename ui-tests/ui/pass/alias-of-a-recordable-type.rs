use scorer_instrument::scorer_span;

type Score = f64;
type Label<'a> = Option<&'a str>;

#[scorer_span(ret)]
fn load(score: Score, label: Label<'_>) -> Score {
    let _ = label;
    score
}

fn main() {
    load(1.0, None);
}
