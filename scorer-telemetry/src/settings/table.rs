//! All variables, as the documentation shows them.

use std::fmt::Write as _;

use super::rows::{SETTINGS, Setting};

/// Returns all variables as a Markdown table. The example `print_settings` prints it, and the documentation contains
/// it.
///
/// ```
/// assert!(scorer_instrument::settings::table().contains("| `RUST_LOG` | `info` |"));
/// ```
pub fn table() -> String {
    let mut table =
        String::from("| variable | default | accepted | meaning |\n|---|---|---|---|\n");
    for setting in SETTINGS {
        let default = match setting.default {
            "" => String::new(),
            default => format!("`{default}`"),
        };
        let Setting {
            variable,
            accepted,
            meaning,
            ..
        } = setting;
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            table,
            "| `{variable}` | {default} | {accepted} | {meaning} |"
        );
    }
    table
}
