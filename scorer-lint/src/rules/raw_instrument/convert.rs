//! `#[instrument(..)]` on a function, rewritten as `#[scorer_span(..)]`: what the policy refuses and what no written type
//! proves is skipped, and the policy's own judge has the last word.

use proc_macro2::{TokenStream, TokenTree};
use scorer_instrument_policy::{Policy, Record};
use scorer_instrument_syntax as syntax;
use scorer_instrument_syntax::args::{self, Args};
use scorer_instrument_syntax::binding::{Binding, bindings};
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::item::Function as Item;
use scorer_instrument_syntax::plan::{CheckedPlan, How, Returned};
use syn::{GenericArgument, PathArguments, ReturnType, Type};

use super::naming;
use super::proven::{Proof, Proofs};
use crate::engine::cx::Cx;
use crate::engine::finding::{Dropped, Edit, Finding, KeptBy};
use crate::engine::message::Message;
use crate::package::manifest::Manifest;
use crate::rewrite::written::Written;
use crate::source::instrument::Instrumented;
use crate::source::{File, TokenKind, Tokens};

/// What becomes of one function's attribute.
pub(super) struct Conversion {
    /// The attribute to write, as far as the policy can tell.
    proposal: String,
    /// What to replace, and whether nothing but arguments goes that nobody asked to be recorded.
    fix: Option<(Vec<Edit>, bool, Vec<Dropped>)>,
    /// What the proposal or the fix leaves to be said.
    notes: Vec<String>,
}

impl Conversion {
    /// A finding with the attribute to write, and the edits that write it.
    pub(super) fn complete(self, finding: Finding) -> Finding {
        let mut finding = finding.help(format!("write `{}`", self.proposal));
        finding
            .notes
            .extend(self.notes.into_iter().map(Message::from));
        let Some((edits, safe, dropped)) = self.fix else {
            return finding;
        };
        for edit in edits {
            finding = finding.fix(edit.bytes, edit.text, safe);
        }
        finding.needs("scorer-instrument", None).drops(dropped)
    }
}

/// What stands for a text's operand, which rustc would have to prove.
const MARK: &str = "__unproven";

/// A body of more tokens than this was not written by hand, and is not read again.
const LONGEST: u32 = 1 << 15;

/// How deep a file's brackets may nest that is handed to syn.
const DEEPEST: usize = 100;

/// How often an attribute is mended and judged again.
const ROUNDS: usize = 6;

/// How a function's attribute is to be written; none where it cannot be judged.
pub(super) fn convert(
    cx: &Cx<'_>,
    one: &Instrumented<'_>,
    macros: &[Tokens],
) -> Option<Conversion> {
    let file = cx.file;
    let item = item(file, one)?;
    let written = Written::read(file, one.attribute)?;
    let owner = file.impl_at(one.function.keyword);
    // `#[instrument]` records what it does not skip, whatever the team's rule is.
    let mut all = cx.unit.policy.team.clone();
    let lists = std::mem::take(&mut all.record) == Record::Listed;
    let judge = Judge {
        file,
        policy: Policy::new(all),
        lists,
        manifest: cx.code.manifest,
        owner: owner.map(|block| file.word(block.ty)),
        item,
    };
    let proposed = judge.rewrite(&written, &Demands::PROPOSAL)?;
    let safe = judge.rewrite(&written, &Demands::SAFE);
    let safe = safe.filter(|rewritten| !rewritten.replaced && rewritten.proof == Proof::Full);
    let is_safe = safe.is_some();
    // A macro may paste its tokens anywhere.
    let at = one.attribute.all.start;
    let in_macro = macros.iter().any(|range| range.contains(&at));
    let naming = naming::of(cx, one.attribute).filter(|_| !in_macro);
    let rewritten = safe.or_else(|| judge.rewrite(&written, &Demands::UNSAFE));
    let mut notes = Vec::new();
    if proposed.proof == Proof::None {
        notes.push(format!(
            "no written type proves {}: the compiler has the last word",
            listed(&proposed.unproven)
        ));
    }
    let fix = rewritten.zip(naming).map(|(rewritten, naming)| {
        let mut edits = vec![Edit {
            bytes: file.bytes_of(&one.attribute.all),
            text: rewritten.written.attribute(&naming.path),
        }];
        edits.extend(naming.import);
        (edits, is_safe, rewritten.dropped)
    });
    Some(Conversion {
        proposal: proposed.written.shown("scorer_span"),
        fix,
        notes,
    })
}

