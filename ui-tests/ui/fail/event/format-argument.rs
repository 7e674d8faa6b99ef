use scorer_instrument::debug;

struct User { email: String }

fn main() {
    let user = User { email: String::new() };
    debug!("hello {}", user.email);
}
