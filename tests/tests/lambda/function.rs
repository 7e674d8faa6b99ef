//! A function as a process of its own: this program again, which then runs nothing else.

use std::process::{Child, Command, ExitStatus, Stdio};

use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use rustix::process::{Pid, Signal, kill_process};
use scorer_instrument::scorer_span;
use scorer_instrument_tests::runtime_api::RuntimeApi;
use serde_json::{Value, json};

#[scorer_span]
async fn part(number: i64) {
    tokio::task::yield_now().await;
}

/// Tells that it waits, and waits without end.
#[scorer_span(skip(tell))]
async fn wait(tell: &str) {
    std::net::TcpStream::connect(tell).expect("a test that waits");
    std::future::pending::<()>().await;
}

#[scorer_span(skip(event))]
async fn work(event: LambdaEvent<Value>) -> Result<Value, Error> {
    match event.payload["do"].as_str() {
        Some("fail") => Err("the card 4111 1111 1111 1111 is not known".into()),
        Some("panic") => panic!("on demand"),
        Some("wait") => {
            wait(event.payload["tell"].as_str().expect("an address")).await;
            Ok(json!({}))
        }
        _ => {
            part(7).await;
            Ok(json!({}))
        }
    }
}

#[test]
#[ignore = "it is the function: other tests start it as a process of its own"]
fn function() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let result = runtime.block_on(async {
        let telemetry = scorer_instrument::telemetry!().init()?;
        scorer_instrument::lambda::run(Runtime::new(service_fn(work)), telemetry).await
    });
    result.expect("a good end");
}

/// The running function. It ends with the test.
pub(crate) struct Function(Child);

impl Function {
    /// A function under this API with these variables beside.
    pub(crate) fn start(api: &RuntimeApi, variables: &[(&str, &str)]) -> Self {
        Self::under(|program| api.environment(program), variables)
    }

    /// The same under what sets these of Lambda's own variables.
    pub(crate) fn under(lambda: impl Fn(&mut Command), variables: &[(&str, &str)]) -> Self {
        let mut program = Command::new(std::env::current_exe().expect("this program"));
        for setting in scorer_instrument::settings::SETTINGS {
            program.env_remove(setting.variable);
        }
        lambda(&mut program);
        let child = program
            .args(["--exact", "function::function", "--ignored", "--nocapture"])
            .env("RUST_LOG", "off")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("this program runs");
        Self(child)
    }

    pub(crate) fn freeze(&self) {
        self.send(Signal::STOP);
    }

    pub(crate) fn thaw(&self) {
        self.send(Signal::CONT);
    }

    /// As Lambda does at the end of an environment.
    pub(crate) fn terminate(mut self) -> ExitStatus {
        self.send(Signal::TERM);
        self.0.wait().expect("an end")
    }

    fn send(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).expect("a running process");
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
