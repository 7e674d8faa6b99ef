use scorer_instrument::Recordable;

#[derive(Recordable)]
union Number {
    a: u32,
    b: i32,
}

fn main() {}
