use scorer_instrument::{Recordable, info};

#[derive(Recordable)]
struct Step(u8);

impl Step {
    fn log(&self) {
        info!(step = ?self);
    }
}

fn main() {}
