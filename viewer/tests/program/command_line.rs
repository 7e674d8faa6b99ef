//! Arguments, ports that are taken, and the end.

use std::net::TcpListener;

use crate::support::{Viewer, export, span, viewer};

#[test]
fn the_help_names_every_option_and_its_default() {
    let output = viewer(&["--help"]).output().expect("the program");
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).expect("text");
    for (option, default) in [
        ("--ui-port", "[16686]"),
        ("--otlp-grpc-port", "[4317]"),
        ("--otlp-http-port", "[4318]"),
        ("--host", "[127.0.0.1"),
        ("--memory", "[256]"),
    ] {
        let mut lines = help.lines().filter(|it| it.trim().starts_with(option));
        let line = lines.next().unwrap_or_else(|| panic!("{option}: {help}"));
        assert!(line.contains(default), "{line}");
    }
}

#[test]
fn an_argument_that_means_nothing_is_named_and_ends_with_2() {
    for (arguments, message) in [
        (&["--port", "1"][..], "there is no option `--port`"),
        (&["serve"], "there is no option `serve`"),
        (&["--ui-port"], "`--ui-port` needs a value"),
        (
            &["--ui-port=web"],
            "`--ui-port` takes a port, 0 to 65535, not `web`",
        ),
        (
            &["--otlp-http-port", "65536"],
            "`--otlp-http-port` takes a port, 0 to 65535, not `65536`",
        ),
        (
            &["--host", "localhost"],
            "`--host` takes an IP address, such as 0.0.0.0, not `localhost`",
        ),
        (
            &["--memory", "0"],
            "`--memory` takes a number of MiB from 1 on, not `0`",
        ),
    ] {
        let output = viewer(arguments).output().expect("the program");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = String::from_utf8(output.stderr).expect("text");
        assert_eq!(
            errors,
            format!("error: {message}; `cargo viewer --help` lists all options\n")
        );
    }
}

#[test]
fn every_port_that_is_taken_is_named_with_the_option_for_another() {
    let options = ["--ui-port", "--otlp-grpc-port", "--otlp-http-port"];
    let taken = options.map(|option| {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        (option, listener, port)
    });
    let arguments = taken.each_ref().map(|it| format!("{}={}", it.0, it.2));
    let arguments = arguments.each_ref().map(String::as_str);
    let output = viewer(&arguments).output().expect("the program");
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(errors.lines().count(), 3, "{errors}");
    for ((option, _, port), line) in taken.iter().zip(errors.lines()) {
        assert!(
            line.starts_with(&format!("error: port {port}, for ")),
            "{line}"
        );
        assert!(line.contains("is taken"), "{line}");
        let proposed = line
            .split_once(&format!("`{option} "))
            .expect("a proposal")
            .1;
        let proposed = proposed
            .trim_end_matches('`')
            .parse::<u16>()
            .expect("a port");
        assert!(taken.iter().all(|it| it.2 != proposed), "{errors}");
        if proposed != 0 {
            let bound = TcpListener::bind(("127.0.0.1", proposed));
            assert!(bound.is_ok(), "{line}");
        }
    }
}

#[test]
fn it_listens_on_this_machine_alone_and_ends_with_ctrl_c() {
    let viewer = Viewer::start(&[]);
    for address in [viewer.ui, viewer.grpc, viewer.http] {
        assert!(address.ip().is_loopback(), "{address}");
    }
    let request = export("ended", vec![span(1, 1, 0, "request")]);
    let request = serde_json::to_value(&request).expect("JSON");
    assert_eq!(viewer.send(&request).status, 200);
    let ended = viewer.interrupt();
    assert_eq!(ended.code, Some(0));
    assert!(
        ended.output.ends_with("\n1 span arrived.\n"),
        "{}",
        ended.output
    );
    assert_eq!(ended.errors, "");
}
