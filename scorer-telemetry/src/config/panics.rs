//! What happens on a panic.

/// What happens on a panic: `TELEMETRY_PANICS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panics {
    /// Logs one redacted line instead of calling the previous hook. This is the default. The standard hook would print
    /// the panic's message without redacting it.
    #[default]
    Log,
    /// Logs the line and then calls the previous hook, which prints the message without redacting it, and a backtrace
    /// if one is enabled.
    Both,
    /// Leaves the previous hook in place and logs nothing.
    Off,
}

impl Panics {
    /// Returns the value of the variable.
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
