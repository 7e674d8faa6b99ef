//! A type that derives `Debug` over a secret.

use scorer_instrument_policy::{Class, Verdict};

use super::debug_of_sensitive;
use crate::analysis::index::named_in;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::TypeItem;

/// The rule.
pub static RULE: Rule = Rule {
    name: "debug-derive-on-secret",
    group: Group::RecordsTooMuch,
    level: Level::Note,
    in_tests: false,
    // Nothing prints it here yet.
    standing: Standing::private(Precision::High, "2.0"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/debug-derive-on-secret.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(collect), Check::Unit(check)],
};

/// A type that derives `Debug` and has a member that is called like a secret.
struct Derived {
    ty: String,
    site: Site,
}

#[derive(Default)]
struct DerivedTypes(Vec<Derived>);

impl Fact for DerivedTypes {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

fn collect(cx: &Cx<'_>) {
    for item in cx.file.types() {
        let derive = item
            .derives
            .iter()
            .find(|derive| cx.file.is_word(**derive, "Debug"));
        if let Some(derive) = derive.filter(|_| names_secret(cx, item)) {
            let derived = Derived {
                ty: cx.file.word(item.name).to_owned(),
                site: cx.site(&(*derive..derive + 1)),
            };
            cx.facts::<DerivedTypes>().0.push(derived);
        }
    }
}

/// Whether a member's name, or that of a type with one unnamed member, is a secret's: what the member's type makes of it is
/// asked when all types are known.
fn names_secret(cx: &Cx<'_>, item: &TypeItem) -> bool {
    let is_secret = |verdict: Verdict| match verdict {
        Verdict::Refused(refusal) => matches!(refusal.class, Class::Credential | Class::Secret),
        Verdict::Fit => false,
    };
    let ty = cx.file.word(item.name);
    match item.members.as_slice() {
        [alone] if alone.name.is_none() => is_secret(cx.policy.name(ty)),
        members => members
            .iter()
            .filter_map(|member| member.name)
            .any(|name| is_secret(named_in(cx.policy, ty, cx.file.word(name)))),
    }
}

fn check(cx: &UnitCx<'_>) {
    let Some(DerivedTypes(types)) = cx.facts() else {
        return;
    };
    let printed = debug_of_sensitive::printed_types(cx);
    for Derived { ty, site } in types {
        // Where one is printed, the finding there says more.
        if printed.contains(ty) {
            continue;
        }
        let secret = cx.index().plain_secret(ty);
        // What was hashed or encrypted before is no longer plain.
        let is_plain =
            |member: &str| !member.starts_with("hashed_") && !member.starts_with("encrypted_");
        let Some((member, reason)) = secret.filter(|(member, _)| is_plain(member)) else {
            continue;
        };
        cx.report_at(&RULE, site, |mut finding| {
            finding.message = if member == "0" {
                format!("`{ty}` derives `Debug`, which shows {reason}: everything that prints the type prints it")
            } else {
                format!("`{ty}` derives `Debug`, which shows `{member}`, {reason}: everything that prints the type prints it")
            }
            .into();
            finding.help(format!(
                "hold it in `secrecy::SecretString`, whose `Debug` shows nothing, or write `impl Debug for {ty}` without it"
            ))
        });
    }
}
