//! What X-Ray refuses is said with what to do, mended where it can be, and counted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use scorer_instrument::telemetry::{Credentials, CredentialsError, Error};

use crate::support::{Answer, ENDPOINT, KEYS, Xray, builder, export, header, pipeline};

fn refusing(status: u16, code: &'static str, body: &'static str) -> Answer {
    Answer {
        status,
        headers: vec![("x-amzn-errortype", code.to_owned())],
        body,
    }
}

/// A date as servers write it, and as signatures do.
fn dates(time: SystemTime) -> (String, String) {
    let time = time::OffsetDateTime::from(time);
    let (date, clock) = (time.date(), time.time());
    let (hour, minute, second) = clock.as_hms();
    let (weekday, month) = (date.weekday().to_string(), date.month().to_string());
    (
        format!(
            "{}, {:02} {} {} {hour:02}:{minute:02}:{second:02} GMT",
            &weekday[..3],
            date.day(),
            &month[..3],
            date.year()
        ),
        format!(
            "{}{:02}{:02}T{hour:02}",
            date.year(),
            u8::from(date.month()),
            date.day()
        ),
    )
}

#[test]
fn a_wrong_clock_is_said_and_the_request_is_sent_again() {
    let (date, hour) = dates(SystemTime::now() + Duration::from_hours(48));
    let body = r#"{"message":"Signature expired: the canonical request was canary"}"#;
    let mut answer = refusing(403, "InvalidSignatureException", body);
    answer.headers.push(("date", date));
    let xray = Xray::answering([answer]);
    let telemetry = pipeline(&xray, &[]);
    export(&telemetry).expect("taken the second time");
    export(&telemetry).expect("taken at once");
    let requests = xray.requests();
    assert_eq!(requests.len(), 3);
    assert!(!header(&requests[0], "x-amz-date").starts_with(&hour));
    for request in &requests[1..] {
        let dated = header(request, "x-amz-date");
        assert_eq!(&dated[..8], &hour[..8], "{dated}");
    }
    let logs = telemetry.logs();
    assert_eq!(logs.matches("behind AWS's").count(), 1, "{logs}");
    assert!(!logs.contains("canary"), "{logs}");
    assert_eq!(telemetry.telemetry().exported(), 4);
    assert_eq!(telemetry.telemetry().lost().total(), 0);
}

#[test]
fn a_signature_that_is_wrong_otherwise_is_not_sent_again() {
    let (date, _) = dates(SystemTime::now());
    let body = r#"{"message":"The canonical string was canary//session+example=="}"#;
    let mut answer = refusing(403, "InvalidSignatureException", body);
    answer.headers.push(("date", date));
    let xray = Xray::answering([answer]);
    let telemetry = pipeline(&xray, &[]);
    let error = export(&telemetry).expect_err("refused");
    assert!(error.contains("belongs to the access key id"), "{error}");
    assert_eq!(xray.requests().len(), 1);
    assert_eq!(telemetry.telemetry().lost().failed, 2);
}

#[test]
fn keys_that_expired_are_asked_for_anew() {
    let xray = Xray::answering([refusing(403, "ExpiredTokenException", "")]);
    let asked = AtomicUsize::new(0);
    let telemetry = builder(&xray, &[])
        .with_credentials(move || {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            Ok::<_, CredentialsError>(Credentials::new(format!("id-{number}"), "canary"))
        })
        .local()
        .expect("accepted settings");
    export(&telemetry).expect("taken the second time");
    let requests = xray.requests();
    let authorization = |at: usize| header(&requests[at], "authorization").to_owned();
    assert!(authorization(0).contains("Credential=id-0/"));
    assert!(authorization(1).contains("Credential=id-1/"));
    assert_eq!((requests.len(), telemetry.telemetry().exported()), (2, 2));
}

#[test]
fn each_refusal_says_what_to_do() {
    for (answer, words) in [
        (
            refusing(403, "ExpiredTokenException", "{}"),
            "no longer accepts these keys",
        ),
        (
            refusing(
                403,
                "AccessDeniedException",
                r#"{"message":"User: anna@example.com may not xray:PutSpans"}"#,
            ),
            "`PutSpans`",
        ),
        (
            refusing(
                400,
                "InvalidRequestException",
                "The OTLP API is supported with CloudWatch Logs as a Trace Segment Destination.",
            ),
            "update-trace-segment-destination",
        ),
        (refusing(413, "", ""), "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
        (
            Answer {
                status: 302,
                headers: vec![("location", "https://evil.example/".into())],
                body: "",
            },
            "signed requests do not follow it",
        ),
    ] {
        let xray = Xray::answering([answer]);
        let telemetry = pipeline(&xray, &[]);
        let error = export(&telemetry).expect_err(words);
        assert!(error.contains(words), "{error}");
        assert!(telemetry.logs().contains(words), "{}", telemetry.logs());
        assert!(!telemetry.logs().contains("anna@"), "{}", telemetry.logs());
        assert_eq!(xray.requests().len(), 1, "{error}");
        assert_eq!(telemetry.telemetry().lost().failed, 2);
    }
}

#[test]
fn no_part_of_a_long_session_is_quoted() {
    let session = format!("canary//{}", "s".repeat(400));
    let escaped = session.replace('/', "\\u002f");
    for text in [
        format!("{{\"message\":\"may not, with {session}\"}}"),
        format!("{{\"message\":\"may not, with {escaped}\"}}"),
        format!("may not, with {session}"),
        format!("{}{session}", "x".repeat(4_000)),
    ] {
        let xray = Xray::answering([refusing(403, "AccessDeniedException", text.leak())]);
        let telemetry = pipeline(&xray, &[("AWS_SESSION_TOKEN", &session)]);
        let error = export(&telemetry).expect_err("refused");
        assert!(error.contains("`PutSpans`"), "{error}");
        for said in [error, telemetry.logs()] {
            assert!(
                !said.contains("canary") && !said.contains("may not, with"),
                "{said}"
            );
        }
    }
}

#[test]
fn what_is_throttled_is_sent_again() {
    let later = |status, code: &'static str| {
        let mut answer = refusing(status, code, "");
        answer.headers.push(("retry-after", "0".into()));
        answer
    };
    let xray = Xray::answering([later(429, ""), later(400, "ThrottlingException")]);
    let telemetry = pipeline(&xray, &[]);
    export(&telemetry).expect("taken the third time");
    assert_eq!(xray.requests().len(), 3);
    let always = Xray::answering((0..9).map(|_| later(429, "")));
    let telemetry = pipeline(&always, &[]);
    let error = export(&telemetry).expect_err("throttled");
    assert!(error.contains("lower `OTEL_SAMPLING_RATIO`"), "{error}");
}

