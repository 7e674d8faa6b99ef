//! What X-Ray answers when it does not accept spans, and what to do about it.

use serde_json::Value;

/// How many bytes are read of an answer in an unknown format, and how many are shown of any answer.
const READ: usize = 4 * 1024;
const SHOWN: usize = 300;

/// Why spans were not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The keys have expired, or AWS does not know them any more.
    Keys,
    /// The signature is wrong, usually because the clock is.
    Signature,
    Denied,
    Throttled,
    /// X-Ray stores its spans where OTLP is not available.
    Destination,
    TooLarge,
    Moved,
    Other,
}

/// How each refusal is recognised: by the code of an error, or by a part of its message.
const SIGNS: &[(&str, Refusal)] = &[
    ("ExpiredToken", Refusal::Keys),
    ("UnrecognizedClient", Refusal::Keys),
    ("InvalidClientTokenId", Refusal::Keys),
    ("security token included in the request", Refusal::Keys),
    ("RequestTimeTooSkewed", Refusal::Signature),
    ("RequestExpired", Refusal::Signature),
    ("InvalidSignature", Refusal::Signature),
    ("SignatureDoesNotMatch", Refusal::Signature),
    ("IncompleteSignature", Refusal::Signature),
    ("MissingAuthenticationToken", Refusal::Signature),
    ("Throttl", Refusal::Throttled),
    ("TooManyRequests", Refusal::Throttled),
    ("Trace Segment Destination", Refusal::Destination),
    ("AccessDenied", Refusal::Denied),
];

impl Refusal {
    /// Reads an answer. Returns `None` if the spans were accepted.
    pub(super) fn read(status: u16, code: Option<&str>, body: &[u8]) -> Option<Self> {
        if (200..300).contains(&status) {
            return None;
        }
        let text = String::from_utf8_lossy(&body[..body.len().min(READ)]);
        let code = code.unwrap_or_default();
        let known = SIGNS
            .iter()
            .find(|(sign, _)| code.contains(sign))
            .or_else(|| SIGNS.iter().find(|(sign, _)| text.contains(sign)));
        Some(match (known, status) {
            (Some((_, refusal)), _) => *refusal,
            (None, 429) => Self::Throttled,
            (None, 401 | 403) => Self::Denied,
            (None, 413) => Self::TooLarge,
            (None, 300..=399) => Self::Moved,
            (None, _) => Self::Other,
        })
    }

    /// What to do about it.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Keys => {
                "AWS no longer accepts these keys; renew them, or use the role of the function or the task"
            }
            Self::Signature => {
                "AWS computes another signature; check that the secret key belongs to the access key id, and that no \
                 proxy changes requests"
            }
            Self::Denied => {
                "the role is not allowed to send spans; allow it the actions `PutSpans` and `PutSpansForIndexing`, and \
                 enable Transaction Search"
            }
            Self::Throttled => {
                "X-Ray accepts fewer spans per second; lower `OTEL_SAMPLING_RATIO`, or ask AWS for a higher quota"
            }
            Self::Destination => {
                "X-Ray accepts OTLP only with Transaction Search; enable it with `aws xray \
                 update-trace-segment-destination --destination CloudWatchLogs`"
            }
            Self::TooLarge => {
                "the request is larger than X-Ray accepts; lower `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`"
            }
            Self::Moved => {
                "the answer is a redirect, which X-Ray never sends, so it comes from a proxy; signed requests do not follow it"
            }
            Self::Other => "X-Ray did not accept the request",
        }
    }

    /// Whether AWS's own message may be shown. Messages about keys and signatures repeat the request, so they may not.
    pub(super) fn is_quotable(self) -> bool {
        !matches!(self, Self::Keys | Self::Signature)
    }
}

/// AWS's own message in full, so that a secret in it is found, or `None` if it cannot be read.
pub(super) fn message(body: &[u8]) -> Option<String> {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    let text = match &json {
        Some(json) => {
            let keys = ["message", "Message"];
            keys.into_iter()
                .find_map(|key| json.get(key)?.as_str())?
                .to_owned()
        }
        // In an OTLP status, the message stands between a few bytes that are not text.
        None => String::from_utf8_lossy(&body[..body.len().min(READ)]).replace(
            |it: char| it.is_control() || it == char::REPLACEMENT_CHARACTER,
            " ",
        ),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Shortens the message to what is shown.
pub(super) fn cut(words: &str) -> &str {
    let end = words.char_indices().nth(SHOWN);
    &words[..end.map_or(words.len(), |(at, _)| at)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_refusal_is_known() {
        for (status, code, body, refusal) in [
            (403, Some("AccessDeniedException"), "", Refusal::Denied),
            (403, None, "<html>", Refusal::Denied),
            (
                403,
                None,
                r#"{"message":"The security token included in the request is expired"}"#,
                Refusal::Keys,
            ),
            (
                403,
                Some("ExpiredTokenException:http://x"),
                "",
                Refusal::Keys,
            ),
            (
                403,
                Some("InvalidSignatureException"),
                r#"{"message":"Signature expired: 1 is now earlier than 2"}"#,
                Refusal::Signature,
            ),
            (400, Some("ThrottlingException"), "", Refusal::Throttled),
            (429, None, "", Refusal::Throttled),
            (
                400,
                Some("InvalidRequestException"),
                r#"{"Message":"The OTLP API is supported with CloudWatch Logs as a Trace Segment Destination."}"#,
                Refusal::Destination,
            ),
            (413, None, "", Refusal::TooLarge),
            (302, None, "", Refusal::Moved),
            (500, None, "\x08\x0d\x12\x03odd", Refusal::Other),
        ] {
            let read = Refusal::read(status, code, body.as_bytes());
            assert_eq!(read, Some(refusal), "{status} {code:?} {body}");
            assert!(!refusal.advice().is_empty());
        }
        assert_eq!(Refusal::read(200, None, b"ExpiredToken"), None);
    }

    #[test]
    fn words_are_cut() {
        assert_eq!(message(br#"{"Message":"no"}"#).as_deref(), Some("no"));
        assert_eq!(message(b"\x08\x0d\x12\x03odd").as_deref(), Some("odd"));
        assert_eq!(message(b""), None);
        assert_eq!(message(br#"{"x":1}"#), None);
        let long = "\u{e9}".repeat(2 * SHOWN);
        let words = message(long.as_bytes()).expect("words");
        assert_eq!(words, long);
        assert_eq!(cut(&words).chars().count(), SHOWN);
        assert_eq!(cut("short"), "short");
    }

    proptest! {
        #[test]
        fn no_answer_panics(status in 0..1_000_u16, body: Vec<u8>) {
            let _ = Refusal::read(status, None, &body);
            let _ = message(&body).as_deref().map(cut);
        }
    }
}
