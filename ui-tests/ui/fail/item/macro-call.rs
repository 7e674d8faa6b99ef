use scorer_instrument::scorer_span;

#[scorer_span]
thread_local! {
    static N: i64 = 1;
}

fn main() {}
