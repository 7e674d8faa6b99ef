use scorer_instrument::scorer_span;
use std::borrow::Cow;
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

#[scorer_span]
#[allow(clippy::too_many_arguments)]
fn numbers(a: u8, b: i16, c: u32, d: i64, e: u128, f: isize, g: f32, h: f64, i: bool, j: char, k: NonZero<u64>) {
    let _ = (a, b, c, d, e, f, g, h, i, j, k);
}

#[scorer_span]
fn labels(a: &str, b: String, c: &String, d: Cow<'_, str>, e: Box<str>, f: Arc<str>, g: Option<&str>) {
    let _ = (a, b, c, d, e, f, g);
}

#[scorer_span]
fn wrapped(a: Option<Option<i64>>, b: &mut i64, c: Rc<f64>, d: Duration, e: Option<Duration>, f: &&bool) {
    let _ = (a, b, c, d, e, f);
}

#[scorer_span(skip_all, fields(%a, ?city, zone = %zone, d = ?d, e = ?e))]
fn sigils(a: i64, city: &str, zone: Option<&str>, d: Duration, e: &Option<i64>) {
    let _ = (a, city, zone, d, e);
}

fn main() {
    numbers(1, 2, 3, 4, 5, 6, 7.0, 8.0, true, 'j', NonZero::<u64>::MIN);
    labels("a", String::new(), &String::new(), "d".into(), "e".into(), "f".into(), None);
    wrapped(None, &mut 1, Rc::new(1.0), Duration::ZERO, None, &&true);
    sigils(1, "b", None, Duration::ZERO, &None);
}
