//! The server that is measured: one of our own, or one that somebody runs.

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use super::Measure;
use super::child::{OwnServer, PRIVATE_KEY};
use super::client::{Client, Target};
use super::error::BenchError;
use super::process::{self, MemoryWatch, ScratchDir};
use super::report::{Budget, Report};

const MEGABYTE: f64 = 1_000_000.0;

/// A server to measure, and a runtime for the client. The runtime has one thread: the load generator is to take as little as
/// possible of the processor that it shares with the server.
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) target: Target,
    /// `None` when the server is somebody else's.
    own: Option<Own>,
}

/// A server of our own and its data.
struct Own {
    server: OwnServer,
    memory: Option<MemoryWatch>,
    home: Home,
}

/// Where a server of our own keeps its data.
struct Home {
    data_dir: PathBuf,
    /// Removes the data in the end, unless the caller named the directory.
    _scratch: Option<ScratchDir>,
}

/// What a server of our own has used since it began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    /// Bytes sent to disks.
    pub(super) written_bytes: u64,
    /// Seconds of processor time, on all cores together.
    pub(super) cpu_seconds: f64,
}

/// A server of our own that has ended, with its data still there.
pub(super) struct Stopped {
    /// What it sent to disks in its life, where that could still be read.
    pub(super) written_bytes: Option<u64>,
    runtime: Runtime,
    home: Home,
}

impl Session {
    /// The server that `--url` names, or a new one on `--data-dir`, or a new one on an empty directory into which `prepare`
    /// may put something first. Reports the name of its build, and the memory that it takes before anything is asked of it.
    pub(super) fn open(
        measure: &Measure,
        report: &mut Report,
        prepare: impl FnOnce(&Path) -> Result<(), BenchError>,
    ) -> Result<Session, BenchError> {
        let runtime = client_runtime()?;
        let session = if let (Some(url), Some(key)) = (&measure.url, &measure.key) {
            Session { runtime, target: Target::new(url, key)?, own: None }
        } else {
            Session::start(runtime, Home::new(measure.data_dir.as_deref(), prepare)?)?.0
        };
        session.runtime.block_on(report_build(&session.target, report))?;
        if let Some(bytes) = session.own.as_ref().and_then(|own| process::private_memory_bytes(own.server.pid())) {
            report.judged("private memory, idle", bytes as f64 / MEGABYTE, "MB", Budget::AtMost(60.0));
        }
        Ok(session)
    }

    fn start(runtime: Runtime, home: Home) -> Result<(Session, f64), BenchError> {
        let server = OwnServer::start(&home.data_dir)?;
        let target = Target::new(&server.url, PRIVATE_KEY)?;
        let ready_after_ms = server.ready_after.as_secs_f64() * 1000.0;
        Ok((Session { runtime, target, own: Some(Own { server, memory: None, home }) }, ready_after_ms))
    }

    /// Begins to look for the peak of the server's memory.
    pub(super) fn watch_memory(&mut self) {
        if let Some(own) = &mut self.own {
            own.memory = Some(MemoryWatch::new(own.server.pid()));
        }
    }

    /// Reports the greatest memory since [`Session::watch_memory`], and what the server still holds now.
    pub(super) fn report_peak_memory(&mut self, report: &mut Report) {
        let Some(own) = &mut self.own else { return };
        let now = process::private_memory_bytes(own.server.pid());
        if let (Some(peak), Some(now)) = (own.memory.take().and_then(MemoryWatch::peak_bytes), now) {
            report.judged("private memory, peak", peak.max(now) as f64 / MEGABYTE, "MB", Budget::AtMost(400.0));
            report.figure("private memory, after the work", now as f64 / MEGABYTE, "MB");
        }
    }

    /// What our own server has used so far; `None` where nobody can tell.
    pub(super) fn used(&self) -> Option<Used> {
        let pid = self.own.as_ref()?.server.pid();
        Some(Used { written_bytes: process::written_bytes(pid)?, cpu_seconds: process::cpu_seconds(pid)? })
    }

    /// The files of our own server's data directory, with their sizes in bytes.
    pub(super) fn files(&self) -> Result<Vec<(String, u64)>, BenchError> {
        self.own.as_ref().map_or(Ok(Vec::new()), |own| own.home.files())
    }

    /// Stops our own server as an operator would; `None` when it is somebody else's.
    pub(super) fn stop(self) -> Result<Option<Stopped>, BenchError> {
        let Some(Own { server, home, .. }) = self.own else { return Ok(None) };
        Ok(Some(Stopped { written_bytes: server.stop()?, runtime: self.runtime, home }))
    }

    /// Ends our own server as a crash would; `None` when it is somebody else's.
    pub(super) fn kill(self) -> Result<Option<Stopped>, BenchError> {
        let Some(Own { server, home, .. }) = self.own else { return Ok(None) };
        server.kill()?;
        Ok(Some(Stopped { written_bytes: None, runtime: self.runtime, home }))
    }
}

impl Stopped {
    /// The files that it left, with their sizes in bytes.
    pub(super) fn files(&self) -> Result<Vec<(String, u64)>, BenchError> {
        self.home.files()
    }

    /// Starts it again, and tells after how many milliseconds it was ready.
    pub(super) fn start(self) -> Result<(Session, f64), BenchError> {
        Session::start(self.runtime, self.home)
    }
}

impl Home {
    fn new(data_dir: Option<&Path>, prepare: impl FnOnce(&Path) -> Result<(), BenchError>) -> Result<Home, BenchError> {
        if let Some(dir) = data_dir {
            return Ok(Home { data_dir: dir.to_path_buf(), _scratch: None });
        }
        let scratch = ScratchDir::new()?;
        prepare(scratch.path())?;
        Ok(Home { data_dir: scratch.path().to_path_buf(), _scratch: Some(scratch) })
    }

    fn files(&self) -> Result<Vec<(String, u64)>, BenchError> {
        process::files(&self.data_dir)
    }
}

async fn report_build(target: &Target, report: &mut Report) -> Result<(), BenchError> {
    let answer = Client::connect(target).await?.get_ok("/v1/health").await?;
    let build = answer.headers.get("x-perilune-build").and_then(|value| value.to_str().ok());
    report.build = build.unwrap_or("unknown").to_owned();
    Ok(())
}

fn client_runtime() -> Result<Runtime, BenchError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| BenchError::Start(format!("no runtime for the client: {error}")))
}
