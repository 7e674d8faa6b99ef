use scorer_instrument::{record, scorer_span};

struct Rules;

#[scorer_span(fields(score), skp(rules))]
fn calculate(rules: Rules) {
    record!(score = rules);
}

fn main() {}
