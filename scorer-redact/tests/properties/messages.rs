//! Messages behind a name, and groups under one: what can be a secret goes, and everything else stays.

use proptest::prelude::*;

use crate::cases;
use crate::forms::{gone, sentinel, whole};

/// What a logger writes before a message: a level and the name of a module, which the policy refuses as the name of a value.
fn scope() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "INFO auth: ",
            "2026-03-02T10:11:12Z WARN token: ",
            "DEBUG session: ",
            "secrets: ",
            "password: ",
            "Token: ",
            "ERROR request{id=7}: app: jwt: ",
        ][..],
    )
}

fn message() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "hashing took 240ms",
            "rotated after 3 days",
            "from environment",
            "malformed header, expected three parts",
            "loaded 3 of them from vault",
            "expired since yesterday",
            "cannot be read",
            "missing in the request",
        ][..],
    )
}

fn fields() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", " user_id=7", " ttl=60 route=/login", " (attempt 2)"][..])
}

/// Names of groups that hold a credential, and their members that hold none.
fn group() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["auth", "token", "session"][..])
}

fn member() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "\"type\":\"bearer\"",
            "\"enabled\":true",
            "\"expires_in\":3600",
            "\"scopes\":[\"read\",\"write\"]",
            "\"metadata\":null",
            "\"mode\":\"strict\"",
        ][..],
    )
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_message_behind_a_name_stays(scope in scope(), message in message(), fields in fields()) {
        whole(&format!("{scope}{message}{fields}"))?;
    }

    #[test]
    fn a_secret_in_a_message_goes(
        scope in scope(),
        message in message(),
        name in prop::sample::select(&["password", "api_key", "session_token"][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("{scope}{message} {name}={sentinel}"), &sentinel)?;
    }

    #[test]
    fn a_value_alone_is_no_message(scope in scope(), sentinel in sentinel(), fields in fields()) {
        gone(&format!("{scope}{sentinel}{fields}"), &sentinel)?;
    }

    #[test]
    fn a_random_word_makes_a_message_a_value(
        scope in scope(),
        words in prop::sample::select(&["", "prefix ", "the "][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("{scope}{words}{sentinel} there"), &sentinel)?;
    }

    #[test]
    fn a_group_without_a_secret_stays(
        group in group(),
        members in prop::sample::subsequence(
            vec![
                "\"type\":\"bearer\"",
                "\"enabled\":true",
                "\"expires_in\":3600",
                "\"scopes\":[\"read\",\"write\"]",
                "\"metadata\":null",
            ],
            1..5,
        ),
    ) {
        whole(&format!("{{\"{group}\":{{{}}}}}", members.join(",")))?;
    }

    #[test]
    fn a_member_of_a_group_goes(
        group in group(),
        member in member(),
        name in prop::sample::select(&["pass", "value", "secret", "data", "x", "given"][..]),
        is_first in any::<bool>(),
        is_nested in any::<bool>(),
        sentinel in sentinel(),
    ) {
        let own = format!("\"{name}\":\"{sentinel}\"");
        let own = if is_nested { format!("\"inner\":{{{own}}}") } else { own };
        let members = if is_first { format!("{own},{member}") } else { format!("{member},{own}") };
        gone(&format!("{{\"{group}\":{{{members}}}}}"), &sentinel)?;
        gone(&format!("{{\"{group}\":{{{members}"), &sentinel)?;
    }

    #[test]
    fn a_variable_says_what_its_member_is(
        name in prop::sample::select(&["password", "token"][..]),
        variable in prop::sample::select(&["p", "secretValue", "input"][..]),
        sentinel in sentinel(),
    ) {
        gone(
            &format!(
                "{{\"query\":\"mutation($u:String!){{login(user:$u,{name}:${variable}){{ok}}}}\",\
                 \"variables\":{{\"u\":\"x\",\"{variable}\":\"{sentinel}\"}}}}"
            ),
            &sentinel,
        )?;
    }

    #[test]
    fn a_masked_value_of_a_workflow(sentinel in sentinel()) {
        gone(&format!("::add-mask::{sentinel}"), &sentinel)?;
        whole("::add-mask::***")?;
    }

    #[test]
    fn a_value_alone_below_its_announcement(
        line in prop::sample::select(
            &[
                "Please use the following password to proceed:\n\n",
                "Your new API key:\n",
                "The admin password is:\n\n",
            ][..],
        ),
        sentinel in sentinel(),
    ) {
        gone(&format!("{line}{sentinel}\n\nKeep it."), &sentinel)?;
    }

    #[test]
    fn the_account_of_a_connection_stays(
        account in "[a-z]{2,8}(_[a-z]{2,5})?",
        setting in prop::sample::select(&["host=\"db1\"", "port=5432", "database=\"scores\""][..]),
    ) {
        whole(&format!("connecting {setting} username=\"{account}\""))?;
    }
}
