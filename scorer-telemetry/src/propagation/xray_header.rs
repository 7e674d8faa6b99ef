//! Reads and writes X-Ray's trace header, `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.

use std::fmt;
use std::sync::Arc;

use opentelemetry::Context;
use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};

/// The header.
pub(crate) const NAME: &str = "x-amzn-trace-id";

/// The longest header that is read. AWS's own headers have fewer than 300 bytes.
const LONGEST: usize = 1_024;

/// The longest `Lineage` that is passed on.
const LONGEST_LINEAGE: usize = 256;

/// The content of a header. It is also stored in the context that is made from the header, for what a span's ids cannot
/// hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) trace: TraceId,
    /// Invalid if the header names no span, as a load balancer's does not.
    pub(crate) parent: SpanId,
    /// `None` if the called service decides.
    pub(crate) sampled: Option<bool>,
    /// Lambda uses it to detect functions that call each other in a loop.
    pub(crate) lineage: Option<Arc<str>>,
}

/// Reads a header. Returns `None` if it names no trace.
pub(crate) fn parse(header: &str) -> Option<Caller> {
    if header.len() > LONGEST {
        return None;
    }
    let mut trace = None;
    let mut parent = SpanId::INVALID;
    let mut sampled = None;
    let mut lineage = None;
    for part in header.split(';') {
        let Some((key, value)) = part.trim().split_once('=') else {
            continue;
        };
        match key {
            "Root" => trace = Some(root(value)?),
            "Parent" => parent = span(value).unwrap_or(SpanId::INVALID),
            "Sampled" => {
                sampled = match value {
                    "1" => Some(true),
                    "0" => Some(false),
                    _ => None,
                }
            }
            "Lineage" => lineage = is_lineage(value).then(|| value.into()),
            // `Self` belongs to a load balancer, and anything else is not part of a trace.
            _ => {}
        }
    }
    Some(Caller {
        trace: trace?,
        parent,
        sampled,
        lineage,
    })
}

/// Returns the header for the next service, or `None` outside a trace.
pub(crate) fn write(span: &SpanContext, lineage: Option<&str>) -> Option<String> {
    if !span.is_valid() {
        return None;
    }
    let mut header = format!(
        "Root={};Parent={};Sampled={}",
        XrayTraceId(span.trace_id()),
        span.span_id(),
        u8::from(span.is_sampled())
    );
    if let Some(lineage) = lineage {
        header.push_str(";Lineage=");
        header.push_str(lineage);
    }
    Some(header)
}

impl Caller {
    /// Returns the context with this caller. If the caller has no span, a span that is already in the context stays
    /// there.
    pub(crate) fn into_context(self, context: &Context) -> Context {
        if self.parent == SpanId::INVALID {
            return context.with_value(self);
        }
        let flags = TraceFlags::default().with_sampled(self.sampled.unwrap_or(false));
        let span = SpanContext::new(self.trace, self.parent, flags, true, TraceState::NONE);
        context.with_remote_span_context(span).with_value(self)
    }
}

/// Returns what a context's caller decided. Returns `None` if there is no caller, or if the caller left the decision
/// open.
pub(crate) fn decision(context: &Context) -> Option<bool> {
    let span = context.span().span_context().clone();
    match context.get::<Caller>() {
        Some(caller) if !span.is_valid() => caller.sampled,
        // A span that entered the context after the header has a decision of its own, even if its ids are the same.
        Some(caller)
            if caller.trace == span.trace_id()
                && caller.parent == span.span_id()
                && caller.sampled.unwrap_or(false) == span.is_sampled() =>
        {
            caller.sampled
        }
        _ => span.is_valid().then(|| span.is_sampled()),
    }
}

/// Prints an id in X-Ray's form.
pub(crate) struct XrayTraceId(pub(crate) TraceId);

impl fmt::Display for XrayTraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u128::from_be_bytes(self.0.to_bytes());
        write!(f, "1-{:08x}-{:024x}", id >> 96, id & ((1 << 96) - 1))
    }
}

fn root(value: &str) -> Option<TraceId> {
    let (seconds, rest) = value.strip_prefix("1-")?.split_once('-')?;
    if !is_hex(seconds, 8) || !is_hex(rest, 24) {
        return None;
    }
    let id = u128::from_str_radix(seconds, 16).ok()? << 96 | u128::from_str_radix(rest, 16).ok()?;
    (id != 0).then(|| TraceId::from_bytes(id.to_be_bytes()))
}

