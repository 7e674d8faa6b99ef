//! Which source is taken, which endpoints are asked, and what of their answers is accepted.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::UNIX_EPOCH;

use super::*;

const KEYS: &str = r#"{"RoleArn":"arn","AccessKeyId":"id-1","SecretAccessKey":"key-1","Token":"session-1","Expiration":"2026-11-22T12:00:00Z"}"#;

/// An endpoint that answers so often, and the headers of each request that it took.
fn endpoint(answers: &'static [(u16, &'static str)]) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let served = thread::spawn(move || {
        let mut requests = Vec::new();
        for (status, body) in answers {
            let (stream, _) = listener.accept().expect("a connection");
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut request = String::new();
            while !request.ends_with("\r\n\r\n") {
                reader.read_line(&mut request).expect("a line");
            }
            requests.push(request);
            let length = body.len();
            write!(
                &stream,
                "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nlocation: /else\r\nconnection: close\r\n\r\n{body}"
            )
            .expect("an answer is taken");
        }
        requests
    });
    (format!("http://127.0.0.1:{port}/creds"), served)
}

fn reason(aws: Aws) -> String {
    let provider = from_environment(aws);
    provider.provide().expect_err("no keys").to_string()
}

#[test]
fn the_environment_comes_first() {
    let keys = from_environment(Aws {
        access_key_id: Some("id".into()),
        secret_access_key: Some("key".into()),
        session_token: Some("session".into()),
        container_full: Some("http://127.0.0.1:1/".into()),
        ..Aws::default()
    });
    let keys = keys.provide().expect("keys");
    assert_eq!(keys.inner().access_key_id(), "id");
    assert_eq!(keys.inner().session_token(), Some("session"));
    assert_eq!(keys.expires(), None);
}

#[test]
fn what_is_missing_is_named() {
    for (aws, word) in [
        (Aws::default(), "`AWS_ACCESS_KEY_ID` and"),
        (
            Aws {
                access_key_id: Some("id".into()),
                ..Aws::default()
            },
            "without `AWS_SECRET_ACCESS_KEY`",
        ),
        (
            Aws {
                secret_access_key: Some("canary".into()),
                ..Aws::default()
            },
            "without `AWS_ACCESS_KEY_ID`",
        ),
        (
            Aws {
                container_relative: Some("@evil.com/".into()),
                ..Aws::default()
            },
            "RELATIVE_URI",
        ),
        (
            Aws {
                container_full: Some("http://evil.com/".into()),
                ..Aws::default()
            },
            "FULL_URI",
        ),
    ] {
        let reason = reason(aws);
        assert!(
            reason.contains(word) && !reason.contains("canary"),
            "{reason}"
        );
    }
}

#[test]
fn keys_go_over_the_wire_on_this_machine_alone() {
    for url in [
        "https://any.example/creds",
        "http://127.0.0.1:8080/creds",
        "http://127.1.2.3/creds",
        "http://[::1]/creds",
        "http://localhost/creds",
        "http://169.254.170.2/v2",
        "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
    ] {
        assert!(is_allowed(url), "{url}");
    }
    for url in [
        "http://169.254.169.254/latest",
        "http://169.254.170.2.evil.com/",
        "http://169.254.170.2@evil.com/",
        "http://evil.com/169.254.170.2",
        "http://localhost.evil.com/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://[::]/",
        "ftp://127.0.0.1/",
        "/creds",
    ] {
        assert!(!is_allowed(url), "{url}");
    }
}

#[test]
fn a_container_hands_its_keys_out() {
    let (url, served) = endpoint(&[(200, KEYS)]);
    let keys = from_environment(Aws {
        container_full: Some(url),
        authorization: Some("Bearer word".into()),
        ..Aws::default()
    });
    let keys = keys.provide().expect("keys");
    assert_eq!(keys.inner().access_key_id(), "id-1");
    assert_eq!(keys.inner().secret_access_key(), "key-1");
    assert_eq!(keys.inner().session_token(), Some("session-1"));
    let noon = UNIX_EPOCH + Duration::from_secs(1_795_348_800);
    assert_eq!(keys.expires(), Some(noon));
    let requests = served.join().expect("an endpoint");
    assert!(requests[0].starts_with("GET /creds "));
    assert!(requests[0].contains("authorization: Bearer word\r\n"));
}

#[test]
fn the_authorizations_file_is_read_each_time() {
    let (url, served) = endpoint(&[(200, KEYS), (200, KEYS)]);
    let path = std::env::temp_dir().join(format!("xray-authorization-{}", std::process::id()));
    let keys = from_environment(Aws {
        container_full: Some(url),
        authorization: Some("unused".into()),
        authorization_file: Some(path.to_string_lossy().into_owned()),
        ..Aws::default()
    });
    for word in ["first", "second"] {
        std::fs::write(&path, format!("{word}\n")).expect("a file");
        keys.provide().expect("keys");
    }
    let requests = served.join().expect("an endpoint");
    assert!(requests[0].contains("authorization: first\r\n"));
    assert!(requests[1].contains("authorization: second\r\n"));
    std::fs::remove_file(&path).expect("the file");
    let reason = keys.provide().expect_err("no file").to_string();
    assert!(reason.contains("TOKEN_FILE"), "{reason}");
}

#[test]
fn an_endpoint_that_answers_otherwise_gives_no_keys() {
    for (answer, word) in [
        (&[(403, "canary")][..], "answered 403"),
        // One answer alone: a redirect that is followed would wait for a second.
        (&[(302, "canary")], "answered 302"),
        (&[(200, "canary")], "contains no keys"),
        (&[(200, r#"{"AccessKeyId":"canary"}"#)], "contains no keys"),
        (
            &[(
                200,
                r#"{"AccessKeyId":"i","SecretAccessKey":"canary","Expiration":"soon"}"#,
            )],
            "contains no keys",
        ),
    ] {
        let (url, served) = endpoint(answer);
        let reason = reason(Aws {
            container_full: Some(url),
            ..Aws::default()
        });
        served.join().expect("an endpoint");
        assert!(
            reason.contains(word) && !reason.contains("canary"),
            "{reason}"
        );
    }
}

#[test]
fn an_authorization_that_would_add_a_header_is_refused() {
    let reason = reason(Aws {
        container_full: Some("http://127.0.0.1:1/".into()),
        authorization: Some("word\r\nx-more: canary".into()),
        ..Aws::default()
    });
    assert!(
        reason.contains("header") && !reason.contains("canary"),
        "{reason}"
    );
}
