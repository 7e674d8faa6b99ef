//! A type that derives `Debug` over a secret.

use scorer_instrument_policy::{Class, Verdict};

use super::debug_of_sensitive;
use crate::analysis::index::{PlainSecret, named_in};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::finding::Elsewhere;
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

/// The types of a file or a package, each with its place, that derive `Debug` and have a member that is called like a secret, and
/// those whose `Debug` somebody wrote.
#[derive(Default)]
struct DebugTypes {
    derived: Vec<(String, Site)>,
    written: Vec<(String, Site)>,
}

impl Fact for DebugTypes {
    fn merge(&mut self, other: Self) {
        self.derived.extend(other.derived);
        self.written.extend(other.written);
    }
}

fn collect(cx: &Cx<'_>) {
    for item in cx.file.types() {
        let derive = item.derives_debug(cx.file);
        if let Some(derive) = derive.filter(|_| names_secret(cx, item)) {
            let ty = cx.file.word(item.name).to_owned();
            let site = cx.site(&(derive..derive + 1));
            cx.facts::<DebugTypes>().derived.push((ty, site));
        }
    }
    for block in cx.file.impls() {
        let debug = block
            .of_trait
            .filter(|of_trait| cx.file.is_word(*of_trait, "Debug"));
        if let Some(debug) = debug {
            let ty = cx.file.word(block.ty).to_owned();
            let site = cx.site(&(debug..debug + 1));
            cx.facts::<DebugTypes>().written.push((ty, site));
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
        [alone] if alone.name.is_none() && alone.variant.is_none() => is_secret(cx.policy.name(ty)),
        members => members
            .iter()
            .filter_map(|member| member.name.or(member.variant))
            .any(|name| is_secret(named_in(cx.policy, ty, cx.file.word(name)))),
    }
}

fn check(cx: &UnitCx<'_>) {
    let Some(types) = cx.facts::<DebugTypes>() else {
        return;
    };
    let printed = debug_of_sensitive::printed_types(cx);
    for (ty, site) in &types.derived {
        // Where one is printed, the finding there says more.
        if printed.contains(ty) {
            continue;
        }
        if let Some(secret) = cx.index().plain_secret(ty) {
            report(cx, site, ty, &secret, "derives `Debug`, which shows");
        }
    }
    for (ty, site) in &types.written {
        if printed.contains(ty) {
            continue;
        }
        // What a member's type prints, the finding on that type says.
        let own = cx.index().plain_secret(ty);
        if let Some(secret) = own.filter(|secret| secret.holder == *ty) {
            report(cx, site, ty, &secret, "has a `Debug` that shows");
        }
    }
}

fn report(cx: &UnitCx<'_>, site: &Site, ty: &str, secret: &PlainSecret, how: &str) {
    let PlainSecret {
        member,
        reason,
        holder,
    } = secret;
    cx.report_at(&RULE, site, |mut finding| {
        let shown = if member == "0" {
            reason.clone()
        } else {
            format!("`{member}`, {reason}")
        };
        finding.message =
            format!("`{ty}` {how} {shown}: everything that prints the type prints it").into();
        if holder != ty {
            finding = finding.elsewhere(Elsewhere::Type(ty.to_owned(), member.clone()));
        }
        finding.help(format!(
            "hold it in `secrecy::SecretString`, whose `Debug` shows nothing, or write `impl Debug for {holder}` without it"
        ))
    });
}
