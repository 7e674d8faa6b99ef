//! Which headers carry a trace from service to service.

/// A header, or a pair of them, that carries a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Propagator {
    TraceContext,
    Baggage,
    Xray,
    XrayLambda,
}

/// Which headers carry a trace, each once and in their order: of callers that two of them name, the last one holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Propagators([Option<Propagator>; 4]);

impl Propagators {
    /// W3C's context last: where a service names its span itself, it knows more than the gateway between.
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