#[test]
fn without_keys_nothing_is_sent() {
    let xray = Xray::default();
    let telemetry = builder(&xray, &[]).local().expect("accepted settings");
    let error = export(&telemetry).expect_err("no keys");
    assert!(error.contains("set `AWS_ACCESS_KEY_ID`"), "{error}");
    assert_eq!(xray.requests().len(), 0);
    assert_eq!(telemetry.telemetry().lost().failed, 2);
}

#[test]
fn what_a_provider_says_is_redacted() {
    let xray = Xray::default();
    let telemetry = builder(&xray, &[])
        .with_credentials(|| {
            Err::<Credentials, CredentialsError>("no answer from https://u:canary@x.y/".into())
        })
        .local()
        .expect("accepted settings");
    let error = export(&telemetry).expect_err("no keys");
    assert!(
        error.contains("no answer") && !error.contains("canary"),
        "{error}"
    );
    assert!(!telemetry.logs().contains("canary"));
}

#[test]
fn nobody_else_gets_a_signature() {
    for endpoint in [
        "https://xray.us-east-1.amazonaws.com.evil.example",
        "https://collector.example",
        "http://localhost:4318",
    ] {
        let xray = Xray::default();
        let mut variables = KEYS.to_vec();
        variables.push(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
        variables.push(("OTEL_METRICS_EXPORTER", "none"));
        let telemetry = builder(&xray, &variables)
            .local()
            .expect("accepted settings");
        export(&telemetry).expect("taken");
        let requests = xray.requests();
        assert_eq!(requests.len(), 1);
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
            assert_eq!(header(&requests[0], name), "", "{endpoint}");
        }
    }
}

#[test]
fn metrics_go_nowhere_and_that_is_said() {
    let xray = Xray::default();
    let telemetry = pipeline(&xray, &[("OTEL_METRIC_EXPORT_INTERVAL", "1")]);
    export(&telemetry).expect("taken");
    let requests = xray.requests();
    let urls: Vec<String> = requests.iter().map(|it| it.uri().to_string()).collect();
    assert_eq!(urls, [format!("{ENDPOINT}/v1/traces")]);
    let said = "percentiles are not exported, because X-Ray accepts only spans";
    assert!(telemetry.logs().contains(said));
    assert!(
        !telemetry.logs().contains("\"WARN\""),
        "{}",
        telemetry.logs()
    );
    assert!(telemetry.logs().contains("\"xray_trace_id\":\"1-"));
}

#[test]
fn what_is_in_the_way_is_an_error() {
    let error = builder(&Xray::default(), &[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")])
        .local()
        .expect_err("no grpc");
    assert!(matches!(error, Error::Conflict { .. }), "{error}");
}

#[test]
fn spans_that_a_collector_rejects_are_lost_and_that_is_said_once() {
    // A response of OTLP: one span was rejected, and why.
    let body = "\n\x1d\x08\x01\x12\x19no room: anna@example.com";
    for endpoint in [ENDPOINT, "http://collector.example:4318"] {
        let rejecting = || Answer {
            status: 200,
            headers: Vec::new(),
            body,
        };
        let xray = Xray::answering([rejecting(), rejecting()]);
        let variables = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
            ("OTEL_METRICS_EXPORTER", "none"),
        ];
        let telemetry = pipeline(&xray, &variables);
        for _ in 0..3 {
            export(&telemetry).expect("taken");
        }
        let (guard, logs) = (telemetry.telemetry(), telemetry.logs());
        assert_eq!(xray.requests().len(), 3);
        assert_eq!(
            (guard.exported(), guard.lost().failed),
            (4, 2),
            "{endpoint}"
        );
        assert_eq!(guard.lost().dropped, 0);
        assert_eq!(logs.matches("rejected 1 ").count(), 1, "{logs}");
        assert!(logs.contains("no room"), "{logs}");
        assert!(!logs.contains("anna@"), "{logs}");
    }
}

#[test]
fn a_collector_rejects_no_more_than_it_was_sent() {
    for (body, lost) in [
        ("\n\x02\x08\x7f", 2),
        ("\n\x00", 0),
        ("\n\x06\x12\x04slow", 0),
        ("no answer of OTLP", 0),
    ] {
        let xray = Xray::answering([Answer {
            status: 200,
            headers: Vec::new(),
            body,
        }]);
        let telemetry = pipeline(&xray, &[]);
        export(&telemetry).expect("taken");
        let guard = telemetry.telemetry();
        assert_eq!((guard.exported(), guard.lost().failed), (2 - lost, lost));
    }
}
