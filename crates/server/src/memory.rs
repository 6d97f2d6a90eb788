//! How much memory there is to use.

/// What is assumed where nothing tells.
const ASSUMED: u64 = 2 << 30;

/// Bytes of memory of the machine or, where that is less, of the container.
pub(crate) fn of_machine() -> u64 {
    let read = |path| std::fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").as_deref().and_then(total_of);
    let container = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .into_iter()
        .find_map(|path| read(path)?.trim().parse().ok());
    machine.into_iter().chain(container).min().unwrap_or(ASSUMED)
}

/// `MemTotal` of `/proc/meminfo`.
fn total_of(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_its_line() {
        assert_eq!(total_of("MemFree: 1 kB\nMemTotal:       24576 kB\n"), Some(24 << 20));
        assert_eq!(total_of("MemFree: 1 kB\n"), None);
        assert!(of_machine() > 1 << 20);
    }
}
