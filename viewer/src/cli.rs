//! The command line.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

/// What `--help` prints.
pub const HELP: &str = "\
Takes traces over OTLP, keeps them in memory and shows them in Jaeger's pages.

Usage: cargo viewer [OPTIONS]

In a second terminal, `OTEL_TRACES_EXPORTER=otlp cargo demo` sends the demo's traces here; a service of yours sends its own
by itself. Ctrl-C ends the viewer, and the traces with it.

Options:
      --ui-port PORT         Port of the pages [16686]
      --otlp-grpc-port PORT  Port of OTLP over gRPC [4317]
      --otlp-http-port PORT  Port of OTLP over HTTP, protobuf or JSON [4318]
      --host ADDRESS         IP address to listen on [127.0.0.1, which this machine alone reaches]
      --memory MIB           Memory for traces; the oldest make room for new ones [256]
  -h, --help                 Print this text

For a port, 0 is any free one. The exit status is 1 when a port is taken, 2 for a command line that is not valid.
";

/// Where to listen, and how much to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The address of all ports.
    pub host: IpAddr,
    /// Of Jaeger's pages.
    pub ui_port: u16,
    /// Of OTLP over gRPC.
    pub grpc_port: u16,
    /// Of OTLP over HTTP.
    pub http_port: u16,
    /// In MiB.
    pub memory: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            ui_port: 16686,
            grpc_port: 4317,
            http_port: 4318,
            memory: 256,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The help.
    Help,
    /// The viewer.
    Serve(Options),
}

/// An argument that means nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such option.
    Unknown(String),
    /// An option without its value.
    Missing(String),
    /// A value that the option cannot have.
    Value {
        /// The option.
        option: String,
        /// What was given.
        value: String,
        /// What it takes.
        takes: &'static str,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(argument) => write!(f, "there is no option `{argument}`")?,
            Self::Missing(option) => write!(f, "`{option}` needs a value")?,
            Self::Value {
                option,
                value,
                takes,
            } => write!(f, "`{option}` takes {takes}, not `{value}`")?,
        }
        f.write_str("; `cargo viewer --help` lists all options")
    }
}

impl std::error::Error for Fault {}

const PORT: &str = "a port, 0 to 65535";

/// Reads the arguments behind the program's name.
///
/// # Errors
///
/// At the first that means nothing.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Command, Fault> {
    let mut options = Options::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (option, given) = match argument.split_once('=') {
            Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
            None => (argument.clone(), None),
        };
        let mut value = || {
            let value = given.clone().or_else(|| arguments.next());
            value.ok_or_else(|| Fault::Missing(option.clone()))
        };
        match option.as_str() {
            "-h" | "--help" => return Ok(Command::Help),
            "--ui-port" => options.ui_port = parsed(&option, value()?, PORT)?,
            "--otlp-grpc-port" => options.grpc_port = parsed(&option, value()?, PORT)?,
            "--otlp-http-port" => options.http_port = parsed(&option, value()?, PORT)?,
            "--host" => {
                options.host = parsed(&option, value()?, "an IP address, such as 0.0.0.0")?;
            }
            "--memory" => {
                let takes = "a number of MiB from 1 on";
                let memory = value()?;
                options.memory = parsed(&option, memory.clone(), takes)?;
                if options.memory == 0 {
                    return Err(Fault::Value {
                        option,
                        value: memory,
                        takes,
                    });
                }
            }
            _ => return Err(Fault::Unknown(argument)),
        }
    }
    Ok(Command::Serve(options))
}

fn parsed<T: std::str::FromStr>(
    option: &str,
    value: String,
    takes: &'static str,
) -> Result<T, Fault> {
    value.parse().map_err(|_| Fault::Value {
        option: option.to_owned(),
        value,
        takes,
    })
}
