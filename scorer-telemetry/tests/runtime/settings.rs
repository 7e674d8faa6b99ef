//! The documentation's table is the rows.

use scorer_instrument::settings;

#[test]
fn the_documentation_holds_the_table() {
    let page = include_str!("../../../docs/settings.md");
    assert!(
        page.contains(&settings::table()),
        "docs/settings.md is not what `cargo run -p scorer-telemetry --example print_settings` prints"
    );
}
