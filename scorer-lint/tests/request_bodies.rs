//! A request's body under any name: in every form of handler that a router calls it is found where an event prints it whole, and its
//! harmless twin is not.

use std::path::PathBuf;

use scorer_lint::engine::run::lint;
use scorer_lint::package::unit::{Source, Unit};
use scorer_lint::rules::ALL;

/// Handlers; `@` stands for the argument that is the body, `~` for what is done with it, `!` for its type.
const HANDLERS: &[&str] = &[
    "fn app() -> Router { Router::new().route(\"/x\", post(move |@: !| async move { ~ })) }",
    "fn app() -> Router { Router::new().route(\"/x\", axum::routing::post::<_, _, (), _>(move |@: !| async move { ~ })) }",
    "fn app() -> Router { Router::new().route(\"/x\", get(list).post(|State(app): State<App>, @: !,| async move { ~ })) }",
    "fn app() -> Router { let posts = axum::routing::post(|@: !| async move { ~ }); Router::new().route(\"/x\", posts) }",
    "fn app() -> Router { Router::new().fallback(|@: !| async move { ~ }) }",
    "async fn take(@: !) -> String { ~ }\nfn app() -> Router { Router::new().route(\"/x\", put(take)) }",
    "async fn take(headers: HeaderMap, @: !) -> String { ~ }\nfn app() -> Router { Router::new().route(\"/x\", get(list).put(self::take)) }",
    "async fn take(@: !) -> String { ~ }\nfn app() -> App { App::new().route(\"/x\", web::post().to(take)) }",
    "async fn take(State(app): State<App>, @: !) -> String { ~ }",
    "#[post(\"/x\")]\nasync fn take(@: !) -> String { ~ }",
];

/// What looks like a handler's argument and is no body.
const OTHERS: &[&str] = &[
    "fn all() { names.iter().map(|@: !| { ~ }); }",
    "fn all() { let show = |@: !| { ~ }; }",
    "fn all() { cache.get(|@: !| async move { ~ }); }",
    "fn app() -> Router { Router::new().route(\"/x\", post(move |@: !, app: App| async move { ~ })) }",
    "fn app() -> Router { Router::new().route(\"/x\", post(make(|@: !| { ~ }))) }",
    "async fn take(@: !) -> String { ~ }",
    "async fn take(app: State<App>, @: !) -> String { ~ }",
    "async fn take(@: !, State(app): State<App>) -> String { ~ }",
    "async fn take(@: !) -> impl IntoResponse { ~ }",
    "fn take(State(app): State<App>, @: !) -> String { ~ }",
    "async fn take(@: !) -> String { ~ }\nfn app() -> Router { Router::new().route(\"/x\", put(make(take(1)))) }",
];

const NAMES: &[&str] = &["payload", "given", "r#type"];

/// What the body is taken as.
const TYPES: &[&str] = &[
    "String",
    "Bytes",
    "axum::body::Bytes",
    "std::string::String",
];

/// Types that are no body: of another part of the request, or read and judged by their members.
const OTHER_TYPES: &[&str] = &["Path<String>", "Json<Order>", "Order", "u64", "&str"];

/// Events that print it whole.
const WHOLE: &[&str] = &[
    "info!(\"{}\", @);",
    "tracing::debug!(\"{:?}\", @);",
    "info!(LOG, \"got {}\", @);",
    "warn!(\"got {}\", @.clone());",
    "warn!(\"got {}\", &@);",
    "println!(\"{:?}\", @);",
    "info!(got = %@, \"got\");",
    "let text = @.clone(); info!(\"got {}\", text);",
    "let text = String::from_utf8_lossy(&@); info!(\"got {:?}\", text.trim());",
    "info!(\"got {}\", std::str::from_utf8(&@)?);",
];

/// What leaves nothing of it, or prints something else.
const HARMLESS: &[&str] = &[
    "info!(\"{}\", @.len());",
    "info!(\"{}\", @.is_empty());",
    "info!(length = @.len(), \"got\");",
    "info!(\"{}\", mask(&@));",
    "info!(\"got one\"); keep(@);",
    "let count = count(&@); info!(\"{count}\");",
    "match read(@).await { Ok(done) => info!(\"{done}\"), Err(error) => warn!(\"{error}\") }",
    "let @ = 5; info!(\"{}\", @);",
];

fn found(text: &str) -> usize {
    let source = Source {
        path: PathBuf::from("src/lib.rs"),
        is_test: false,
        text: Some(format!(
            "use axum::{{body::Bytes, routing::{{get, post, put}}}};\n{text}\n"
        )),
    };
    let unit = Unit {
        sources: vec![source],
        ..Unit::default()
    };
    let findings = lint(&ALL, &[unit]).findings;
    findings
        .iter()
        .filter(|finding| matches!(finding.rule.name, "secret-in-message" | "pii-field"))
        .count()
}

/// Each handler with each name, type and body.
fn programs(handlers: &[&str], types: &[&str], bodies: &[&str]) -> Vec<String> {
    let mut programs = Vec::new();
    for (at, handler) in handlers.iter().enumerate() {
        for ty in types {
            for (nth, body) in bodies.iter().enumerate() {
                let name = NAMES[(at + nth) % NAMES.len()];
                programs.push(
                    handler
                        .replace(": !", &format!(": {ty}"))
                        .replace('~', body)
                        .replace('@', name),
                );
            }
        }
    }
    programs
}

#[test]
fn a_body_is_found_in_each_handler_and_its_twin_in_none() {
    let missed: Vec<String> = programs(HANDLERS, TYPES, WHOLE)
        .into_iter()
        .filter(|text| found(text) != 1)
        .collect();
    assert!(missed.is_empty(), "{}: {missed:#?}", missed.len());
    let wrong: Vec<String> = programs(HANDLERS, TYPES, HARMLESS)
        .into_iter()
        .filter(|text| found(text) != 0)
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

#[test]
fn what_is_no_handlers_or_no_body_is_not_found() {
    let mut programs_of_others = programs(OTHERS, TYPES, WHOLE);
    programs_of_others.extend(programs(HANDLERS, OTHER_TYPES, &WHOLE[..2]));
    let wrong: Vec<String> = programs_of_others
        .into_iter()
        .filter(|text| found(text) != 0)
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

#[test]
fn json_of_any_kind_is_a_body_and_what_a_route_names_is_none() {
    let json = "async fn take(State(app): State<App>, Json(given): Json<serde_json::Value>) { ~ }";
    let route = "fn app() -> Router { Router::new().route(\"/x\", post(|Json(given): Json<serde_json::Value>| async move { ~ })) }";
    for text in programs(&[json, route], &[""], &["info!(\"{:?}\", given);"]) {
        assert_eq!(found(&text), 1, "{text}");
    }
    let named = "#[post(\"/x/<payload>\")]\nasync fn take(payload: String) { ~ }";
    for text in programs(&[named], &[""], &["info!(\"{}\", payload);"]) {
        assert_eq!(found(&text), 0, "{text}");
    }
}
