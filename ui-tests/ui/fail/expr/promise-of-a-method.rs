struct Reply(String);

impl Reply {
    fn status(&self) -> &str {
        &self.0
    }
}

fn main() {
    scorer_instrument::info!(status = Reply(String::new()).status());
}
