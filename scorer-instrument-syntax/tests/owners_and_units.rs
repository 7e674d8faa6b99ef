//! What stands around a name: the owner of a member, and the unit of a number.

use proc_macro2::TokenStream;
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::{members, mend};

fn tokens(code: &str) -> TokenStream {
    code.parse().expect("tokens")
}

/// The types of a list of which the derive refuses a member.
fn refused(types: &[String]) -> Vec<&String> {
    let policy = Policy::default();
    let is_refused = |item: &&String| members::judge(&policy, tokens(item)).is_err();
    types.iter().filter(is_refused).collect()
}

/// Words for what something is contained in.
const CONTAINERS: &[&str] = &[
    "", "Entry", "Item", "Record", "Row", "Node", "Object", "Dto", "Model", "Info", "Detail",
];

#[test]
fn a_code_in_a_container_is_that_of_what_it_contains() {
    let of = |owners: &[&str], ty: &str| -> Vec<String> {
        let mut types = Vec::new();
        for owner in owners {
            for container in CONTAINERS {
                types.push(format!(
                    "struct {owner}{container} {{ code: {ty}, depth: u8 }}"
                ));
                types.push(format!(
                    "enum Any {{ {owner}{container} {{ code: {ty} }} }}"
                ));
            }
        }
        types
    };
    let told = [
        "ApiError",
        "APIError",
        "Country",
        "Currency",
        "HttpStatus",
        "Language",
        "Exit",
    ];
    for ty in ["i32", "u16", "String", "Option<String>", "&'static str"] {
        let types = of(&told, ty);
        assert_eq!(refused(&types), Vec::<&String>::new());
    }
    let secret = ["Otp", "Invite", "OneTime", "Voucher", "Recovery"];
    for ty in ["u32", "String"] {
        let types = of(&secret, ty);
        let accepted = types.len() - refused(&types).len();
        assert_eq!(accepted, 0, "{:#?}", refused(&types));
    }
}

#[test]
fn text_in_a_container_alone_could_be_anything() {
    let types: Vec<String> = CONTAINERS[1..]
        .iter()
        .map(|container| format!("struct {container} {{ code: String }}"))
        .collect();
    assert_eq!(refused(&types).len(), types.len());
}

/// The arguments that must not be recorded in a function.
fn unfit(function: &str) -> Vec<String> {
    let item = tokens(&format!("{function} {{}}"));
    let mending = mend(&Policy::default(), TokenStream::new(), item);
    mending.map_or_else(Vec::new, |mending| mending.unfit)
}

const NUMBERS: &[&str] = &["i64", "u64", "u32", "i128", "u128", "f64", "Option<i64>"];

#[test]
fn a_number_with_a_unit_is_a_number() {
    let mut wrong = Vec::new();
    for function in [
        "charge_card",
        "debit_account",
        "pay_iban",
        "verify_pin",
        "redeem",
    ] {
        for name in [
            "amount", "fee", "price", "total", "limit", "tip", "refund", "timeout", "duration",
        ] {
            for unit in [
                "",
                "_cents",
                "_minor",
                "_minor_units",
                "_wei",
                "_gwei",
                "_sats",
                "_lamports",
                "_eur",
                "_usd",
                "_bps",
                "_pct",
                "_ms",
                "_secs",
                "_bytes",
                "_kb",
                "_mib",
            ] {
                // A bare `tip` could be anything that the function takes.
                if unit.is_empty() && matches!(name, "tip" | "refund" | "total") {
                    continue;
                }
                for ty in NUMBERS {
                    let shown = format!("fn {function}({name}{unit}: {ty})");
                    if !unfit(&shown).is_empty() {
                        wrong.push(shown);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_unit_makes_no_secret_fit() {
    for name in [
        "salary_cents",
        "net_worth_usd",
        "password_bytes",
        "salary_eur",
    ] {
        let shown = format!("fn process({name}: i64)");
        assert_eq!(unfit(&shown), [name], "{shown}");
    }
    for (function, name) in [
        ("update_salary", "amount"),
        ("update_salary", "amount_cents"),
        ("record_glucose", "level"),
    ] {
        let shown = format!("fn {function}({name}: i64)");
        assert_eq!(unfit(&shown), [name], "{shown}");
    }
}

#[test]
fn who_issued_a_credential_may_be_recorded_where_it_is_verified() {
    for name in ["issuer_did", "did", "holder_did", "verifier_did", "issuer"] {
        let shown = format!("fn verify_credential({name}: &str)");
        assert!(unfit(&shown).is_empty(), "{shown}");
    }
}
