//! Prints every variable that the runtime reads, as the table of the documentation.

use std::io::{self, Write as _};

use scorer_instrument::settings;

fn main() -> io::Result<()> {
    io::stdout().write_all(settings::table().as_bytes())
}
