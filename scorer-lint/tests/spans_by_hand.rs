//! An event that tells of its function what its span has, in every form of span, name, place and value; and what is told at other
//! places of failures that are handled, and of constants.

#[expect(dead_code, reason = "the pages' own tests ask for more of it")]
#[path = "pages/examples.rs"]
mod examples;
#[path = "pages/lines.rs"]
mod lines;

use lines::{found, found_in};

/// The lines that end with a mark.
fn marked(text: &str) -> Vec<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with("// noise"))
        .map(|(at, _)| at + 1)
        .collect()
}

/// Ways to open a span by hand.
const SPANS: &[&str] = &[
    "let _span = tracing::info_span!(\"shelf::open\", %id, ?kind).entered();",
    "#[cfg(feature = \"spans\")]\n    let _span = info_span!(\"open\").entered();",
    "let span = info_span!(\"open\", %id);\n    let _entered = span.enter();",
];

/// What is no span of the rest of the function.
const OTHERS: &[&str] = &[
    "let _span = self.spans.open(id)?;",
    "{ let _span = info_span!(\"count\").entered(); self.count(id)?; }",
    "let span = info_span!(\"open\", %id);\n    self.spans.keep(span)?;",
];

/// Verbs and what is done.
const WORK: &[(&str, &str)] = &[
    ("open", "opening"),
    ("read", "reading"),
    ("store", "storing"),
    ("release", "releasing"),
];

#[test]
fn a_span_that_is_opened_by_hand_is_the_functions_span() {
    for (verb, going) in WORK {
        for (spans, mark) in [(SPANS, " // noise"), (OTHERS, "")] {
            for span in spans {
                let text = format!(
                    "impl Shelves {{\nfn {verb}_shelf(&self, id: u64, kind: Kind) -> Result<(), Error> {{\n    {span}\n    \
                     info!(\"{going} it\");{mark}\n    let shelf = self.ask(id)?;\n    shelf.close(kind)\n}}\n}}\n"
                );
                assert_eq!(
                    found("entering-function-log", &text),
                    marked(&text),
                    "{text}"
                );
            }
        }
    }
}

/// Values that the function has without doing anything, and values that it has to ask for.
const KNOWN: &[&str] = &[
    "%labels::CACHE",
    "?Kind::Near",
    "MOST",
    "\"near\"",
    "%key.0",
    "%id",
    "?mark",
    "%Mark::parse(text)",
    "text.splitn(2, '.').count()",
];
const NEWS: &[&str] = &[
    "%labels::cache()",
    "self.shelves.len()",
    "%ask(id)",
    "%left",
];

#[test]
fn constants_and_parts_of_arguments_are_no_news() {
    for (values, mark) in [(KNOWN, " // noise"), (NEWS, "")] {
        for value in values {
            let text = format!(
                "impl Shelves {{\nfn read_shelf(&self, key: (u64, Mark), text: &str) -> Result<Shelf, Error> {{\n    \
                 let (id, mark) = key;\n    let left = self.left(3);\n    \
                 info!(known = {value}, \"reading shelf\");{mark}\n    self.open(id, mark, text, left)?\n}}\n}}\n"
            );
            assert_eq!(
                found("entering-function-log", &text),
                marked(&text),
                "{text}"
            );
        }
    }
}

#[test]
fn a_request_that_was_received_is_the_handlers_call() {
    for (said, mark) in [
        ("Received request for {mark}.txt in {shelf:?}", " // noise"),
        ("Got request for {shelf}", " // noise"),
        ("Received {left} books for {shelf}", ""),
        ("Received a late request for {shelf}, {left} are left", ""),
    ] {
        let text = format!(
            "async fn get_book(Path((shelf, path)): Path<(String, String)>) -> Result<Book, Error> {{\n    \
             let parts: Vec<&str> = path.splitn(2, '.').collect();\n    \
             if parts.len() != 2 {{\n        return Err(Error::Missing);\n    }}\n    \
             let mark = Mark::new(parts[0].to_string())?;\n    let left = count();\n    \
             debug!(\"{said}\");{mark}\n    let book = database().await?.find(&shelf, &mark, left).await?;\n    \
             Ok(book)\n}}\n"
        );
        assert_eq!(
            found("entering-function-log", &text),
            marked(&text),
            "{text}"
        );
    }
}

