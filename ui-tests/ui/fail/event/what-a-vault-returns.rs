use scorer_instrument::info;

struct Vault;
impl Vault { fn get(&self, _: &str) -> String { String::new() } }

fn main() {
    let vault = Vault;
    info!(state = %vault.get("stripe"), "loaded");
}
