//! Trees on the console.

use std::io::{self, Write};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use tracing::info_span;

/// Hands on what is written.
struct Told(Sender<String>);

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.0.send(text).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_tree_is_printed_when_its_request_ends_and_not_with_the_next_batch() {
    let (tell, told) = mpsc::channel();
    let telemetry = scorer_instrument::telemetry!()
        .environment(|name| {
            let value = match name {
                "OTEL_TRACES_EXPORTER" => "console",
                // An hour.
                "OTEL_BSP_SCHEDULE_DELAY" => "3600000",
                _ => return None,
            };
            Some(value.to_owned())
        })
        .with_console_writer(Told(tell))
        .local()
        .expect("accepted settings");
    telemetry.run(|| info_span!("request").in_scope(|| ()));
    let tree = told.recv_timeout(Duration::from_secs(60));
    assert!(
        tree.as_ref().is_ok_and(|it| it.starts_with("request ")),
        "{tree:?}"
    );
}
