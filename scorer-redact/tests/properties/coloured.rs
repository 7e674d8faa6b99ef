//! Lines with a terminal's colours, as `tracing-subscriber` writes them by default: around the name, the separator and the
//! value, in any combination.

use proptest::prelude::*;

use crate::forms::{gone, sentinel};
use crate::{cases, redactor};

/// Sequences that set a colour or a style, or none.
fn colour() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "",
            "\x1b[m",
            "\x1b[0m",
            "\x1b[3m",
            "\x1b[1;31m",
            "\x1b[38;5;214m",
            "\x1b[0m\x1b[2m",
        ][..],
    )
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "password",
            "api_key",
            "session.token",
            "contraseña",
            "client_secret",
        ][..],
    )
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_value_of_a_coloured_name_goes(
        colours in [colour(), colour(), colour(), colour()],
        name in name(),
        separator in prop::sample::select(&["=", ": ", "=\"", ": \""][..]),
        sentinel in sentinel(),
    ) {
        let [a, b, c, d] = colours;
        let (sign, quote) = separator.split_at(separator.trim_end_matches('"').len());
        gone(
            &format!("INFO app: retrying {a}{name}{b}{sign}{c}{quote}{sentinel}{quote}{d} next=1"),
            &sentinel,
        )?;
    }

    #[test]
    fn a_secret_with_a_form_goes_in_colour(
        before in colour(),
        after in colour(),
        secret in prop::sample::select(
            &[
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "AKIAIOSFODNN7EXAMPLE",
                "4111 1111 1111 1111",
                "DE89370400440532013000",
                "bob@example.com",
            ][..],
        ),
    ) {
        let text = format!("INFO app: seen {before}{secret}{after} there");
        let out = redactor().text(&text).into_owned();
        prop_assert!(!out.contains(secret), "{text}\nbecame {out}");
    }

    #[test]
    fn a_harmless_pair_stays_in_colour(
        colours in [colour(), colour(), colour(), colour()],
        pair in prop::sample::select(
            &[
                ("attempt", "2"),
                ("tokens", "3"),
                ("password", "***"),
                ("api_key", "none"),
                ("route", "/login"),
            ][..],
        ),
    ) {
        let [a, b, c, d] = colours;
        let text = format!("INFO app: retrying {a}{}{b}={c}{}{d} next=1", pair.0, pair.1);
        prop_assert_eq!(redactor().text(&text), text.as_str());
    }
}