/// The function behind the attribute, as the macro would be given it.
fn item(file: &File, one: &Instrumented<'_>) -> Option<TokenStream> {
    let body = one.function.body.as_ref()?;
    if body.end.checked_sub(body.start)? > LONGEST || file.deepest() > DEEPEST {
        return None;
    }
    let mut tokens = TokenStream::new();
    let attribute = file.bytes_of(&one.attribute.all);
    let whole = file.bytes_of(&one.function.whole(file));
    for part in [whole.start..attribute.start, attribute.end..whole.end] {
        tokens.extend(file.text.get(part)?.parse::<TokenStream>().ok()?);
    }
    Some(tokens)
}

/// What is asked of an attribute.
struct Demands {
    /// Whether collections are counted in place of being skipped.
    counts: bool,
    /// What a field must be proven to be to stay; none: the policy alone is asked.
    keeps: Option<Proof>,
}

impl Demands {
    const PROPOSAL: Self = Self {
        counts: true,
        keeps: None,
    };
    const SAFE: Self = Self {
        counts: false,
        keeps: Some(Proof::Full),
    };
    const UNSAFE: Self = Self {
        counts: true,
        keeps: Some(Proof::Accepted),
    };
}

/// An attribute that the policy accepts.
struct Rewritten {
    written: Written,
    /// Whether a field or `ret` is no longer what it was.
    replaced: bool,
    /// The weakest proof of a field.
    proof: Proof,
    /// Fields without one.
    unproven: Vec<String>,
    /// What the policy accepts and no written type proves, so that it is recorded no more.
    dropped: Vec<Dropped>,
}

struct Judge<'a> {
    file: &'a File,
    /// The team's, that records every argument.
    policy: Policy,
    /// Whether the team's own records what is listed alone.
    lists: bool,
    manifest: Option<&'a Manifest>,
    /// The type whose method the function is.
    owner: Option<&'a str>,
    item: TokenStream,
}

impl Judge<'_> {
    fn rewrite(&self, before: &Written, demands: &Demands) -> Option<Rewritten> {
        let mut written = before.clone();
        let mut replaced = false;
        let mut all_dropped = Vec::new();
        for _ in 0..ROUNDS {
            let attr: TokenStream = written.arguments().parse().ok()?;
            let judged = syntax::judge(&self.policy, attr.clone(), self.item.clone(), &mark);
            let Ok((plan, function)) = judged else {
                let mending = syntax::mend(&self.policy, attr, self.item.clone())?;
                replaced |= written.mend(&mending, demands.counts);
                continue;
            };
            let args = args::parse(attr, &mut Vec::new());
            let (bindings, _) = bindings(&function.sig, &TokenStream::new());
            let proofs = self.proofs(&function, &bindings);
            let skipped = unproven_arguments(&plan, &proofs);
            let fields = proofs_of_fields(&args, &plan, &proofs);
            let wanted = demands.keeps.unwrap_or(Proof::None);
            let mut dropped = Vec::new();
            for (at, proof) in fields.iter().enumerate() {
                if *proof < wanted {
                    dropped.push(at);
                }
            }
            let ret_stays = demands.keeps.is_none() || returns_proven(&plan, &function, &proofs);
            if skipped.is_empty() && dropped.is_empty() && ret_stays {
                let names = args.fields.iter().zip(&fields);
                let unproven = names.filter(|(_, proof)| **proof == Proof::None);
                let order: Vec<String> = bindings.iter().map(|one| one.ident.to_string()).collect();
                written.sort_added(before, &order);
                if self.lists {
                    let recorded = plan.fields.iter().filter_map(|one| one.argument.as_ref());
                    written.list(recorded.map(ToString::to_string).collect());
                }
                return Some(Rewritten {
                    written,
                    replaced,
                    proof: fields.iter().copied().min().unwrap_or(Proof::Full),
                    unproven: unproven
                        .filter_map(|(field, _)| field.name.text())
                        .collect(),
                    dropped: all_dropped,
                });
            }
            replaced |= !dropped.is_empty() || !ret_stays;
            let arguments = skipped.iter().map(|name| {
                let mut known = bindings.iter();
                let ty = known.find(|known| known.ident == name);
                proofs.dropped(name, ty.and_then(|known| known.ty.as_ref()))
            });
            all_dropped.extend(arguments);
            all_dropped.extend(dropped.iter().map(|at| Dropped {
                of: args.fields[*at].name.text().unwrap_or_default(),
                kept_by: KeptBy::Nothing,
            }));
            if !ret_stays {
                let of = "what is returned".to_owned();
                let kept_by = KeptBy::Nothing;
                all_dropped.push(Dropped { of, kept_by });
            }
            written.drop_fields(&dropped);
            written.skip(&skipped);
            if !ret_stays {
                written.drop_ret();
            }
        }
        None
    }

    fn proofs<'b>(&'b self, function: &Item, bindings: &'b [Binding]) -> Proofs<'b> {
        let generics = function.sig.generics.type_params();
        Proofs {
            file: self.file,
            manifest: self.manifest,
            bindings,
            generics: generics.map(|param| param.ident.to_string()).collect(),
            owner: self.owner,
        }
    }
}

