//! A secret that is written out in the source.

use scorer_instrument_policy::Class;
use scorer_redact::{Cause, Redactor, marker};

use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::TokenKind;

/// The rule.
pub static RULE: Rule = Rule {
    name: "secret-in-source",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    standing: Standing::private(Precision::High, "8.2"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/secret-in-source.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

/// How long a token is at least, and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 16..=4096;

fn check(cx: &Cx<'_>) {
    let mut redactor = None;
    for at in 0..cx.file.len() {
        if cx.file.token(at).kind != TokenKind::Str {
            continue;
        }
        let text = cx.file.literal(at);
        let is_own = || {
            let mut secrets = cx.policy.team.secret.iter();
            secrets.any(|secret| text.starts_with(&secret.prefix))
        };
        let is_own = is_own();
        if !may_be_token(text) && !is_own {
            continue;
        }
        let redactor =
            redactor.get_or_insert_with(|| Redactor::with_limit(cx.policy.clone(), *LENGTH.end()));
        let Some(class) = is_secret(redactor, text) else {
            continue;
        };
        let message = format!(
            "this literal has the shape of {}",
            match class {
                _ if is_own => "a token of the team's own",
                Class::Credential => "a credential",
                _ => "a secret",
            }
        );
        let finding = cx.at_token(&RULE, at, message).help(
            "take it out, and let whoever issued it revoke it: it stays in the repository's history. Read it when the program starts: `std::env::var(\"API_TOKEN\")`",
        );
        cx.report(finding);
    }
}

/// Whether a text is one word of letters, digits and what joins them in tokens, with both in it. What else a text may be is
/// never asked: sources hold thousands.
fn may_be_token(text: &str) -> bool {
    let bytes = text.as_bytes();
    LENGTH.contains(&bytes.len())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.=+/".contains(byte))
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().any(u8::is_ascii_alphabetic)
        // A digest, an address, an id: nobody's secret by its form.
        && !bytes.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'x'))
}

/// The class of a text that the redactor replaces as a whole, for its shape.
fn is_secret(redactor: &Redactor, text: &str) -> Option<Class> {
    let mut found = None;
    let redacted = redactor.text_with(text, |class, cause| {
        if cause == Cause::Shape && matches!(class, Class::Credential | Class::Secret | Class::Team)
        {
            found = Some(class);
        }
    });
    found.filter(|class| redacted == marker(*class))
}
