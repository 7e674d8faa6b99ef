//! What a file tells of its types, its constants and its functions.

use super::constants::{alias, constant, generic_alias};
use super::facts::{MemberFact, TypeFact, TypeFacts, hash, told_by};
use super::hand_written::hand_written;
use super::member::is_hidden;
use super::written::innermost;
use crate::analysis::error_texts;
use crate::analysis::recorders;
use crate::source::{File, Member, Parameter, Tokens, TypeItem, captured};

/// Collects what a file tells of types.
pub(crate) fn collect(file: &File, facts: &mut TypeFacts) {
    for block in file.impls() {
        facts.printed.extend(hand_written(file, block));
    }
    for item in file.types() {
        let fact = type_fact(file, item, item.derives_debug(file).is_some());
        facts.types.push(fact);
    }
    for text in error_texts::texts(file) {
        facts.tells.extend(told(file, &text));
    }
    facts.recorders.extend(recorders::defined(file));
    for keyword in file.hits("type") {
        facts.aliases.extend(alias(file, keyword));
        facts.generic_aliases.extend(generic_alias(file, keyword));
    }
    for keyword in file.hits_of(&["const", "static"]) {
        facts.constants.extend(constant(file, keyword));
    }
    for function in file.functions() {
        if let Some(ty) = innermost(file, &function.output) {
            let ty = match file.word(ty) {
                "Self" => file
                    .impl_at(function.keyword)
                    .map_or("Self", |block| file.word(block.ty)),
                ty => ty,
            };
            let returned = hash(ty);
            if ty.starts_with(char::is_uppercase) {
                facts.returned.entry(returned).or_insert_with(|| ty.into());
            }
            facts
                .returns
                .push((hash(file.word(function.name)), returned));
        }
    }
}

/// The function that an error's text stands in, and which of its arguments are printed there.
fn told(file: &File, text: &Tokens) -> Option<(u64, u32)> {
    let function = file.function_at(text.start)?;
    let bytes = file.bytes_of(&(text.start..text.start + 1));
    let captures = captured(file, text.start, &bytes);
    let mut arguments = 0;
    let takes_self = |parameter: &Parameter| parameter.ty.is_empty();
    let parameters = function.parameters(file);
    let parameters = parameters.iter().filter(|one| !takes_self(one)).take(32);
    for (at, parameter) in parameters.enumerate() {
        let name = file.word(parameter.pattern.end.saturating_sub(1));
        let is_printed =
            captures.contains(&name) || (text.start + 1..text.end).any(|at| file.is_word(at, name));
        arguments |= u32::from(is_printed) << at;
    }
    let block = file.impl_at(function.keyword);
    let owner = block.map_or("", |block| file.word(block.ty));
    (arguments > 0).then(|| (told_by(owner, file.word(function.name)), arguments))
}

fn type_fact(file: &File, item: &TypeItem, derives_debug: bool) -> TypeFact {
    let member = |(at, member): (usize, &Member)| MemberFact {
        name: member
            .name
            .map_or_else(|| at.to_string().into(), |name| file.word(name).into()),
        variant: member.variant.map(|name| file.word(name).into()),
        written: file.text_of(&member.ty).into(),
        hidden: is_hidden(file.text_of(&member.attributes)),
    };
    TypeFact {
        name: file.word(item.name).into(),
        derives_debug,
        is_error: is_error(file, item),
        members: item.members.iter().enumerate().map(member).collect(),
    }
}

/// Whether a type is an error, by its name or by what it derives.
fn is_error(file: &File, item: &TypeItem) -> bool {
    let mut derives = item.derives.iter();
    file.word(item.name).ends_with("Error") || derives.any(|derive| file.is_word(*derive, "Error"))
}
