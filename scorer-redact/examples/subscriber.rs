//! A team's own subscriber: the formatter redacts fields, and the writer redacts everything else.
//! `cargo run -p scorer-redact --features subscriber --example subscriber`

use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;
use scorer_redact::subscriber::{RedactingFields, RedactingWriter};

fn main() {
    let redactor = Redactor::new(Policy::default());
    let subscriber = tracing_subscriber::fmt()
        .fmt_fields(RedactingFields::new(redactor.clone()))
        .with_writer(RedactingWriter::new(std::io::stdout, redactor))
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let span = tracing::info_span!("login", user = 7, session_token = "b6c1396ec2920571");
        let _entered = span.enter();
        tracing::info!(
            email = "bob@example.com",
            attempts = 3,
            "login failed: password=hunter2"
        );
    });
}