/// Marks what is turned into text.
fn mark(_: &syn::Path, operand: TokenStream, how: Operand) -> TokenStream {
    // What `len()` and its like return, their names promise: that they are of the standard library is all but certain.
    if matches!(how, Operand::Flag | Operand::Scalar) {
        return operand;
    }
    let mark = proc_macro2::Ident::new(MARK, proc_macro2::Span::call_site());
    let operand = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, operand.clone());
    [TokenTree::from(mark), TokenTree::from(operand)]
        .into_iter()
        .collect()
}

fn is_marked(value: &TokenStream) -> bool {
    let mut streams = vec![value.clone()];
    while let Some(stream) = streams.pop() {
        for tree in stream {
            match tree {
                TokenTree::Group(group) => streams.push(group.stream()),
                TokenTree::Ident(ident) if ident == MARK => return true,
                _ => {}
            }
        }
    }
    false
}

/// Recorded arguments whose written type proves nothing.
fn unproven_arguments(plan: &CheckedPlan, proofs: &Proofs<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for recorded in &plan.fields {
        let Some(argument) = &recorded.argument else {
            continue;
        };
        let by_team = matches!(recorded.how, How::Own(_) | How::OwnOption(_));
        let mut known = proofs.bindings.iter();
        let ty = known
            .find(|known| known.ident == *argument)
            .and_then(|known| known.ty.as_ref());
        if !by_team && !ty.is_some_and(|ty| proofs.ty(ty)) {
            found.push(argument.to_string());
        }
    }
    found
}

/// What is known of each field of the attribute, in order.
fn proofs_of_fields(args: &Args, plan: &CheckedPlan, proofs: &Proofs<'_>) -> Vec<Proof> {
    let mut recorded = plan.fields.iter().filter(|one| one.argument.is_none());
    let mut found = Vec::new();
    for field in &args.fields {
        if field.value.is_none() {
            found.push(Proof::Full);
            continue;
        }
        let recorded = recorded.next();
        let by_team =
            recorded.is_some_and(|one| matches!(one.how, How::Own(_) | How::OwnOption(_)));
        let marked = recorded.is_none_or(|one| is_marked(&one.value));
        found.push(if by_team && !marked {
            Proof::Full
        } else {
            proofs.field(field, marked)
        });
    }
    found
}

/// Whether what `ret` prints is proven by the written type.
fn returns_proven(plan: &CheckedPlan, function: &Item, proofs: &Proofs<'_>) -> bool {
    let Some((_, returned)) = plan.ret else {
        return true;
    };
    let ReturnType::Type(_, ty) = &function.sig.output else {
        return true;
    };
    match returned {
        Returned::Whole => proofs.prints_itself(ty),
        Returned::Ok => first_of_result(ty).is_some_and(|ty| proofs.prints_itself(ty)),
        // The written type does not tell that it is no text.
        Returned::WholeNoText | Returned::OkNoText => false,
    }
}

fn first_of_result(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Result")?;
    let PathArguments::AngleBracketed(written) = &last.arguments else {
        return None;
    };
    written.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// `a`, `b` and `c`, each in backticks.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match shown.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => shown.concat(),
    }
}

/// What stands in the brackets of macro calls and definitions.
pub(super) fn macros(file: &File) -> Vec<Tokens> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < file.len() {
        let named = |open: u32| file.token(open).kind == TokenKind::Open;
        if file.is(at, b'!') && at > 0 && file.token(at - 1).kind == TokenKind::Ident {
            // `macro_rules! name {` has its name between.
            let open = [at + 1, at + 2].into_iter().find(|open| named(*open));
            if let Some(open) =
                open.filter(|open| *open == at + 1 || file.is_word(at - 1, "macro_rules"))
            {
                found.push(file.inside(open));
                at = file.mate(open).max(open);
            }
        }
        at += 1;
    }
    found
}
