//! Jaeger's pages in a real browser.

use scorer_instrument_tests::parts::{Chromium, Viewer};
use serde_json::Value;

use crate::demo;

/// A length as the page writes it: whole microseconds below a thousand, else up to two decimals of the unit above.
fn shown(microseconds: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a request takes no centuries")]
    let exact = microseconds as f64;
    let (value, unit) = match microseconds {
        0..1_000 => (exact, "μs"),
        1_000..1_000_000 => (exact / 1e3, "ms"),
        _ => (exact / 1e6, "s"),
    };
    format!("{}{unit}", (value * 100.0).round() / 100.0)
}

#[test]
fn the_search_finds_the_demos_traces_and_each_trace_shows_its_tree_with_its_times() {
    let Some(chromium) = Chromium::find() else {
        return;
    };
    let Some((viewer, traces)) = demo::sent(&["good", "bad-key"], 18) else {
        return;
    };
    let page = |path: &str| chromium.text(&viewer.query().page(path));

    let found = page("/search?service=scorer-demo&limit=20&lookback=1h");
    assert!(found.contains("2 Traces"), "{found}");
    for trace in &traces {
        let id = trace["traceID"].as_str().expect("an id");
        assert!(found.contains(&id[..7]), "{id}: {found}");
        let spans = trace["spans"].as_array().expect("spans").len();
        assert!(found.contains(&format!("{spans} Spans")), "{found}");
    }
    assert!(found.contains("Error"), "{found}");

    for trace in &traces {
        shows_the_tree(
            trace,
            &page(&format!(
                "/trace/{}",
                trace["traceID"].as_str().expect("an id")
            )),
        );
    }
    finds_nothing(&viewer, &chromium);
}

fn shows_the_tree(trace: &Value, page: &str) {
    let spans = trace["spans"].as_array().expect("spans");
    assert!(
        page.contains(&format!("Total Spans {}", spans.len())),
        "{page}"
    );
    for span in spans {
        let name = span["operationName"].as_str().expect("a name");
        let took = shown(span["duration"].as_u64().expect("a number"));
        // Behind the service the name, and before the next row its time.
        let row = page.split("scorer-demo ").find(|it| it.starts_with(name));
        assert!(row.is_some(), "{name}: {page}");
        assert!(page.contains(&took), "{name}, {took}: {page}");
    }
}

fn finds_nothing(viewer: &Viewer, chromium: &Chromium) {
    let path = "/trace/00000000000000000000000000000009";
    let page = chromium.text(&viewer.query().page(path));
    assert!(page.contains("trace not found"), "{page}");
}
