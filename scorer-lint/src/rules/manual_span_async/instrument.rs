//! A guard that an `async fn` begins with, as `.instrument(span)` on the rest of its body.

use crate::analysis::spans::Guard;
use crate::engine::cx::Cx;
use crate::engine::finding::{Edit, Finding};
use crate::rewrite::imports;
use crate::source::{File, Function, TokenKind, Tokens, top_level};

/// The widest line, and the widest chain on one line.
const LINE: usize = 100;
const CHAIN: usize = 60;

/// A finding on a guard with the edits that instrument what it is held over, where the guard stands among the first statements of
/// an `async fn` and lives to its end. `return` and `?` leave the block then, whose value is the function's.
pub(super) fn mended(cx: &Cx<'_>, guard: &Guard<'_>, finding: Finding) -> Finding {
    let Some((rest, safe)) = rest_instrumented(cx.file, guard) else {
        return finding;
    };
    let Some(imports) = import(cx, guard) else {
        return finding;
    };
    let mended = finding.fix(rest.bytes, rest.text, safe);
    imports.into_iter().fold(mended, |finding, import| {
        finding.fix(import.bytes, import.text, safe)
    })
}

/// The edit of the body, and whether nothing of the returned type has to be guessed.
fn rest_instrumented(file: &File, guard: &Guard<'_>) -> Option<(Edit, bool)> {
    let function = file
        .function_at(guard.name)
        .filter(|function| function.is_async)?;
    let body = function.body.clone()?;
    let start = statement_start(file, guard.name)?;
    // In no block within the body, and behind nothing but what makes the span.
    if !top_level(file, &body).any(|at| at == start) || !file.is(guard.enter.end, b';') {
        return None;
    }
    let span = file.slice(
        file.token(guard.name + 2).start,
        file.token(guard.enter.start.checked_sub(2)?).end,
    );
    let (bound, name) = held_span(file, &body, start, span, guard)?;
    let rest = guard.enter.end + 1..body.end;
    let used = [name, file.word(guard.name)];
    if rest.is_empty() || mentions(file, &rest, &used) || mentions_ref(file, function) {
        return None;
    }
    let bytes = file.bytes_of(&(start..body.end));
    let close = file.token(body.end).start as usize;
    let written = file
        .text
        .get(file.token(guard.enter.end).end as usize..close)?;
    let indent = indent_of(&file.text, bytes.start)?;
    let newline = if written.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let block = block(file, &rest, written, indent, name)?;
    let text = format!("{bound}{block}").replace('\n', newline);
    let end = bytes.start + file.text[bytes.start..close].trim_end().len();
    Some((
        Edit {
            bytes: bytes.start..end,
            text,
        },
        is_plain(file, &function.output),
    ))
}

/// The statement that binds the span, if it is still to be written, and the local's name.
fn held_span<'a>(
    file: &'a File,
    body: &Tokens,
    start: u32,
    span: &str,
    guard: &Guard<'_>,
) -> Option<(String, &'a str)> {
    let made = guard.made?;
    if start == body.start {
        // `let _guard = info_span!(..).entered();`
        let whole = file.text_of(&made.whole);
        if span != whole || whole.contains('\n') {
            return None;
        }
        let indent = indent_of(&file.text, file.token(start).start as usize)?;
        return Some((
            format!("let span = {whole};\n{}", " ".repeat(indent)),
            "span",
        ));
    }
    // `let span = info_span!(..);` and nothing else before it.
    let name = body.start + 1;
    let one = top_level(file, &(body.start..start))
        .filter(|at| file.is(*at, b';'))
        .count()
        == 1;
    let bound = one
        && file.is_word(body.start, "let")
        && file.is(name + 1, b'=')
        && file.word(name) == span
        && made.whole.start == name + 2
        && made.whole.end + 1 == start;
    bound.then(|| (String::new(), file.word(name)))
}

