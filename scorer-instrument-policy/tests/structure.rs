//! What the structure of a name says, whatever its words are: the order of head noun and preposition, heads of other
//! languages that describe a thing, and containers.

use scorer_instrument_policy::{Policy, Verdict};

fn is_fit(name: &str) -> bool {
    Policy::default().name(name) == Verdict::Fit
}

/// The names of a list whose verdict is not the meant one.
#[track_caller]
fn all_are(fit: bool, names: &[String]) {
    let wrong: Vec<&String> = names.iter().filter(|name| is_fit(name) != fit).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}, meant fit: {fit}: {wrong:?}",
        wrong.len(),
        names.len()
    );
}

/// Every first with every last, joined by each of some words.
fn joined(firsts: &[&str], by: &[&str], lasts: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for first in firsts {
        for by in by {
            for last in lasts {
                names.push(format!("{first}{by}{last}"));
            }
        }
    }
    names
}

const PREPOSITIONS: &[&str] = &["_of_", "_for_", "_from_"];

#[test]
fn a_secret_of_somebody_is_a_secret() {
    let secrets = [
        "token",
        "password",
        "api_key",
        "email",
        "jwt",
        "session",
        "phone",
        "pin",
        "ssn",
        "private_key",
    ];
    all_are(
        false,
        &joined(
            &secrets,
            PREPOSITIONS,
            &["user", "customer", "owner", "partner", "config"],
        ),
    );
    // The same in the usual order.
    all_are(
        false,
        &joined(
            &["user", "customer", "partner"],
            &["_"],
            &["token", "password", "api_key", "email", "phone"],
        ),
    );
}

#[test]
fn what_describes_a_secret_is_not_one() {
    let described = [
        "type",
        "expiry",
        "length",
        "age",
        "version",
        "status",
        "size",
        "ttl",
        "count",
        "format",
        "algorithm",
        "issuer",
    ];
    let secrets = [
        "token",
        "password",
        "api_key",
        "jwt",
        "session_key",
        "signing_key",
        "secret",
        "cookie",
    ];
    all_are(true, &joined(&described, PREPOSITIONS, &secrets));
}

#[test]
fn a_phrase_with_a_preposition_stays_one() {
    let phrases = [
        "date_of_birth",
        "place_of_birth",
        "next_of_kin",
        "customer_date_of_birth",
        "country_of_birth",
    ];
    all_are(false, &phrases.map(str::to_owned));
    let counts = [
        "emails_for_domain",
        "keys_of_index",
        "tokens_from_cache",
        "one_of_many",
        "number_of_tokens",
    ];
    all_are(true, &counts.map(str::to_owned));
}

#[test]
fn a_head_of_another_language_describes_what_it_stands_beside() {
    let first = [
        ("longueur", "mot_de_passe"),
        ("taille", "cle_privee"),
        ("tipo", "contrasena"),
        ("longitud", "contrasena"),
        ("cantidad", "contrasenas"),
        ("tamanho", "senha"),
        ("tipo", "chave_privada"),
        ("lunghezza", "password"),
        ("tipo", "chiave_privata"),
        ("dlugosc", "hasla"),
        ("typ", "hasla"),
        ("delka", "hesla"),
        ("длина", "пароля"),
        ("тип", "пароля"),
        ("количество", "паролей"),
        ("panjang", "kata_sandi"),
        ("anzahl", "passwort"),
        ("ist", "passwort_gesetzt"),
    ];
    all_are(true, &first.map(|(head, thing)| format!("{head}_{thing}")));
    // The thing itself is refused.
    all_are(
        false,
        &first[..15]
            .iter()
            .map(|(_, thing)| (*thing).to_owned())
            .collect::<Vec<_>>(),
    );
    let things = ["passwort", "kennwort", "privatschluessel"];
    all_are(false, &things.map(str::to_owned));
    all_are(
        true,
        &joined(&things, &["_", ""], &["laenge", "typ", "anzahl"]),
    );
    all_are(
        true,
        &joined(&["wachtwoord"], &["_"], &["lengte", "aantal"]),
    );
    all_are(
        true,
        &joined(
            &["密码", "パスワード", "비밀번호"],
            &[""],
            &["长度", "数", "状态", "길이"],
        ),
    );
    // A phrase says more than its head.
    let phrases = ["estado_civil", "tipo_sangre", "stato_civile"];
    all_are(false, &phrases.map(str::to_owned));
}

#[test]
fn the_words_of_a_mnemonic_are_the_seed() {
    let kinds = ["bip39", "slip39", "electrum", "mnemonic", "recovery"];
    all_are(
        false,
        &joined(&kinds, &["_"], &["words", "word", "phrase", "sentence"]),
    );
    all_are(
        true,
        &joined(
            &kinds,
            &["_"],
            &["word_count", "phrase_len", "words_count", "word_index"],
        ),
    );
}

#[test]
fn a_pool_of_connections_holds_a_password() {
    let stores = [
        "db",
        "pg",
        "redis",
        "mysql",
        "connection",
        "read_replica",
        "sqlx",
    ];
    all_are(false, &joined(&stores, &["_"], &["pool"]));
    all_are(
        true,
        &joined(
            &stores,
            &["_pool_"],
            &[
                "size",
                "id",
                "name",
                "timeout_ms",
                "max_connections",
                "idle",
            ],
        ),
    );
    all_are(
        true,
        &joined(
            &["thread", "worker", "memory", "liquidity", "buffer"],
            &["_"],
            &["pool"],
        ),
    );
}
