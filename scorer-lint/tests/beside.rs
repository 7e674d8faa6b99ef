//! Noise told by what is known where an event stands: for each macro, place and form of the code around it, an event that adds
//! nothing is found, and its twin that adds something is not.

use std::path::PathBuf;

use scorer_lint::engine::run::lint_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;

const ENTERING: &str = "entering-function-log";
const REDUNDANT: &str = "redundant-db-log";

/// Macros that nobody follows to see a service start and stop.
const QUIET: &[&str] = &[
    "debug!",
    "trace!",
    "tracing::debug!",
    "log::trace!",
    "slog!",
];

fn is_found(rule: &str, text: &str) -> bool {
    let findings = lint_text(&ALL, &Unit::default(), PathBuf::from("src/lib.rs"), text);
    findings.iter().any(|finding| finding.rule.name == rule)
}

/// A call of a macro, in `slog`'s grammar where it is `slog`'s.
fn event(name: &str, arguments: &str) -> String {
    match name {
        "slog!" => format!("slog::debug!(log, {arguments});"),
        name => format!("{name}({arguments});"),
    }
}

/// Checks an event in each of these places, where `EVENT` stands.
fn each(rule: &str, wanted: bool, macros: &[&str], places: &[&str], messages: &[&str]) {
    for place in places {
        for message in messages {
            for name in macros {
                let text = place.replace("EVENT", &event(name, message));
                assert_eq!(is_found(rule, &text), wanted, "{text}");
            }
        }
    }
}

/// Places where nothing is known but the arguments, and something is done afterwards.
const BEGINNINGS: &[&str] = &[
    "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { EVENT store.rekey(request).await }",
    "fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { EVENT store.rekey(request) }",
    "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { let request = request.into_inner(); let id = request.id; EVENT store.rekey(id, request).await }",
    "fn rekey(store: &Store, request: Rekey) -> impl Future { async move { EVENT store.rekey(request).await } }",
    "impl Keys { async fn rekey(&self, request: Rekey) -> Result<Key, Error> { EVENT self.store.rekey(request).await } }",
];

#[test]
fn an_event_where_only_the_arguments_are_known_says_no_more_than_the_call() {
    each(
        ENTERING,
        true,
        QUIET,
        BEGINNINGS,
        &[
            "\"{request}\"",
            "\"{request:?}\"",
            "\"{}\", request",
            "\"rekey: {}\", request.id",
            "\"Rekey request: {:?}\", request",
            "\"Received rekey request\"",
            "\"Receive a rekey\"",
            "\"Rekeying and trying to keep the old one: {:?}\", request",
            "\"POST /keys/{}/rekey\", request.id",
            "\"POST/PUT keys rekey\"",
            "\"GET /keys {}\", store.user(&request)",
        ],
    );
}

#[test]
fn what_the_function_was_not_given_is_news() {
    each(
        ENTERING,
        false,
        QUIET,
        BEGINNINGS,
        &[
            "\"{} keys are rekeyed\", store.count()",
            "\"rekey at {}\", Utc::now()",
            "\"no rekey needed for {:?}\", request",
            "\"rekey was skipped for {:?}\", request",
            "\"rekeyed before: {:?}\", request",
            "\"rekey, {} of them known\", known(&request).len()",
        ],
    );
}

#[test]
fn so_is_what_stands_behind_something_that_was_waited_for_or_decided() {
    each(
        ENTERING,
        false,
        QUIET,
        &[
            "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { let old = store.old().await?; EVENT store.rekey(old).await }",
            "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { if store.is_open() { EVENT } store.rekey(request).await }",
            "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { match store.state() { State::Open => { EVENT } State::Shut => {} } store.rekey(request).await }",
            "async fn rekey(store: &Store, requests: Queue<Rekey>) { loop { let request = requests.next().await; EVENT store.rekey(request).await; } }",
        ],
        &[
            "\"{request:?}\"",
            "\"Received rekey request\"",
            "\"Rekey request\"",
        ],
    );
}

