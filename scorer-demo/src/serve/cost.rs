//! `cargo demo serve --rate`: what telemetry costs, in CPU time a request. For each setting a process of its own serves, and
//! this one sends and collects, so that neither is part of what is measured.

use std::fmt;
use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::time::MissedTickBehavior;

use crate::load::{Client, Kind, Planned, plan};

use super::{Ended, Listening};

/// How many connections send.
const CLIENTS: usize = 16;

/// How many requests are planned; they are sent again and again.
const PLANNED: usize = 1_000;

/// How much is sent, to each of the three.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Requests a second.
    pub per_second: u32,
    /// For how long.
    pub lasts: Duration,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum CostError {
    /// The runtime, a socket or a program could not be had.
    #[error("the measurement could not start")]
    Start(#[source] io::Error),
    /// The service said why on stderr.
    #[error("the service did not start")]
    NoService,
    /// The service ended in another way than it should.
    #[error("the service did not say how it ended")]
    NoEnd,
    /// The system does not tell CPU times.
    #[error("this system does not tell how much CPU time a process has taken")]
    NoCpuTime,
    /// No request was answered.
    #[error("no request was answered")]
    NoAnswer,
    /// A task that sends was lost.
    #[error("a client ended")]
    Client(#[from] tokio::task::JoinError),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

/// A setting of telemetry.
struct Setting {
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
}

const SETTINGS: [Setting; 3] = [
    Setting {
        name: "off",
        variables: &[("OTEL_SDK_DISABLED", "true")],
    },
    Setting {
        name: "1 %",
        variables: &[
            ("OTEL_TRACES_EXPORTER", "otlp"),
            ("OTEL_SAMPLING_RATIO", "0.01"),
        ],
    },
    Setting {
        name: "all",
        variables: &[
            ("OTEL_TRACES_EXPORTER", "otlp"),
            ("OTEL_SAMPLING_RATIO", "1.0"),
        ],
    },
];

/// What came of the requests of one setting.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// How many were sent.
    pub sent: u64,
    /// Of how many the answer was an error of the service, or did not come.
    pub failed: u64,
    /// How long it took.
    pub lasted: Duration,
    /// The service's CPU time.
    pub cpu: Duration,
    /// How many spans it exported.
    pub spans: u64,
    /// How many it lost.
    pub lost: u64,
    /// How many bytes the collector was sent.
    pub bytes: u64,
}

/// What was measured of all settings, the one without telemetry first.
#[derive(Clone, Debug)]
pub struct Costs(pub Vec<(&'static str, Measured)>);

/// Measures each setting, and prints the table.
///
/// # Errors
///
/// When a service cannot be started, or when none of its answers came.
pub fn run(rate: Rate, output: &mut impl Write) -> Result<(), CostError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CostError::Start)?;
    writeln!(
        output,
        "{} requests a second for {:?}, three times: without telemetry, with 1 % of the requests, and with all of them. Each time a process\n\
         of its own serves; this one sends the requests and takes the exports, and its CPU time is not counted.\n",
        rate.per_second, rate.lasts
    )?;
    output.flush()?;
    let mut costs = Costs(Vec::new());
    for setting in SETTINGS {
        costs
            .0
            .push((setting.name, runtime.block_on(measure(&setting, rate))?));
    }
    write!(output, "{costs}")?;
    Ok(())
}

async fn measure(setting: &Setting, rate: Rate) -> Result<Measured, CostError> {
    let collector = Collector::start().await.map_err(CostError::Start)?;
    let mut service = Service::start(setting, collector.address)?;
    let begun = Instant::now();
    let (sent, failed) = send(service.address, rate).await?;
    let lasted = begun.elapsed();
    let ended = service.end()?;
    if sent == failed {
        return Err(CostError::NoAnswer);
    }
    Ok(Measured {
        sent,
        failed,
        lasted,
        cpu: ended.cpu.ok_or(CostError::NoCpuTime)?,
        spans: ended.exported,
        lost: ended.lost,
        bytes: collector.bytes.load(Ordering::Relaxed),
    })
}

/// The service, in a process of its own.
struct Service {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    address: SocketAddr,
}

impl Service {
    fn start(setting: &Setting, collector: SocketAddr) -> Result<Self, CostError> {
        let program = std::env::current_exe().map_err(CostError::Start)?;
        let mut command = Command::new(program);
        for known in scorer_instrument::settings::SETTINGS {
            command.env_remove(known.variable);
        }
        let mut child = command
            .args(["serve", "--json", "--port", "0"])
            // What a line of the log costs is another question.
            .env("RUST_LOG", "off")
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{collector}"))
            .envs(setting.variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(CostError::Start)?;
        let stdout = child.stdout.take().ok_or(CostError::NoService)?;
        let mut output = BufReader::new(stdout);
        let listening: Option<Listening> = line(&mut output);
        let Some(listening) = listening else {
            // Its output has ended, and so will it.
            let _ = child.wait();
            return Err(CostError::NoService);
        };
        Ok(Self {
            child,
            output,
            address: listening.address,
        })
    }

    /// Ends it, and takes what it says of itself.
    fn end(&mut self) -> Result<Ended, CostError> {
        drop(self.child.stdin.take());
        let ended = line(&mut self.output);
        let status = self.child.wait().map_err(CostError::Start)?;
        ended.filter(|_| status.success()).ok_or(CostError::NoEnd)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Where it was not ended: nobody else does.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line<T: serde::de::DeserializeOwned>(output: &mut impl io::BufRead) -> Option<T> {
    let mut line = String::new();
    output.read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}

/// Takes every export, and counts its bytes.
struct Collector {
    address: SocketAddr,
    bytes: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Collector {
    async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let bytes = Arc::new(AtomicU64::new(0));
        let router = Router::new()
            .fallback(
                |State(bytes): State<Arc<AtomicU64>>, body: Bytes| async move {
                    bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
                },
            )
            .with_state(Arc::clone(&bytes));
        let task = tokio::spawn(async move {
            // It ends with its task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            bytes,
            task,
        })
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Sends at a steady rate, whatever the service does with it; how many were sent, and how many failed.
async fn send(address: SocketAddr, rate: Rate) -> Result<(u64, u64), CostError> {
    // Each ends its connection, which would be measured as well.
    let planned: Vec<_> = plan(PLANNED)
        .into_iter()
        .filter(|it| it.kind != Kind::Panics)
        .map(Planned::without_parent)
        .collect();
    let planned = Arc::new(planned);
    let (tickets, taken) = mpsc::unbounded_channel::<usize>();
    let taken = Arc::new(Mutex::new(taken));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (planned, taken) = (Arc::clone(&planned), Arc::clone(&taken));
            let mut client = Client::new(address);
            tokio::spawn(async move {
                let mut failed = 0_u64;
                loop {
                    let ticket = taken.lock().await.recv().await;
                    let Some(ticket) = ticket else {
                        return failed;
                    };
                    let answer = client.send(&planned[ticket % planned.len()]).await;
                    let is_fine = answer.is_ok_and(|it| !it.is_server_error());
                    failed += u64::from(!is_fine);
                }
            })
        })
        .collect();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate.per_second);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let until = Instant::now() + rate.lasts;
    let mut sent = 0_usize;
    while Instant::now() < until {
        ticks.tick().await;
        if tickets.send(sent).is_err() {
            break;
        }
        sent += 1;
    }
    drop(tickets);
    let mut failed = 0;
    for client in clients {
        failed += client.await?;
    }
    Ok((sent as u64, failed))
}

impl Measured {
    /// The CPU time of one request, in milliseconds.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of requests are far below 2^52"
    )]
    fn cost(&self) -> f64 {
        self.cpu.as_secs_f64() * 1_000.0 / self.sent.max(1) as f64
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of requests are far below 2^52"
    )]
    fn rate(&self) -> f64 {
        self.sent as f64 / self.lasted.as_secs_f64().max(f64::EPSILON)
    }
}

impl fmt::Display for Costs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<9}  {:>8}  {:>6}  {:>10}  {:>13}  {:>14}  {:>6}  {:>14}",
            "telemetry",
            "requests",
            "failed",
            "a second",
            "CPU a request",
            "spans exported",
            "lost",
            "bytes exported"
        )?;
        for (name, measured) in &self.0 {
            writeln!(
                f,
                "{name:<9}  {:>8}  {:>6}  {:>10.1}  {:>10.3} ms  {:>14}  {:>6}  {:>14}",
                measured.sent,
                measured.failed,
                measured.rate(),
                measured.cost(),
                measured.spans,
                measured.lost,
                measured.bytes,
            )?;
        }
        let Some(((_, off), others)) = self.0.split_first() else {
            return Ok(());
        };
        writeln!(f)?;
        for (name, measured) in others {
            let more = measured.cost() - off.cost();
            let percent = 100.0 * more / off.cost().max(f64::EPSILON);
            let (more, word) = (more.abs(), if more < 0.0 { "less" } else { "more" });
            writeln!(
                f,
                "With {name} of the requests recorded, a request takes {more:.3} ms of CPU time {word} than without telemetry ({percent:+.1} %).",
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Costs, Measured};

    #[test]
    fn what_is_said_follows_from_what_was_measured() {
        let measured = |cpu| Measured {
            sent: 1_000,
            failed: 2,
            lasted: Duration::from_secs(2),
            cpu: Duration::from_millis(cpu),
            spans: 17,
            lost: 1,
            bytes: 4_096,
        };
        let costs = Costs(vec![
            ("off", measured(4_000)),
            ("1 %", measured(3_900)),
            ("all", measured(5_000)),
        ]);
        assert_eq!(
            costs.to_string(),
            "\
telemetry  requests  failed    a second  CPU a request  spans exported    lost  bytes exported
off            1000       2       500.0       4.000 ms              17       1            4096
1 %            1000       2       500.0       3.900 ms              17       1            4096
all            1000       2       500.0       5.000 ms              17       1            4096

With 1 % of the requests recorded, a request takes 0.100 ms of CPU time less than without telemetry (-2.5 %).
With all of the requests recorded, a request takes 1.000 ms of CPU time more than without telemetry (+25.0 %).
"
        );
    }
}
