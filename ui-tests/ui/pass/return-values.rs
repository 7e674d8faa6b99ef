use scorer_instrument::{Recordable, scorer_span};

#[derive(Debug, Recordable)]
struct Weight(f64);

#[scorer_span(ret)]
fn unit(n: i64) {
    let _ = n;
}

#[scorer_span(ret(Display))]
fn label(n: i64) -> String {
    n.to_string()
}

#[scorer_span(ret, err)]
fn derived(n: f64) -> Result<Weight, std::fmt::Error> {
    Ok(Weight(n))
}

#[scorer_span(ret)]
fn nested(n: f64) -> Option<Result<Weight, bool>> {
    Some(Ok(Weight(n)))
}

#[scorer_span(ret)]
async fn reference(label: &str) -> Option<&str> {
    Some(label)
}

#[scorer_span(ret, err)]
async fn early(n: i64) -> Result<i64, String> {
    if n > 1 {
        return Err("large".to_owned());
    }
    Ok(n)
}

#[scorer_span(err)]
fn unproven(n: usize) -> Result<Vec<u8>, String> {
    Ok(vec![0; n])
}

fn main() {
    unit(1);
    label(1);
    assert!(derived(1.0).is_ok_and(|weight| weight.0 > 0.0));
    nested(1.0);
    drop(reference("a"));
    drop(early(1));
    assert!(unproven(1).is_ok());
}
