use scorer_instrument::warn;

fn main() {
    let password = "";
    warn!(password, "refused");
}
