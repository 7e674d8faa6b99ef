//! Which `println!` and its like stand in service code, and which belong to a command's user.

use std::path::Path;

use crate::engine::cx::Cx;
use crate::source::{Call, CallKind, File, Function, Word, path_text};

const PRINTS: &[Word] = &[
    Word::Print,
    Word::Println,
    Word::Eprint,
    Word::Eprintln,
    Word::Dbg,
];

/// What only a service names: who serves, and who polls a queue.
const SERVERS: &[Word] = &[
    Word::Axum,
    Word::ActixWeb,
    Word::Hyper,
    Word::Tonic,
    Word::Warp,
    Word::Rocket,
    Word::Poem,
    Word::LambdaRuntime,
    Word::LambdaHttp,
    Word::TcpListener,
    Word::Rdkafka,
    Word::Lapin,
];

/// What only a command names.
const COMMANDS: &[Word] = &[
    Word::Clap,
    Word::Structopt,
    Word::Argh,
    Word::Bpaf,
    Word::Lexopt,
    Word::PicoArgs,
    Word::Gumdrop,
    Word::Rustyline,
    Word::Dialoguer,
    Word::Indicatif,
];

/// The same as packages that a manifest names.
const SERVER_PACKAGES: &[&str] = &[
    "axum",
    "actix-web",
    "hyper",
    "tonic",
    "warp",
    "rocket",
    "poem",
    "salvo",
    "lambda_runtime",
    "lambda_http",
    "tide",
    "ntex",
    "tower-http",
    "rdkafka",
    "lapin",
    "async-nats",
    "sqlx",
];
const COMMAND_PACKAGES: &[&str] = &[
    "clap",
    "structopt",
    "argh",
    "bpaf",
    "lexopt",
    "pico-args",
    "gumdrop",
    "dialoguer",
];
const LOG_PACKAGES: &[&str] = &["tracing", "log", "slog"];

/// The prints of a file that stand in service code, by place.
pub(crate) fn in_service(cx: &Cx<'_>) -> Vec<Call> {
    let file = cx.file;
    let mut found: Vec<Call> = file
        .hits_of(PRINTS)
        .into_iter()
        .filter(|name| !cx.is_test(*name))
        .filter_map(|name| Call::at(file, name))
        .filter(|call| call.kind == CallKind::Macro && is_std(file, call))
        .collect();
    if found.is_empty() {
        return found;
    }
    let of_command = is_for_commands(cx);
    found.retain(|call| {
        let is_dbg = file.token(call.name).word == Word::Dbg;
        let is_exempt = !is_dbg && (of_command || is_fit(file, call));
        !is_exempt && !is_generated(file, call.name)
    });
    found
}

/// Whether it is the standard library's macro, as far as the file says.
fn is_std(file: &File, call: &Call) -> bool {
    let path = path_text(file, &call.before);
    match path.split_once("::") {
        Some((first, _)) => first == "std",
        None => file
            .resolve(&path)
            .is_none_or(|import| import.path.starts_with("std::")),
    }
}

/// Whether a whole file prints for somebody who called a command.
fn is_for_commands(cx: &Cx<'_>) -> bool {
    let path = cx
        .file
        .path
        .strip_prefix(&cx.unit.root)
        .unwrap_or(&cx.file.path);
    if is_command_path(path) {
        return true;
    }
    let serves = has_any(cx.file, SERVERS);
    let has_main = cx
        .file
        .functions()
        .iter()
        .any(|function| cx.file.is_word(function.name, "main"));
    let reads_arguments = has_any(cx.file, COMMANDS)
        || cx
            .file
            .hits(Word::Args)
            .any(|at| cx.file.is(at + 1, b'(') && cx.file.is_path_separator(at.saturating_sub(2)));
    if reads_arguments && !serves {
        return true;
    }
    // A tool beside the service: it has a `main` and logs nothing.
    if has_main && !serves && is_tool_path(path) && cx.file.events().is_empty() {
        return true;
    }
    let Some(packages) = cx
        .unit
        .manifest
        .as_ref()
        .and_then(|manifest| dependencies(&manifest.text))
    else {
        return false;
    };
    let names = |known: &[&str]| {
        packages
            .iter()
            .any(|package| known.contains(&package.as_str()))
    };
    if names(SERVER_PACKAGES) || serves {
        return false;
    }
    names(COMMAND_PACKAGES) || (has_main && !names(LOG_PACKAGES))
}

fn has_any(file: &File, words: &[Word]) -> bool {
    words.iter().any(|word| file.hits(*word).next().is_some())
}

/// `build.rs`, and folders and files that are called after a command line.
fn is_command_path(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        let stem = part.strip_suffix(".rs").unwrap_or(&part);
        part == "build.rs"
            || matches!(stem, "cli" | "xtask" | "commands" | "cmd" | "repl")
            || stem.ends_with("-cli")
            || stem.ends_with("_cli")
    })
}

