//! The settings of `docs/editors.md` are read by what they are written for, and what they run is what editors parse.

#[path = "guide/fenced.rs"]
#[expect(dead_code, reason = "the guides ask for more of a block")]
mod fenced;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::Message;
use serde_json::Value;
use tempfile::TempDir;

const LEAK: &str = "// é\npub fn login(password: &str) -> usize {\n    /* é */ tracing::info!(\"{password}\");\n    return password.len();\n}\n";

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/editors.md");
    fs::read_to_string(path).expect("the page")
}

/// The fenced blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let blocks = fenced::blocks(&page()).into_iter();
    blocks
        .filter(|block| block.language == language)
        .map(|block| block.text)
        .collect()
}

/// What rust-analyzer is told to run: of VS Code, Zed and Helix.
fn commands() -> Vec<Vec<String>> {
    let json: Vec<Value> = blocks("json")
        .iter()
        .map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{block}: {error}")))
        .collect();
    let toml: toml_edit::DocumentMut = blocks("toml").concat().parse().expect("TOML");
    let helix = toml["language-server"]["rust-analyzer"]["config"]["check"]["overrideCommand"]
        .as_array()
        .expect("an array");
    let words = |value: &Value| -> Vec<String> {
        let words = value.as_array().expect("an array").iter();
        words
            .map(|word| word.as_str().expect("a word").to_owned())
            .collect()
    };
    vec![
        words(&json[0]["rust-analyzer.check.overrideCommand"]),
        words(
            &json[1]["lsp"]["rust-analyzer"]["initialization_options"]["check"]["overrideCommand"],
        ),
        helix
            .iter()
            .map(|word| word.as_str().expect("a word").to_owned())
            .collect(),
    ]
}

/// A package with a leak and something for clippy, and a `PATH` by which cargo finds the lint.
struct Service {
    folder: TempDir,
    path: std::ffi::OsString,
}

impl Service {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            fs::write(path, text).expect("the file");
        };
        write(
            "Cargo.toml",
            "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\ntracing = { path = \"tracing\" }\n",
        );
        write("src/lib.rs", LEAK);
        write(
            "tracing/Cargo.toml",
            "[package]\nname = \"tracing\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        );
        write(
            "tracing/src/lib.rs",
            "#[macro_export]\nmacro_rules! info {\n    ($text:literal) => {\n        let _ = format!($text);\n    };\n}\n",
        );
        let bin = PathBuf::from(env!("CARGO_BIN_EXE_cargo-scorer-lint"));
        let bin = bin.parent().expect("a folder").to_owned();
        let known = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(bin).chain(std::env::split_paths(&known));
        Self {
            path: std::env::join_paths(all).expect("a PATH"),
            folder,
        }
    }

    fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .current_dir(self.folder.path())
            .env("PATH", &self.path)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"));
        command
    }
}

#[test]
fn every_editor_runs_the_same_command() {
    let commands = commands();
    assert!(
        commands.iter().all(|command| *command == commands[0]),
        "{commands:?}"
    );
    let lua = blocks("lua").concat();
    let words: Vec<String> = commands[0]
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    assert!(lua.contains(&format!("overrideCommand = {{ {} }}", words.join(", "))));
}

#[test]
fn what_rust_analyzer_runs_is_what_it_parses() {
    let service = Service::new();
    let output = service.command(&commands()[0]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let messages: Vec<Message> = Message::parse_stream(output.stdout.as_slice())
        .map(|message| message.expect("a message"))
        .collect();
    let codes: Vec<&str> = messages
        .iter()
        .filter_map(|message| match message {
            Message::CompilerMessage(message) => message.message.code.as_ref(),
            _ => None,
        })
        .map(|code| code.code.as_str())
        .collect();
    assert!(
        codes.contains(&"scorer-lint::secret-in-message"),
        "{codes:?}"
    );
    assert!(codes.contains(&"clippy::needless_return"), "{codes:?}");
    assert!(
        !messages
            .iter()
            .any(|message| matches!(message, Message::TextLine(_))),
        "a line that is no message"
    );
    let ends: Vec<usize> = messages
        .iter()
        .enumerate()
        .filter(|(_, message)| matches!(message, Message::BuildFinished(_)))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(ends, [messages.len() - 1], "the build ends once, and last");
}

#[test]
fn another_checker_says_how_it_ends() {
    let service = Service::new();
    let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    let command =
        words("cargo scorer-lint check -- cargo check --message-format=json --no-such-option");
    let output = service.command(&command).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("secret-in-message"));
    let command = words("cargo scorer-lint check -- no-such-program");
    let output = service.command(&command).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("`no-such-program` cannot be run: "), "{said}");
}

