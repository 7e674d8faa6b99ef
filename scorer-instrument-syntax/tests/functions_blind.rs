//! Arguments of ordinary functions that were labelled before the table was opened, by somebody who had not seen it: which
//! are wrongly refused, and which missed.
//!
//! `arguable` counts neither way. An argument of a type that is not known is left to rustc, and right either way.

use scorer_instrument_policy::{Policy, TypeVerdict};
use scorer_instrument_syntax::{mend, types};
use syn::{FnArg, Pat, Signature};

const FUNCTIONS: &str = include_str!("data/functions-blind.tsv");
/// At first sight 2 and 1, which were mended by their kinds.
const SECOND: &str = include_str!("data/functions-blind-2.tsv");
/// At first sight 4 of 179 and 4 of 159; before two kinds of the first were mended, 3 and 4.
const THIRD: &str = include_str!("data/functions-blind-3.tsv");
/// At first sight 1 of 223 and 2 of 173. What is left is `Path<Uuid>` of actix, which is refused with a field that records what
/// is in it, and `expected_token`, which a parser calls what it expects.
const FOURTH: &str = include_str!("data/functions-blind-4.tsv");

/// The type of an argument that is called so, where the signature tells it.
fn type_of<'a>(sig: &'a Signature, name: &str) -> Option<&'a syn::Type> {
    sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pat) if pat.ident == name => Some(&*typed.ty),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

#[test]
fn arguments_that_were_not_seen_are_told_apart() {
    told_apart(FUNCTIONS, WRONGLY_REFUSED, MISSED);
}

#[test]
fn arguments_of_the_second_list_are_told_apart() {
    told_apart(SECOND, 0, 1);
}

#[test]
fn arguments_that_nobody_mended_for_are_told_apart() {
    told_apart(THIRD, 1, 4);
}

#[test]
fn arguments_of_the_fourth_list_are_told_apart() {
    told_apart(FOURTH, 1, 1);
}

fn told_apart(functions: &str, most_refused: usize, most_missed: usize) {
    let policy = Policy::default();
    let (mut record, mut skip, mut left) = (0, 0, 0);
    let (mut wrong, mut missed, mut bulk) = (Vec::new(), Vec::new(), Vec::new());
    for line in functions.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [signature, argument, label, why] = cells.as_slice() else {
            panic!("four columns: {line}");
        };
        let item = format!("{signature} {{}}");
        let tokens: proc_macro2::TokenStream = item.parse().expect("tokens");
        let Ok(function) = syn::parse2::<syn::ItemFn>(tokens.clone()) else {
            panic!("no function: {signature}");
        };
        let Some(mending) = mend(&policy, proc_macro2::TokenStream::new(), tokens) else {
            continue;
        };
        let refused = mending.unfit.iter().any(|name| name == argument);
        let ty = type_of(&function.sig, argument);
        let verdict = ty.map(|ty| types::judge(&policy, ty, &function.sig.generics));
        let is_left = !refused && matches!(verdict, None | Some(TypeVerdict::Unknown));
        let shown = format!("{argument} ({why}): {signature}");
        match *label {
            "record" => {
                record += 1;
                if refused {
                    wrong.push(shown);
                } else {
                    left += usize::from(is_left);
                }
            }
            "skip" => {
                skip += 1;
                if is_left {
                    left += 1;
                } else if !refused {
                    if matches!(verdict, Some(TypeVerdict::Refused { .. })) {
                        bulk.push(shown);
                    } else {
                        missed.push(shown);
                    }
                }
            }
            _ => {}
        }
    }
    let told = format!(
        "{} of {record} wrongly refused, {} of {skip} missed, {} by type, {left} left to rustc\n\nrefused:\n{}\n\nmissed:\n{}\n{}",
        wrong.len(),
        missed.len(),
        bulk.len(),
        wrong.join("\n"),
        missed.join("\n"),
        bulk.join("\n")
    );
    println!("{told}");
    assert!(record > 100 && skip > 100, "{told}");
    assert!(wrong.len() <= most_refused, "{told}");
    assert!(missed.len() <= most_missed, "{told}");
}

/// At first sight 21 and 10. Seven of those left are paths, a network address and an array of bytes, which are refused by
/// their type.
const WRONGLY_REFUSED: usize = 10;
const MISSED: usize = 5;
