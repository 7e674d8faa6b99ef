//! How a call holds up its thread, as findings say it.

/// How a call holds up its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Sleep,
    Files,
    Input,
    Http,
    Process,
    BlockOn,
    Channel,
    Hash,
    Pool,
    Database,
}

impl What {
    /// Completes "`x` ..".
    pub(crate) fn why(self) -> String {
        format!(
            "{} in async code: other tasks of this thread wait meanwhile",
            self.does()
        )
    }

    /// The same of a function that calls it.
    pub(crate) fn why_through(self) -> String {
        format!(
            "{}, and is called from async code: other tasks of this thread wait meanwhile",
            self.does()
        )
    }

    fn does(self) -> &'static str {
        match self {
            Self::Sleep => "puts the thread to sleep",
            Self::Files => "waits for the file system",
            Self::Input => "waits for standard input",
            Self::Http => "waits for an HTTP answer",
            Self::Process => "waits for a process",
            Self::BlockOn => "blocks on a future",
            Self::Channel => "waits for a channel",
            Self::Hash => "computes a slow hash",
            Self::Pool => "waits for a connection of a pool that blocks",
            Self::Database => "waits for a database",
        }
    }

    /// The code to write.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Sleep => "write `tokio::time::sleep(..).await`",
            Self::Files => {
                "use `tokio::fs` with `.await`, or put it into `tokio::task::spawn_blocking`"
            }
            Self::Input => "use `tokio::io::stdin()` with `.await`, or a thread of its own",
            Self::Http => "use an async client such as `reqwest::Client`, with `.await`",
            Self::Process => "use `tokio::process::Command`, with `.await`",
            Self::BlockOn => "write `.await`",
            Self::Channel => "use `tokio::sync::mpsc`, with `.await`",
            Self::Hash | Self::Pool | Self::Database => {
                "put it into `tokio::task::spawn_blocking(move || ..).await`"
            }
        }
    }
}
