use scorer_instrument::warn;

#[derive(Debug)]
struct Service;

impl Service {
    fn check(&self) {
        warn!("state {self:#?}");
    }
}

fn main() {}