/// `src/bin/x.rs`, `src/bin/x/main.rs`, `tools/x.rs`, `scripts/x.rs`.
fn is_tool_path(path: &Path) -> bool {
    path.components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("bin" | "tools" | "scripts")))
}

/// The names of a manifest's dependencies.
fn dependencies(manifest: &str) -> Option<Vec<String>> {
    let parsed = toml_span::parse(manifest).ok()?;
    let table = parsed.as_table()?.get("dependencies")?.as_table()?;
    Some(table.keys().map(|key| key.name.to_string()).collect())
}

/// Whether a print is fit where it stands: for a command's user, or where no subscriber listens.
fn is_fit(file: &File, call: &Call) -> bool {
    let is_stderr = matches!(file.token(call.name).word, Word::Eprint | Word::Eprintln);
    if is_stderr && (in_panic_hook(file, call.name) || in_telemetry_file(file)) {
        return true;
    }
    if before_exit(file, call) {
        return true;
    }
    let Some(function) = file.function_at(call.name) else {
        return false;
    };
    let name = file.word(function.name);
    let in_name = |any: &[&str]| name.split('_').any(|part| any.contains(&part));
    if in_name(&["print", "usage", "help", "prompt", "banner"]) || reads_stdin(file, function) {
        return true;
    }
    is_stderr
        && (in_name(&[
            "telemetry",
            "tracing",
            "logging",
            "logger",
            "subscriber",
            "otel",
            "panic",
        ]) || before_subscriber(file, function, call.name))
}

/// Whether the statement ends the process, or the next one does.
fn before_exit(file: &File, call: &Call) -> bool {
    let mut left = 2;
    for at in call.whole.end..call.whole.end.saturating_add(24) {
        match file.token(at).word {
            Word::Exit | Word::Abort if file.is(at + 1, b'(') => return true,
            Word::ExitCode => return true,
            _ => {}
        }
        if file.is(at, b'}') || at >= file.len() {
            return false;
        }
        if file.is(at, b';') {
            left -= 1;
            if left == 0 {
                return false;
            }
        }
    }
    false
}

fn in_panic_hook(file: &File, at: u32) -> bool {
    file.hits(Word::SetHook)
        .filter_map(|name| Call::at(file, name))
        .any(|call| call.arguments.contains(&at))
        || file.function_at(at).is_some_and(|function| {
            file.inside(function.open)
                .any(|at| matches!(file.token(at).word, Word::PanicInfo | Word::PanicHookInfo))
        })
}

/// Whether a file is about the subscriber itself, whose own faults it cannot log.
fn in_telemetry_file(file: &File) -> bool {
    let stem = file.path.file_stem().and_then(|stem| stem.to_str());
    matches!(
        stem,
        Some("telemetry" | "tracing" | "logging" | "logger" | "otel" | "observability")
    )
}

fn reads_stdin(file: &File, function: &Function) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    file.hits(Word::Stdin).any(|at| body.contains(&at))
}

/// Whether a function sets the subscriber up behind this place.
fn before_subscriber(file: &File, function: &Function, at: u32) -> bool {
    let Some(body) = &function.body else {
        return false;
    };
    let inits = [
        Word::Init,
        Word::TryInit,
        Word::SetGlobalDefault,
        Word::InitTelemetry,
        Word::InitTracing,
        Word::InitLogging,
        Word::InitSubscriber,
        Word::InitLogger,
        Word::SetupTracing,
        Word::SetupLogging,
        Word::SetupTelemetry,
    ];
    file.hits_of(&inits)
        .into_iter()
        .filter(|init| body.contains(init) && file.is(*init + 1, b'('))
        .any(|init| {
            // `if let Err(error) = telemetry::init() { eprintln!(..) }` and `init().unwrap_or_else(|error| eprintln!(..))`.
            at < init || at < statement_end(file, init, body.end)
        })
}

/// Where the statement ends that a token stands in: at its semicolon, or behind its block.
fn statement_end(file: &File, mut at: u32, end: u32) -> u32 {
    while at < end && !file.is(at, b';') {
        if file.is(at, b'{') {
            return file.mate(at);
        }
        at = crate::source::next(file, at);
    }
    at
}

/// Whether a print stands in code that a macro writes into another crate: `quote! { println!(..) }`.
fn is_generated(file: &File, at: u32) -> bool {
    file.hits_of(&[Word::Quote, Word::ParseQuote])
        .into_iter()
        .filter_map(|name| Call::at(file, name))
        .any(|call| call.kind == CallKind::Macro && call.arguments.contains(&at))
}