fn span(value: &str) -> Option<SpanId> {
    if !is_hex(value, 16) {
        return None;
    }
    let id = u64::from_str_radix(value, 16).ok()?;
    Some(SpanId::from_bytes(id.to_be_bytes()))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_lineage(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b":|.-_".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST_LINEAGE && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOT: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";

    fn caller(header: &str) -> Caller {
        parse(header).unwrap_or_else(|| panic!("{header}"))
    }

    #[test]
    fn a_whole_header() {
        let caller = caller(&format!(
            "Self=1-67891234-12456789abcdef012345678a;{ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1|68fd508a:5"
        ));
        assert_eq!(caller.trace.to_string(), "5759e988bd862e3fe1be46a994272793");
        assert_eq!(caller.parent.to_string(), "53995c3f42cd8ad8");
        assert_eq!(caller.sampled, Some(true));
        assert_eq!(caller.lineage.as_deref(), Some("a87bd80c:1|68fd508a:5"));
    }

    #[test]
    fn a_decision_that_is_left_open() {
        for (end, sampled) in [
            (";Sampled=0", Some(false)),
            (";Sampled=1", Some(true)),
            (";Sampled=?", None),
            ("; Sampled=true", None),
            ("", None),
        ] {
            let caller = caller(&format!("{ROOT};Parent=53995c3f42cd8ad8{end}"));
            assert_eq!(caller.sampled, sampled, "{end}");
            let context = caller.into_context(&Context::new());
            assert_eq!(decision(&context), sampled, "{end}");
        }
    }

    #[test]
    fn of_the_same_ids_the_last_decision_holds() {
        for sampled in [true, false] {
            let first = caller(&format!(
                "{ROOT};Parent=53995c3f42cd8ad8;Sampled={}",
                u8::from(!sampled)
            ));
            let flags = TraceFlags::default().with_sampled(sampled);
            let last = SpanContext::new(first.trace, first.parent, flags, true, TraceState::NONE);
            let context = first.into_context(&Context::new());
            let context = context.with_remote_span_context(last);
            assert_eq!(decision(&context), Some(sampled));
        }
    }

    #[test]
    fn a_root_alone_names_a_trace_and_no_parent() {
        let caller = caller(ROOT);
        assert_eq!(caller.parent, SpanId::INVALID);
        let context = caller.into_context(&Context::new());
        assert!(!context.span().span_context().is_valid());
        assert!(context.get::<Caller>().is_some());
    }

    #[test]
    fn what_names_no_trace_is_none() {
        for header in [
            "",
            "Parent=53995c3f42cd8ad8;Sampled=1",
            "Root=1-00000000-000000000000000000000000",
            "Root=2-5759e988-bd862e3fe1be46a994272793",
            "Root=1-5759e988-bd862e3fe1be46a99427279",
            "Root=1-5759e98-bd862e3fe1be46a9942727933",
            "Root=1-+759e988-bd862e3fe1be46a994272793",
            "root=1-5759e988-bd862e3fe1be46a994272793",
        ] {
            assert_eq!(parse(header), None, "{header}");
        }
        assert_eq!(parse(&format!("{ROOT};{}", "x".repeat(LONGEST))), None);
    }

    #[test]
    fn a_lineage_that_would_break_a_header_is_left_out() {
        for value in ["a b", "a,b", "\u{e9}", "", &"a".repeat(LONGEST_LINEAGE + 1)] {
            let caller = caller(&format!("{ROOT};Lineage={value}"));
            assert_eq!(caller.lineage, None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(header in ".*") {
            let _ = parse(&header);
            let _ = parse(&format!("{ROOT};{header}"));
        }

        #[test]
        fn what_is_written_is_read(trace in 1..u128::MAX, span in 1..u64::MAX, sampled: bool) {
            let flags = TraceFlags::default().with_sampled(sampled);
            let (trace, span) = (TraceId::from(trace), SpanId::from(span));
            let context = SpanContext::new(trace, span, flags, false, TraceState::NONE);
            let header = write(&context, Some("a:1")).expect("valid ids");
            prop_assert_eq!(parse(&header), Some(Caller {
                trace,
                parent: span,
                sampled: Some(sampled),
                lineage: Some("a:1".into()),
            }));
        }
    }
}
