//! A JSON value without its secrets: `cargo run -p scorer-redact --features json --example json`

use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;
use serde_json::json;

fn main() {
    let redactor = Redactor::new(Policy::default());
    let mut body = json!({
        "user": 7,
        "api_key": "4f8c6e87d2d7173262f1",
        "env": [{"name": "SMTP_PASS", "value": "hunter2"}, {"name": "PORT", "value": "80"}],
        "note": "sent to bob@example.com"
    });
    redactor.json(&mut body);
    println!("{body:#}");
}
