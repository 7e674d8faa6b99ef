//! Events that are not harmless: the macros refuse them, whatever the types.

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::events;

/// What services wrote, by kind, and had to take back.
const REFUSED: &[&str] = &[
    r#""login attempt by {email}""#,
    r#"%email, "user registered""#,
    r#"user = %user.email, "signed in""#,
    r#"email = ?form.email, "invalid address""#,
    r#""sending mail to {}", user.email"#,
    r#"password, "checking credentials""#,
    r#""wrong password {} for user {}", password, user_id"#,
    r#"token = %token, "issued""#,
    r#""using token {}", &token[..8]"#,
    r#"jwt, "decoding""#,
    r#"api_key = %key.api_key, "unknown key""#,
    r#""unknown API key: {api_key}""#,
    r#""key starts with {}", &api_key[..4]"#,
    r#"authorization = ?headers.get("authorization"), "request""#,
    r#""headers: {:?}", headers.get("cookie")"#,
    r#"session_id = %session.id(), cookie = %cookie, "session""#,
    r#"secret = config.secret, "loaded""#,
    r#""connecting with {}", config.database_password"#,
    r#"url = %config.database_url, "connecting""#,
    r#"client_ip = %addr.ip(), "request""#,
    r#"%peer_addr, "accepted""#,
    r#""request from {}", remote_addr"#,
    r#"ip = %forwarded_for, "request""#,
    r#"phone = %user.phone_number, "sending code""#,
    r#"otp = code, "verifying""#,
    r#""one-time code {otp_code} sent""#,
    r#"first_name = %user.first_name, "profile""#,
    r#"ssn = ?record.ssn, "imported""#,
    r#""card {} declined", card.card_number"#,
    r#"iban = %account.iban, "payout""#,
    r#"private_key = ?wallet.private_key, "signing""#,
    r#""mnemonic is {}", mnemonic"#,
    r#"date_of_birth = %person.date_of_birth, "age check""#,
    r#"lat = position.latitude, lng = position.longitude, "located""#,
    r#"user_agent = %agent, email_hash = %email, "visit""#,
    r#"?self, "state""#,
    r#""dumping {self:?}""#,
    r#"signature = ?stamp.signature, client_secret, "verified""#,
    r#"refresh_token = %tokens.refresh_token, "rotated""#,
    r#"query = %uri.query().unwrap_or_default(), "request""#,
];

#[test]
fn events_that_are_not_harmless_are_refused() {
    let policy = Policy::default();
    let mut accepted = Vec::new();
    for written in REFUSED {
        let tokens: TokenStream = written.parse().expect("tokens");
        if events::event(&policy, tokens, false, &|_, operand, _| operand).is_ok() {
            accepted.push(written);
        }
    }
    assert!(accepted.is_empty(), "accepted:\n{accepted:#?}");
    assert!(REFUSED.len() >= 40);
}
