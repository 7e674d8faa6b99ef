use scorer_instrument::Recordable;

#[derive(Recordable)]
struct InviteEntry {
    id: i64,
    code: u32,
}

fn main() {}
