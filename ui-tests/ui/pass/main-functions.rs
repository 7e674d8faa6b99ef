use scorer_instrument::scorer_span;

mod below {
    #[tokio::main(flavor = "current_thread")]
    #[scorer_instrument::scorer_span]
    pub async fn main() -> Result<(), String> {
        Ok(())
    }
}

mod above {
    #[scorer_instrument::scorer_span]
    #[tokio::main(flavor = "current_thread")]
    pub async fn main() {}
}

#[scorer_span]
fn main() {
    below::main().expect("no error");
    above::main();
}
