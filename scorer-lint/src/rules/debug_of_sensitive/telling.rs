//! Errors that tell what their function was given: `Email::parse(given)` answers "`given` is no address".

use super::RULE;
use crate::analysis::flow::Flow;
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::facts::{Fact, Site};
use crate::engine::message::Message;
use crate::source::{Call, CallKind, Tokens};

/// An error that is printed, of a function that was given what must not be recorded.
struct Told {
    /// The function's type, or none.
    owner: String,
    function: String,
    /// Which argument it is.
    argument: usize,
    site: Site,
    message: Message,
}

#[derive(Default)]
struct ToldErrors(Vec<Told>);

impl Fact for ToldErrors {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Collects an error that is printed under a name, with what its function was given.
pub(super) fn error(cx: &Cx<'_>, flow: &Flow<'_>, name: &str, at: &Tokens, subject: &str) {
    let Some(call) = flow
        .error_of(name, at.start)
        .and_then(|value| outermost(cx, value))
    else {
        return;
    };
    let path = call.path(cx.file);
    let mut names = path.rsplit("::");
    let function = names.next().unwrap_or_default();
    let is_free = call.kind == CallKind::Function;
    let owner = names
        .next()
        .filter(|owner| is_free && owner.starts_with(char::is_uppercase));
    let shown = owner.map_or_else(
        || function.to_owned(),
        |owner| format!("{owner}::{function}"),
    );
    for (argument, value) in call.each(cx.file).into_iter().enumerate() {
        let Some(found) = flow.judge(&value).into_iter().next() else {
            continue;
        };
        let told = Told {
            owner: owner.unwrap_or_default().to_owned(),
            function: function.to_owned(),
            argument,
            site: cx.site(at),
            message: format!(
                "{subject} prints the error of `{shown}`, whose text holds {}",
                found.reading
            )
            .into(),
        };
        cx.facts::<ToldErrors>().0.push(told);
    }
}

/// The call whose error an expression gives: `Email::parse(given)` of `Email::parse(given).await`.
fn outermost(cx: &Cx<'_>, value: Tokens) -> Option<Call> {
    let file = cx.file;
    let mut end = value.end;
    while end > value.start + 1 && (file.is_word(end - 1, "await") || file.is(end - 1, b'.')) {
        end -= 1;
    }
    let open = file.mate(end.checked_sub(1)?);
    let name = open
        .checked_sub(1)
        .filter(|name| *name >= value.start && open < end)?;
    Call::at(file, name).filter(|call| call.kind != CallKind::Macro)
}

/// Reports those whose functions tell.
pub(super) fn check(cx: &UnitCx<'_>) {
    let Some(ToldErrors(errors)) = cx.facts() else {
        return;
    };
    for told in errors {
        if cx.index().tells(&told.owner, &told.function, told.argument) {
            cx.report_at(&RULE, &told.site, |mut finding| {
                finding.message = told.message.clone();
                finding.yields_in = Some(finding.bytes.clone());
                finding.help(
                    "let the error's text say what is wrong, not what was given; or record which error it is: a variant or a status",
                )
            });
        }
    }
}
