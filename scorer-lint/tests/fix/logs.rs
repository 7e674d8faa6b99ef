//! Logs that are taken out, and what stays.

use super::fixed;

/// What becomes of the statements of a function with a span.
fn body(statements: &str) -> String {
    let text = format!(
        "#[scorer_span]\nasync fn validate_key(count: usize) -> usize {{\n{statements}\n    count\n}}\n"
    );
    let made = fixed(&text);
    let inside = made.split_once("{\n").expect("a body").1;
    let inside = inside.strip_suffix("    count\n}\n").expect("the end");
    inside.to_owned()
}

fn assert_stays(statements: &str) {
    assert_eq!(body(statements).trim_end(), statements.trim_end());
}

#[test]
fn an_event_without_a_value_goes_with_its_line() {
    assert_eq!(
        body("    a();\n    trace!(\"entering validate_key\");\n    b();"),
        "    a();\n    b();\n"
    );
    assert_eq!(
        body(
            "    a();\n    trace!(\n        target: \"x\",\n        \"entering validate_key\"\n    );\n    b();"
        ),
        "    a();\n    b();\n"
    );
}

#[test]
fn comments_stay_and_blank_lines_do_not_double() {
    assert_eq!(
        body("    // Why.\n    trace!(\"entering validate_key\"); // Because.\n\n    b();"),
        "    // Why.\n    // Because.\n\n    b();\n"
    );
    assert_eq!(
        body("    a();\n\n    trace!(\"entering validate_key\");\n\n    b();"),
        "    a();\n\n    b();\n"
    );
}

#[test]
fn an_event_with_a_value_stays() {
    assert_stays("    debug!(count, \"validate_key() called\");");
    assert_stays("    debug!(\"validate_key called with {count}\");");
    assert_stays("    debug!(parent: &span, \"entering validate_key\");");
    assert_stays("    debug!(\"Entering {}\", stringify!(validate_key));");
}

#[test]
fn an_event_that_is_no_plain_statement_stays() {
    assert_stays(
        "    match count {\n        0 => trace!(\"entering validate_key\"),\n        _ => {}\n    }",
    );
    assert_stays("    if count > 0 {\n        trace!(\"entering validate_key\");\n    }");
    assert_stays("    let log = || trace!(\"entering validate_key\");\n    log();");
    assert_stays("    #[cfg(debug_assertions)]\n    trace!(\"entering validate_key\");");
    assert_stays(
        "    quote! {\n        a();\n        trace!(\"entering validate_key\");\n        b();\n    };",
    );
    // What would be left as the value of the block might live longer than it may.
    assert_stays(
        "    {\n        match lock() {\n            _ => {}\n        }\n        trace!(\"entering validate_key\");\n    }",
    );
}

#[test]
fn a_clock_goes_with_the_log_that_read_it() {
    let start = "    let start = Instant::now();\n";
    assert_eq!(
        body(&format!(
            "{start}    work();\n    info!(\"took {{:?}}\", start.elapsed());"
        )),
        "    work();\n"
    );
    assert_eq!(
        body(&format!(
            "{start}    work();\n    let took = start.elapsed().as_millis();\n    info!(\"took {{took}}\");"
        )),
        "    work();\n"
    );
    assert_eq!(
        body(&format!(
            "{start}    work();\n    info!(\"took {{:?}}\", start.elapsed());\n    limit(start.elapsed());"
        )),
        format!("{start}    work();\n    limit(start.elapsed());\n")
    );
}

#[test]
fn a_clock_that_cannot_go_keeps_its_log() {
    let log = "    info!(\"took {:?}\", start.elapsed());";
    assert_stays(&format!(
        "    let start = clock::start();\n    let start = begin(Instant::now());\n{log}"
    ));
    assert_stays(&format!(
        "    let mut start = Instant::now();\n{log}\n    start = Instant::now();"
    ));
    assert_stays(&format!(
        "    let (start, end) = (Instant::now(), 1);\n{log}\n    drop(end);"
    ));
}

#[test]
fn each_clock_of_one_name_is_told_from_the_others() {
    let made = body(
        "    let start = Instant::now();\n    a();\n    info!(\"took {:?}\", start.elapsed());\n    let start = Instant::now();\n    b();\n    limit(start.elapsed());",
    );
    assert_eq!(
        made,
        "    a();\n    let start = Instant::now();\n    b();\n    limit(start.elapsed());\n"
    );
}

#[test]
fn a_duration_beside_other_fields_goes_alone() {
    let start = "    let start = Instant::now();\n";
    for (log, left) in [
        (
            "info!(ms = start.elapsed().as_millis(), count, \"scored\");",
            "info!(count, \"scored\");",
        ),
        (
            "info!(count, ms = start.elapsed().as_millis(), \"scored\");",
            "info!(count, \"scored\");",
        ),
        (
            "info!(count, ms = start.elapsed().as_millis());",
            "info!(count);",
        ),
        (
            "info!(ms = start.elapsed().as_millis(), \"scored\");",
            "info!(\"scored\");",
        ),
    ] {
        assert_eq!(body(&format!("{start}    {log}")), format!("    {left}\n"));
    }
    assert_stays(&format!(
        "{start}    info!(\"{{count}} after {{:?}}\", start.elapsed());"
    ));
}

#[test]
fn imports_go_with_their_last_mention() {
    let text = |uses: &str, more: &str| {
        format!(
            "{uses}\n#[scorer_span]\nfn validate_key(count: u8) {{\n    trace!(\"entering validate_key\");\n    work(count);\n{more}}}\n"
        )
    };
    let uses = |before: &str, more: &str| {
        let made = fixed(&text(before, more));
        made.split_once("#[scorer_span]")
            .expect("a function")
            .0
            .trim_end()
            .to_owned()
    };
    assert_eq!(uses("use tracing::trace;\n", ""), "");
    assert_eq!(
        uses("use tracing::{info, trace};\n", "    info!(\"counted\");\n"),
        "use tracing::info;"
    );
    assert_eq!(
        uses("use tracing::{Level, info, trace};\n", ""),
        "use tracing::{Level, info};"
    );
    assert_eq!(uses("use tracing::{self, trace};\n", ""), "use tracing;");
    assert_eq!(
        uses("use std::fmt;\nuse tracing::trace;\n", ""),
        "use std::fmt;"
    );
    // Somebody else may see these.
    for seen in ["pub use tracing::trace;\n", "use tracing::*;\n"] {
        assert_eq!(uses(seen, ""), seen.trim_end());
    }
}

#[test]
fn an_import_that_only_tests_would_name_keeps_the_log() {
    let text = "use tracing::trace;\n\n#[scorer_span]\nfn validate_key(count: u8) {\n    trace!(\"entering validate_key\");\n    work(count);\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn logs() {\n        trace!(\"here\");\n    }\n}\n";
    assert_eq!(fixed(text), text);
}

#[test]
fn what_a_statement_says_itself_goes() {
    let text = "async fn load(pool: &PgPool) {\n    debug!(\"executing query\");\n    sqlx::query(\"SELECT 1\").execute(pool).await;\n}\n";
    let made =
        "async fn load(pool: &PgPool) {\n    sqlx::query(\"SELECT 1\").execute(pool).await;\n}\n";
    assert_eq!(fixed(text), made);
}

#[test]
fn a_second_name_of_one_value_goes() {
    let text = "fn load(count: u8) {\n    info!(count, amount = count, \"loaded\");\n}\n";
    let made = "fn load(count: u8) {\n    info!(count, \"loaded\");\n}\n";
    assert_eq!(fixed(text), made);
}
