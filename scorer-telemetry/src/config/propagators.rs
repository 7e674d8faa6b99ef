//! Which headers carry a trace from service to service.

/// A header, or a pair of headers, that carries a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Propagator {
    TraceContext,
    Baggage,
    Xray,
    XrayLambda,
}

/// The headers that carry a trace, each once and in order. If two of them name a caller, the last one wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Propagators([Option<Propagator>; 4]);

impl Propagators {
    /// W3C's context comes last: a service that writes it names its own span, which is closer than the span of a
    /// gateway in between.
    pub(crate) const ON_AWS: Self = Self([
        Some(Propagator::Baggage),
        Some(Propagator::Xray),
        Some(Propagator::TraceContext),
        None,
    ]);

    pub(crate) fn iter(self) -> impl Iterator<Item = Propagator> {
        self.0.into_iter().flatten()
    }

    /// Whether X-Ray's header is one of them.
    pub(crate) fn xray(self) -> bool {
        self.iter()
            .any(|it| matches!(it, Propagator::Xray | Propagator::XrayLambda))
    }

    pub(crate) fn add(&mut self, propagator: Propagator) {
        let known = self.iter().any(|it| it == propagator);
        if let (false, Some(free)) = (known, self.0.iter_mut().find(|it| it.is_none())) {
            *free = Some(propagator);
        }
    }
}
