//! Every help of `ui/fail` is carried out, as a person would paste it, until nothing is refused; what comes of it compiles.
//!
//! What the macros refuse is judged again after each step. What rustc refuses by type is mended once, at the place that its
//! message points to, by the first way out that it names.

mod source;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use scorer_instrument_policy::{Policy, config};
use scorer_instrument_syntax::expr::Operand;
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::{self as syntax, events, members};
use source::{annotated, derived};

/// A case that is refused.
struct Case {
    name: String,
    source: String,
    stderr: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")
}

/// The cases whose code is written out: in `macro_rules!` the source is no function yet.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut folders = vec![root().join("fail")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let read = |path: &Path| fs::read_to_string(path).expect("a case");
                let name = path
                    .strip_prefix(root())
                    .expect("a case")
                    .with_extension("");
                cases.push(Case {
                    name: name.display().to_string(),
                    source: read(&path),
                    stderr: read(&path.with_extension("stderr")),
                });
            }
        }
    }
    cases.retain(|case| !case.source.contains("macro_rules!"));
    cases.sort_by(|first, second| first.name.cmp(&second.name));
    cases
}

fn policy() -> Policy {
    let text = include_bytes!("../ui/scorer-instrument.toml");
    let team = config::parse(text, Path::new("scorer-instrument.toml"));
    Policy::new(team.expect("a policy without faults"))
}

fn keep(_: &syn::Path, operand: TokenStream, _: Operand) -> TokenStream {
    operand
}

/// What the macros refuse of a source.
fn refused(policy: &Policy, tokens: &TokenStream) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (attribute, item) in annotated(tokens) {
        faults.extend(
            syntax::judge(policy, attribute, item, &keep)
                .err()
                .unwrap_or_default(),
        );
    }
    for item in derived(tokens) {
        faults.extend(members::judge(policy, item).err().unwrap_or_default());
    }
    let declared = declared(tokens);
    for (name, inside) in calls(tokens) {
        // Whether a `record!` fills what is declared, an attribute says that is accepted.
        if name == "record" && annotated(tokens).is_empty() {
            continue;
        }
        faults.extend(if name == "record" {
            let mut filled = declared.clone();
            filled.extend(inside);
            events::record(policy, filled, &keep)
                .err()
                .unwrap_or_default()
        } else {
            let judged = events::event(policy, inside, name == "event", &keep);
            judged.err().unwrap_or_default()
        });
    }
    faults
}

/// The names that the attributes declare empty, as the macro hands them to `record!`.
fn declared(tokens: &TokenStream) -> TokenStream {
    let mut names = String::new();
    for (attribute, _) in annotated(tokens) {
        for field in syntax::args::parse(attribute, &mut Vec::new()).fields {
            if let (None, Some(name)) = (&field.value, field.name.text()) {
                let _ = write!(names, "{name:?},");
            }
        }
    }
    format!("[{names}]").parse().expect("tokens")
}

/// The guarded events and `record!` calls, by name.
fn calls(tokens: &TokenStream) -> Vec<(String, TokenStream)> {
    const NAMES: [&str; 7] = ["trace", "debug", "info", "warn", "error", "event", "record"];
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let call = match &trees[..at] {
            [.., TokenTree::Ident(name), TokenTree::Punct(bang)] if bang.as_char() == '!' => {
                Some(name.to_string()).filter(|name| NAMES.contains(&name.as_str()))
            }
            _ => None,
        };
        match call {
            Some(name) => found.push((name, group.stream())),
            None => found.extend(calls(&group.stream())),
        }
    }
    found
}

/// The attribute of this name, from its `#` to its `]`.
fn attribute(tokens: &TokenStream, name: &str) -> Option<Range<usize>> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let mut inside = group.stream().into_iter().filter_map(|tree| match tree {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
        let is_named = group.delimiter() == Delimiter::Bracket && inside.any(|word| word == name);
        if let (true, Some(TokenTree::Punct(hash))) =
            (is_named, at.checked_sub(1).map(|at| &trees[at]))
        {
            return Some(hash.span().byte_range().start..group.span().byte_range().end);
        }
        if let Some(found) = attribute(&group.stream(), name) {
            return Some(found);
        }
    }
    None
}

