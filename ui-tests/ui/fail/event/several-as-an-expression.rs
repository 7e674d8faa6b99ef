use scorer_instrument::warn;

fn main() {
    let (email, phone) = ("a@b.example", "+1 555 0100");
    match email.len() {
        0 => warn!(email, "no {phone}"),
        _ => {}
    }
}
