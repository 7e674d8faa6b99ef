//! Values that are redacted while they are printed: `cargo run -p scorer-redact --example display`

use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;

#[derive(Debug)]
#[expect(dead_code, reason = "read by `Debug` alone")]
struct Login<'a> {
    user: u32,
    password: &'a str,
}

fn main() {
    let redactor = Redactor::new(Policy::default());
    let login = Login {
        user: 7,
        password: "hunter2",
    };
    println!("{}", redactor.debug(&login));
    let error =
        "error sending request for url (https://api.example/v1?api_key=4f8c6e87d2d7173262f1)";
    println!("{}", redactor.display(error));
}
