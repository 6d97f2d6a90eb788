//! How far a long piece of work has come: a bar on a terminal, a line a second elsewhere, both on standard error.

use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One piece of work. Clones show the same progress.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    what: String,
    bar: ProgressBar,
    /// When the next line is due; `None` on a terminal.
    next_line: Option<Arc<Mutex<Instant>>>,
}

impl Progress {
    /// Begins with nothing done of `total`.
    pub(super) fn new(what: &str, total: u64) -> Progress {
        let on_terminal = std::io::stderr().is_terminal();
        let target = if on_terminal { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg:24} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}")
            .expect("the template names only fields that exist");
        let bar = ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what.to_owned());
        let next_line = (!on_terminal).then(|| Arc::new(Mutex::new(Instant::now() + Duration::from_secs(1))));
        Progress { what: what.into(), bar, next_line }
    }

    /// So much more is done.
    pub(super) fn add(&self, more: u64) {
        self.bar.inc(more);
        let Some(next_line) = &self.next_line else { return };
        let mut next_line = next_line.lock().expect("nobody panics while holding it");
        if Instant::now() >= *next_line {
            *next_line = Instant::now() + Duration::from_secs(1);
            self.line();
        }
    }

    /// It is done, or given up.
    pub(super) fn finish(&self) {
        if self.next_line.is_some() {
            self.line();
        }
        self.bar.finish_and_clear();
    }

    fn line(&self) {
        let (done, total) = (self.bar.position(), self.bar.length().unwrap_or_default());
        let per_second = done as f64 / self.bar.elapsed().as_secs_f64();
        // Progress that nobody reads is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{}: {done} of {total}, {per_second:.0} a second", self.what);
    }
}
