use scorer_instrument::{Recordable, scorer_span};

#[derive(Clone, Copy, Debug, Recordable)]
enum Kind {
    Open,
    Closed,
}

#[derive(Debug, Recordable)]
enum Outcome {
    Scored { score: f64, kind: Kind },
    Failed(String, #[recordable(skip)] Vec<u8>),
    Absent,
}

#[derive(Recordable)]
enum Never {}

#[scorer_span(ret)]
fn load(kind: Kind, outcome: &Outcome, never: Option<Never>) -> Kind {
    let _ = (outcome, never.is_none());
    kind
}

fn main() {
    load(Kind::Open, &Outcome::Scored { score: 1.0, kind: Kind::Closed }, None);
    load(Kind::Open, &Outcome::Failed("a".to_owned(), vec![]), None);
    load(Kind::Open, &Outcome::Absent, None);
}
