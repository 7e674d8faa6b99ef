//! An exporter whose address is written in the code.

use syn::{Expr, Lit};

use crate::analysis::set_up::{argument, chain_mentions};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::slice;
use crate::source::{Call, CallKind, TokenKind, Tokens, split, top_level};

/// The rule.
pub static RULE: Rule = Rule {
    name: "literal-endpoint",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/literal-endpoint.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[
        "with_endpoint",
        "with_agent_endpoint",
        "with_collector_endpoint",
        "ExportConfig",
        "set_var",
        "const",
        "static",
    ],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for at in cx.file.hits_of(&[
        "with_endpoint",
        "with_agent_endpoint",
        "with_collector_endpoint",
    ]) {
        if let Some(call) = Call::at(cx.file, at)
            && call.kind == CallKind::Method
            && (cx.file.word(at) != "with_endpoint" || is_exporter(cx, &call))
        {
            judge(cx, &argument(cx.file, call.arguments));
        }
    }
    for at in cx.file.hits("ExportConfig") {
        if cx.file.is(at + 1, b'{') {
            for part in split(cx.file, cx.file.inside(at + 1), b',') {
                if cx.file.is_word(part.start, "endpoint") && cx.file.is(part.start + 1, b':') {
                    judge(cx, &(part.start + 2..part.end));
                }
            }
        }
    }
    for at in cx.file.hits("set_var") {
        set_variable(cx, at);
    }
}

/// Whether the chain builds an exporter: clients of object stores have a `with_endpoint` too.
fn is_exporter(cx: &Cx<'_>, call: &Call) -> bool {
    chain_mentions(&cx.code, call, &|word| {
        const TELLING: [&str; 8] = [
            "exporter",
            "otlp",
            "opentelemetry",
            "tonic",
            "with_http",
            "pipeline",
            "telemetry",
            "otel",
        ];
        let word = word.to_ascii_lowercase();
        TELLING.iter().any(|telling| word.contains(telling))
    })
}

fn judge(cx: &Cx<'_>, value: &Tokens) {
    if !is_literal(cx, value) {
        return;
    }
    let finding = cx
        .at(&RULE, value, "the exporter's address is in the code, where the environment cannot change it")
        .note("`with_endpoint` takes the address as it is; the variable's value gets `/v1/traces` appended over HTTP")
        .help("remove the call and set `OTEL_EXPORTER_OTLP_ENDPOINT`, which the exporter reads by itself");
    cx.report(finding);
}

/// `std::env::set_var("OTEL_EXPORTER_OTLP_ENDPOINT", "http://..")`.
fn set_variable(cx: &Cx<'_>, at: u32) {
    let Some(call) = Call::at(cx.file, at) else {
        return;
    };
    let parts = call.each(cx.file);
    let [name, value] = parts.as_slice() else {
        return;
    };
    let variable = cx.file.word(name.start).trim_matches('"');
    let is_endpoint = name.len() == 1
        && cx.file.token(name.start).kind == TokenKind::Str
        && variable.starts_with("OTEL_EXPORTER_")
        && variable.ends_with("_ENDPOINT");
    if is_endpoint && is_literal(cx, value) {
        let finding = cx
            .at(
                &RULE,
                value,
                format!(
                    "`{variable}` is set in the code, which replaces what the environment says"
                ),
            )
            .note("a variable that is set while threads run is a data race")
            .help(format!(
                "remove the call and set `{variable}` where the service is deployed"
            ));
        cx.report(finding);
    }
}

fn is_literal(cx: &Cx<'_>, value: &Tokens) -> bool {
    let Some(slice) = slice::expr(cx.file, value) else {
        return false;
    };
    Reader {
        cx,
        at: value.start,
    }
    .is_literal(&slice.parsed, 0)
}

/// Methods and functions that give back what they are given.
const SAME: [&str; 15] = [
    "to_string",
    "to_owned",
    "into",
    "as_str",
    "as_ref",
    "clone",
    "unwrap",
    "expect",
    "parse",
    "try_into",
    "from",
    "Some",
    "Ok",
    "new",
    "from_str",
];

struct Reader<'a, 'b> {
    cx: &'a Cx<'b>,
    at: u32,
}