#[test]
fn an_arm_that_says_that_the_functions_work_is_done_is_noise() {
    for (call, pattern, said, mark) in [
        ("save_books", "Ok(())", "Persisted books", " // noise"),
        ("save_books", "Ok(_)", "Saved the books", " // noise"),
        ("save_books", "Ok(count)", "Saved books: {count}", ""),
        ("save_books", "Ok(())", "Persisted books for the reader", ""),
        ("post_letter", "Ok(())", "Persisted books", ""),
        ("save_books", "Err(_)", "Persisted books", ""),
    ] {
        let text = format!(
            "async fn save_books(books: &Books, store: &Store) {{\n    if !books.is_empty() {{\n        \
             match store.{call}(books).await {{\n            {pattern} => debug!(\"{said}\"),{mark}\n            \
             _ => store.close(),\n        }}\n    }}\n}}\n"
        );
        // The mark stands behind the arm's comma.
        assert_eq!(
            found("entering-function-log", &text),
            marked(&text),
            "{text}"
        );
    }
}

/// Values that are made of nothing, and those that tell that there is none, or end it.
const DEFAULTS: &[&str] = &[
    "Label::blank()",
    "Vec::new()",
    "vec![]",
    "(labels(), vec![])",
    "Label::default()",
    "BLANK",
    "labels::BLANK",
];
const OUTCOMES: &[&str] = &[
    "None",
    "false",
    "Value::Null",
    "\"error\"",
    "return Err(failure.into())",
    "Err(failure)",
    "Label::of(failure)",
    "break",
    "-1",
];

#[test]
fn an_error_whose_arm_gives_a_default_is_too_loud() {
    for (values, mark) in [(DEFAULTS, " // noise"), (OUTCOMES, "")] {
        for value in values {
            for (before, behind) in [
                ("let label = match parse(text) {\n", "};\n"),
                (
                    "let label = if let Some(text) = text {\nmatch parse(text) {\n",
                    "}\n} else { blank() };\n",
                ),
            ] {
                let text = format!(
                    "fn print(text: &str) -> Result<(), Error> {{\n{before}Ok(label) => label,\nErr(failure) => {{\n\
                     error!(%failure, \"no label\");{mark}\n{value}\n}}\n{behind}store(label)\n}}\n"
                );
                assert_eq!(found("log-level", &text), marked(&text), "{text}");
            }
        }
    }
}

#[test]
fn an_error_of_another_system_or_of_the_functions_own_value_stays() {
    for text in [
        "async fn print(client: &Client) {\nlet label = match client.ask().await {\nOk(label) => label,\n\
         Err(failure) => {\nerror!(%failure, \"no label\");\nLabel::blank()\n}\n};\nstore(label)\n}\n",
        "fn print(text: &str) -> Label {\nmatch parse(text) {\nOk(label) => label,\n\
         Err(failure) => {\nerror!(%failure, \"no label\");\nLabel::blank()\n}\n}\n}\n",
        "fn print(texts: Texts) {\nlet labels = texts.map(|text| match parse(text) {\nOk(label) => label,\n\
         Err(failure) => {\nerror!(%failure, \"no label\");\nLabel::blank()\n}\n});\nstore(labels)\n}\n",
    ] {
        assert_eq!(found("log-level", text), [0; 0], "{text}");
    }
}

