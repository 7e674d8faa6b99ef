use scorer_instrument::scorer_span;

trait Scorer {
    #[scorer_span]
    fn load(&self, community: i64);
}

fn main() {}