#[test]
fn the_last_statement_says_that_the_function_is_left() {
    let place = "impl Bucket { async fn put_object(&self, key: &str) -> Result<(), Error> { self.client.put(key).await?; EVENT Ok(()) } }";
    let messages = [
        "\"put object: {}\", key",
        "\"put object {key}\"",
        "\"put the object\"",
    ];
    each(ENTERING, true, QUIET, &[place], &messages);
    let news = [
        "\"put object of {} bytes\", self.client.sent()",
        "\"object was not put: {key}\"",
    ];
    each(ENTERING, false, QUIET, &[place], &news);
}

/// Calls, with `BEFORE` and `BEHIND` as the places of events.
const CALLS: &[&str] = &[
    "BEFORE publish_message(client, topic).await?; BEHIND",
    "BEFORE let sent = publish_message(client, topic).await?; BEHIND tell(sent).await;",
    "BEFORE publish_message(client, topic).await.map_err(|error| Error::of(error))?; BEHIND",
    "BEFORE let started = Instant::now(); publish_message(client, topic).await?; BEHIND measure(started);",
    "if client.is_open() { BEFORE publish_message(client, topic).await?; BEHIND }",
    "let name = { BEFORE publish_message(client, topic).await? };",
];

fn around_calls(attribute: &str, callee: &str, place: &str) -> String {
    CALLS
        .iter()
        .map(|call| {
            let call = match place {
                "BEFORE" => call.replace("BEFORE", "EVENT").replace("BEHIND", ""),
                _ => call.replace("BEHIND", "EVENT").replace("BEFORE", ""),
            };
            format!(
                "{attribute} async fn tick(client: &Client, topic: &Topic) -> Result<(), Error> {{ open(client).await?; {call} Ok(()) }}\n{callee} async fn publish_message(client: &Client, topic: &Topic) -> Result<Sent, Error> {{ client.post(topic).await }}"
            )
        })
        .find(|text| text.contains("EVENT"))
        .unwrap_or_default()
}

#[test]
fn an_event_before_a_call_announces_it() {
    let macros = ["info!", "debug!", "log::info!"];
    for call in CALLS {
        let text = around_calls("#[instrument(skip_all)]", "", "BEFORE").replace(
            &CALLS[0].replace("BEFORE", "EVENT").replace("BEHIND", ""),
            &call.replace("BEFORE", "EVENT").replace("BEHIND", ""),
        );
        let said = [
            "\"Publishing message to {topic}\"",
            "\"Timing: publishing the message\"",
            "\"[bus] Publishing message to topic {}\", topic",
            "\"Beginning message publish\"",
        ];
        each(ENTERING, true, &macros, &[&text], &said);
        let more = [
            "\"Publishing message, {} are left\", station()",
            "\"Publishing message again\"",
            "\"Message {topic} will expire\"",
        ];
        each(ENTERING, false, &macros, &[&text], &more);
    }
}

#[test]
fn without_any_span_an_announcement_tells_something() {
    let place = around_calls("", "", "BEFORE");
    let said = ["\"Publishing message to {topic}\""];
    each(ENTERING, false, &["info!", "debug!"], &[&place], &said);
}

#[test]
fn an_event_behind_a_call_says_that_it_is_done() {
    let place = around_calls("#[instrument(skip_all)]", "", "BEHIND");
    let said = [
        "\"Finished publishing message\"",
        "\"Timing: finished publishing message to topic\"",
    ];
    each(ENTERING, true, &["info!", "debug!"], &[&place], &said);
    let quiet = ["\"Successfully published message\""];
    each(ENTERING, true, &["debug!", "trace!"], &[&place], &quiet);
    let news = ["\"Finished with {} left\", station()"];
    each(ENTERING, false, &["info!", "debug!"], &[&place], &news);
}

/// Ways to come by the rows of a statement, of which only their number is told.
const ROWS: &[&str] = &[
    "let books = sqlx::query_as(\"SELECT\").fetch_all(pool).await?; EVENT",
    "let books = sqlx::query_as(\"SELECT\").fetch_all(pool).await?; if books.is_empty() { return Ok(()); } EVENT",
    "match sqlx::query_as(\"SELECT\").fetch_all(pool).await { Ok(books) => { EVENT } Err(error) => return Err(error) }",
    "match sqlx::query_as(\"SELECT\").fetch_all(pool).await { Ok(books) => { metric! { gauge(1) } EVENT keep(books); } Err(error) => return Err(error) }",
    "let found = sqlx::query_as(\"SELECT\").fetch_all(pool).await; if let Ok(books) = found { EVENT } else { error!(\"no answer\"); }",
    "let found = sqlx::query_as(\"SELECT\").fetch_all(pool).await; if let Ok(books) = found { EVENT keep(books); }",
];

