//! What the system knows of a process: its memory and what it wrote. Linux only; elsewhere there is nothing to report.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::error::BenchError;

/// How often memory is looked at to find its peak.
const SAMPLE_EVERY: Duration = Duration::from_millis(50);

/// Private memory in bytes (RssAnon): what the process holds and the system could not take back.
pub(super) fn private_memory_bytes(pid: u32) -> Option<u64> {
    let kibibytes = field(&format!("/proc/{pid}/status"), "RssAnon:")?;
    Some(kibibytes * 1024)
}

/// Bytes that the process has sent to disks since it began.
pub(super) fn written_bytes(pid: u32) -> Option<u64> {
    field(&format!("/proc/{pid}/io"), "write_bytes:")
}

/// Seconds of processor time that the process has used, on all cores together.
pub(super) fn cpu_seconds(pid: u32) -> Option<f64> {
    /// What the kernel counts in: a hundredth of a second, on every machine that Linux runs on.
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in brackets, which may hold anything; user and system time are fields 14 and 15.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(14)? + ticks(15)?) / TICKS_PER_SECOND)
}

/// Whether the process has ended and waits to be told of.
pub(super) fn has_ended(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/status"))
        .map_or(true, |status| status.lines().any(|line| line.starts_with("State:") && line.contains('Z')))
}

fn field(file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.split_whitespace().next()?.parse().ok()
}

/// The files of a data directory, largest name last, with their sizes in bytes; folders are left out.
pub(super) fn files(dir: &Path) -> Result<Vec<(String, u64)>, BenchError> {
    let fail = |source| BenchError::File { path: dir.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let about = entry.metadata().map_err(fail)?;
        if about.is_file() {
            files.push((entry.file_name().to_string_lossy().into_owned(), about.len()));
        }
    }
    files.sort();
    Ok(files)
}

/// Looks at a process's memory until it is asked for the peak.
pub(super) struct MemoryWatch {
    peak_bytes: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl MemoryWatch {
    pub(super) fn new(pid: u32) -> MemoryWatch {
        let peak_bytes = Arc::new(AtomicU64::new(0));
        let is_over = Arc::new(AtomicBool::new(false));
        let (peak, over) = (Arc::clone(&peak_bytes), Arc::clone(&is_over));
        let thread = std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                peak.fetch_max(private_memory_bytes(pid).unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(SAMPLE_EVERY);
            }
        });
        MemoryWatch { peak_bytes, is_over, thread: Some(thread) }
    }

    /// The greatest value seen, or `None` when none could be read.
    pub(super) fn peak_bytes(mut self) -> Option<u64> {
        self.end();
        Some(self.peak_bytes.load(Ordering::Relaxed)).filter(|&bytes| bytes > 0)
    }

    fn end(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It only reads a file; if it panicked there is no peak, and nothing else is lost.
            let _ = thread.join();
        }
    }
}

impl Drop for MemoryWatch {
    fn drop(&mut self) {
        self.end();
    }
}

/// The path of a directory that is removed, with all that is in it, when this value ends.
#[derive(Debug)]
pub(super) struct ScratchDir(PathBuf);

impl ScratchDir {
    /// Makes one in the working directory: measurements are about the disk that a server would use, and a system's directory
    /// for temporary files is often memory.
    pub(super) fn new() -> Result<ScratchDir, BenchError> {
        let path = PathBuf::from(format!("perilune-bench-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|source| BenchError::File { path: path.clone(), source })?;
        Ok(ScratchDir(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for ScratchDir {
    fn drop(&mut self) {
        // What cannot be removed is left for the person to see.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
