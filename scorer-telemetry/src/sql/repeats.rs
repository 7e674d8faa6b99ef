//! Finds the same statement again and again under one parent: a query in a loop, where a single query would do.

/// How often a statement has to be repeated to be shown.
pub const WORTH_SHOWING: u32 = 5;

/// How many different statements are counted under one parent.
const DIFFERENT: usize = 64;

/// Counts the statements of one parent by their text.
#[derive(Clone, Debug, Default)]
pub struct Repeats(Vec<Repeat>);

#[derive(Clone, Debug)]
struct Repeat {
    name: String,
    text: String,
    times: u32,
}

impl Repeats {
    /// Counts a statement.
    pub fn add(&mut self, name: &str, text: &str) {
        if let Some(known) = self.0.iter_mut().find(|it| it.text == text) {
            known.times = known.times.saturating_add(1);
        } else if self.0.len() < DIFFERENT {
            self.0.push(Repeat {
                name: name.to_owned(),
                text: text.to_owned(),
                times: 1,
            });
        }
    }

    /// Returns the statements that are repeated often enough to be shown, with their number.
    pub fn shown(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0
            .iter()
            .filter(|it| it.times >= WORTH_SHOWING)
            .map(|it| (it.name.as_str(), it.times))
    }
}