#[test]
fn a_count_of_rows_is_known_to_the_statement() {
    let places: Vec<String> = ROWS
        .iter()
        .map(|rows| format!("async fn due(pool: &PgPool) -> Result<(), Error> {{ open().await?; {rows} Ok(()) }}"))
        .collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let said = [
        "\"Found {} results\", books.len()",
        "\"[sweep] found {} books that are due at the moment\", books.len()",
        "\"found {} books, ids {:?}\", books.len(), books.iter().map(|book| book.id).collect::<Vec<_>>()",
        "\"so many rows wait for somebody to bring them home today: {}\", books.len()",
    ];
    each(REDUNDANT, true, &["debug!", "info!"], &places, &said);
    let news = [
        "\"{} books are sent to {}\", books.len(), station()",
        "\"no books but {}\", books.len()",
    ];
    each(REDUNDANT, false, &["debug!", "info!"], &places, &news);
}

#[test]
fn success_is_known_where_the_failure_has_a_branch_of_its_own() {
    for choice in [
        "let done = sqlx::query(\"UPDATE books\").execute(pool).await; if done.is_err() { warn!(\"it failed\"); } else { EVENT }",
        "let done = sqlx::query(\"UPDATE books\").execute(pool).await; if let Err(error) = done { warn!(%error); } else { EVENT }",
        "if let Err(error) = sqlx::query(\"UPDATE books\").execute(pool).await { warn!(%error); } else { EVENT }",
        "let done = sqlx::query(\"UPDATE books\").execute(pool).await; if done.is_ok() { EVENT }",
    ] {
        let place = format!("async fn lend(pool: &PgPool) {{ open().await; {choice} }}");
        let said = ["\"Successfully updated books\""];
        each(REDUNDANT, true, &["debug!"], &[&place], &said);
        let news = ["\"books were not updated\"", "\"sent to {}\", station()"];
        each(REDUNDANT, false, &["debug!"], &[&place], &news);
    }
}

#[test]
fn a_statement_is_not_announced_by_what_is_made_before_it() {
    let place = "async fn keep(pool: &PgPool) -> Result<(), Error> { open().await?; EVENT let key = PrivateKey::random(&mut rng())?; store_key(pool, &key).await?; Ok(()) }";
    each(
        REDUNDANT,
        false,
        &["info!"],
        &[place],
        &["\"Generating client key\""],
    );
}

#[test]
fn the_pool_and_its_connections_are_no_rows() {
    let place = "async fn open(url: &str) -> Result<PgPool, Error> { let pool = connect(url).await?; let client = pool.get().await?; client.simple_query(\"SELECT 1\").await?; EVENT Ok(pool) }";
    let said = [
        "\"Database connection pool created\"",
        "\"connection closed\"",
    ];
    each(REDUNDANT, false, &["info!"], &[place], &said);
}

#[test]
fn slog_is_read_by_its_own_grammar() {
    for text in [
        "use slog::error;\nfn f(log: &Logger, text: &str) -> R { text.parse().map_err(|error| { error!(log, \"no number\"; \"why\" => %error); ApiError::BadRequest(\"x\") }) }",
        "#[macro_use] extern crate slog;\nfn f(log: &Logger, text: &str) -> R { text.parse().map_err(|error| { crit!(log, \"no number {}\", 1; \"why\" => %error); ApiError::BadRequest(\"x\") }) }",
        "fn f(log: &Logger, text: &str) -> R { text.parse().map_err(|error| { slog_scope::error!(\"no number\"; \"why\" => %error); ApiError::BadRequest(\"x\") }) }",
    ] {
        assert!(is_found("log-level", text), "{text}");
    }
    // Another crate's `crit!` is no event.
    let text = "fn f(text: &str) -> R { text.parse().map_err(|error| { crit!(\"no number\"); ApiError::BadRequest(\"x\") }) }";
    assert!(!is_found("log-level", text), "{text}");
}

