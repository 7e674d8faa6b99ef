use scorer_instrument::{Recordable, scorer_span};
use std::fmt;

struct Tally<T>(usize, std::marker::PhantomData<T>);

impl<T> fmt::Display for Tally<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Recordable)]
struct Round {
    votes: Tally<u8>,
}

#[scorer_span(fields(votes = votes))]
fn load(tally: &Tally<String>, votes: &Tally<u8>, round: &Round) {
    let _ = (tally, votes, &round.votes);
}

fn main() {
    let votes = || Tally(1, std::marker::PhantomData);
    load(&Tally(1, std::marker::PhantomData), &votes(), &Round { votes: votes() });
}