/// The entry of a list that a place stands in, with its comma: of the innermost brackets, or of the outermost.
fn entry(tokens: &TokenStream, place: usize) -> Option<Range<usize>> {
    for tree in tokens.clone() {
        if let TokenTree::Group(group) = tree {
            let found = entry(&group.stream(), place).or_else(|| within(&group, place));
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// The entry of a group that a place stands in.
fn within(group: &Group, place: usize) -> Option<Range<usize>> {
    let all = group.span_open().byte_range().end..group.span_close().byte_range().start;
    if !all.contains(&place) {
        return None;
    }
    let (mut start, mut end) = (all.start, all.end);
    for tree in group.stream() {
        let bytes = tree.span().byte_range();
        if matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == ',') {
            if bytes.start < place {
                start = bytes.end;
            } else {
                end = end.min(bytes.end);
            }
        }
    }
    Some(start..end)
}

/// The entry of `fields(..)` that a place stands in.
fn field_at(tokens: &TokenStream, place: usize) -> Option<Range<usize>> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let is_list = matches!(&trees[..at], [.., TokenTree::Ident(word)] if word == "fields");
        let found = if is_list {
            within(group, place)
        } else {
            field_at(&group.stream(), place)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The call of an event that a place stands in: its brackets.
fn call_at(tokens: &TokenStream, place: usize) -> Option<Range<usize>> {
    let inside = calls(tokens).into_iter().map(|(_, inside)| {
        let trees: Vec<TokenTree> = inside.into_iter().collect();
        let first = trees.first().map(|tree| tree.span().byte_range().start);
        let last = trees.last().map(|tree| tree.span().byte_range().end);
        first.unwrap_or(0)..last.unwrap_or(0)
    });
    let mut inside = inside;
    inside.find(|range| range.contains(&place))
}

/// The entry of an event's arguments that a place stands in.
fn argument_at(tokens: &TokenStream, place: usize) -> Option<Range<usize>> {
    let call = call_at(tokens, place)?;
    let (mut start, mut end) = (call.start, call.end);
    let inside = calls(tokens).into_iter().find_map(|(_, inside)| {
        let first = inside.clone().into_iter().next()?;
        (first.span().byte_range().start == call.start).then_some(inside)
    })?;
    for tree in inside {
        let bytes = tree.span().byte_range();
        if matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == ',') {
            if bytes.start < place {
                start = bytes.end;
            } else {
                end = end.min(bytes.end);
            }
        }
    }
    Some(start..end)
}

/// What a help asks for, as an edit of the source.
enum Step {
    Replace(Range<usize>, String),
    /// It is said in prose what a person has to think of.
    Prose,
}

/// What stands in the first pair of backticks.
fn code(help: &str) -> Option<&str> {
    help.split('`').nth(1)
}

fn step(source: &str, tokens: &TokenStream, fault: &Fault) -> Step {
    let Some(help) = fault.help.as_deref() else {
        return Step::Prose;
    };
    let place = fault.span.byte_range();
    let replace = |range: Option<Range<usize>>, text: &str| match range {
        Some(range) => Step::Replace(range, text.to_owned()),
        None => Step::Prose,
    };
    if let Some(written) = help.strip_prefix("write #[scorer_span") {
        let text = format!("#[scorer_span{written}");
        return replace(attribute(tokens, "scorer_span"), &text);
    }
    if let Some(written) = help.strip_prefix("write #[recordable(skip)] ") {
        // Where nothing would be left to record, the help goes on.
        let member = written
            .split_once(", or ")
            .map_or(written, |(member, _)| member);
        let at = source.find(member);
        return replace(at.map(|at| at..at), "#[recordable(skip)] ");
    }
    if let Some(name) = help
        .strip_prefix("write `record!(")
        .and_then(|rest| rest.split(' ').next())
    {
        let is_without_value = fault.message.contains("needs the value");
        let filled = format!("{name} = 1");
        return replace(Some(place), if is_without_value { &filled } else { name });
    }
    if let Some(name) = help
        .strip_prefix("write `.record(")
        .and_then(|rest| rest.split(',').next())
    {
        return replace(Some(place), name);
    }
    if help.starts_with("declare it: ") {
        let at = source.find("fields(score)");
        return replace(
            at.map(|at| at..at + "fields(score)".len()),
            code(help).unwrap_or_default(),
        );
    }
    if help.starts_with("leave it out") || help.ends_with("leave it out") {
        let is_message = fault.message.starts_with("this message");
        let range = argument_at(tokens, place.start);
        let call = call_at(tokens, place.start);
        if range == call {
            return all_of_call(source, call);
        }
        return if is_message {
            replace(call, LEFT_OUT)
        } else {
            replace(range, "")
        };
    }
    if help.starts_with("remove `#[instrument]`") {
        return replace(attribute(tokens, "instrument"), "");
    }
    if let (true, Some(at)) = (help.starts_with("remove `const`"), source.find("const fn")) {
        return replace(Some(at..at + "const ".len()), "");
    }
    let goes = [
        "remove `#[scorer_span]`",
        "remove `const`",
        "annotate ",
        "for a type whose values",
    ];
    if goes.iter().any(|start| help.starts_with(start)) {
        return replace(attribute(tokens, "scorer_span"), "");
    }
    if help.starts_with("remove it here") || help.ends_with("or remove it") {
        return replace(attribute(tokens, "recordable"), "");
    }
    if help.starts_with("remove the derive") {
        return replace(attribute(tokens, "derive"), "");
    }
    Step::Prose
}

/// What is logged where nothing else is left.
const LEFT_OUT: &str = "\"left out\"";

/// Leaves all of a call's arguments out: the whole statement of `record!`, and of an event all but a text.
fn all_of_call(source: &str, call: Option<Range<usize>>) -> Step {
    const RECORD: &str = "record!(";
    match call {
        Some(call) if source[..call.start].ends_with(RECORD) => {
            let end = source[call.end..]
                .find(';')
                .map_or(call.end, |at| call.end + at + 1);
            Step::Replace(call.start - RECORD.len()..end, String::new())
        }
        Some(call) => Step::Replace(call, LEFT_OUT.to_owned()),
        None => Step::Prose,
    }
}

/// What a person has to think of, not paste: what the help says then.
const PROSE: &[&str] = &[
    "write what is needed of it by name",
    "write the name out",
    "write the value as an argument",
    "write the pattern out",
    "make it an `async fn`",
    "give an inner type a name",
    "compute the value in the body",
    "bind what is nested",
    "bind the value to a variable",
    "bind the span to a variable",
];

/// What says all that there is to say: what is expected where something is typed, or which of two to take out.
const UNHELPED: &[&str] = &[
    "expected ",
    "unknown setting ",
    "`parent:` calls ",
    "`target:` appears twice",
];

/// The source when every help was carried out; nothing where one is prose.
fn mended(policy: &Policy, case: &Case, mut source: String) -> Option<String> {
    const ROUNDS: usize = 8;
    for _ in 0..ROUNDS {
        let tokens: TokenStream = source.parse().expect("tokens");
        let faults = refused(policy, &tokens);
        let Some(fault) = faults.first() else {
            return Some(source);
        };
        match step(&source, &tokens, fault) {
            Step::Replace(range, text) => source.replace_range(range, &text),
            Step::Prose => {
                let help = fault.help.as_deref().unwrap_or_default();
                let is_known = PROSE.iter().any(|prose| help.starts_with(prose));
                let is_missing = fault.help.is_none()
                    && UNHELPED
                        .iter()
                        .any(|start| fault.message.starts_with(start));
                assert!(is_known || is_missing, "{}: {}", case.name, fault.text());
                return None;
            }
        }
    }
    panic!(
        "{}: still refused after {ROUNDS} steps: {source}",
        case.name
    );
}

/// How the first way out begins of what is no argument.
const LEAVE_OUT: [&str; 3] = ["leave the field out", "leave it out", "name the field"];

/// Carries out the first way out that rustc names of each type that is not proven.
fn proven(case: &Case, mut source: String) -> Option<String> {
    let errors = case.stderr.split("\nerror").map(str::to_owned);
    let mut places = Vec::new();
    for error in errors {
        if !error.contains("[E0277]") {
            // Another of rustc's, which says what it expects.
            if error.contains("[E") {
                return None;
            }
            continue;
        }
        let (_, rest) = error.split_once(".rs:")?;
        let mut numbers = rest.split([':', '\n']).map(str::parse::<usize>);
        let (Some(Ok(line)), Some(Ok(column))) = (numbers.next(), numbers.next()) else {
            return None;
        };
        let first = error
            .split("= note: ")
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        places.push((line, column, first));
    }
    // From the end, so that no edit moves another's place.
    places.sort_by(|first, second| second.cmp(first));
    for (line, column, note) in places {
        let start: usize = source
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let place = start + column - 1;
        let tokens: TokenStream = source.parse().expect("tokens");
        let rest = &source[place..];
        let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_' && char != '#');
        let name = rest[..end.unwrap_or(rest.len())].to_owned();
        let span = attribute(&tokens, "scorer_span");
        if note.starts_with("leave the argument out") || note.starts_with("rename the argument") {
            let text = source[span.clone()?].to_owned();
            let inner = text.strip_prefix("#[scorer_span")?.strip_suffix(']')?;
            let inner = inner
                .strip_prefix('(')
                .map_or("", |inner| &inner[..inner.len() - 1]);
            let inner = match inner.strip_prefix("skip(") {
                Some(others) => format!("skip({name}, {others}"),
                None => format!("skip({name}), {inner}"),
            };
            source.replace_range(span?, &format!("#[scorer_span({inner})]"));
        } else if note.starts_with("take it out of `include`") {
            source.replace_range(entry(&tokens, place)?, "");
        } else if LEAVE_OUT.iter().any(|start| note.starts_with(start)) {
            let argument = argument_at(&tokens, place);
            let is_named = argument.clone().is_some_and(|range| {
                let text: TokenStream = source[range].parse().expect("tokens");
                !matches!(text.into_iter().next(), Some(TokenTree::Literal(_)))
            });
            let is_printed = argument.as_ref().is_some_and(|argument| {
                let before = call_at(&tokens, place).map_or(0, |call| call.start);
                source[before..argument.start].contains('"')
            });
            let (range, text) = match argument {
                // What is printed is left out with its text.
                Some(_) if !is_named || is_printed => (call_at(&tokens, place)?, LEFT_OUT),
                Some(argument) if call_at(&tokens, place).as_ref() == Some(&argument) => {
                    match all_of_call(&source, Some(argument)) {
                        Step::Replace(range, text) => {
                            source.replace_range(range, &text);
                            continue;
                        }
                        Step::Prose => return None,
                    }
                }
                Some(argument) => (argument, ""),
                None => (field_at(&tokens, place)?, ""),
            };
            source.replace_range(range, text);
        } else if note.starts_with("for a member of a derived type") && !derived(&tokens).is_empty()
        {
            let member = source[..place].rfind(['{', ',', '('])? + 1;
            source.insert_str(member, " #[recordable(skip)] ");
        } else {
            return None;
        }
    }
    Some(source)
}

/// The crate that trybuild makes of the cases, with the team's policy.
fn project() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    target
        .expect("the target directory holds the tests' own")
        .join("pasted")
}

/// The plan's own example, whose field is no argument's.
const OF_THE_PLAN: &str = "fail/skip/of-the-plan";

#[test]
fn every_help_is_carried_out_until_nothing_is_refused() {
    let policy = policy();
    let (mut whole, mut pasted, mut by_type) = (String::from("#![allow(warnings)]\n"), 0, 0);
    for (at, case) in cases().iter().enumerate() {
        // What `record!` says before any judge is asked; and an example that reads what its function has not.
        let before = ["cannot find macro", "there is nothing to record"];
        if before.iter().any(|text| case.stderr.contains(text)) || case.name == OF_THE_PLAN {
            continue;
        }
        let mut source = case.source.clone();
        // What an attribute above has made of the function, its tokens do not tell.
        if case.stderr.contains("from `#[instrument]` above") {
            let tokens = source.parse().expect("tokens");
            source.replace_range(attribute(&tokens, "instrument").expect("it is there"), "");
        }
        let Some(source) = mended(&policy, case, source) else {
            continue;
        };
        let source = if case.stderr.contains("error[E") {
            let proven = proven(case, source);
            let Some(source) = proven.and_then(|source| mended(&policy, case, source)) else {
                continue;
            };
            by_type += 1;
            source
        } else {
            source
        };
        pasted += 1;
        let module = source.replace("fn main()", "pub fn main()");
        let _ = writeln!(whole, "// {}\nmod case_{at} {{\n{module}\n}}", case.name);
    }
    assert!(
        pasted >= 300 && by_type >= 20,
        "{pasted} cases, {by_type} by type"
    );
    whole.push_str("fn main() {}\n");
    let project = project();
    fs::create_dir_all(&project).expect("a folder");
    let file = project.join("pasted.rs");
    if fs::read_to_string(&file).ok().as_ref() != Some(&whole) {
        fs::write(&file, &whole).expect("the cases");
    }
    trybuild::TestCases::new().pass(&file);
}
