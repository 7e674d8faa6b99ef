use scorer_instrument::scorer_span;

async fn work() {}

#[scorer_span]
fn load(depth: u8) -> impl Future<Output = ()> {
    work()
}

fn main() {}
