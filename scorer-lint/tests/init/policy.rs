//! scorer-instrument.toml: what the sources tell, and nothing that nobody said.

use scorer_instrument_policy::{Edition, config};

use super::Service;

const FILE: &str = "scorer-instrument.toml";

fn team(service: &Service) -> scorer_instrument_policy::Team {
    config::parse(service.read(FILE).as_bytes(), &service.path(FILE)).expect("a policy")
}

#[test]
fn a_starter_says_nothing_but_the_edition() {
    let service = Service::new();
    service.written("toml");
    let text = service.read(FILE);
    let said: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(
        matches!(said[..], ["[policy]", edition] if edition.starts_with("edition = ")),
        "{text}"
    );
    let team = team(&service);
    assert_eq!(team.edition, Edition::NEWEST);
    assert!(team.pool.is_empty() && team.allow.is_empty() && team.refuse.is_empty());
}

#[test]
fn every_line_of_the_starter_is_right_without_its_mark() {
    let service = Service::new();
    service.written("toml");
    let text: Vec<String> = service
        .read(FILE)
        .lines()
        .skip_while(|line| !line.is_empty())
        .map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned())
        .collect();
    service.write(FILE, &text.join("\n"));
    let team = team(&service);
    assert_eq!(
        (team.allow.len(), team.pool.len(), team.recordable.len()),
        (1, 1, 1)
    );
    let ran = service.init(&["--only", "toml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn pools_and_credentials_by_another_name_are_found() {
    let service = Service::new();
    service.write(
        "src/lib.rs",
        "pub type Db = sqlx::PgPool;\npub struct Store(std::sync::Arc<sqlx::PgPool>);\npub struct Key(secrecy::SecretString);\n\
         pub type Answer = Result<u8, Error>;\npub struct Row { pub id: i64 }\n\
         impl Service for Row {\n    type Handle = sqlx::PgPool;\n}\n\
         #[cfg(test)]\nmod tests {\n    type Probe = sqlx::PgPool;\n}\n",
    );
    service.write("tests/it.rs", "type Other = sqlx::PgPool;\n");
    service.written("toml");
    let team = team(&service);
    assert_eq!(team.pool, ["Db", "Store"]);
    assert_eq!(team.credential, ["Key"]);
    assert!(
        service
            .read(FILE)
            .contains("\n# src/lib.rs:2\n[[pool]]\ntype = \"Store\"\n")
    );
}

#[test]
fn what_the_team_wrote_stays_and_what_it_knows_is_not_repeated() {
    let service = Service::new();
    let before = "# Ours.\n[[pool]]\ntype = \"Db\"";
    service.write(FILE, before);
    service.write("src/lib.rs", "pub type Db = sqlx::PgPool;\n");
    assert_eq!(service.written("toml").out, "nothing to do\n");
    service.write(
        "src/lib.rs",
        "pub type Db = sqlx::PgPool;\npub type Replica = Db;\npub type Main = sqlx::PgPool;\n",
    );
    service.written("toml");
    assert!(service.read(FILE).starts_with(before));
    assert_eq!(team(&service).pool, ["Db", "Replica", "Main"]);
    assert_eq!(service.written("toml").out, "nothing to do\n");
}

#[test]
fn a_form_that_takes_no_table_is_left() {
    let service = Service::new();
    let before = "pool = [{ type = \"Db\" }]\n";
    service.write(FILE, before);
    service.write("src/lib.rs", "pub type Main = sqlx::PgPool;\n");
    let ran = service.written("toml");
    assert!(ran.out.contains("add `Main` to it by hand"), "{}", ran.out);
    assert_eq!(service.read(FILE), before);
}
