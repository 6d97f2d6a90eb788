//! Where a figure comes from: figures without a machine, a build and a date mean nothing.

use serde::Serialize;

/// The machine that the bench runs on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Machine {
    /// The processor's name.
    pub(super) cpu: String,
    /// How many of its cores this process may use.
    pub(super) cores: usize,
    /// Memory in bytes.
    pub(super) memory_bytes: u64,
    /// Name and release of the system's kernel.
    pub(super) kernel: String,
}

impl Machine {
    /// This one; what the system does not tell is `unknown` or 0.
    pub(super) fn this() -> Machine {
        let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
        let field = |text: &str, name: &str| -> Option<String> {
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let kibibytes = field(&read("/proc/meminfo"), "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok());
        let release = read("/proc/sys/kernel/osrelease");
        Machine {
            cpu: field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown".into()),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory_bytes: kibibytes.unwrap_or(0_u64) * 1024,
            kernel: format!("{} {}", std::env::consts::OS, release.trim()),
        }
    }
}