#[test]
fn what_a_server_prints_where_it_sets_its_subscriber_up_is_reported_on_standard_output() {
    let manifest = |server: &str| {
        format!(
            "[package]\nname = \"shelves\"\n\n[dependencies]\nclap = \"4\"\ntracing = \"0.1\"\n{server}\n"
        )
    };
    for (server, print, mark) in [
        ("axum = \"0.8\"", "println", " // noise"),
        ("axum = \"0.8\"", "eprintln", ""),
        ("", "println", ""),
    ] {
        let text = format!(
            "use clap::Parser;\n#[derive(Parser)]\npub struct Options {{ level: String }}\nimpl Options {{\n\
             pub fn create_subscriber(&self) -> impl SubscriberInitExt {{\n{print}!(\"creating it\");{mark}\n\
             tracing_subscriber::registry().with(layer(&self.level))\n}}\n}}\n"
        );
        let manifest = manifest(server);
        let serves = if server.is_empty() {
            ""
        } else {
            "axum::serve(listener().await, app()).await.unwrap();\n"
        };
        let main = format!(
            "#[tokio::main]\nasync fn main() {{\nlet options = Options::parse();\n\
             options.create_subscriber().init();\n{serves}}}\n"
        );
        let files = [
            ("src/options.rs", text.as_str()),
            ("Cargo.toml", manifest.as_str()),
            ("src/main.rs", main.as_str()),
        ];
        assert_eq!(
            found_in("print-macro", &files, files[0].0),
            marked(&text),
            "{text}"
        );
    }
}

#[test]
fn a_captured_constant_that_is_a_name_is_no_secret() {
    for (value, mark) in [
        ("SHELVES_TOKEN_SECRET", ""),
        ("x-shelves-token", ""),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", " // noise"),
    ] {
        for shown in ["\"no {TOKEN_SECRET}\"", "\"no {}\", TOKEN_SECRET"] {
            let text = format!(
                "const TOKEN_SECRET: &str = \"{value}\";\nfn read() -> String {{\n\
                 std::env::var(TOKEN_SECRET).unwrap_or_else(|_| {{\npanic!({shown});{mark}\n}})\n}}\n"
            );
            assert_eq!(found("secret-in-message", &text), marked(&text), "{text}");
        }
    }
}

#[test]
fn a_field_that_a_helper_records_by_its_name_is_filled() {
    for (call, mark) in [
        ("Spans::with(|span| span.rec_text(\"shelf\", &name));", ""),
        ("span_of(\"shelf\", &name);", ""),
        ("store(\"shelf\", &name);", " // noise"),
        (
            "Spans::with(|span| span.rec_text(\"reader\", &name));",
            " // noise",
        ),
    ] {
        let text = format!(
            "fn open(name: &str) {{\nlet _span = info_span!(\"open\", shelf = tracing::field::Empty).entered();{mark}\n\
             {call}\n}}\n"
        );
        assert_eq!(found("dead-field", &text), marked(&text), "{text}");
    }
}

#[test]
fn what_a_connection_is_handed_is_what_was_built_before() {
    for (built, said, mark) in [
        ("Query::update()", "Unlocking the shelf", " // noise"),
        ("Query::delete()", "Releasing shelf", " // noise"),
        ("Query::update()", "Unlocking the reader", ""),
        ("self.letter()", "Unlocking the shelf", ""),
    ] {
        let text = format!(
            "use sea_orm::DatabaseConnection;\nimpl Drop for Guard {{\nfn drop(&mut self) {{\n\
             let database = self.database.clone();\nlet id = self.id;\ntokio::spawn(async move {{\n\
             debug!(\"{said}\");{mark}\nlet one = Value::Unsigned(Some(1));\n\
             let release = {built}.table(Shelf).values([(shelf::Column::Holders, one)]).to_owned();\n\
             let statement = database.get_database_backend().build(&release);\n\
             if let Err(failure) = database.execute(statement).await {{\nwarn!(%failure, \"it stays locked\");\n}}\n\
             }});\n}}\n}}\n"
        );
        assert_eq!(found("redundant-db-log", &text), marked(&text), "{text}");
    }
}
