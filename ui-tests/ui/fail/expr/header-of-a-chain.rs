use scorer_instrument::scorer_span;

struct Request;

#[scorer_span(skip_all, fields(user = request.parts().cookie().value()))]
fn load(request: &Request) {}

fn main() {}
