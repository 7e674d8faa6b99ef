use scorer_instrument::scorer_span;

struct Json<T>(T);
struct ScoreRequest;

#[scorer_span]
fn handler(request: Json<ScoreRequest>) {}

fn main() {}
