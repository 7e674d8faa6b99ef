use scorer_instrument::scorer_span;

use std::collections::HashMap;

#[scorer_span(skip_all, fields(contact = form["email"].as_str()))]
fn load(form: &HashMap<&str, String>) {}

fn main() {}
