use scorer_instrument::scorer_span;

trait Score {
    fn score(&self, stamps: i64) -> i64;

    #[scorer_span(name = "default score")]
    fn twice(&self, stamps: i64) -> i64 {
        self.score(stamps) * 2
    }

    #[scorer_span]
    fn without_receiver(stamps: i64) -> i64
    where
        Self: Sized,
    {
        stamps
    }
}

struct Weights;

impl Score for Weights {
    #[scorer_span(ret)]
    fn score(&self, stamps: i64) -> i64 {
        stamps + 1
    }
}

fn main() {
    assert_eq!(Weights.twice(1), 4);
    Weights::without_receiver(1);
}
