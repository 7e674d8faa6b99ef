//! What an event tells is judged by its place, its words and its values: the same holds for every verb, noun and inflection, and
//! for every form in which a program chooses by its command line.

use std::fmt::Write as _;

#[expect(dead_code, reason = "the pages' own tests ask for more of it")]
#[path = "pages/examples.rs"]
mod examples;
#[path = "pages/lines.rs"]
mod lines;

use lines::{found, found_in};

/// Verbs as a function's name, an announcement and a report have them.
const VERBS: &[(&str, &str, &str)] = &[
    ("load", "Loading", "Loaded"),
    ("fetch", "Fetching", "Fetched"),
    ("collect", "Collecting", "Collected"),
    ("remove", "Removing", "Removed"),
    ("store", "Storing", "Stored"),
    ("drop", "Dropping", "Dropped"),
    ("get", "Getting", "Got"),
    ("find", "Finding", "Found"),
    ("note", "Noting", "Noted"),
    ("query", "Querying", "Queried"),
    ("archive", "Archiving", "Archived"),
    ("copy", "Copying", "Copied"),
];

/// Nouns, one and many.
const NOUNS: &[(&str, &str)] = &[
    ("badge", "badges"),
    ("reward", "rewards"),
    ("entry", "entries"),
    ("stale_link", "stale links"),
    ("box", "boxes"),
    ("result", "results"),
];

/// Lines that are marked: what stands behind `//!` in them is no code.
fn marked(text: &str, mark: &str) -> Vec<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with(mark))
        .map(|(at, _)| at + 1)
        .collect()
}

/// Every verb with every noun, written by a template.
fn each(template: &str) -> String {
    let mut text = String::from("use tracing::{debug, info, warn};\n");
    for (number, (verb, going_on, done)) in VERBS.iter().enumerate() {
        for (one, many) in NOUNS {
            let written = template
                .replace("VERB", verb)
                .replace("GOING", going_on)
                .replace("DONE", done)
                .replace("ONE", one)
                .replace("MANY", many)
                .replace("NUMBER", &format!("{number}_{one}"));
            let _ = writeln!(text, "{written}");
        }
    }
    text
}

#[test]
fn an_announcement_of_a_statement_is_noise_in_every_inflection() {
    let text = each(
        r#"async fn job_NUMBER(pool: &PgPool, owner: i64) -> Result<(), Error> {
    prepare(owner).await;
    debug!("GOING MANY of {owner}"); // noise
    VERB_ONE(pool, owner).await?;
    prepare(owner).await;
    info!(owner, "GOING the MANY"); // noise
    let mut conn = pool.acquire().await?;
    VERB_ONE(&mut conn, owner).await?;
    Ok(())
}"#,
    );
    assert_eq!(found("redundant-db-log", &text), marked(&text, "// noise"));
}

#[test]
fn a_report_of_a_statement_is_noise_where_it_counts() {
    let text = each(
        r#"async fn job_NUMBER(pool: &PgPool, owner: i64) -> Result<(), Error> {
    let n = VERB_ONE(pool, owner).await?;
    info!("DONE {n} MANY"); // noise
    let many = VERB_ONE(pool, owner).await?;
    info!(count = many.len(), "DONE MANY"); // noise
    match VERB_ONE(pool, owner).await {
        Ok(many) => debug!("DONE MANY: {many:?}"), // noise
        Err(error) => return Err(error),
    }
    Ok(())
}"#,
    );
    assert_eq!(found("redundant-db-log", &text), marked(&text, "// noise"));
}

#[test]
fn news_beside_a_statement_stays() {
    let text = each(
        r#"async fn job_NUMBER(pool: &PgPool, owner: i64, client: &Client) -> Result<(), Error> {
    let reason = client.ask(owner).await?;
    info!(reason, "GOING MANY");
    VERB_ONE(pool, owner).await?;
    warn!("GOING MANY of {owner}");
    VERB_ONE(pool, owner).await?;
    info!("no MANY of {owner}");
    VERB_ONE(pool, owner).await?;
    info!("GOING MANY of {owner}");
    client.send(owner).await?;
    VERB_ONE(pool, owner).await?;
    client.send(owner).await?;
    info!("the account of {owner} is closed");
    Ok(())
}"#,
    );
    assert_eq!(found("redundant-db-log", &text), [0; 0]);
}

#[test]
fn what_is_said_beside_other_calls_stays() {
    let text = each(
        r#"async fn job_NUMBER(client: &Client, owner: i64) -> Result<(), Error> {
    info!("GOING MANY of {owner}");
    let many = client.VERB_ONE(owner).await?;
    info!("DONE {} MANY", many.len());
    Ok(())
}"#,
    );
    assert_eq!(found("redundant-db-log", &text), [0; 0]);
}

#[test]
fn a_function_is_announced_in_every_inflection() {
    let text = each(
        r#"async fn VERB_ONE_NUMBER(owner: i64) -> i64 {
    ask(owner).await
}
mod m_NUMBER {
    async fn VERB_ONE(owner: i64) -> i64 {
        debug!("GOING the MANY"); // noise
        ask(owner).await
    }
}
mod o_NUMBER {
    async fn VERB_ONE(owner: i64) -> i64 {
        debug!(owner, "GOING MANY"); // noise
        let found = ask(owner).await;
        debug!("leaving VERB_ONE"); // noise
        found
    }
}
mod n_NUMBER {
    async fn VERB_ONE(owner: i64) -> i64 {
        let found = ask(owner).await;
        debug!("GOING the MANY");
        debug!(found, "DONE MANY");
        tell(found).await
    }
}"#,
    );
    assert_eq!(
        found("entering-function-log", &text),
        marked(&text, "// noise")
    );
}

