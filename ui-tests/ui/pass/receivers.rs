use scorer_instrument::scorer_span;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone)]
struct Scorer;

impl Scorer {
    #[scorer_span]
    fn by_reference(&self, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn by_exclusive_reference(&mut self, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn by_value(self, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn by_mutable_value(mut self, n: i64) -> i64 {
        self = Scorer;
        let _ = self;
        n
    }
    #[scorer_span]
    fn by_box(self: Box<Self>, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn by_rc(self: Rc<Self>, n: i64) -> i64 {
        n
    }
    #[scorer_span(skip(self))]
    fn by_arc(self: Arc<Self>, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn pinned(self: Pin<&mut Self>, n: i64) -> i64 {
        n
    }
    #[scorer_span]
    fn by_typed_reference<'a>(self: &'a Self, n: i64) -> &'a Self {
        let _ = n;
        self
    }
    #[scorer_span]
    async fn by_reference_async(&self, n: i64) -> i64 {
        n
    }
}

fn main() {
    let mut scorer = Scorer;
    scorer.by_reference(1);
    scorer.by_exclusive_reference(1);
    Pin::new(&mut scorer).pinned(1);
    scorer.by_typed_reference(1);
    scorer.clone().by_value(1);
    scorer.clone().by_mutable_value(1);
    Box::new(Scorer).by_box(1);
    Rc::new(Scorer).by_rc(1);
    Arc::new(Scorer).by_arc(1);
    drop(scorer.by_reference_async(1));
}
