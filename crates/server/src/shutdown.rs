//! When to stop: the signals of the operating system.

/// Waits for the first SIGTERM or SIGINT (elsewhere: Ctrl-C) and names it.
///
/// Fails when the signals cannot be watched; the server must not start then, because nobody could stop it in order.
#[cfg(unix)]
pub(crate) fn watch_signals() -> std::io::Result<impl Future<Output = &'static str>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    })
}

#[cfg(not(unix))]
pub(crate) fn watch_signals() -> std::io::Result<impl Future<Output = &'static str>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    })
}
