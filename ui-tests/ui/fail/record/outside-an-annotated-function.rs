use scorer_instrument::record;

fn main() {
    record!(score = 1);
}
