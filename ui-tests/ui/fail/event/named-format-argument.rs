use scorer_instrument::trace;

fn main() {
    let password = "";
    trace!("checking {k}", k = password);
}
