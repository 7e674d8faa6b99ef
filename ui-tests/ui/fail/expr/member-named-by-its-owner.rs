use scorer_instrument::scorer_span;

struct Card {
    number: String,
}

#[scorer_span(skip_all, fields(number = order.number, paid = order.card.number))]
fn pay(order: &Order) {}

struct Order { number: i64, card: Card }
fn main() {}
