//! How far a job has come: set by the job, read by whoever tells the store.

use std::sync::atomic::{AtomicU32, Ordering};

/// Percent, 0 to 100.
#[derive(Default)]
pub(super) struct Progress(AtomicU32);

impl Progress {
    /// So many of so many are done. More than all, and any of none, is 100 percent.
    pub(super) fn set(&self, done: u64, of: u64) {
        let percent = u128::from(done) * 100 / u128::from(of.max(1));
        let percent = if of == 0 { 100 } else { u32::try_from(percent).unwrap_or(100).min(100) };
        self.0.store(percent, Ordering::Relaxed);
    }

    pub(super) fn percent(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(done: u64, of: u64, want: u32) {
        let progress = Progress::default();
        progress.set(done, of);
        assert_eq!(progress.percent(), want, "{done} of {of}");
    }

    #[test]
    fn progress_is_a_percentage_whatever_was_counted() {
        check(0, 7, 0);
        check(1, 7, 14);
        check(7, 7, 100);
        check(9, 7, 100);
        check(0, 0, 100);
        check(u64::MAX, u64::MAX, 100);
    }
}
