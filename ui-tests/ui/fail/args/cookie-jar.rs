use scorer_instrument::scorer_span;

struct CookieJar;

#[scorer_span]
fn sign_in(jar: CookieJar, remember: bool) {}

fn main() {}