#[test]
fn a_label_and_a_count_are_an_intermediate_value() {
    let place =
        "async fn send(bodies: Vec<Body>) { check(&bodies).await; EVENT send_all(bodies).await; }";
    let said = [
        "\"body count: {}\", bodies.len()",
        "\"Number of bodies to be sent (with those that failed): {}\", bodies.len()",
        "\"bodies = {}\", bodies.iter().count()",
    ];
    each("log-level", true, &["info!", "log::info!"], &[place], &said);
    each("log-level", false, &["debug!"], &[place], &said);
    let news = [
        "\"sent bodies: {}\", bodies.len()",
        "\"sending bodies: {}\", bodies.len()",
        "\"no bodies: {}\", bodies.len()",
        "\"not sent: {}\", error",
    ];
    each("log-level", false, &["info!"], &[place], &news);
    let chosen = "async fn send(bodies: Vec<Body>) { check(&bodies).await; if bodies.len() > 9 { EVENT } send_all(bodies).await; }";
    each("log-level", false, &["info!"], &[chosen], &said[..1]);
}

#[test]
fn a_time_within_a_type_that_shows_it_is_a_time() {
    for shown in [
        "HumanDuration(started.elapsed())",
        "Seconds(started.elapsed().as_secs())",
        "format_duration(started.elapsed())",
    ] {
        let text = format!(
            "async fn f() {{ let started = Instant::now(); work().await; info!(\"done in {{}}\", {shown}); }}"
        );
        assert!(is_found("timing-log", &text), "{text}");
    }
}

#[test]
fn printing_and_blocking_before_the_subscriber_stands_are_the_start() {
    let start = "async fn serve() { let folder = folder(); if let Err(error) = std::fs::create_dir_all(&folder) { eprintln!(\"{error}\"); } NAME(&folder); axum::serve(listener(), app()).await; }";
    for name in [
        "init_tracing",
        "tracing_init",
        "setup_logging",
        "install_subscriber",
    ] {
        let text = start.replace("NAME", name);
        assert!(!is_found("print-macro", &text), "{text}");
        assert!(!is_found("blocking-in-async", &text), "{text}");
    }
    let text = start.replace("NAME", "open_folder");
    assert!(is_found("print-macro", &text), "{text}");
    assert!(is_found("blocking-in-async", &text), "{text}");
}

/// Places of events around statements that `SeaORM` builds: how the statement is written, and how the connection is come by.
const BUILT: &[&str] = &[
    "ANNOUNCED Insert::many(models).exec(HANDLE).await?;",
    "ANNOUNCED book::Entity::insert_many(models).on_conflict(ignored()).exec(HANDLE).await?;",
    "ANNOUNCED match Insert::many(models).exec(HANDLE).await { Ok(_) => {} Err(error) => return Err(error.into()) }",
    "ANNOUNCED if models.is_empty() { return Ok(()); } book::Entity::insert_many(models).exec(HANDLE).await?;",
    "let insert = Insert::many(models).on_conflict(ignored()); ANNOUNCED insert.exec(HANDLE).await?;",
    "ANNOUNCED Box::pin(Insert::many(models).exec(HANDLE)).await?;",
];

const READ: &[&str] = &[
    "let books = book::Entity::find().filter(due()).all(HANDLE).await?; REPORTED keep(books);",
    "let query = book::Entity::find().filter(due()); let books = query.all(HANDLE).await?; REPORTED keep(books);",
    "let mut query = book::Entity::find(); query = query.filter(due()); let books = query.all(HANDLE).await?; REPORTED keep(books);",
    "let books = Box::pin(book::Entity::find().all(HANDLE)).await?; REPORTED keep(books);",
];

/// The connection as it is handed to a statement, and the type that the function belongs to.
const HANDLES: &[(&str, &str)] = &[
    ("&self.0", "OrdersDb"),
    ("&self.0", "Shelf"),
    ("&self.orm", "Shelf"),
    ("handle", "Shelf"),
];

/// Functions with an event around each of these statements.
fn built(statements: &[&str], mark: &str) -> Vec<String> {
    HANDLES
        .iter()
        .flat_map(|(handle, owner)| {
            statements.iter().map(move |statement| {
                let statement = statement.replace("HANDLE", handle).replace(mark, "EVENT");
                format!("use sea_orm::{{Insert, prelude::*}};\nimpl {owner} {{ async fn run(&self, handle: &Handle, models: Vec<Model>) -> Result<(), Error> {{ open().await?; {statement} Ok(()) }} }}")
            })
        })
        .collect()
}