impl Reader<'_, '_> {
    fn is_literal(&self, expr: &Expr, depth: usize) -> bool {
        if depth > 24 {
            return false;
        }
        let again = |expr: &Expr| self.is_literal(expr, depth + 1);
        match expr {
            Expr::Lit(lit) => matches!(&lit.lit, Lit::Str(text) if is_address(&text.value())),
            Expr::Reference(inner) => again(&inner.expr),
            Expr::Paren(inner) => again(&inner.expr),
            Expr::Group(inner) => again(&inner.expr),
            Expr::Try(inner) => again(&inner.expr),
            Expr::MethodCall(call) => {
                SAME.iter().any(|same| call.method == same) && again(&call.receiver)
            }
            Expr::Call(call) => match (&*call.func, call.args.first()) {
                (Expr::Path(path), Some(first)) => {
                    let last = path.path.segments.last();
                    last.is_some_and(|last| SAME.iter().any(|same| last.ident == same))
                        && again(first)
                }
                _ => false,
            },
            Expr::Macro(call) => self.is_literal_text(&call.mac, depth),
            Expr::If(branch) => match &branch.else_branch {
                Some((_, other)) => {
                    self.is_literal_block(&branch.then_branch, depth) && again(other)
                }
                None => false,
            },
            Expr::Match(choice) => {
                !choice.arms.is_empty()
                    && choice
                        .arms
                        .iter()
                        .all(|arm| diverges(&arm.body) || again(&arm.body))
            }
            Expr::Block(block) => self.is_literal_block(&block.block, depth),
            Expr::Path(path) => self.is_literal_name(&path.path, depth),
            _ => false,
        }
    }

    fn is_literal_block(&self, block: &syn::Block, depth: usize) -> bool {
        match block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)] => self.is_literal(value, depth + 1),
            _ => false,
        }
    }

    /// `format!("http://collector:{port}")`, `concat!(..)`, `format!("{BASE}/v1/traces")`.
    fn is_literal_text(&self, call: &syn::Macro, depth: usize) -> bool {
        let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        let Ok(arguments) = call.parse_body_with(parser) else {
            return false;
        };
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        let first = match (name.as_deref(), arguments.first()) {
            (Some("format" | "concat"), Some(Expr::Lit(lit))) => match &lit.lit {
                Lit::Str(text) => text.value(),
                _ => return false,
            },
            _ => return false,
        };
        let Some(inside) = first.strip_prefix('{') else {
            return names_a_host(&first);
        };
        // The text begins with a value: that one decides.
        let named = inside.split(['}', ':']).next().unwrap_or_default();
        match syn::parse_str::<syn::Ident>(named) {
            Ok(name) => self.is_literal_name(&name.into(), depth),
            Err(_) => arguments
                .iter()
                .nth(1)
                .is_some_and(|value| self.is_literal(value, depth + 1)),
        }
    }

    /// A local that is a literal, or a constant.
    fn is_literal_name(&self, path: &syn::Path, depth: usize) -> bool {
        let Some(name) = path.segments.last().map(|last| last.ident.to_string()) else {
            return false;
        };
        let value = if path.segments.len() == 1 {
            self.cx.flow_at(self.at).bound_to(&name, self.at)
        } else {
            None
        };
        if let Some(value) = value.or_else(|| self.constant(&name)) {
            let slice = slice::expr(self.cx.file, &value);
            let within = Reader {
                cx: self.cx,
                at: value.start,
            };
            return slice.is_some_and(|slice| within.is_literal(&slice.parsed, depth + 4));
        }
        // A constant of another file; what is made at start-up cannot be moved out of its static.
        name.len() > 1
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
    }

    /// The value of `const NAME: .. = ..;` of the file.
    fn constant(&self, name: &str) -> Option<Tokens> {
        let file = self.cx.file;
        let mut uses = file.hits_of(&["const", "static"]).into_iter();
        let at = uses.find(|at| file.is_word(at + 1, name))?;
        let end = (at..file.len()).find(|at| file.is(*at, b';'))?;
        let equals = top_level(file, &(at..end)).find(|at| file.is(*at, b'='))?;
        Some(equals + 1..end)
    }
}

fn diverges(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) => true,
        Expr::Macro(call) => call.mac.path.segments.last().is_some_and(|last| {
            ["panic", "unreachable", "bail", "unimplemented"]
                .iter()
                .any(|name| last.ident == name)
        }),
        _ => false,
    }
}

/// Whether a text is an address: `http://localhost:4317`, `localhost:6831`.
fn is_address(text: &str) -> bool {
    let port = text.rsplit(':').next().unwrap_or_default();
    names_a_host(text)
        || text.contains(':') && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an address names its host itself: `https://{host}` does not.
fn names_a_host(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.starts_with(|first: char| first.is_alphanumeric() || first == '[')
    })
}
