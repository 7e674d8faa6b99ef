use scorer_instrument::scorer_span;

struct Doc; impl Doc { fn pointer(&self, _: &str) -> i64 { 0 } }
#[scorer_span(skip_all, fields(kind = doc.pointer("/user/email")))]
fn f(doc: &Doc) {}

fn main() {}
