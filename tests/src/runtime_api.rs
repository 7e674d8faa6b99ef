//! Lambda's Runtime API and the part of its Extensions API that tells a process of its end, for one function.

use std::fmt::Write as _;
use std::io::{BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::server::{Request, read_request};

/// The name of every function here.
pub const FUNCTION: &str = "score";

/// Its ARN.
pub const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:score";

/// How long an invocation may take.
const TIMEOUT: Duration = Duration::from_mins(1);

/// What the function is called with.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Its id.
    pub id: String,
    /// The event, as JSON.
    pub event: String,
    /// The header of X-Ray.
    pub trace: Option<String>,
    /// Its deadline in milliseconds since 1970, where it is not a minute from now. `cargo lambda watch` sends one that is no
    /// time of day.
    pub deadline: Option<u128>,
}

/// What the function asks or says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It waits for an invocation.
    Next,
    /// It answered the invocation of that id.
    Response(String, String),
    /// It failed at it.
    Error(String, String),
    /// It could not start.
    InitError(String),
    /// It wants to be told of its end.
    Extension,
}

/// A running API.
#[derive(Debug)]
pub struct RuntimeApi {
    address: SocketAddr,
    invocations: mpsc::Sender<Invocation>,
    said: mpsc::Receiver<Said>,
}

impl RuntimeApi {
    /// An API on a free port.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (invocations, invoked) = mpsc::channel();
        let (say, said) = mpsc::channel();
        let invoked = Arc::new(Mutex::new(invoked));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (invoked, say) = (Arc::clone(&invoked), say.clone());
                thread::spawn(move || serve(stream, &invoked, &say));
            }
        });
        Self {
            address,
            invocations,
            said,
        }
    }

    /// Gives a program the environment of a function.
    pub fn environment(&self, program: &mut Command) {
        program
            .env("AWS_LAMBDA_RUNTIME_API", self.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", FUNCTION)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "7")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[7]0f")
            .env("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
            .env("AWS_REGION", "us-east-1");
    }

    /// Invokes the function.
    ///
    /// # Panics
    ///
    /// When the API has ended.
    pub fn invoke(&self, invocation: Invocation) {
        self.invocations.send(invocation).expect("a running API");
    }

    /// The next that the function says.
    ///
    /// # Panics
    ///
    /// When it says nothing for a minute: it has ended, or hangs.
    pub fn next(&self) -> Said {
        self.said
            .recv_timeout(TIMEOUT)
            .expect("a function that runs")
    }

    /// What the function answers the invocation of that id.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next), and when it answers another invocation.
    pub fn answer(&self, id: &str) -> Said {
        loop {
            match self.next() {
                Said::Next | Said::Extension => {}
                said => {
                    let ours = match &said {
                        Said::Response(of, _) | Said::Error(of, _) => of == id,
                        _ => false,
                    };
                    assert!(ours, "{id}: {said:?}");
                    return said;
                }
            }
        }
    }

    /// Waits until the function waits for its next invocation.
    ///
    /// # Panics
    ///
    /// When it does something else.
    pub fn until_it_waits(&self) {
        while self.next() != Said::Next {}
    }
}

fn serve(stream: TcpStream, invoked: &Mutex<mpsc::Receiver<Invocation>>, say: &mpsc::Sender<Said>) {
    let Ok(mut answers) = stream.try_clone() else {
        return;
    };
    let mut requests = BufReader::new(stream);
    while let Some(request) = read_request(&mut requests) {
        if serve_one(&request, &mut answers, invoked, say).is_none() {
            return;
        }
    }
}

/// Nothing where the connection is of no use any more.
fn serve_one(
    request: &Request,
    answers: &mut TcpStream,
    invoked: &Mutex<mpsc::Receiver<Invocation>>,
    say: &mpsc::Sender<Said>,
) -> Option<()> {
    let path = request.line.split(' ').nth(1)?;
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["2018-06-01", "runtime", "invocation", "next"] => {
            say.send(Said::Next).ok()?;
            let next = invoked
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .recv();
            let invocation = next.ok()?;
            respond(answers, "200 OK", &headers(&invocation), &invocation.event)
        }
        ["2018-06-01", "runtime", "invocation", id, "response"] => {
            respond(answers, "202 Accepted", "", "{}")?;
            say.send(Said::Response((*id).to_owned(), body)).ok()
        }
        ["2018-06-01", "runtime", "invocation", id, "error"] => {
            respond(answers, "202 Accepted", "", "{}")?;
            say.send(Said::Error((*id).to_owned(), body)).ok()
        }
        ["2018-06-01", "runtime", "init", "error"] => {
            respond(answers, "202 Accepted", "", "{}")?;
            say.send(Said::InitError(body)).ok()
        }
        ["2020-01-01", "extension", "register"] => {
            say.send(Said::Extension).ok()?;
            let id = "lambda-extension-identifier: 1\r\n";
            respond(answers, "200 OK", id, "{}")
        }
        ["2020-01-01", "extension", "event", "next"] => {
            // It wants no event, so that none comes until the other side ends.
            let _ = std::io::copy(answers, &mut std::io::sink());
            None
        }
        _ => respond(answers, "404 Not Found", "", "{}"),
    }
}

fn headers(invocation: &Invocation) -> String {
    let deadline = SystemTime::now() + TIMEOUT;
    let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut headers = format!(
        "lambda-runtime-aws-request-id: {}\r\nlambda-runtime-deadline-ms: {}\r\nlambda-runtime-invoked-function-arn: {ARN}:live\r\n",
        invocation.id,
        invocation.deadline.unwrap_or(deadline.as_millis()),
    );
    if let Some(trace) = &invocation.trace {
        // Writing to a String cannot fail.
        let _ = write!(headers, "lambda-runtime-trace-id: {trace}\r\n");
    }
    headers
}

fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> Option<()> {
    let length = body.len();
    let response = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(response.as_bytes()).ok()
}
