//! Arguments that are judged together with their function's name, or with their own type of ids.

use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::mend;

/// Whether an argument of this function must not be recorded.
#[track_caller]
fn is_unfit(signature: &str, argument: &str) -> bool {
    let item = format!("{signature} {{}}").parse().expect("tokens");
    let mending = mend(&Policy::default(), proc_macro2::TokenStream::new(), item);
    let mending = mending.expect("a function");
    mending.unfit.iter().any(|name| name == argument)
}

#[track_caller]
fn all(unfit: bool, cases: &[(&str, &str)]) {
    for (signature, argument) in cases {
        assert_eq!(
            is_unfit(signature, argument),
            unfit,
            "{argument} of {signature}"
        );
    }
}

#[test]
fn what_says_nothing_is_what_the_function_speaks_of() {
    all(
        true,
        &[
            ("fn card_brand(number: &str) -> Brand", "number"),
            (
                "fn enforce_password_policy(rules: &Rules, candidate: &str)",
                "candidate",
            ),
            ("fn token_kind(raw: &str) -> Kind", "raw"),
            ("fn validate_receipt(receipt: &str)", "receipt"),
            ("fn place_call(callee: &str)", "callee"),
            (
                "fn report_denied(kind: Kind, presented: Option<&str>)",
                "presented",
            ),
            ("fn create_user(display_name: &str)", "display_name"),
        ],
    );
    all(
        false,
        &[
            ("fn block_kind(number: u64) -> Kind", "number"),
            ("fn set_password_policy(new: Policy)", "new"),
            ("fn list_cards(prefix: &str)", "prefix"),
            ("fn parse_version(number: &str)", "number"),
            ("fn create_channel(display_name: &str)", "display_name"),
            ("fn rename_secret_path(old: &str)", "old"),
        ],
    );
}

#[test]
fn text_is_recorded_only_where_its_name_or_its_functions_says_what_it_is() {
    all(
        true,
        &[
            ("fn process(s: &str)", "s"),
            ("fn handle(line: &str)", "line"),
            ("fn new(plain: &str) -> Self", "plain"),
            ("fn from_str(s: &str) -> Result<Self, Error>", "s"),
            ("fn parse(x: String) -> Option<Self>", "x"),
            ("fn from(output: String) -> Self", "output"),
            ("fn rotate_key(old: &str, new: &str)", "old"),
            ("fn derive_key(from: &str) -> Vec<u8>", "from"),
            ("fn get_value(x: Option<&str>)", "x"),
        ],
    );
    all(
        false,
        &[
            ("fn process(n: u64)", "n"),
            ("fn handle(line: usize)", "line"),
            ("fn parse_version(s: &str)", "s"),
            ("fn rename_file(old: &str, new: &str)", "old"),
            ("fn list(prefix: &str)", "prefix"),
            ("fn load(locale: &str)", "locale"),
            ("fn process(s: &Stamp)", "s"),
            ("fn get_cache_key(part: &str)", "part"),
        ],
    );
}

#[test]
fn a_row_id_of_ones_own_type_is_fit() {
    all(
        false,
        &[
            ("fn summary(patient_id: PatientId)", "patient_id"),
            ("fn summary(patient_id: Option<&PatientId>)", "patient_id"),
            ("fn summary(patient_id: Uuid)", "patient_id"),
            ("fn summary(patient_id: i64)", "patient_id"),
            ("fn send(reply_to: Option<MessageId>)", "reply_to"),
        ],
    );
    all(
        true,
        &[
            ("fn summary(patient_id: &str)", "patient_id"),
            ("fn send(reply_to: &str)", "reply_to"),
            // What people call an e-mail id may be the address.
            ("fn send(email: EmailId)", "email"),
            ("fn resume(session_id: SessionId)", "session_id"),
            ("fn send<MessageId>(reply_to: MessageId)", "reply_to"),
        ],
    );
}

#[test]
fn a_type_that_names_which_one_it_is_outweighs_the_name() {
    all(
        false,
        &[
            ("fn lock(account_key: &Pubkey)", "account_key"),
            ("fn lock(account_key: Option<&VerifyingKey>)", "account_key"),
        ],
    );
    all(
        true,
        &[
            ("fn lock(account_key: &str)", "account_key"),
            ("fn lock(account_key: &Key)", "account_key"),
            ("fn lock(private_key: &PublicKey)", "private_key"),
            // A collection is refused as one.
            ("fn lock(account_keys: &[Pubkey])", "account_keys"),
        ],
    );
}