#[test]
fn a_statement_that_a_builder_makes_is_announced_like_any_other() {
    let places = built(BUILT, "ANNOUNCED");
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let macros = ["info!", "debug!", "trace!"];
    let said = [
        "\"Writing models to database\"",
        "\"Inserting {} models\", models.len()",
        "?models, \"Writing models to database\"",
        "models = models.len(), \"Writing models to database\"",
    ];
    each(REDUNDANT, true, &macros[..], &places, &said);
    let news = [
        "\"Writing no models to database\"",
        "\"The shelf {} is full\", shelf()",
        "\"Writing models to {}\", station()",
    ];
    each(REDUNDANT, false, &macros[..], &places, &news);
}

#[test]
fn the_rows_of_a_built_statement_are_known_to_it() {
    let places = built(READ, "REPORTED");
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let said = [
        "\"Found {} books\", books.len()",
        "books = books.len(), \"Queried books\"",
    ];
    each(REDUNDANT, true, &["info!", "debug!"], &places, &said);
    let news = ["\"{} books are sent to {}\", books.len(), station()"];
    each(REDUNDANT, false, &["info!", "debug!"], &places, &news);
}

#[test]
fn the_only_member_of_a_type_named_for_it_is_the_connection() {
    let place = "impl OWNER { async fn run(&self, models: Vec<Model>) -> Result<(), Error> { open().await?; EVENT WORK Ok(()) } }";
    for work in [
        "self.0.transaction::<_, (), DbErr>(|txn| { Box::pin(async move { for chunk in models.chunks(9) { Insert::many(chunk.to_vec()).exec(txn).await?; } Ok(()) }) }).await?;",
        "self.0.transaction(|txn| Box::pin(async move { write(models, txn).await })).await?;",
        "let mut db = self.0.begin().await?; write(models, &mut db).await?;",
        "write(models, &self.0).await?;",
    ] {
        for (owner, wanted) in [("OrdersDb", true), ("PgPool", true), ("Station", false)] {
            // What is handed a connection by that name is a statement, whatever type it stands in.
            let wanted = wanted || work.contains("&mut db");
            let place = place.replace("OWNER", owner).replace("WORK", work);
            let said = ["?models, \"Writing models to database\""];
            each(REDUNDANT, wanted, &["debug!", "trace!"], &[&place], &said);
        }
    }
}

#[test]
fn what_is_called_like_a_built_statement_and_is_none_stays() {
    let place = "impl Shelf { async fn run(&self, models: Vec<Model>) -> Result<(), Error> { open().await?; EVENT WORK Ok(()) } }";
    for (imports, work) in [
        // No builder of `SeaORM` where the file does not know it.
        ("", "Batch::many(models).exec(&self.0).await?;"),
        (
            "use sea_orm::prelude::*;",
            "let all = models.into_iter().all(|it| it.is_due()); send(all).await?;",
        ),
        (
            "use sea_orm::prelude::*;",
            "let all = fetch().all(Model::is_due); send(all).await?;",
        ),
        (
            "use sea_orm::prelude::*;",
            "let sent = Batch::many(models).count(); send(sent).await?;",
        ),
    ] {
        let text = format!("{imports}\n{}", place.replace("WORK", work));
        let said = ["\"Writing models to database\""];
        each(REDUNDANT, false, &["info!", "debug!"], &[&text], &said);
    }
}

/// Places in the middle of a function where a value is known that the code goes on with.
const MIDDLES: &[&str] = &[
    "async fn claim(&self) -> Result<Id, Error> { let receipt = self.receipt().await?; EVENT let id = read(&receipt)?; Ok(id) }",
    "async fn claim(&self) -> Result<Id, Error> { let receipt = self.receipt().await?; EVENT Ok(receipt.id) }",
    "async fn claim(&self) -> Result<Id, Error> { for receipt in self.receipts().await? { EVENT if let Ok(id) = read(receipt) { return Ok(id); } } Err(none()) }",
    "async fn claim(&self) -> Result<Id, Error> { if let Ok(receipt) = self.receipt().await { EVENT match receipt.kind { Kind::Paid => return Ok(receipt.id), _ => {} } } Err(none()) }",
    "async fn claim(&self) -> Result<Id, Error> { match self.receipt().await? { Event::Paid(receipt) => { EVENT return Ok(receipt.id); } _ => {} } Err(none()) }",
    "fn app() -> Router { Router::new().route(\"/claim\", post(move |body: String| async move { let receipt = read(&body); EVENT hex(&receipt) })) }",
];

