//! `#[instrument(..)]` on a function, rewritten as `#[scorer_span(..)]`: what the policy refuses and what no written type
//! proves is skipped, and the policy's own judge has the last word.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use scorer_instrument_policy::{Policy, Record};
use scorer_instrument_syntax as syntax;
use scorer_instrument_syntax::args::{self, Args};
use scorer_instrument_syntax::binding::{Binding, bindings};
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::item::Function as Item;
use scorer_instrument_syntax::plan::{CheckedPlan, How, Returned};
use syn::{GenericArgument, PathArguments, ReturnType, Type};

use crate::engine::cx::Cx;
use crate::engine::dropped::Dropped;
use crate::package::manifest::Manifest;
use crate::rewrite::proven::{Proof, Proofs};
use crate::rewrite::written::Written;
use crate::source::File;
use crate::source::instrument::Instrumented;

/// What stands for a text's operand, which rustc would have to prove.
const MARK: &str = "__unproven";

/// A body of more tokens than this was not written by hand, and is not read again.
const LONGEST: u32 = 1 << 15;

/// How deep a file's brackets may nest that is handed to syn.
const DEEPEST: usize = 100;

/// How often an attribute is mended and judged again.
const ROUNDS: usize = 6;

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

/// What of an attribute stays.
pub(super) struct Demands {
    /// Whether collections are counted in place of being skipped.
    counts: bool,
    /// What a field must be proven to be to stay; none: the policy alone is asked.
    keeps: Option<Proof>,
}

impl Demands {
    /// What a person is shown: the compiler has the last word on what is not proven.
    pub(super) const PROPOSAL: Self = Self {
        counts: true,
        keeps: None,
    };
    /// What is proven.
    pub(super) const SAFE: Self = Self {
        counts: false,
        keeps: Some(Proof::Full),
    };
    /// What is proven, or taken by `tracing` as it is.
    pub(super) const UNSAFE: Self = Self {
        counts: true,
        keeps: Some(Proof::Accepted),
    };
}

/// An attribute that the policy accepts.
pub(super) struct Rewritten {
    pub(super) written: Written,
    /// Whether a field or `ret` is no longer what it was.
    pub(super) replaced: bool,
    /// The weakest proof of a field.
    pub(super) proof: Proof,
    /// Fields without one.
    pub(super) unproven: Vec<String>,
    /// Whether the written type proves what `ret` records, where that stands there.
    pub(super) ret_is_proven: bool,
    /// Features of the facade that the package lacks and that prove what is recorded.
    pub(super) features: BTreeSet<&'static str>,
    /// The arguments that are recorded.
    pub(super) recorded: Vec<String>,
    /// Arguments whose types prove nothing, so that they are recorded no more.
    pub(super) arguments: Vec<(String, Dropped)>,
    /// Fields that went since nothing proves their values.
    pub(super) fields: Vec<String>,
    /// Whether `ret` went for the same reason.
    pub(super) ret: bool,
}

/// Who judges the attribute of one function.
pub(super) struct Judge<'a> {
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

impl<'a> Judge<'a> {
    /// The judge of a function; none where it cannot be read as one.
    pub(super) fn of(cx: &Cx<'a>, one: &Instrumented<'_>) -> Option<Self> {
        let file = cx.file;
        let owner = file.impl_at(one.function.keyword);
        let mut team = cx.unit.policy.team.clone();
        // `#[instrument]` records what it does not skip, whatever the team's rule is.
        let lists = !one.guarded && std::mem::take(&mut team.record) == Record::Listed;
        Some(Self {
            file,
            policy: Policy::new(team),
            lists,
            manifest: cx.code.manifest,
            owner: owner.map(|block| file.word(block.ty)),
            item: item(file, one)?,
        })
    }

    /// Whether the macro takes an attribute as it is.
    pub(super) fn takes(&self, written: &Written) -> bool {
        let Ok(attr) = written.arguments().parse() else {
            return false;
        };
        let keep = |_: &syn::Path, operand, _| operand;
        syntax::judge(&self.policy, attr, self.item.clone(), &keep).is_ok()
    }

    /// The names of an attribute's fields, in order.
    pub(super) fn fields(written: &Written) -> Vec<Option<String>> {
        let Ok(attr) = written.arguments().parse() else {
            return Vec::new();
        };
        let args = args::parse(attr, &mut Vec::new());
        args.fields.iter().map(|field| field.name.text()).collect()
    }

    /// The names of the function's arguments.
    pub(super) fn arguments(&self) -> Vec<String> {
        let Ok(function) = syntax::item::parse(self.item.clone()) else {
            return Vec::new();
        };
        let (bindings, _) = bindings(&function.sig, &TokenStream::new());
        bindings.iter().map(|one| one.ident.to_string()).collect()
    }

    /// An attribute as the policy accepts it, without the arguments to skip; `before` is what stood there.
    pub(super) fn rewrite(
        &self,
        before: &Written,
        wanted: &Written,
        skips: &[&str],
        demands: &Demands,
    ) -> Option<Rewritten> {
        let mut written = wanted.clone();
        let mut replaced = false;
        let (mut gone, mut gone_fields, mut gone_ret) = (Vec::new(), Vec::new(), false);
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
            let unproven = unproven_arguments(&plan, &proofs);
            let arguments = plan.fields.iter().filter_map(|one| one.argument.as_ref());
            let unfit = arguments.filter(|name| skips.iter().any(|skip| *name == skip));
            let mut skipped: Vec<String> = unfit.map(ToString::to_string).collect();
            let more = unproven.iter().filter(|name| !skipped.contains(name));
            let more: Vec<String> = more.cloned().collect();
            skipped.extend(more.iter().cloned());
            let fields = proofs_of_fields(&args, &plan, &proofs);
            let keeps = demands.keeps.unwrap_or(Proof::None);
            let mut dropped = Vec::new();
            for (at, proof) in fields.iter().enumerate() {
                if *proof < keeps {
                    dropped.push(at);
                }
            }
            let ret_is_proven = returns_proven(&plan, &function, &proofs);
            let ret_stays = demands.keeps.is_none() || ret_is_proven;
            if skipped.is_empty() && dropped.is_empty() && ret_stays {
                let names = args.fields.iter().zip(&fields);
                let unproven = names.filter(|(_, proof)| **proof == Proof::None);
                let order: Vec<String> = bindings.iter().map(|one| one.ident.to_string()).collect();
                written.sort_added(before, &order);
                let recorded = plan.fields.iter().filter_map(|one| one.argument.as_ref());
                let recorded: Vec<String> = recorded.map(ToString::to_string).collect();
                if self.lists {
                    written.list(recorded.clone());
                }
                return Some(Rewritten {
                    written,
                    replaced,
                    proof: fields.iter().copied().min().unwrap_or(Proof::Full),
                    unproven: unproven
                        .filter_map(|(field, _)| field.name.text())
                        .collect(),
                    ret_is_proven,
                    features: proofs.features.take(),
                    recorded,
                    arguments: gone,
                    fields: gone_fields,
                    ret: gone_ret,
                });
            }
            replaced |= !dropped.is_empty() || !ret_stays;
            gone.extend(more.iter().map(|name| {
                let mut known = bindings.iter();
                let ty = known.find(|known| known.ident == name);
                let ty = ty.and_then(|known| known.ty.as_ref());
                (name.clone(), proofs.dropped(name, ty))
            }));
            let names = dropped.iter().map(|at| args.fields[*at].name.text());
            gone_fields.extend(names.flatten());
            gone_ret |= !ret_stays;
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
            adds_features: true,
            features: RefCell::default(),
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
