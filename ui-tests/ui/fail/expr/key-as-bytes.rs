use scorer_instrument::scorer_span;

type Form = std::collections::BTreeMap<&'static [u8], String>;

#[scorer_span(skip_all, fields(who = form.get(b"email".as_slice())))]
fn submit(form: &Form) {}

fn main() {}
