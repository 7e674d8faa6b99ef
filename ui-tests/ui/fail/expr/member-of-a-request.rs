use scorer_instrument::scorer_span;

struct Request {
    token: String,
}

#[scorer_span(skip(request), fields(kind = %request.token))]
fn revoke(request: &Request) {}

fn main() {}
