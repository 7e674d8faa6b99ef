//! Noise in many words: for each verb, object, macro and place an announcement is found, and what says more is not.

use std::path::PathBuf;

use scorer_lint::engine::run::lint_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;

/// A function's name, and the forms of its verb.
const DOES: &[[&str; 4]] = &[
    ["transfer", "Transferring", "transferred", "ownership"],
    ["verify", "Verifying", "verified", "badges"],
    ["store", "Storing", "stored", "receipt"],
    ["publish", "Publishing", "published", "prices"],
];

/// Macros, and whether they are heard by whoever operates the service.
const MACROS: &[&str] = &["info!", "debug!", "trace!", "tracing::info!", "log::debug!"];

/// Announcements as the first statement: `V` is "storing", `v` "store", `o` the object.
const FIRST: &[&str] = &[
    "\"V o of {id}\"",
    "\"V the o\"",
    "id, \"V o\"",
    "id = %id, \"V o\"",
    "\"v o for {}\", id",
    "\"About to v o of {id}\"",
    "\"Trying to v o\"",
    "\"Attempting to v o {id}\"",
    "\"Request to v o of {id}\"",
    "\"Got v o request for {id}\"",
    "\"Entered v_o\"",
    "\"In v_o\"",
    "\"v_o called\"",
    "\"v_o: id = {id}\"",
    "\"Invoked v_o with id={}\", id",
    "\"POST /o/{id}\"",
];

/// What stands before them, without making them later than the first.
const BEFORE: &[&str] = &[
    "",
    "let twice = id * 2;",
    "if id == 0 { return Err(Error::Zero); }",
];

/// Ends, as the last statement; only `debug` and `trace` say that something went well, and nobody waits for it.
const LAST: &[&str] = &[
    "\"Successfully p o\"",
    "\"o p successfully\"",
    "\"v_o finished\"",
    "\"Done V o\"",
    "\"Finished V o of {id}\"",
    "\"v_o done for {id}\"",
];

/// What says more than that the function begins or ends.
const NEWS: &[&str] = &[
    "\"{} o p\", answer.count",
    "count = answer.len(), \"o p\"",
    "\"no o to v\"",
    "\"o of {id} was p already\"",
    "to = %answer.to, \"V o\"",
    "\"v_o finished with {}\", answer.len()",
];

fn rules(text: &str) -> Vec<&'static str> {
    let findings = lint_text(&ALL, &Unit::default(), PathBuf::from("src/lib.rs"), text);
    findings.iter().map(|finding| finding.rule.name).collect()
}

fn said(message: &str, does: &[&str; 4]) -> String {
    let [verb, going, past, object] = does;
    let mut text = String::new();
    let mut word = String::new();
    for letter in message.chars().chain(std::iter::once('\0')) {
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        text.push_str(match word.as_str() {
            "v" => verb,
            "V" => going,
            "p" => past,
            "o" => object,
            other => other,
        });
        word.clear();
        text.push(letter);
    }
    text.trim_end_matches('\0').to_owned()
}

fn function(does: &[&str; 4], before: &str, first: &str, last: &str) -> String {
    let [verb, _, _, object] = does;
    format!(
        "async fn {verb}_{object}(client: &Client, id: u64) -> Result<(), Error> {{\n    {before}\n    {first}\n    let answer = client.post(id).await?;\n    {last}\n    Ok(())\n}}\n"
    )
}

#[test]
fn an_announcement_is_found_in_any_words() {
    for does in DOES {
        for (at, message) in FIRST.iter().enumerate() {
            let message = said(message, does);
            let event = format!("{}({message});", MACROS[at % MACROS.len()]);
            for before in BEFORE {
                // The name alone is the function's beginning only where nothing stands before it.
                let is_name = matches!(at, 4 | 15);
                if is_name && !before.is_empty() {
                    continue;
                }
                let text = function(does, before, &event, "");
                assert!(rules(&text).contains(&"entering-function-log"), "{text}");
            }
        }
    }
}

#[test]
fn so_is_an_end() {
    for does in DOES {
        for message in LAST {
            let event = format!("debug!({});", said(message, does));
            let text = function(does, "", "", &event);
            assert!(rules(&text).contains(&"entering-function-log"), "{text}");
        }
    }
}

#[test]
fn an_announcement_may_be_chosen_by_an_argument() {
    for choice in [
        "if let Some(year) = since { debug!(\"Fetching prices since {year}\"); } else { debug!(\"Fetching all prices\"); }",
        "match since { Some(year) => debug!(\"Fetching prices since {year}\"), None => debug!(\"Fetching all prices\"), }",
    ] {
        let text = format!(
            "async fn get_prices(client: &Client, since: Option<u64>) -> Result<Prices, Error> {{\n    {choice}\n    client.prices(since).await\n}}\n"
        );
        let found = rules(&text);
        let noise = found
            .iter()
            .filter(|rule| **rule == "entering-function-log");
        assert_eq!(noise.count(), 2, "{text}");
    }
}

#[test]
fn what_says_more_is_accepted() {
    for does in DOES {
        for message in NEWS {
            for name in ["info!", "debug!"] {
                let event = format!("{name}({});", said(message, does));
                let text = function(does, "", "", &event);
                assert!(!rules(&text).contains(&"entering-function-log"), "{text}");
            }
        }
        // At `info` it may be what somebody waits for.
        let event = format!("info!({});", said("\"Successfully p o\"", does));
        let text = function(does, "", "", &event);
        assert!(!rules(&text).contains(&"entering-function-log"), "{text}");
    }
}
