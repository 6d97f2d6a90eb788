//! How far a backup, a restore or the doctor has come: a bar on a terminal, a line a second elsewhere, both on standard error.
//!
//! The work may be silent for long: a database answers when it is through. So the lines come from a thread of their own.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use store::backup::Step;

const A_LINE_EVERY: Duration = Duration::from_secs(1);
const BAR_MOVES_EVERY: Duration = Duration::from_millis(200);

/// What `done` and `total` of a step are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    /// Bytes of the file at hand.
    Bytes,
    /// Checks.
    Checks,
}

/// The progress of one command, shown until it is dropped.
pub(crate) struct Progress {
    unit: Unit,
    bar: ProgressBar,
    lines: Option<Lines>,
}

struct Lines {
    latest: Arc<Mutex<String>>,
    stop: SyncSender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    pub(crate) fn new(unit: Unit) -> Progress {
        let on_terminal = std::io::stderr().is_terminal();
        let target = if on_terminal { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let template = match unit {
            Unit::Bytes => "{msg:24} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            Unit::Checks => "{wide_bar} {pos}/{len} {elapsed} {msg:60!}",
        };
        let style = ProgressStyle::with_template(template).expect("the templates name only fields that exist");
        let bar = ProgressBar::with_draw_target(None, target).with_style(style);
        if on_terminal {
            bar.enable_steady_tick(BAR_MOVES_EVERY);
        }
        Progress { unit, bar, lines: (!on_terminal).then(Lines::start) }
    }

    /// So far it has come.
    pub(crate) fn show(&self, step: Step<'_>) {
        if self.bar.message() != step.what {
            self.bar.set_message(step.what.to_owned());
            if matches!(self.unit, Unit::Bytes) {
                self.bar.reset();
            }
        }
        self.bar.set_length(step.total);
        self.bar.set_position(step.done);
        if let Some(lines) = &self.lines {
            let unit = match self.unit {
                Unit::Bytes => "bytes",
                Unit::Checks => "checks",
            };
            let line = format!("{}: {} of {} {unit}", step.what, step.done, step.total);
            *lines.latest.lock().unwrap_or_else(PoisonError::into_inner) = line;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Lines {
    fn start() -> Lines {
        let latest = Arc::new(Mutex::new(String::new()));
        let (stop, stopped) = sync_channel(1);
        let shown = Arc::clone(&latest);
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(A_LINE_EVERY) == Err(RecvTimeoutError::Timeout) {
                let line = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
                // Progress that nobody reads is no reason to stop.
                let _ = writeln!(std::io::stderr(), "{line}");
            }
        });
        Lines { latest, stop, thread: Some(thread) }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        // It listens until it is told, and is told once.
        let _ = self.stop.try_send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