/// Ways to choose by the command line: what is before the choice, and the choice itself with two ways, of which the second
/// serves.
const CHOICES: &[(&str, &str)] = &[
    (
        "let cli = Cli::parse();",
        "match cli.command { Some(Command::Show) => { SHOW } None => { SERVE } }",
    ),
    (
        "let cli = Cli::parse();",
        "match &cli.command { Command::Show => { SHOW } Command::Serve => { SERVE } }",
    ),
    (
        "",
        "match Cli::parse().command { Command::Show => { SHOW } _ => { SERVE } }",
    ),
    (
        "let matches = command().get_matches();",
        "match matches.subcommand() { Some((\"show\", _)) => { SHOW } _ => { SERVE } }",
    ),
    (
        "let arguments: Vec<String> = std::env::args().collect();",
        "match arguments.get(1).map(String::as_str) { Some(\"show\") => { SHOW } _ => { SERVE } }",
    ),
    (
        "let cli = Cli::parse();",
        "if cli.show { SHOW return Ok(()); } SERVE",
    ),
    (
        "let cli = Cli::parse();",
        "if let Some(Command::Show) = cli.command { SHOW } else { SERVE }",
    ),
    (
        "let cli = Cli::parse(); telemetry::init()?;",
        "match cli.command { Command::More(more) => match more { More::Show => { SHOW } }, Command::Serve => { SERVE } }",
    ),
];

/// Ways in which a command does its work: directly, or through functions.
const WORK: &[(&str, &str)] = &[
    ("println!(\"shown\");", ""),
    ("show().await?;", "println!(\"shown\");"),
    ("print_all::show().await?;", "println!(\"shown\");"),
    ("Table::show().await?;", "eprintln!(\"shown\");"),
];

#[test]
fn what_a_command_prints_is_for_its_user() {
    for (before, choice) in CHOICES {
        for (work, printed) in WORK {
            let choice = choice
                .replace("SHOW", work)
                .replace("SERVE", "println!(\"listening\");\n serve().await?;");
            let text = format!(
                "#[tokio::main]\nasync fn main() -> anyhow::Result<()> {{\n{before}\n{choice}\nOk(())\n}}\n\
                 #[derive(Parser)]\nstruct Cli {{ command: Option<Command> }}\n\
                 async fn serve() -> anyhow::Result<()> {{\n\
                 let listener = tokio::net::TcpListener::bind(\"0.0.0.0:1\").await?;\n\
                 axum::serve(listener, app()).await?;\nOk(())\n}}\n"
            );
            let shown = match *work {
                "show().await?;" => {
                    format!("async fn show() -> anyhow::Result<()> {{\n{printed}\nOk(())\n}}")
                }
                "Table::show().await?;" => format!(
                    "impl Table {{\nasync fn show() -> anyhow::Result<()> {{\n{printed}\nOk(())\n}}\n}}"
                ),
                _ => String::new(),
            };
            let main = format!("{text}{shown}");
            let module =
                format!("pub async fn show() -> anyhow::Result<()> {{\n{printed}\nOk(())\n}}");
            let mut files = vec![("src/main.rs", main.as_str())];
            if work.starts_with("print_all") {
                files.push(("src/print_all.rs", module.as_str()));
            }
            let served: Vec<usize> = main
                .lines()
                .enumerate()
                .filter(|(_, line)| line.contains("listening"))
                .map(|(at, _)| at + 1)
                .collect();
            assert_eq!(
                found_in("print-macro", &files, "src/main.rs"),
                served,
                "{main}"
            );
            let elsewhere = found_in("print-macro", &files, "src/print_all.rs");
            assert_eq!(elsewhere, [0; 0], "{module}");
        }
    }
}

#[test]
fn a_constant_fills_the_field_of_its_name() {
    for (field, constant) in [
        ("step.note", "STEP_NOTE"),
        ("step_note", "STEP_NOTE"),
        ("stepNote", "STEP_NOTE"),
        ("http.route", "fields::HTTP_ROUTE"),
    ] {
        let text = format!(
            "fn one() -> Span {{\n    tracing::info_span!(\"one\", \"{field}\" = tracing::field::Empty)\n}}\n\
             #[tracing::instrument(fields(gone))]\nfn gone() {{}}\n\
             fn two(span: &Span, text: &str) {{\n    span.record({constant}, text);\n}}\n"
        );
        assert_eq!(found("dead-field", &text), [4], "{text}");
        // Written out elsewhere in the package, or known to nobody.
        let known = format!("const NAME: &str = \"{field}\";\n{text}").replace(constant, "NAME");
        assert_eq!(found("dead-field", &known), [5], "{known}");
        let unknown = text.replace(constant, "somewhere::ELSE");
        assert_eq!(found("dead-field", &unknown), [0; 0], "{unknown}");
    }
}
