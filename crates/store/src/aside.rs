//! Threads whose work can wait.

/// Lets other threads go first when all processors are busy: who asks and who sends does not wait for what is tidied up behind
/// them. Without effect where threads have no priorities of their own.
pub(crate) fn stand_aside() {
    // On Linux this is the thread that calls, elsewhere it would be the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(error = &error as &dyn std::error::Error, "a thread keeps its priority");
    }
}

/// From -20, the most urgent, to 19. Against 0 it leaves a tenth of a busy processor.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;
