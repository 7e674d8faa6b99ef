use scorer_instrument::scorer_span;

struct Request;

#[scorer_span(skip_all, fields(auth_kind = request.get("authorization")))]
fn load(request: &Request) {}

fn main() {}
