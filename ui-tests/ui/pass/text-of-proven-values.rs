use scorer_instrument::scorer_span;

#[scorer_span(skip_all, fields(
    page = n.to_string(),
    second = format!("{n}-{:>width$}", label, width = 8),
    third = %format_args!("{0:#x} {n:?}", n),
    fourth = String::from(label),
    fifth = label.to_owned(),
    sixth = concat!("a", "b"),
    seventh = ?Some(n),
))]
fn load(n: i64, label: &str) -> i64 {
    let _ = label;
    n
}

fn main() {
    load(1, "a");
}