/// Says so past the harness, which keeps to itself what a passing test prints.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

#[test]
fn the_blocks_in_lua_are_lua() {
    let Some(luac) = ["luac", "luac5.4", "luac5.1"]
        .into_iter()
        .find(|name| has_program(name))
    else {
        return skipped("no luac is installed");
    };
    for block in blocks("lua") {
        let mut child = Command::new(luac)
            .args(["-p", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("luac runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(block.as_bytes()).expect("written");
        drop(stdin);
        assert!(child.wait().expect("it ends").success(), "{block}");
    }
}

#[test]
fn neovim_shows_a_finding_where_it_stands() {
    if !has_program("nvim") {
        return skipped("Neovim is not installed");
    }
    let service = Service::new();
    let words = ["cargo", "scorer-lint", "--format", "json", "src/lib.rs"].map(str::to_owned);
    let said = service.command(&words).output().expect("it runs").stdout;
    let root = service.folder.path();
    fs::write(root.join("said.json"), said).expect("written");
    let linter = blocks("lua")
        .into_iter()
        .find(|block| block.contains("linters.scorer_lint"))
        .expect("a linter");
    let script = format!(
        "local plugin = {{ linters = {{}}, linters_by_ft = {{}} }}\n\
         package.preload[\"lint\"] = function() return plugin end\n{linter}\n\
         local said = io.open(\"said.json\"):read(\"a\")\n\
         local found = plugin.linters.scorer_lint.parser(said, 0)\n\
         io.open(\"found.json\", \"w\"):write(vim.json.encode(found))\n\
         local arguments = {{}}\n\
         for _, argument in ipairs(plugin.linters.scorer_lint.args) do\n\
         table.insert(arguments, type(argument) == \"function\" and argument() or argument)\n\
         end\n\
         io.open(\"arguments.json\", \"w\"):write(vim.json.encode(arguments))\n"
    );
    fs::write(root.join("script.lua"), script).expect("written");
    let words = [
        "nvim",
        "--headless",
        "--clean",
        "src/lib.rs",
        "-c",
        "luafile script.lua",
        "-c",
        "qa!",
    ];
    let output = service
        .command(&words.map(str::to_owned))
        .output()
        .expect("it runs");
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(root.join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}: {output:?}"));
        serde_json::from_str(&text).expect("JSON")
    };
    let found = read("found.json");
    let found = found.as_array().expect("an array");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0]["lnum"].as_u64(), found[0]["severity"].as_u64()),
        (Some(2), Some(1))
    );
    assert_eq!(found[0]["code"].as_str(), Some("secret-in-message"));
    let leak = LEAK.lines().nth(2).expect("a line");
    let start = usize::try_from(found[0]["col"].as_u64().expect("a column")).expect("small");
    let end = usize::try_from(found[0]["end_col"].as_u64().expect("a column")).expect("small");
    assert_eq!(&leak[start..end], "password");
    let arguments = read("arguments.json");
    let words = arguments.as_array().expect("an array").iter();
    let words = words.map(|word| word.as_str().expect("a word").to_owned());
    let words: Vec<String> = std::iter::once("cargo".to_owned()).chain(words).collect();
    let path = words.last().expect("the buffer's name");
    assert!(Path::new(path).ends_with("src/lib.rs"), "{path}");

    // A buffer that is not saved: one line more than the file.
    let mut child = service
        .command(&words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    write!(stdin, "\n{LEAK}").expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert_eq!(lines[0]["line"].as_u64(), Some(4));
}

fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