#[test]
fn the_name_of_a_value_is_a_label_without_a_mark_too() {
    let macros = ["info!", "log::info!"];
    let said = [
        "\"receipt {:?}\", receipt",
        "\"receipt {}\", receipt",
        "\"receipt {receipt:?}\"",
        "\"receipt {receipt}\"",
        "\"Receipt {:#?}\", &receipt",
    ];
    each("log-level", true, &macros, MIDDLES, &said);
    each("log-level", false, &["debug!", "trace!"], MIDDLES, &said);
    let news = [
        "\"receipt {} is paid\", receipt",
        "\"paid {receipt}\"",
        "\"claimed by receipt {receipt}\"",
        "\"receipt {}\", station()",
    ];
    each("log-level", false, &macros, MIDDLES, &news);
}

#[test]
fn so_it_is_in_slog_beside_the_functions_own_name() {
    for place in MIDDLES {
        for (said, wanted) in [
            (
                "\"receipt {:?}\", receipt; \"func\" => function_name!()",
                true,
            ),
            ("\"{:?}\", receipt; \"func\" => function_name!()", true),
            (
                "\"receipt {} is paid\", receipt; \"func\" => function_name!()",
                false,
            ),
        ] {
            let text = place.replace("EVENT", &format!("slog::info!(log, {said});"));
            assert_eq!(is_found("log-level", &text), wanted, "{text}");
        }
    }
}

#[test]
fn what_came_of_the_work_is_no_intermediate_value() {
    let said = [
        "\"removed {}\", removed",
        "\"removed {:?}\", removed",
        "\"removed {removed:?}\"",
    ];
    each(
        "log-level",
        false,
        &["info!"],
        &[
            "async fn sweep(&self) -> Result<usize, Error> { let removed = self.remove().await?; EVENT Ok(removed.len()) }",
            "async fn sweep(&self) -> Vec<Id> { let removed = self.remove().await; EVENT removed }",
            "async fn sweep(&self) { let removed = self.remove().await; EVENT }",
            "async fn sweep(&self) { let removed = self.remove().await; EVENT rest().await; }",
        ],
        &said,
    );
    let chosen = "async fn sweep(&self) { let depth = self.depth().await; if depth > 9 { EVENT trim(depth).await; } }";
    each(
        "log-level",
        false,
        &["info!"],
        &[chosen],
        &["\"depth {depth}\""],
    );
}

#[test]
fn a_loop_up_to_a_limit_does_not_make_a_function_last() {
    let place = "impl Keys { async fn rotate_old_keys(&self, limit: Option<u64>) -> Result<(), Error> { EVENT let mut at = self.first().await?; while HEAD { at = self.rotate(at).await?; } Ok(()) } }";
    let said = [
        "?limit, \"Rotating to new old keys\"",
        "\"Rotating old keys\"",
    ];
    for head in [
        "at < limit",
        "limit >= at",
        "at.id() <= self.last()",
        "self.rest() > 0",
    ] {
        each(
            ENTERING,
            true,
            &["debug!", "trace!"],
            &[&place.replace("HEAD", head)],
            &said,
        );
    }
    for head in [
        "true",
        "!self.is_shut()",
        "self.is_open().await",
        "self.parse::<bool>()",
    ] {
        each(
            ENTERING,
            false,
            &["debug!", "trace!"],
            &[&place.replace("HEAD", head)],
            &said,
        );
    }
}

/// Announcements whose words the function's name has not: another verb, another thing, more of both.
const ANNOUNCED: &[&str] = &[
    "\"Persisting the answer\"",
    "\"asking the warehouse for {request:?}\"",
    "\"Collecting everything that the shelf needs today\"",
    "request = request.id, \"querying the warehouse of record\"",
];

