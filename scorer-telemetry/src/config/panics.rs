//! What is done about a panic.

/// What is done about a panic: `TELEMETRY_PANICS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panics {
    /// One redacted line in the log, in place of what the previous hook does. The standard hook prints the panic's message
    /// as it is.
    #[default]
    Log,
    /// The line, and then the previous hook: a message that is not redacted, and a backtrace where one is asked for.
    Both,
    /// The previous hook is left alone.
    Off,
}

impl Panics {
    /// As the variable says it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Both => "both",
            Self::Off => "off",
        }
    }

    pub(crate) fn parse(value: &str) -> Option<Self> {
        [Self::Log, Self::Both, Self::Off]
            .into_iter()
            .find(|it| it.as_str() == value)
    }
}
