//! Waits for the signal that ends a service.

/// Completes on SIGTERM or ctrl-c. Use it for a server's graceful shutdown, before the guard shuts down.
///
/// ```no_run
/// # async fn serve() -> std::io::Result<()> { Ok(()) }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let telemetry = scorer_instrument::telemetry!().init()?;
/// tokio::select! {
///     result = serve() => result?,
///     () = scorer_instrument::telemetry::signal() => {}
/// }
/// telemetry.shutdown(std::time::Duration::from_secs(2))?;
/// # Ok(())
/// # }
/// ```
pub async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        // If no handler can be installed for SIGTERM, ctrl-c still works.
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let interrupt = std::pin::pin!(tokio::signal::ctrl_c());
            let terminated = std::pin::pin!(terminate.recv());
            either(interrupt, terminated).await;
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Waits for the first of two futures.
#[cfg(unix)]
async fn either<A: Future + Unpin, B: Future + Unpin>(mut a: A, mut b: B) {
    std::future::poll_fn(|context| {
        use std::pin::Pin;
        if Pin::new(&mut a).poll(context).is_ready() || Pin::new(&mut b).poll(context).is_ready() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}
