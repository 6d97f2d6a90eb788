//! A server of our own: this executable once more, as `serve`, so that what is measured is what an operator runs.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::error::BenchError;
use super::process;

/// The keys of the project that the bench makes for itself; it never writes into another.
pub(super) const PUBLIC_KEY: &str = "be9c4000-0000-4000-a000-000000000001";
pub(super) const PRIVATE_KEY: &str = "be9c4000-0000-4000-a000-000000000002";
/// Names of the bench's organisation and project.
pub(super) const NAME: &str = "bench";

const READY: &str = "perilune ready on ";
const START_TIMEOUT: Duration = Duration::from_secs(120);
const STOP_TIMEOUT: Duration = Duration::from_secs(30);
const POLL_EVERY: Duration = Duration::from_millis(5);
/// How many of its last log lines are kept to explain a failure.
const LOG_LINES: usize = 20;

/// A running server. It is killed when this value ends.
pub(super) struct OwnServer {
    process: Child,
    log: Log,
    /// Where it listens.
    pub(super) url: String,
    /// From its start to the line that says it is ready.
    pub(super) ready_after: Duration,
}

type Log = Arc<Mutex<VecDeque<String>>>;

impl OwnServer {
    /// Starts one on a free port and waits until it is ready.
    pub(super) fn start(data_dir: &Path) -> Result<OwnServer, BenchError> {
        let start = |error: std::io::Error| BenchError::Start(error.to_string());
        let executable = std::env::current_exe().map_err(start)?;
        let began = Instant::now();
        let mut process = Command::new(executable)
            .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "warn", "--data-dir"])
            .arg(data_dir)
            // Somebody who logs in as fast as they can is a figure here, and not a guesser.
            .args(["--aggressive-max-requests-per-minute", "1000000"])
            .args(["--init-org", NAME, "--init-project", NAME])
            .args(["--init-public-key", PUBLIC_KEY, "--init-private-key", PRIVATE_KEY])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(start)?;
        let log = keep_last_lines(process.stderr.take().expect("standard error is piped"));
        let ready = watch_for_ready(process.stdout.take().expect("standard output is piped"));
        let mut server = OwnServer { process, log, url: String::new(), ready_after: Duration::ZERO };
        match ready.recv_timeout(START_TIMEOUT) {
            Ok((url, at)) => {
                server.url = url;
                server.ready_after = at - began;
                Ok(server)
            }
            Err(_) => {
                // It may still run: then it has to end before its log is complete.
                let _ = server.process.kill();
                let _ = server.process.wait();
                Err(BenchError::Start(server.last_words()))
            }
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Stops it as an operator would, and returns how many bytes it has sent to disks in its life, where the system tells.
    pub(super) fn stop(mut self) -> Result<Option<u64>, BenchError> {
        let pid = self.pid();
        let told = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid.to_string()]).status();
        if !told.is_ok_and(|status| status.success()) {
            return Err(BenchError::Stop("it could not be signalled".into()));
        }
        let deadline = Instant::now() + STOP_TIMEOUT;
        while !process::has_ended(pid) {
            if Instant::now() > deadline {
                return Err(BenchError::Stop(format!("it still runs after {STOP_TIMEOUT:?}; {}", self.last_words())));
            }
            std::thread::sleep(POLL_EVERY);
        }
        let written_bytes = process::written_bytes(pid);
        match self.process.wait() {
            Ok(status) if status.success() => Ok(written_bytes),
            Ok(status) => Err(BenchError::Stop(format!("{status}; {}", self.last_words()))),
            Err(error) => Err(BenchError::Stop(error.to_string())),
        }
    }

    /// Ends it without a warning, as a crash would.
    pub(super) fn kill(mut self) -> Result<(), BenchError> {
        let stop = |error: std::io::Error| BenchError::Stop(error.to_string());
        self.process.kill().map_err(stop)?;
        self.process.wait().map_err(stop)?;
        Ok(())
    }

    fn last_words(&self) -> String {
        let log = self.log.lock().expect("nobody panics while holding it");
        if log.is_empty() { "it said nothing".into() } else { Vec::from_iter(log.iter().cloned()).join("\n") }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // After stop() or kill() there is nothing left to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads on to the end, so that the process never waits for a reader, and keeps the last lines.
fn keep_last_lines(from: impl Read + Send + 'static) -> Log {
    let log = Log::default();
    let kept = Arc::clone(&log);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut kept = kept.lock().expect("nobody panics while holding it");
            kept.push_back(line);
            if kept.len() > LOG_LINES {
                kept.pop_front();
            }
        }
    });
    log
}

/// The address of the ready line, and when it came. The channel closes without one when the output ends before.
fn watch_for_ready(from: impl Read + Send + 'static) -> Receiver<(String, Instant)> {
    let (tell, ready) = sync_channel(1);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix(READY) {
                // Later lines have nobody to read them; they are still taken from the pipe.
                let _ = tell.try_send((url.trim().to_owned(), Instant::now()));
            }
        }
    });
    ready
}
