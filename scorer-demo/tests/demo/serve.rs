//! `cargo demo serve`: it stays until it is told to end, and what it recorded is exported.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use scorer_demo::serve::{Ended, Listening};

use crate::common::{demo, demo_with};

/// A service that a test has started; it is killed where the test fails.
struct Service(Child);

impl Service {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scorer-demo"));
        for setting in scorer_instrument::settings::SETTINGS {
            command.env_remove(setting.variable);
        }
        let child = command
            .env_remove("DATABASE_URL")
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo runs");
        Self(child)
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status();
        assert!(sent.is_ok_and(|it| it.success()));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first line of the answer.
fn ask(address: &str, method: &str, path: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_it_prints_to_try_does_what_it_says() {
    for signal in ["-TERM", "-INT"] {
        let mut service = Service::start(&["--port", "0"]);
        let mut output = BufReader::new(service.0.stdout.take().expect("piped"));
        let mut lines: Vec<String> = Vec::new();
        // The tree of the start may stand before it.
        while lines.iter().filter(|it| it.starts_with("curl ")).count() < 5 {
            let mut line = String::new();
            assert!(
                output.read_line(&mut line).expect("readable") > 0,
                "{lines:?}"
            );
            lines.push(line);
        }
        let mut answers = Vec::new();
        for line in lines.iter().filter(|it| it.starts_with("curl ")) {
            // As a shell reads them: what stands in quotes is one word.
            let words: Vec<&str> = line.trim_end().split('\'').collect();
            let quoted: Vec<&str> = words.iter().skip(1).step_by(2).copied().collect();
            let (_, url) = line.split_once("http://").expect("a URL");
            let url = url.split([' ', '\'']).next().expect("a URL");
            let (address, path) = url.split_once('/').expect("a path");
            let headers = quoted
                .iter()
                .filter(|it| it.contains(": ") && !it.starts_with('{'));
            let headers: String = headers.flat_map(|it| [*it, "\r\n"]).collect();
            let body = quoted.iter().find(|it| it.starts_with('{')).copied();
            let method = if body.is_some() { "POST" } else { "GET" };
            let body = body.unwrap_or_default();
            answers.push(ask(address, method, &format!("/{path}"), &headers, body));
            if path.ends_with("/leaderboard") {
                let page = format!("/{path}?page_size=5");
                assert!(ask(address, method, &page, &headers, body).contains(" 200 "));
            }
        }
        let answers: Vec<&str> = answers
            .iter()
            .map(|it| it.split(' ').nth(1).unwrap_or_default())
            .collect();
        assert_eq!(answers, ["200", "401", "200", "200", ""], "{lines:#?}");
        service.signal(signal);
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("UTF-8");
        assert!(service.0.wait().expect("ended").success());
        let printed = lines.concat() + &rest;
        for row in [
            "─ SELECT api_key ",
            "─ SELECT past_scores ",
            "─ SELECT hash_links ×12 ",
            "─ SELECT hash_links ×5 ",
            "  row_count=5",
            "attempt to divide by zero",
        ] {
            assert!(printed.contains(row), "{row}: {printed}");
        }
        assert!(rest.contains("\nThe service has ended. "), "{rest}");
        assert!(
            rest.ends_with(" spans were printed, 0 were lost.\n"),
            "{rest}"
        );
    }
}

#[test]
fn a_program_is_told_when_it_listens_and_how_it_ended() {
    let mut service = Service::start(&["--port", "0", "--json"]);
    let mut output = BufReader::new(service.0.stdout.take().expect("piped"));
    let mut read = || -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(output.read_line(&mut line).expect("readable") > 0);
            if line.starts_with('{') {
                return line;
            }
        }
    };
    let listening: Listening = serde_json::from_str(&read()).expect("JSON");
    let path = "/v1/communities/7/leaderboard";
    let answer = ask(&listening.address.to_string(), "GET", path, "", "");
    assert!(answer.contains("401"), "{answer}");
    drop(service.0.stdin.take());
    let ended: Ended = serde_json::from_str(&read()).expect("JSON");
    assert!(ended.exported > 0 && ended.lost == 0, "{ended:?}");
    #[cfg(unix)]
    assert!(ended.cpu.is_some_and(|it| !it.is_zero()), "{ended:?}");
    assert!(service.0.wait().expect("ended").success());
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = demo(&["serve", "--port", &port]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    // Nothing was served, so there is nothing to count.
    assert!(output.stdout.is_empty(), "{output:?}");
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    let said =
        format!("error: port {port} is taken by another program; name a free one with `--port`");
    assert!(error.starts_with(&said), "{error}");
}

#[test]
fn what_telemetry_costs_is_measured_three_times() {
    // The settings of the shell are not those that are measured.
    let variables = [("OTEL_SAMPLING_RATIO", "0.5"), ("RUST_LOG", "trace")];
    let output = demo_with(&variables, &["serve", "--rate", "100", "--for", "500ms"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let row = |name: &str| -> Vec<u64> {
        let line = text.lines().find_map(|it| it.strip_prefix(name));
        let cells = line.expect(name).split_whitespace();
        cells.filter_map(|it| it.parse().ok()).collect()
    };
    // Requests, failed, spans, lost, bytes.
    let [off, some, all] = ["off ", "1 % ", "all "].map(row);
    for measured in [&off, &some, &all] {
        assert!(measured[0] > 0, "{text}");
        assert_eq!((measured[1], measured[3]), (0, 0), "{text}");
    }
    assert_eq!((off[2], off[4]), (0, 0), "{text}");
    assert!(all[2] > 10 * all[0] && all[4] > 0, "{text}");
    assert!(some[2] < all[2], "{text}");
    for begins in [
        "With 1 % of the requests recorded, ",
        "With all of the requests recorded, ",
    ] {
        assert!(text.contains(begins), "{text}");
    }
}

#[test]
fn options_that_mean_nothing_are_errors() {
    for (arguments, said) in [
        (
            &["serve", "--port", "65536"][..],
            "`--port` takes a number up to 65535, and not `65536`",
        ),
        (&["serve", "--port"], "missing argument for option '--port'"),
        (
            &["serve", "--rate", "0"],
            "`--rate` takes a number of requests a second",
        ),
        (
            &["serve", "--rate", "9", "--for", "30"],
            "`--for` takes a duration such as `30s`",
        ),
        (
            &["serve", "--rate", "9", "--for", "0s"],
            "`--for` takes a duration such as `30s`",
        ),
        (
            &["serve", "--rate", "9", "--port", "0"],
            "`--rate` measures services on ports of its own",
        ),
        (
            &["serve", "--for", "9s"],
            "`--for` says how long `--rate` sends",
        ),
        (
            &["serve", "good"],
            "`good` is neither a sample nor an option here",
        ),
        (
            &["load", "--requests", "19"],
            "`--requests` takes a number from 20 to 100000, and not `19`",
        ),
        (
            &["load", "-x"],
            "`-x` is neither a sample nor an option here",
        ),
        (
            &["generate", "a", "b"],
            "`b` is neither a sample nor an option here",
        ),
    ] {
        let output = demo(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            error.starts_with("error: ") && error.contains(said),
            "{error}"
        );
    }
}