/// `async move { .. }.instrument(span).await` as rustfmt lays it out; none where the lines would have to be broken anew.
fn block(file: &File, rest: &Tokens, written: &str, indent: usize, span: &str) -> Option<String> {
    let inside = written.trim();
    let expression = file.text_of(rest);
    let on_its_own = written
        .trim_start_matches([' ', '\t', '\r'])
        .starts_with('\n');
    let strings = |at: u32| file.token(at).kind == TokenKind::Str && file.word(at).contains('\n');
    if !on_its_own || written.contains("/*") || rest.clone().any(strings) {
        return None;
    }
    let is_value = !top_level(file, rest).any(|at| file.is(at, b';') || file.is(at, b'{'));
    let flat = format!("async move {{ {inside} }}");
    if is_value && inside == expression && !inside.contains('\n') && indent + flat.len() <= LINE {
        let chain = format!("{flat}.instrument({span}).await");
        if chain.len() <= CHAIN {
            return Some(chain);
        }
        let deeper = " ".repeat(indent + 4);
        return Some(format!(
            "{flat}\n{deeper}.instrument({span})\n{deeper}.await"
        ));
    }
    let mut text = String::from("async move {");
    for line in written
        .trim_end()
        .lines()
        .skip_while(|line| line.trim().is_empty())
    {
        text.push('\n');
        if !line.trim().is_empty() {
            if line.len() + 4 > LINE {
                return None;
            }
            text.push_str("    ");
            text.push_str(line);
        }
    }
    let outer = " ".repeat(indent);
    let end = format!("\n{outer}}}\n{outer}.instrument({span})\n{outer}.await");
    text.push_str(&end);
    Some(text)
}

/// The `let` of a statement whose local stands here.
fn statement_start(file: &File, local: u32) -> Option<u32> {
    let before = local.checked_sub(1)?;
    (file.is_word(before, "let") && file.is(local + 1, b'=')).then_some(before)
}

fn mentions(file: &File, tokens: &Tokens, names: &[&str]) -> bool {
    tokens.clone().any(|at| {
        let token = file.token(at);
        // A name may also stand in the braces of a format string.
        names.iter().any(|name| match token.kind {
            TokenKind::Ident => file.word(at) == *name,
            TokenKind::Str => file.word(at).contains(&format!("{{{name}")),
            _ => false,
        })
    })
}

/// Whether a pattern of the arguments borrows.
fn mentions_ref(file: &File, function: &Function) -> bool {
    file.inside(function.open).any(|at| file.is_word(at, "ref"))
}

/// Whether a returned type is met without a coercion, which an `async` block does not make.
fn is_plain(file: &File, output: &Tokens) -> bool {
    const COERCED: &[&str] = &["dyn", "impl", "fn", "Box", "Arc", "Rc", "Pin", "BoxError"];
    !output
        .clone()
        .any(|at| file.is(at, b'&') || COERCED.contains(&file.word(at)))
}

/// The indentation of the line that a byte stands on, when nothing else is before it.
fn indent_of(text: &str, at: usize) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..at].trim().is_empty().then_some(at - start)
}

/// The edits that import the trait; none where there is no place for it.
fn import(cx: &Cx<'_>, guard: &Guard<'_>) -> Option<Vec<Edit>> {
    let file = cx.file;
    let mut uses = file.uses().iter();
    let has_it = uses.any(|import| {
        import.path == "tracing::Instrument" || (import.glob && import.path == "tracing")
    });
    // What a module of its own sees is not what the file imports.
    let in_module = (0..guard.name).any(|at| {
        file.is_word(at, "mod")
            && file.is(at + 2, b'{')
            && file.inside(at + 2).contains(&guard.name)
    });
    if in_module {
        return None;
    }
    if has_it {
        return Some(Vec::new());
    }
    let outside = |at: u32| file.function_at(at).is_none();
    let mut known = file.uses().iter().filter(|import| outside(import.at));
    let first = known.clone().next();
    let beside = known
        .find(|import| import.path.starts_with("tracing"))
        .or(first)?;
    let is_2021 = imports::is_2021(cx.code.manifest);
    let import = imports::beside(file, beside, "tracing::Instrument as _", is_2021)?;
    Some(vec![import])
}