#[test]
fn before_the_work_an_announcement_in_any_words_says_what_the_function_is_for() {
    // `slog` records its values in another order.
    let macros = ["debug!", "trace!", "tracing::debug!"];
    each(ENTERING, true, &macros, BEGINNINGS, ANNOUNCED);
    let news = [
        "\"Persisting nothing of it\"",
        "\"the answer was persisted\"",
        "\"the warehouse knows {request:?}\"",
        "\"Persisting the answer at {}\", Utc::now()",
    ];
    each(ENTERING, false, &macros, BEGINNINGS, &news);
}

#[test]
fn where_a_way_was_chosen_an_announcement_tells_which() {
    let places = [
        "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { if store.is_open() { EVENT return store.near(request).await; } store.far(request).await }",
        "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { match store.state() { State::Open => { EVENT store.near(request).await } State::Shut => store.far(request).await } }",
        "async fn rekey(store: &Store, request: Rekey) -> Result<Key, Error> { let old = store.old().await?; EVENT store.rekey(old).await }",
        "fn state() -> State { EVENT State::Open }",
        "impl Keys { fn new(request: Rekey) -> Result<Self, Error> { EVENT let store = open(request)?; Ok(Self { store }) } }",
        "async fn watch(store: &Store, request: Rekey) { EVENT loop { store.turn().await; } }",
    ];
    each(ENTERING, false, &["debug!", "trace!"], &places, ANNOUNCED);
}

#[test]
fn in_a_span_an_announcement_at_info_says_no_more_than_the_call_behind_it() {
    let place = |attribute: &str, before: &str, call: &str| {
        format!(
            "{attribute} async fn remind(desk: &Desk, reader: &Reader) -> Result<(), Error> {{ let page = desk.page(reader).await?; {before} EVENT {call} desk.close().await }}"
        )
    };
    let said = [
        "\"Handing the letter over\"",
        "\"Sending what is due to {reader}\"",
        "\"Mail: sending the sheet {page:?}\"",
    ];
    let post = "desk.post(reader, &page).await?;";
    for attribute in ["#[instrument(skip_all)]", "#[scorer_span(skip_all, err)]"] {
        for call in [
            post,
            "let sent = desk.post(reader, &page).await?;",
            "match desk.post(reader, &page).await { Ok(()) => {} Err(error) => return Err(error) }",
        ] {
            let found = place(attribute, "", call);
            each(ENTERING, true, &["info!", "log::info!"], &[&found], &said);
        }
        let found = place(attribute, "", post);
        let news = [
            "\"Handing the letter over again\"",
            "\"Sending what is due, {} are left\", station()",
            "\"The letter goes to {reader}\"",
        ];
        each(ENTERING, false, &["info!", "log::info!"], &[&found], &news);
    }
    let without = place("", "", post);
    each(ENTERING, false, &["info!"], &[&without], &said);
}

#[test]
fn a_label_a_mark_and_one_value_are_an_intermediate_value_whatever_it_is_called() {
    let macros = ["info!", "log::info!"];
    let said = [
        "\"proof of purchase: {}\", receipt",
        "\"proof = {receipt:?}\"",
        "\"what the till gave (before tax): {}\", receipt.total()",
    ];
    each("log-level", true, &macros, MIDDLES, &said);
    each("log-level", false, &["debug!", "trace!"], MIDDLES, &said);
    let news = [
        "\"printed the proof: {}\", receipt",
        "\"printing the proof: {}\", receipt",
        "\"no proof: {}\", error",
        "\"proof shown: {}\", receipt",
        "\"cause: {}\", receipt_error",
        "\"proof {}: {}\", receipt, station()",
        "\"The proof doesn't hold: {}\", receipt",
    ];
    each("log-level", false, &macros, MIDDLES, &news);
    let chosen = [
        "async fn claim(&self) { let receipt = self.receipt().await; if receipt.is_paid() { EVENT } read(receipt).await; }",
        "async fn claim(&self) { let receipt = self.receipt().await; if receipt.is_paid() { read(receipt).await; } else { EVENT } }",
        "async fn claim(&self) { let receipt = self.receipt().await; let Some(id) = receipt.id else { EVENT return; }; read(id).await; }",
    ];
    each("log-level", false, &macros, &chosen, &said);
}
