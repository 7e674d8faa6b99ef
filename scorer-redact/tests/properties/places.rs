//! What a place says of a value: a type, a label, a variant or a count is none, and beside an account, in a path that gives
//! access or behind a word in colour there is one.

use proptest::prelude::*;

use crate::cases;
use crate::forms::{after, before, gone, sentinel, whole};

fn colour() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["\x1b[m", "\x1b[3m", "\x1b[1;31m", "\x1b[38;5;214m"][..])
}

fn hex(length: usize) -> impl Strategy<Value = String> {
    // Both digits and letters, so that it is neither a number nor a word.
    proptest::string::string_regex(&format!("[0-9]a[0-9]f[0-9a-f]{{{}}}", length - 4))
        .expect("the expression is valid")
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_secret_of_a_sentence_goes_in_colour(
        words in prop::sample::select(
            &["session token ", "sent Bearer ", "my password is ", "Authorization: Bearer "][..],
        ),
        before in before(),
        on in colour(),
        off in colour(),
        sentinel in sentinel(),
    ) {
        gone(&format!("{before}{words}{on}{sentinel}{off} next"), &sentinel)?;
    }

    #[test]
    fn a_sentence_without_a_secret_stays_in_colour(
        sentence in prop::sample::select(
            &["session token", "password check", "Bearer scheme", "api key rotation"][..],
        ),
        on in colour(),
        off in colour(),
    ) {
        whole(&format!("INFO app: {sentence} {on}expired{off} after 3 s"))?;
    }

    #[test]
    fn the_hash_of_an_account_goes(
        account in "[a-z]{2,8}",
        method in prop::sample::select(&["1", "5", "6", "2b", "2y", "y", "argon2id"][..]),
        salt in "[a-zA-Z0-9./]{8}",
        sentinel in sentinel(),
        after in after(),
    ) {
        gone(&format!("{account}:${method}${salt}${sentinel}:19700:0:99999:7:::{after}"), &sentinel)?;
    }

    #[test]
    fn the_token_beside_an_account_of_twilio_goes(
        id in hex(32),
        token in hex(32),
        between in prop::sample::select(&["\", \"", "', '", ":", ", "][..]),
        before in before(),
    ) {
        gone(&format!("{before}(\"AC{id}{between}{token}\")"), &token)?;
    }

    #[test]
    fn the_last_string_of_a_login_goes(
        call in prop::sample::select(&["tryLogin", "do_login", "login", "userLogin"][..]),
        quote in prop::sample::select(&["'", "\""][..]),
        sentinel in sentinel(),
        after in after(),
    ) {
        gone(&format!("at {call}({quote}ops{quote}, {quote}{sentinel}{quote}){after}"), &sentinel)?;
    }

    #[test]
    fn a_part_of_a_path_that_gives_access_goes(
        action in prop::sample::select(&["private", "reset", "invite", "verify"][..]),
        key in hex(40),
        end in prop::sample::select(&["", "/calendar.ics", "?x=1"][..]),
    ) {
        gone(&format!("GET https://app.example/feeds/{action}/{key}{end} 502"), &key)?;
        whole(&format!("GET https://app.example/feeds/commits/{key}{end} 502"))?;
    }

    #[test]
    fn the_key_of_an_integration_goes_and_a_route_stays(
        key in hex(32),
        route in "[a-z]{3,8}\\.[a-z]{3,8}\\.v[1-9]",
        sign in prop::sample::select(&["=", ": ", "\": \""][..]),
    ) {
        gone(&format!("\"routing_key{sign}{key}\""), &key)?;
        whole(&format!("routing_key={route} exchange=orders"))?;
    }

    #[test]
    fn a_type_with_parameters_stays(
        name in prop::sample::select(&["api_key", "token", "password", "session"][..]),
        kind in prop::sample::select(
            &["Option<SecretString>", "Arc<Mutex<Token>>", "output<string>", "Result<Json<Token>>"][..],
        ),
        end in prop::sample::select(&["", ",", ";", " {"][..]),
        sentinel in sentinel(),
    ) {
        whole(&format!("pub {name}: {kind}{end}"))?;
        gone(&format!("pub {name}: <{sentinel}{end}"), &sentinel)?;
    }

    #[test]
    fn settings_of_what_a_program_makes_are_judged_by_their_names(
        name in prop::sample::select(&["auth", "session", "token"][..]),
        kind in prop::sample::select(&["AuthConfig", "Settings", "config::Session"][..]),
        member in prop::sample::select(
            &["mode: Jwt", "leeway: 30s", "secure: true", "max_age: None", "issuer: \"https://id.example.net\""][..],
        ),
        sentinel in sentinel(),
    ) {
        whole(&format!("App {{ {name}: {kind} {{ {member} }}, port: 80 }}"))?;
        gone(
            &format!("App {{ {name}: {kind} {{ {member}, password: \"{sentinel}\" }}, port: 80 }}"),
            &sentinel,
        )?;
        gone(&format!("App {{ {name}: {kind} {{ inner: \"{sentinel}\" }}, port: 80 }}"), &sentinel)?;
    }

    #[test]
    fn a_member_of_a_struct_of_go_ends_before_the_next_one(
        name in prop::sample::select(&["Password", "token", "ApiKey"][..]),
        next in prop::sample::select(&["SSLMode:disable", "port:5432", "TLS:true"][..]),
        sentinel in sentinel(),
    ) {
        let text = format!("&{{Host:db {name}:{sentinel} {next}}}");
        gone(&text, &sentinel)?;
        let out = crate::redactor().text(&text).into_owned();
        prop_assert!(out.contains(next), "{}", out);
        whole(&format!("&{{Host:db {name}:true {next}}}"))?;
    }

    #[test]
    fn variants_and_pairs_of_counts_stay_behind_a_name(
        name in prop::sample::select(&["jsonwebtoken", "one-time keys", "auth token", "session"][..]),
        value in prop::sample::select(
            &["Error(InvalidAlgorithm)", "Decode(Header(Missing))", "signed=50 fallback=true", "hits=41 misses=2"][..],
        ),
        sentinel in sentinel(),
    ) {
        whole(&format!("app: {name}: {value}"))?;
        gone(&format!("app: {name}: {sentinel}"), &sentinel)?;
    }

    #[test]
    fn the_tokens_of_a_lexer_stay(
        kind in prop::sample::select(&["Ident", "Eq", "Literal"][..]),
        text in prop::sample::select(&["password", "=", "token", ";"][..]),
        from in 0..1000_usize,
        sentinel in sentinel(),
    ) {
        whole(&format!("lexer: Token({kind}, \"{text}\", {from}..{})", from + 8))?;
        gone(&format!("lexer: Token({kind}, \"{sentinel}\", {from})"), &sentinel)?;
    }

    #[test]
    fn the_contract_of_a_token_stays(address in "0x[0-9a-fA-F]{40}", sentinel in sentinel()) {
        whole(&format!("ERC20 token {address} decimals=6"))?;
        gone(&format!("session token {sentinel} decimals=6"), &sentinel)?;
    }

    #[test]
    fn a_key_under_which_a_secret_is_kept_stays(
        name in prop::sample::select(&["existingSecretPasswordKey", "tokenKey", "db_password_key"][..]),
        sentinel in sentinel(),
    ) {
        let value = if name == "tokenKey" { "token" } else { "password" };
        whole(&format!("auth:\n  {name}: {value}"))?;
        gone(&format!("auth:\n  {name}: {sentinel}"), &sentinel)?;
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_version_stays_and_what_has_more_digits_does_not(
        name in prop::sample::select(&["password-hash", "\"passport-jwt\"", "token"][..]),
        sign in prop::sample::select(&["", "^", "~", ">="][..]),
        version in "[0-9]{1,2}\\.[0-9]{1,3}(\\.[0-9]{1,3})?",
        sentinel in sentinel(),
    ) {
        whole(&format!("{name} = \"{sign}{version}\""))?;
        gone(&format!("{name} = \"{sign}{version}.{sentinel}\""), &sentinel)?;
    }

    #[test]
    fn code_that_reads_or_compares_a_secret_stays(
        code in prop::sample::select(
            &[
                "private_key = file(\"~/.ssh/id_ed25519\")",
                "password = readFileSync('/run/secrets/app/db')",
                "if password != confirm_password {",
                "if token == stored.token {",
            ][..],
        ),
        sentinel in sentinel(),
    ) {
        whole(code)?;
        gone(&format!("password = file(\"{sentinel}\")"), &sentinel)?;
        gone(&format!("if password != {sentinel} {{"), &sentinel)?;
    }

    #[test]
    fn the_description_of_an_option_stays(
        option in prop::sample::select(&["--password", "--api-token", "--secret"][..]),
        gap in 2..20_usize,
        sentinel in sentinel(),
    ) {
        let gap = " ".repeat(gap);
        whole(&format!("  {option}{gap}Ask for it on the terminal"))?;
        gone(&format!("app {option}{gap}{sentinel} start"), &sentinel)?;
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_a_check_of_a_credential_expected_and_got_goes(
        subject in prop::sample::select(&["csrf", "session token", "signing secret"][..]),
        sign in prop::sample::select(&[" ", "=", ": "][..]),
        sentinel in sentinel(),
        other in sentinel(),
    ) {
        let text = format!("{subject} mismatch: got{sign}{sentinel} want{sign}{other} status=401");
        gone(&text, &sentinel)?;
        gone(&text, &other)?;
        whole(&format!("cursor mismatch: got{sign}{sentinel} want{sign}{other} status=401"))?;
    }

    #[test]
    fn the_words_that_say_which_secret_it_is_may_stand_before_it(
        subject in prop::sample::select(&["API key", "password", "session token"][..]),
        which in prop::sample::select(&["project 41", "the new user", "tenant acme"][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("{subject} for {which} is {sentinel}"), &sentinel)?;
        whole(&format!("cursor for {which} is {sentinel}"))?;
    }

    #[test]
    fn the_numbers_of_a_change_go(old in "[1-9][0-9]{3}", digit in 1..9_u32) {
        let new = format!("{digit}{}", &old[1..]);
        gone(&format!("pin changed from {old} to {new} by admin"), &old)?;
        gone(&format!("pin changed from {old} to {new} by admin"), &new)?;
        whole(&format!("limit changed from {old} to {new} by admin"))?;
    }
}
