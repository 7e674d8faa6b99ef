//! Binds the ports and serves until it is told to end.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use tokio::net::TcpListener;

use crate::api;
use crate::cli::Options;
use crate::receive;
use crate::shared::Shared;
use crate::store::{Counts, Store};

/// Why it cannot serve.
#[derive(Debug)]
pub enum Error {
    /// Ports that cannot be had.
    Ports(Vec<PortError>),
    /// What the system says.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ports(ports) => {
                for (index, port) in ports.iter().enumerate() {
                    if index > 0 {
                        f.write_str("\n")?;
                    }
                    port.fmt(f)?;
                }
                Ok(())
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A port that cannot be had.
#[derive(Debug)]
pub struct PortError {
    address: SocketAddr,
    what: &'static str,
    option: &'static str,
    /// A port to take instead. None was looked for if the port is not taken.
    free: Option<u16>,
    error: io::Error,
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            address,
            what,
            option,
            free,
            error,
        } = self;
        let port = address.port();
        if error.kind() == io::ErrorKind::AddrInUse {
            write!(
                f,
                "port {port}, for {what}, is taken: another viewer, a Jaeger or a collector may be running. End that, or choose \
                 another port: `{option} {}`",
                free.unwrap_or(0)
            )
        } else {
            write!(f, "{address}, for {what}, cannot be listened on: {error}")
        }
    }
}

impl PortError {
    /// A port that is free now and is none of these, if the port is taken. The ports after it are tried in tens, so that
    /// the proposal is easy to remember: 4327 for 4317.
    async fn another(&self, own: &[u16]) -> Option<u16> {
        const STEPS: u16 = 20;
        if self.error.kind() != io::ErrorKind::AddrInUse {
            return None;
        }
        for step in 1..=STEPS {
            let Some(port) = self.address.port().checked_add(10 * step) else {
                break;
            };
            let is_free = || TcpListener::bind(SocketAddr::new(self.address.ip(), port));
            if !own.contains(&port) && is_free().await.is_ok() {
                return Some(port);
            }
        }
        None
    }
}

/// Three bound ports.
#[derive(Debug)]
pub struct Server {
    ui: TcpListener,
    grpc: TcpListener,
    http: TcpListener,
    shared: Shared,
}

impl Server {
    /// Binds all ports.
    ///
    /// # Errors
    ///
    /// With every one that cannot be had.
    pub async fn bind(options: &Options) -> Result<Self, Error> {
        let host = options.host;
        let ui = bind(host, options.ui_port, "the pages", "--ui-port").await;
        let grpc = bind(
            host,
            options.grpc_port,
            "OTLP over gRPC",
            "--otlp-grpc-port",
        )
        .await;
        let http = bind(
            host,
            options.http_port,
            "OTLP over HTTP",
            "--otlp-http-port",
        )
        .await;
        let own = [options.ui_port, options.grpc_port, options.http_port];
        match (ui, grpc, http) {
            (Ok(ui), Ok(grpc), Ok(http)) => {
                let bytes = u64::from(options.memory) * 1024 * 1024;
                let store = Store::new(usize::try_from(bytes).unwrap_or(usize::MAX));
                Ok(Self {
                    ui,
                    grpc,
                    http,
                    shared: Shared::new(store),
                })
            }
            (ui, grpc, http) => {
                // None of its own ports is proposed, and none twice.
                let mut proposed = own.to_vec();
                let mut errors = Vec::new();
                for error in [ui.err(), grpc.err(), http.err()].into_iter().flatten() {
                    let free = error.another(&proposed).await;
                    proposed.extend(free);
                    errors.push(PortError { free, ..error });
                }
                Err(Error::Ports(errors))
            }
        }
    }

    /// What to open, and where to send to.
    ///
    /// # Errors
    ///
    /// When the system does not know a port that it has bound.
    pub fn greeting(&self) -> io::Result<String> {
        let (ui, grpc, http) = self.addresses()?;
        Ok(format!(
            "Jaeger's pages  http://{ui}\n\
             OTLP over gRPC  http://{grpc}\n\
             OTLP over HTTP  http://{http}\n\
             \n\
             To see the demo's traces, in a second terminal: {}OTEL_TRACES_EXPORTER=otlp cargo demo\n\
             Ctrl-C ends the viewer, and the traces with it.",
            if http.port() == Options::default().http_port {
                String::new()
            } else {
                format!("OTEL_EXPORTER_OTLP_ENDPOINT=http://{http} ")
            }
        ))
    }

    /// Serves until Ctrl-C; what happened meanwhile.
    ///
    /// # Errors
    ///
    /// When a port fails.
    pub async fn serve(self) -> Result<Counts, Error> {
        let (ui_address, ..) = self.addresses()?;
        let Self {
            ui,
            grpc,
            http,
            shared,
        } = self;
        // Nothing is on its way that would outlive the process, so connections may be cut.
        tokio::select! {
            ended = serve(ui, api::router(shared.clone())) => ended?,
            ended = serve(grpc, receive::grpc::router(shared.clone())) => ended?,
            ended = serve(http, receive::http::router(shared.clone(), ui_address)) => ended?,
            told = told_to_end() => told?,
        }
        Ok(shared.counts())
    }

    fn addresses(&self) -> io::Result<(SocketAddr, SocketAddr, SocketAddr)> {
        Ok((
            self.ui.local_addr()?,
            self.grpc.local_addr()?,
            self.http.local_addr()?,
        ))
    }
}

async fn bind(
    host: IpAddr,
    port: u16,
    what: &'static str,
    option: &'static str,
) -> Result<TcpListener, PortError> {
    let address = SocketAddr::new(host, port);
    let failed = |error| PortError {
        address,
        what,
        option,
        free: None,
        error,
    };
    TcpListener::bind(address).await.map_err(failed)
}

async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    axum::serve(listener, router).await
}

/// Until Ctrl-C, or until the system asks for it.
#[cfg(unix)]
async fn told_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        told = tokio::signal::ctrl_c() => told,
        _ = terminate.recv() => Ok(()),
    }
}

/// Until Ctrl-C.
#[cfg(not(unix))]
async fn told_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// What happened, in a sentence.
pub fn farewell(counts: Counts) -> String {
    let Counts {
        spans,
        refused,
        evicted_traces,
        evicted_spans,
    } = counts;
    let mut parts = vec![format!("{} arrived", counted(spans, "span"))];
    if evicted_traces > 0 {
        let traces = counted(evicted_traces, "trace");
        parts.push(format!(
            "{evicted_spans} of them, {traces}, made room for newer ones"
        ));
    }
    if refused > 0 {
        parts.push(format!("{refused} not taken, as their senders were told"));
    }
    parts.join("; ") + "."
}

fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
