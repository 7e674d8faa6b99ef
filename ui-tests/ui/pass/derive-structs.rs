use scorer_instrument::{Recordable, scorer_span};

#[derive(Recordable)]
struct Stamp {
    id: i64,
    provider: String,
    weight: Option<f64>,
    #[recordable(skip)]
    api_key: String,
}

#[derive(Recordable)]
struct Pair(i64, String);

#[derive(Recordable)]
struct Nothing;

#[derive(Recordable)]
struct Empty {}

#[derive(Recordable)]
struct Outer<'a> {
    stamp: &'a Stamp,
    r#type: Box<Pair>,
}

#[scorer_span(fields(again = %stamp, once_more = ?stamp))]
fn load(stamp: &Stamp, pair: Pair, nothing: Nothing, empty: Empty, outer: Option<Outer<'_>>) -> i64 {
    let _ = (pair, nothing, empty, outer.map(|outer| (outer.stamp.id, outer.r#type.0)));
    stamp.id + stamp.weight.map_or(0, |_| 1) + (stamp.api_key.len() + stamp.provider.len()) as i64
}

fn main() {
    let stamp = Stamp { id: 1, provider: String::new(), weight: None, api_key: String::new() };
    let outer = Outer { stamp: &stamp, r#type: Box::new(Pair(1, String::new())) };
    load(&stamp, Pair(1, String::new()), Nothing, Empty {}, Some(outer));
}
