use scorer_instrument::scorer_span;

type Form = std::collections::BTreeMap<String, String>;

#[scorer_span(skip_all, fields(who = form.get(&"email".to_owned())))]
fn submit(form: &Form) {}

fn main() {}
